"""Opening a CSV file: its encoding, its delimiter, its format and its header are found, or told."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import BinaryIO, Final

from attrs import frozen

from cyclades_accounts.identifiers import SessionId, Uai
from cyclades_accounts.rosters._columns import Header, find_header
from cyclades_accounts.rosters._encoding import UNDECODED, check_text, detect_encoding
from cyclades_accounts.rosters._errors import MissingColumnError, NoHeaderError
from cyclades_accounts.rosters._format import RosterFormat
from cyclades_accounts.rosters._line_reader import LineReader, ReadLine
from cyclades_accounts.rosters._options import ReaderOptions
from cyclades_accounts.rosters._preamble import read_preamble
from cyclades_accounts.rosters._problems import ProblemCode, RosterProblem
from cyclades_accounts.rosters._records import DELIMITERS, Record, record_of, records
from cyclades_accounts.rosters._stream import RosterStream

MOST_BEFORE: Final = 200
"""Lines among which the header must stand. Our choice: CYCLADES has 8 or 9 before it."""

LONGEST_HEADER: Final = 16 * 1024
"""Characters that the header may have. Our choice: the longest we know has 500."""


@frozen
class _Found:
    """A header, and the way in which it was found."""

    header: Header
    format: RosterFormat
    delimiter: str

    @property
    def rank(self) -> tuple[int, int]:
        """How well the format fits: how many of its columns are there, then how few are not."""
        known = len(self.header.places)
        return known, known - len(self.format.columns.names())


def open_table(
    file: BinaryIO, *, formats: Sequence[RosterFormat], school: Uai, session: SessionId, options: ReaderOptions
) -> RosterStream:
    """Open a CSV file that is in one of these formats.

    Raises:
        EmptyFileError: nothing but blanks.
        NulByteError: there is a NUL byte: UTF-16, a workbook or damage.
        TooBigError: a line of more than a mebibyte.
        NoHeaderError: no line names enough columns of one of the formats.
        MissingColumnError: a column that the format demands is not there.
        WrongSchoolError: the preamble names another school.
    """
    encoding = options.encoding or detect_encoding(file)
    check_text(file)
    file.seek(0)
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    lines = _lines(file, codec)
    before, found = _find_header(lines, formats, options)
    preamble = read_preamble(before, school)
    columns = found.format.columns.names()
    header = found.header
    for attribute in found.format.required:
        if attribute not in header.places and not (attribute == "ine" and options.resolve):
            raise MissingColumnError(header.line, columns.get(attribute, "INE"))
    reader = LineReader(
        school, session, options, {name: header.names[places[0]] for name, places in header.places.items()}
    )
    table = _Table(reader, header, found.format)
    rows = records(lines, header.line + 1, header.width, found.delimiter)
    return RosterStream(
        found.format.name,
        found.format.label,
        encoding,
        found.delimiter,
        preamble,
        reader,
        header.line,
        columns,
        map(table.read, rows),
    )


def _lines(file: BinaryIO, codec: str) -> Iterator[str]:
    text = io.TextIOWrapper(file, codec, errors="surrogateescape", newline="")
    try:
        yield from text
    finally:
        with suppress(ValueError):  # the file is closed already
            text.detach()  # else the wrapper closes a file that is not its own


def _find_header(
    lines: Iterator[str], formats: Sequence[RosterFormat], options: ReaderOptions
) -> tuple[list[Record], _Found]:
    before: list[Record] = []
    for number, line in zip(range(1, MOST_BEFORE + 1), lines, strict=False):
        # One line at a time: a stray quotation mark must not swallow the header.
        found = [
            _Found(header, form, delimiter)
            for delimiter in ((options.delimiter,) if options.delimiter else DELIMITERS)
            if delimiter in line and len(line) <= LONGEST_HEADER
            for form in formats
            if (header := find_header(number, record_of(number, [line], delimiter)[0].cells, form.columns))
        ]
        if found:
            return before, max(found, key=lambda one: one.rank)
        before.append(record_of(number, [line], ";")[0])
    names = dict.fromkeys(chain.from_iterable(form.columns.names().values() for form in formats[:1]))
    raise NoHeaderError(expected=", ".join(names))


class _Table:
    """What the records of one file are read with."""

    def __init__(self, reader: LineReader, header: Header, form: RosterFormat) -> None:
        self._reader, self._header, self._format = reader, header, form
        self._cells = {name: form.read_division if name == "division" else form.read_cell for name in header.places}
        self._first = [(name, places[0], self._cells[name]) for name, places in header.places.items()]
        self._again = [(name, place) for name, places in header.places.items() for place in places[1:]]
        self._width = header.width

    def read(self, record: Record) -> ReadLine:
        """Return what a record makes."""
        cells = record.cells
        if record.is_broken or len(cells) != self._width:
            return self._unreadable(record)
        # Letters and digits alone mean themselves in every format: half of the cells need no more looking at.
        values = {
            name: text if (text := cells[place].strip()).isalnum() else read(text) for name, place, read in self._first
        }
        problems: list[RosterProblem] = []
        for name, place in self._again:
            other = self._cells[name](cells[place])
            if other != values[name]:
                problems.append(
                    self._reader.problem(ProblemCode.COLUMNS_DIFFER, record.line, name, values[name], other)
                )
        if not (text := "".join(cells)).isascii() and UNDECODED.search(text):
            strange = next(place for place, cell in enumerate(cells) if UNDECODED.search(cell))
            problems.append(_undecodable(record.line, self._header.names[strange], cells[strange]))
        row = self._row(cells) if self._reader.options.resolve else {}
        return self._reader.read(record.line, values, row, problems)

    def _row(self, cells: Sequence[str]) -> Mapping[str, str]:
        divisions = self._header.places.get("division", ())
        values: dict[str, str] = {}
        for place, (name, cell) in enumerate(zip(self._header.names, cells, strict=True)):
            read = self._format.read_division if place in divisions else self._format.read_cell
            values.setdefault(name, read(cell))
        return values

    def _unreadable(self, record: Record) -> ReadLine:
        if record.is_broken:
            fault = RosterProblem(ProblemCode.BROKEN_QUOTES, record.line, value=record.cells[0])
        else:
            found, expected = str(len(record.cells)), str(self._width)
            fault = RosterProblem(ProblemCode.CUT_LINE, record.line, value=found, expected=expected)
        return ReadLine(record.line, None, None, problems=(fault,))


def _undecodable(line: int, column: str, cell: str) -> RosterProblem:
    found = UNDECODED.search(cell)
    byte = ord(found[0]) - 0xDC00 if found else 0
    return RosterProblem(ProblemCode.UNDECODABLE, line, column, f"0x{byte:02X}")
