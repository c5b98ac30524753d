"""From bytes to lines and from lines to records, so that one broken record never swallows its neighbours."""

import codecs
import csv
import io
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from attrs import evolve, frozen

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

    def without_padding(self, width: int) -> "Record":
        """Return the record without the blank cells that follow the first ``width``, if nothing else follows them."""
        if len(self.cells) <= width or any(cell.strip() for cell in self.cells[width:]):
            return self
        return evolve(self, cells=self.cells[:width])


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


def decode(content: bytes) -> list[str]:
    """Return the physical lines of a file in UTF-8, with or without byte order mark; CRLF, LF or CR ends a line.

    Raises:
        EmptyFileError: nothing but blanks.
        NulByteError: there is a NUL byte; the error names its line.
        NotUtf8Error: a byte is not UTF-8; the error names the line and the byte.
    """
    body = content.removeprefix(codecs.BOM_UTF8)
    if not body.strip():
        raise EmptyFileError
    if (nul := body.find(b"\0")) >= 0:
        raise NulByteError(_line_of(body, nul))
    try:
        return list(io.StringIO(body.decode(), newline=""))
    except UnicodeDecodeError as error:
        raise NotUtf8Error(_line_of(body, error.start), value=f"0x{body[error.start]:02X}") from None


def _line_of(body: bytes, offset: int) -> int:
    return 1 + len(re.findall(rb"\r\n|\n|\r", body[:offset]))


def record_at(lines: Sequence[str], position: int, *, most_lines: int = 1) -> tuple[Record, int]:
    """Return the record that starts at an index of ``lines``, and over how many of them it runs.

    The cells are between ``;``, quoted as RFC 4180 says. A record whose quotation marks are broken, or not closed
    within ``most_lines``, is its first line alone.
    """
    line = lines[position]
    if '"' not in line:
        return Record(position + 1, tuple(line.rstrip("\r\n").split(DELIMITER))), 1
    reader = csv.reader(lines[position : position + most_lines], delimiter=DELIMITER, strict=True)
    try:
        return Record(position + 1, tuple(next(reader))), reader.line_num
    except csv.Error:
        return Record(position + 1, (line.rstrip("\r\n"),), is_broken=True), 1


def records(lines: Sequence[str], start: int, width: int) -> Iterator[Record]:
    """Yield the records from an index of ``lines`` on, none of them blank, each cut to ``width`` cells where it can.

    A record over several lines counts as one only where it has ``width`` cells: else its first line is the broken
    one, and reading goes on with the next line. Blank cells beyond ``width`` are padding.
    """
    position = start
    while position < len(lines):
        record, used = record_at(lines, position, most_lines=MOST_LINES)
        record = record.without_padding(width)
        if used > 1 and len(record.cells) != width:
            record, used = Record(position + 1, (lines[position].rstrip("\r\n"),), is_broken=True), 1
        if not record.is_blank:
            yield record
        position += used
