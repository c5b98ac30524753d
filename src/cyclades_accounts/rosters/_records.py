"""From bytes to lines and from lines to records, so that one broken record never swallows its neighbours."""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from attrs import frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.rosters._errors import EmptyFileError, NotUtf8Error, NulByteError

Source = bytes | os.PathLike[str] | BinaryIO
"""Where a file comes from: its bytes, its path, or a file opened in binary mode."""

DELIMITER: Final = ";"

MOST_LINES: Final = 50
"""Physical lines that one record may run over; an opening quotation mark that is not closed by then is broken."""


@frozen
class Record:
    """One record of a CSV file (RFC 4180), or a line that is none."""

    line: int
    """Physical line where it starts, from 1."""
    cells: tuple[str, ...]
    """Its cells as written; for broken quotes one cell, the line itself."""
    is_broken: bool = False
    """Whether its quotation marks are broken."""

    @property
    def is_blank(self) -> bool:
        """Whether no cell says anything."""
        return not any(cell.strip() for cell in self.cells)


def read_bytes(source: Source) -> bytes:
    """Return the bytes of a source; a file is read from where it stands and left open.

    Raises:
        InvalidValueError: it is none of the three, or a file opened in text mode.
        OSError: the path cannot be read.
    """
    if isinstance(source, bytes):
        return source
    content = Path(source).read_bytes() if isinstance(source, os.PathLike) else _read_file(source)
    if isinstance(content, bytes):
        return content
    raise InvalidValueError("source", type(source).__name__, "bytes, a Path, or a file opened in binary mode")


def _read_file(source: object) -> object:
    read = getattr(source, "read", None)
    return read() if callable(read) else None


def decode(content: bytes) -> str:
    """Return the text of a file in UTF-8, with or without byte order mark.

    Raises:
        EmptyFileError: nothing but blanks.
        NulByteError: there is a NUL byte; the error names its line.
        NotUtf8Error: a byte is not UTF-8; the error names the line and the byte.
    """
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise EmptyFileError
    if (nul := content.find(b"\0")) >= 0:
        raise NulByteError(_line_of(content, nul))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec counts from behind the byte order mark; the byte it names is right either way.
        offset = error.start + len(content) - len(error.object)
        raise NotUtf8Error(_line_of(content, offset), value=f"0x{content[offset]:02X}") from None


def _line_of(content: bytes, offset: int) -> int:
    before = content[:offset]
    return 1 + before.count(b"\n") + before.replace(b"\r\n", b"\n").count(b"\r")


def records(text: str, *, start: int = 0) -> Iterator[Record]:
    """Yield the records of a text with ``;`` between cells: CRLF, LF or CR ends a line, and RFC 4180 quotes count.

    A record whose quotation marks are broken is its first line alone; reading goes on with the next line.
    """
    lines = list(io.StringIO(text, newline=""))
    position = start
    while position < len(lines):
        line = lines[position]
        if '"' not in line:
            yield Record(position + 1, tuple(line.rstrip("\r\n").split(DELIMITER)))
            position += 1
            continue
        cells, used = _quoted(lines[position : position + MOST_LINES])
        yield Record(position + 1, cells, is_broken=not used)
        position += used or 1


def _quoted(lines: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Return the cells of the record that the lines start with, and over how many lines it runs; 0 if it is broken."""
    reader = csv.reader(lines, delimiter=DELIMITER, strict=True)
    try:
        return tuple(next(reader)), reader.line_num
    except csv.Error:
        return (lines[0].rstrip("\r\n"),), 0
