"""Opening a source: bytes, a path or an open file, also inside a zip. The opened file can be read several times."""

import io
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, cast

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.rosters._problems.errors import (
    BadArchiveError,
    RosterFileError,
    SeveralFilesError,
    TooBigError,
    WorkbookError,
)

Source = bytes | os.PathLike[str] | BinaryIO
"""Where a file comes from: its bytes, its path, or a file opened in binary mode."""

MOST_UNZIPPED: Final = 512 * 1024 * 1024
"""Bytes that a file inside a zip may have, at most: a thousand times the biggest export we expect. Our choice."""

MOST_INFLATED: Final = 200
"""How many times bigger than its packed form a file inside a zip may be. Exports are 10 to 40 times bigger, archives
made to exhaust memory a thousand times. Our choice."""

_IN_MEMORY: Final = 1024 * 1024  # bytes of a copy that stay in memory before it goes to a temporary file
_CHUNK: Final = 64 * 1024
_SMALL: Final = 64 * 1024  # bytes that are always accepted, however well packed
_WORKBOOK: Final = frozenset({"[Content_Types].xml", "mimetype"})  # what Office and OpenDocument files hold
_ROSTER_SUFFIXES: Final = frozenset({".csv", ".txt", ".xml"})


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """Open a source for reading from its start, unpacked. A file that the caller has opened stays open.

    Raises:
        InvalidValueError: the source is none of the three, or a file opened in text mode.
        BadArchiveError: the zip is damaged, encrypted, or holds no ``.xml``, ``.csv`` or ``.txt``.
        SeveralFilesError: the zip holds several files that can be a roster.
        WorkbookError: the file is a workbook.
        TooBigError: the zip unpacks to more than :data:`MOST_UNZIPPED` or :data:`MOST_INFLATED`.
        OSError: the path cannot be read.
    """
    with ExitStack() as stack:
        file: BinaryIO
        if isinstance(source, bytes):
            file = io.BytesIO(source)
        elif isinstance(source, os.PathLike):
            file = stack.enter_context(Path(source).open("rb"))
        else:
            file = stack.enter_context(_copy())
            _copy_file(source, file)
        start = file.read(4)
        if start == b"\xd0\xcf\x11\xe0":  # Excel until 2003
            raise WorkbookError
        if start == b"PK\3\4":
            unpacked = stack.enter_context(_copy())
            _unzip(file, unpacked)
            file = unpacked
        file.seek(0)
        yield file


def _copy() -> BinaryIO:
    return cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))


def _copy_file(source: object, target: BinaryIO) -> None:
    read = getattr(source, "read", None)
    while True:
        chunk = read(_CHUNK) if callable(read) else None
        if not isinstance(chunk, bytes):
            raise InvalidValueError("source", type(source).__name__, "bytes, a Path, or a file opened in binary mode")
        if not chunk:
            target.seek(0)
            return
        target.write(chunk)


def _unzip(file: BinaryIO, target: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            member = _member(archive)
            # Of these two, ZipFile never unpacks more than the size that the archive states, so checking it is enough.
            if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise BadArchiveError
            if member.file_size > MOST_UNZIPPED or member.file_size > _SMALL + MOST_INFLATED * member.compress_size:
                raise TooBigError(value=PurePosixPath(member.filename).name)
            with archive.open(member) as packed:
                shutil.copyfileobj(packed, target)
    # RuntimeError: encrypted; the others: damage.
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as error:
        if isinstance(error, RosterFileError):
            raise
        raise BadArchiveError from None


def _member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """Return the one roster: what programs and people put beside it is passed over, and other exports of SIECLE."""
    if _WORKBOOK & set(archive.namelist()):
        raise WorkbookError
    found = [info for info in archive.infolist() if _is_roster(PurePosixPath(info.filename))]
    # Beside a list, a text is a remark; beside ElevesSansAdresses.xml, Nomenclature.xml is another export.
    for better in (
        [info for info in found if not info.filename.casefold().endswith(".txt")],
        [info for info in found if "eleves" in PurePosixPath(info.filename).name.casefold()],
    ):
        if len(found) > 1 and better:
            found = better
    if not found:
        raise BadArchiveError(value=", ".join(PurePosixPath(name).name for name in archive.namelist()[:3]))
    if len(found) > 1:
        raise SeveralFilesError(value=", ".join(PurePosixPath(info.filename).name for info in found[:3]))
    return found[0]


def _is_roster(path: PurePosixPath) -> bool:
    is_hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return path.suffix.lower() in _ROSTER_SUFFIXES and not is_hidden
