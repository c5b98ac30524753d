"""Opening a CSV file: its encoding, its delimiter and its header are detected, or told by the host."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO, Final

from cyclades_accounts.identifiers import SessionId, Uai
from cyclades_accounts.rosters._files.cells import read_cell, read_wrapped_cell
from cyclades_accounts.rosters._files.encoding import UNDECODED, check_text, decoded, detect_encoding
from cyclades_accounts.rosters._files.records import DELIMITERS, Record, record_of, records
from cyclades_accounts.rosters._formats.header import Header, find_header
from cyclades_accounts.rosters._formats.titles import LISTE_DETAILLEE_COLUMNS
from cyclades_accounts.rosters._problems.errors import NoHeaderError, NulByteError, WrongSchoolError
from cyclades_accounts.rosters._problems.problems import ProblemCode, RosterProblem
from cyclades_accounts.rosters._reading.line_reader import LineReader, ReadLine
from cyclades_accounts.rosters._reading.meanings import BadTextError
from cyclades_accounts.rosters._reading.options import ReaderOptions
from cyclades_accounts.rosters._reading.roster_file import Preamble, RosterStream

MOST_BEFORE: Final = 200
"""Lines among which the header must stand. Our choice: CYCLADES has 8 or 9 before it."""

LONGEST_HEADER: Final = 16 * 1024
"""Characters that the header may have. Our choice: the longest we know has 500."""

_YEAR = re.compile(r"(?<![0-9])2[0-9]{3}(?![0-9])")
_SCHOOL = re.compile(r"\(\s*([0-9]{7}[A-Za-z])\s*\)")
_EDITED = re.compile(r"[EÉ]dit[eé]e?\s+le\s+([0-9]{1,2}/[0-9]{1,2}/[0-9]{4}(?:\s+[0-9]{1,2}:[0-9]{2})?)", re.IGNORECASE)


def open_table(file: BinaryIO, *, uai: Uai, session_id: SessionId, options: ReaderOptions) -> RosterStream:
    """Open a CSV file.

    Raises:
        EmptyFileError: the file has nothing but blanks.
        NulByteError: there is a NUL byte above the lines of pupils: UTF-16, a workbook or damage.
        TooBigError: a line has more than a mebibyte.
        NoHeaderError: no line names enough columns that we know.
        WrongSchoolError: the preamble names another school.
    """
    check_text(file)
    encoding = options.encoding or detect_encoding(file)
    lines = _lines(file, encoding)
    before, header, delimiter = _find_header(lines, options)
    preamble = read_preamble(before, uai)
    names = {name: header.names[places[0]] for name, places in header.places.items()}
    reader = LineReader(uai, session_id, options, names)
    rows = records(lines, header.line + 1, header.width, delimiter)
    return RosterStream(
        header.format.name,
        header.format.label,
        encoding,
        delimiter,
        preamble,
        reader,
        header.line,
        header.unread,
        map(_RecordReader(reader, header).read, rows),
    )


def _lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    with decoded(file, encoding, "surrogateescape") as text:
        yield from text


def _find_header(lines: Iterator[str], options: ReaderOptions) -> tuple[list[Record], Header, str]:
    """Return the records before the header, the first line that is one, and the delimiter that shows most of it."""
    before: list[Record] = []
    for number, line in zip(range(1, MOST_BEFORE + 1), lines, strict=False):
        if "\0" in line:
            raise NulByteError(number)
        # Each line is a record of its own here, so that a stray quotation mark before the header cannot hide it.
        found = [
            (header, delimiter)
            for delimiter in ((options.delimiter,) if options.delimiter else DELIMITERS)
            if delimiter in line and len(line) <= LONGEST_HEADER
            if (header := find_header(number, record_of(number, [line], delimiter)[0].cells, options.columns))
        ]
        if found:
            return before, *max(found, key=lambda one: len(one[0].places))
        before.append(record_of(number, [line], ";")[0])
    widest = max(before, key=lambda record: sum(map(bool, map(str.strip, record.cells))))
    seen = ", ".join(" ".join(cell.split()) for cell in widest.cells if cell.strip())
    expected = ", ".join(LISTE_DETAILLEE_COLUMNS.names().values())
    raise NoHeaderError(value=seen, expected=expected)


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

    def __init__(self, reader: LineReader, header: Header) -> None:
        self._reader, self._header = reader, header
        self._width = header.width
        self._first = [(name, places[0], reader.meanings[name]) for name, places in header.places.items()]
        self._again = [(name, place) for name, places in header.places.items() for place in places[1:]]

    def read(self, record: Record) -> ReadLine:
        """Return what a record makes."""
        cells = record.cells
        if record.is_broken:
            return _unreadable(RosterProblem(ProblemCode.BROKEN_QUOTES, record.line, value=cells[0]))
        if len(cells) != self._width:
            found, expected = str(len(cells)), str(self._width)
            return _unreadable(RosterProblem(ProblemCode.CUT_LINE, record.line, value=found, expected=expected))
        try:
            values = {name: meanings[cells[place]] for name, place, meanings in self._first}
        except BadTextError:
            return self._reader.refuse(record.line, ((name, cells[place]) for name, place, _ in self._first))
        problems: list[RosterProblem] = []
        for name, place in self._again:
            if (other := self._reader.meanings[name][cells[place]]) != values[name]:
                problems.append(
                    self._reader.problem(ProblemCode.COLUMNS_DIFFER, record.line, name, values[name], other)
                )
        if self._header.more and values["given_names"]:
            further = (self._reader.meanings["given_names"][cells[place]] for place in self._header.more)
            values["given_names"] = ", ".join(filter(None, (values["given_names"], *further)))
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
            values.setdefault(name, read_wrapped_cell(cell) if place in divisions else read_cell(cell))
        return values


def _unreadable(fault: RosterProblem) -> ReadLine:
    return ReadLine(fault.line or 0, None, None, problems=(fault,))
