"""Which encoding a file is in, and what no text file may hold; found before the first line is read, in flat memory.

A file is UTF-8 even if a few of its bytes are not: somebody has pasted lines of another encoding into it, and only
those lines are wrong. Windows-1252 has all printable characters of ISO-8859-1 at the same places, so the two are read
as Windows-1252. ISO-8859-15 differs from them in eight places: it has letters there (``Œ`` for ``¼``), and they have
signs that stand in no name.
"""

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, Final

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.rosters._problems.errors import EmptyFileError, TooBigError

ENCODINGS: Final = ("utf-8", "windows-1252", "iso-8859-1", "iso-8859-15")
"""The encodings that are read. UTF-8 with and without byte order mark."""

LONGEST_LINE: Final = 1024 * 1024
"""Bytes of a line, at most, since a whole line is held in memory; no line of a roster comes near. Our choice."""

UNDECODED: Final = re.compile("[\udc80-\udcff]")
"""What stands for a byte that is no character of the encoding (Python's ``surrogateescape``)."""

_CONTROLS = re.compile(rb"[\x80-\x9f]")
_LATIN_9 = re.compile(
    rb"[A-Za-z\xc0-\xff][\xa6\xa8\xb4\xb8\xbc\xbd\xbe]|[\xa6\xa8\xb4\xb8\xbc\xbd\xbe][A-Za-z\xc0-\xff]"
)


def parse_encoding(name: str) -> str:
    """Return the name under which we know an encoding.

    Raises:
        InvalidValueError: it is none of :data:`ENCODINGS`.
    """
    known = {codecs.lookup(encoding).name: encoding for encoding in ENCODINGS} | {"utf-8-sig": "utf-8"}
    try:
        return known[codecs.lookup(name).name]
    except (KeyError, LookupError, ValueError):
        raise InvalidValueError("encoding", name, f"one of {', '.join(ENCODINGS)}") from None


def detect_encoding(file: BinaryIO) -> str:
    """Return the encoding of a file, one of :data:`ENCODINGS`."""
    file.seek(0)
    if file.read(3) == codecs.BOM_UTF8:
        return "utf-8"
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    strange = foreign = 0
    for chunk in _chunks(file):
        if not chunk.isascii():
            text = decoder.decode(chunk)
            wrong = len(UNDECODED.findall(text))
            strange += wrong
            foreign += len(text) - len(text.encode("ascii", "ignore")) - wrong
    # In real UTF-8 most bytes beyond ASCII make whole characters; in a one-byte encoding they do so by accident alone.
    if strange <= foreign:
        return "utf-8"
    found = "windows-1252"
    for chunk in _chunks(file):
        if _CONTROLS.search(chunk):
            return "windows-1252"
        if _LATIN_9.search(chunk):
            found = "iso-8859-15"
    return found


def check_text(file: BinaryIO) -> None:
    """Check that a file can be read line by line.

    Raises:
        EmptyFileError: the file has nothing but blanks.
        TooBigError: a line is longer than :data:`LONGEST_LINE`; the error names it.
    """
    is_blank = True
    line, length = 1, 0
    before = b""
    for chunk in _chunks(file):
        first = re.search(rb"[\r\n]", chunk)
        if length + (first.start() if first else len(chunk)) > LONGEST_LINE:
            raise TooBigError(line)
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        length = length + len(chunk) if last < 0 else len(chunk) - last - 1
        line += _line_ends(chunk, before)
        before = chunk[-1:]
        is_blank = is_blank and not chunk.replace(codecs.BOM_UTF8, b"").strip()
    if is_blank:
        raise EmptyFileError


def _line_ends(chunk: bytes, before: bytes) -> int:
    """Count the line ends of a chunk; CRLF is one line end, even if a chunk ends between its two bytes."""
    found = chunk.count(b"\n") + chunk.count(b"\r") - chunk.count(b"\r\n")
    return found - (before == b"\r" and chunk.startswith(b"\n"))


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(LONGEST_LINE):
        yield chunk


@contextmanager
def decoded(file: BinaryIO, encoding: str, errors: str = "strict") -> Iterator[io.TextIOWrapper]:
    """Read a file as text from its start, line ends as they are; the file itself stays open.

    Args:
        file: what to read.
        encoding: one of :data:`ENCODINGS`.
        errors: what becomes of bytes that are no characters, as Python names it.
    """
    file.seek(0)
    text = io.TextIOWrapper(file, "utf-8-sig" if encoding == "utf-8" else encoding, errors, newline="")
    try:
        yield text
    finally:
        with suppress(ValueError):  # the file is closed already
            text.detach()  # else the wrapper closes the file when it is collected
