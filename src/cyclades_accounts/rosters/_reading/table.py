"""Opening a CSV file: its encoding, its delimiter, its format and its header are detected, or told by the host."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import BinaryIO, Final

from attrs import frozen

from cyclades_accounts.identifiers import SessionId, Uai
from cyclades_accounts.rosters._files.encoding import UNDECODED, check_text, decoded, detect_encoding
from cyclades_accounts.rosters._files.records import DELIMITERS, Record, record_of, records
from cyclades_accounts.rosters._formats.format import Header, RosterFormat, find_header
from cyclades_accounts.rosters._problems.errors import MissingColumnError, NoHeaderError, NulByteError, WrongSchoolError
from cyclades_accounts.rosters._problems.problems import ProblemCode, RosterProblem
from cyclades_accounts.rosters._reading.line_reader import LineReader, ReadLine
from cyclades_accounts.rosters._reading.options import ReaderOptions
from cyclades_accounts.rosters._reading.roster_file import Preamble, RosterStream

MOST_BEFORE: Final = 200
"""Lines among which the header must stand. Our choice: CYCLADES has 8 or 9 before it."""

LONGEST_HEADER: Final = 16 * 1024
"""Characters that the header may have. Our choice: the longest we know has 500."""

_YEAR = re.compile(r"(?<![0-9])2[0-9]{3}(?![0-9])")
_SCHOOL = re.compile(r"\(\s*([0-9]{7}[A-Za-z])\s*\)")
_EDITED = re.compile(r"[EÉ]dit[eé]e?\s+le\s+([0-9]{1,2}/[0-9]{1,2}/[0-9]{4}(?:\s+[0-9]{1,2}:[0-9]{2})?)", re.IGNORECASE)


@frozen
class _Found:
    """A line that is the header of a format, if its cells are parted by a delimiter."""

    header: Header
    format: RosterFormat
    delimiter: str

    @property
    def rank(self) -> tuple[int, int]:
        """How well the format fits: first how many of its columns are there, then how few are missing."""
        known = len(self.header.places)
        return known, known - len(self.format.columns.names())


def open_table(
    file: BinaryIO, *, formats: Sequence[RosterFormat], uai: Uai, session_id: SessionId, options: ReaderOptions
) -> RosterStream:
    """Open a CSV file that is in one of these formats.

    Raises:
        EmptyFileError: the file has nothing but blanks.
        NulByteError: there is a NUL byte above the lines of pupils: UTF-16, a workbook or damage.
        TooBigError: a line has more than a mebibyte.
        NoHeaderError: no line names enough columns of one of the formats.
        MissingColumnError: a column that the format requires is not there.
        WrongSchoolError: the preamble names another school.
    """
    check_text(file)
    encoding = options.encoding or detect_encoding(file)
    lines = _lines(file, encoding)
    before, found = _find_header(lines, formats, options)
    preamble = read_preamble(before, uai)
    columns = found.format.columns.names()
    header = found.header
    for attribute in found.format.required:
        if attribute not in header.places and not (attribute == "ine" and options.resolve):
            raise MissingColumnError(header.line, columns.get(attribute, "INE"))
    names = {name: header.names[places[0]] for name, places in header.places.items()}
    reader = LineReader(uai, session_id, options, names)
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
        map(_RecordReader(reader, header, found.format).read, rows),
    )


def _lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    with decoded(file, encoding, "surrogateescape") as text:
        yield from text


def _find_header(
    lines: Iterator[str], formats: Sequence[RosterFormat], options: ReaderOptions
) -> tuple[list[Record], _Found]:
    """Return the first line that is a header, as the best of the formats reads it, and the records before it."""
    before: list[Record] = []
    for number, line in zip(range(1, MOST_BEFORE + 1), lines, strict=False):
        if "\0" in line:
            raise NulByteError(number)
        # Each line is a record of its own here, so that a stray quotation mark before the header cannot hide it.
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


_PREAMBLE: Final = 1_000
"""Characters of a line before the header that are looked at: normalising takes time by the square."""


def read_preamble(before: Iterable[Record], uai: Uai) -> Preamble:
    """Return what the lines before the header of a CYCLADES list say: year, school, moment of the export.

    The year is the last one of the first line that is not blank: for ``2022-2023`` it is 2023. The school is the last
    UAI between parentheses on the first line that has one.

    Raises:
        WrongSchoolError: the preamble names another school than ``school``.
    """
    year: int | None = None
    found: Uai | None = None
    edited_at: str | None = None
    for position, record in enumerate(record for record in before if not record.is_blank):
        text = unicodedata.normalize("NFC", " ".join(record.cells)[:_PREAMBLE])
        if position == 0 and (years := _YEAR.findall(text)):
            year = int(years[-1])
        if found is None and (uais := _SCHOOL.findall(text)):
            if uais[-1].upper() != uai:
                raise WrongSchoolError(record.line, value=uais[-1], expected=uai)
            found = uai
        if edited_at is None and (edited := _EDITED.search(text)):
            edited_at = edited[1]
    return Preamble(year, found, edited_at)


class _RecordReader:
    """Reads the records of one file: from cells to values by attribute."""

    def __init__(self, reader: LineReader, header: Header, form: RosterFormat) -> None:
        self._reader, self._header, self._format = reader, header, form
        self._width = header.width
        self._cells = {name: form.read_division if name == "division" else form.read_cell for name in header.places}
        self._first = [(name, places[0], self._cells[name]) for name, places in header.places.items()]
        self._again = [(name, place) for name, places in header.places.items() for place in places[1:]]

    def read(self, record: Record) -> ReadLine:
        """Return what a record makes."""
        cells = record.cells
        if record.is_broken:
            return _unreadable(RosterProblem(ProblemCode.BROKEN_QUOTES, record.line, value=cells[0]))
        if len(cells) != self._width:
            found, expected = str(len(cells)), str(self._width)
            return _unreadable(RosterProblem(ProblemCode.CUT_LINE, record.line, value=found, expected=expected))
        # A cell of letters and digits alone means the same in every format: half of the cells are read no further.
        values = {
            name: text if (text := cells[place].strip()).isalnum() else read(text) for name, place, read in self._first
        }
        problems: list[RosterProblem] = []
        for name, place in self._again:
            if (other := self._cells[name](cells[place])) != values[name]:
                problems.append(
                    self._reader.problem(ProblemCode.COLUMNS_DIFFER, record.line, name, values[name], other)
                )
        if not (text := "".join(cells)).isascii() and (strange := UNDECODED.search(text)):
            place = next(place for place, cell in enumerate(cells) if strange[0] in cell)
            byte = f"0x{ord(strange[0]) - 0xDC00:02X}"
            problems.append(RosterProblem(ProblemCode.UNDECODABLE, record.line, self._header.names[place], byte))
        row = self._row(cells) if self._reader.options.resolve else {}
        return self._reader.read(record.line, values, row, problems)

    def _row(self, cells: Sequence[str]) -> Mapping[str, str]:
        """Return the values by column name, for the resolver; the first one where a name stands twice."""
        divisions = self._header.places.get("division", ())
        values: dict[str, str] = {}
        for place, (name, cell) in enumerate(zip(self._header.names, cells, strict=True)):
            read = self._format.read_division if place in divisions else self._format.read_cell
            values.setdefault(name, read(cell))
        return values


def _unreadable(fault: RosterProblem) -> ReadLine:
    return ReadLine(fault.line or 0, None, None, problems=(fault,))
