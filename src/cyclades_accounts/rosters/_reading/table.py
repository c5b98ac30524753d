"""Opening a CSV file: its encoding, its delimiter and its header are detected, or told by the host."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import BinaryIO, Final

from attrs import frozen

from cyclades_accounts.identifiers import SessionId, Uai
from cyclades_accounts.rosters._files.cells import read_cell, read_wrapped_cell
from cyclades_accounts.rosters._files.encoding import UNDECODED, check_text, decoded
from cyclades_accounts.rosters._files.records import DELIMITERS, MOST_LINES, Record, record_of, records
from cyclades_accounts.rosters._formats.header import Header, find_header
from cyclades_accounts.rosters._formats.titles import LISTE_DETAILLEE_COLUMNS
from cyclades_accounts.rosters._problems.errors import NoHeaderError, NulByteError, WrongSchoolError
from cyclades_accounts.rosters._problems.problems import ProblemCode, RosterProblem
from cyclades_accounts.rosters._reading.line_reader import LineReader, ReadLine
from cyclades_accounts.rosters._reading.meanings import BadTextError
from cyclades_accounts.rosters._reading.options import ReaderOptions
from cyclades_accounts.rosters._reading.roster_file import Preamble, RosterFile, RosterStream

NEEDED: Final = ("family_name", "given_names", "full_name", "ine")
"""What tells who stands on a line; a line without these cells is cut."""

MOST_BEFORE: Final = 200
"""Lines among which the header must stand. Our choice: CYCLADES has 8 or 9 before it."""

LONGEST_HEADER: Final = 16 * 1024
"""Characters that the header may have. Our choice: the longest we know has 500."""

_REMARK = re.compile(r"[:0-9]|\b(?:total|effectif|nombre|page|fin|[eé]dit[eé]e?|imprim[eé]e?)\b", re.IGNORECASE)
"""What a line has that holds one remark, and no name has."""

_SHORT: Final = 60
"""Characters of a line among which a remark is looked for, where the line tells who stands on it. Our choice."""

_YEAR = re.compile(r"(?<![0-9])2[0-9]{3}(?![0-9])")
_SCHOOL = re.compile(r"\(\s*([0-9]{7}[A-Za-z])\s*\)")
_EDITED = re.compile(r"[EÉ]dit[eé]e?\s+le\s+([0-9]{1,2}/[0-9]{1,2}/[0-9]{4}(?:\s+[0-9]{1,2}:[0-9]{2})?)", re.IGNORECASE)


def open_table(
    file: BinaryIO, encoding: str, *, uai: Uai, session_id: SessionId, options: ReaderOptions
) -> RosterStream:
    """Open a CSV file.

    Raises:
        EmptyFileError: the file has nothing but blanks.
        NulByteError: there is a NUL byte above the lines of pupils: a workbook or damage.
        TooBigError: a line has more than a mebibyte.
        NoHeaderError: no line names enough columns that we know.
        WrongSchoolError: the preamble names other schools alone.
    """
    check_text(file)
    before, found, lines = _find_header(_lines(file, encoding), options)
    header = found.header
    preamble = read_preamble(before, uai)
    names = {name: header.names[places[0]] for name, places in header.places.items()}
    if "full_name" in names:
        names |= dict.fromkeys(("family_name", "given_names"), names["full_name"])
    reader = LineReader(uai, session_id, options, names)
    least = 1 + max((header.places[name][0] for name in NEEDED if name in header.places), default=0)
    rows = records(lines, header.line + found.used, header.width, found.delimiter, least)
    form = header.format
    head = RosterFile((), (), (), preamble, (), form.name, form.label, encoding, found.delimiter, (), reader)
    return RosterStream(head, reader, header.line, header.unread, map(_RecordReader(reader, header).read, rows))


def _lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    with decoded(file, encoding, "surrogateescape") as text:
        yield from text


@frozen
class _Found:
    """A line that is the header, if its cells are parted by a delimiter."""

    header: Header
    delimiter: str
    used: int
    """Over how many physical lines it runs."""


def _find_header(lines: Iterator[str], options: ReaderOptions) -> tuple[list[Record], _Found, Iterator[str]]:
    """Return the records before the header, the first line that is one, and the lines behind it."""
    before: list[Record] = []
    ahead: list[str] = []
    for number in range(1, MOST_BEFORE + 1):
        line = ahead.pop(0) if ahead else next(lines, "")
        if "\0" in line:
            raise NulByteError(number)
        if not line:
            break
        # A title may run over several lines inside its quotation marks. Where they are not closed, the line is a record
        # of its own, so that a stray quotation mark before the header cannot hide it.
        is_open = line.count('"') % 2 == 1
        if is_open:
            ahead += islice(lines, MOST_LINES - 1 - len(ahead))
        text = [line, *ahead] if is_open else [line]
        found = [
            _Found(header, delimiter, used)
            for delimiter in ((options.delimiter,) if options.delimiter else DELIMITERS)
            if any(delimiter in one for one in text) and len(line) <= LONGEST_HEADER
            for record, used in [record_of(number, text, delimiter)]
            if (header := find_header(number, record.cells, options.columns))
        ]
        if found:
            best = max(found, key=lambda one: len(one.header.places))
            return before, best, chain(ahead[best.used - 1 :], lines)
        before.append(record_of(number, [line], ";")[0])
    widest = max(before, key=lambda record: sum(map(bool, map(str.strip, record.cells))), default=Record(1, ()))
    seen = ", ".join(" ".join(cell.split()) for cell in widest.cells if cell.strip())
    expected = ", ".join(LISTE_DETAILLEE_COLUMNS.names().values())
    raise NoHeaderError(value=seen, expected=expected)


_PREAMBLE: Final = 1_000
"""Characters of a line before the header that are looked at: normalising takes time by the square."""


def read_preamble(before: Iterable[Record], uai: Uai) -> Preamble:
    """Return what the lines before the header of a CYCLADES list say: year, school, moment of the export.

    The year is the last one of the first line that is not blank: for ``2022-2023`` it is 2023. The first line that has
    codes UAI between parentheses must have that of the school among them.

    Raises:
        WrongSchoolError: the preamble names other schools alone.
    """
    year: int | None = None
    found: Uai | None = None
    edited_at: str | None = None
    for position, record in enumerate(record for record in before if not record.is_blank):
        text = unicodedata.normalize("NFC", " ".join(record.cells)[:_PREAMBLE])
        if position == 0 and (years := _YEAR.findall(text)):
            year = int(years[-1])
        if found is None and (uais := _SCHOOL.findall(text)):
            if uai not in map(str.upper, uais):  # a cité scolaire names all its schools
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
        self._again += [("given_names", place) for place in header.more]
        self._who = [place for name in (*NEEDED, "birth_date") for place in header.places.get(name, ())]
        self._names = [place for name in NEEDED[:3] for place in header.places.get(name, ())]
        self._titles = tuple(filter(None, header.names))
        self._key = self._who[-1] if self._who else 0

    def read(self, record: Record) -> ReadLine:
        """Return what a record makes."""
        cells = record.cells
        if record.is_broken:
            return _unreadable(RosterProblem(ProblemCode.BROKEN_QUOTES, record.line, value=cells[0]))
        is_cut = len(cells) != self._width
        whole = "".join(cells)
        is_odd = is_cut or len(whole) < _SHORT or not cells[self._key].strip() or cells[0].strip() == self._titles[0]
        if is_odd and self._is_nobody(cells):
            return _unreadable(RosterProblem(ProblemCode.NOT_A_PUPIL_LINE, record.line))
        if is_cut:
            found, expected = str(len(cells)), str(self._width)
            return _unreadable(RosterProblem(ProblemCode.CUT_LINE, record.line, value=found, expected=expected))
        problems: list[RosterProblem] = []
        try:
            values = {name: meanings[cells[place]] for name, place, meanings in self._first}
            for name, place in self._again:
                text = self._reader.meanings[name][cells[place]]
                if place in self._header.more:
                    values[name] = ", ".join(filter(None, (values[name], text)))
                elif not values[name]:  # a blank cell contradicts nothing
                    values[name] = text
                elif text not in {"", values[name]}:
                    problems.append(self._differ(record.line, name, values[name], text))
        except BadTextError:
            places = [(name, place) for name, place, _ in self._first] + self._again
            return self._reader.refuse(record.line, [(name, cells[place]) for name, place in places])
        if not whole.isascii() and (strange := UNDECODED.search(whole)):
            place = next(place for place, cell in enumerate(cells) if strange[0] in cell)
            byte = f"0x{ord(strange[0]) - 0xDC00:02X}"
            problems.append(RosterProblem(ProblemCode.UNDECODABLE, record.line, self._header.names[place], byte))
        row = self._row(cells) if self._reader.options.resolve else {}
        return self._reader.read(record.line, values, row, problems)

    def _differ(self, line: int, name: str, value: str, other: str) -> RosterProblem:
        return self._reader.problem(ProblemCode.COLUMNS_DIFFER, line, name, value, other)

    def _is_nobody(self, cells: Sequence[str]) -> bool:
        """Whether a line is a total, a footer or the titles again: nothing tells who stands on it, or one remark."""
        told = tuple(" ".join(cell.split()) for cell in cells if cell.strip())
        who = [place for place in self._who if place < len(cells) and cells[place].strip(" -")]
        if who:
            return told == self._titles or (
                len(told) == 1 < self._width and who[0] in self._names and bool(_REMARK.search(told[0]))
            )
        return bool(self._who) and not any("@" in cell for cell in told)

    def _row(self, cells: Sequence[str]) -> Mapping[str, str]:
        """Return the values by column name, for the resolver; the first one where a name stands twice."""
        divisions = self._header.places.get("division", ())
        values: dict[str, str] = {}
        for place, (name, cell) in enumerate(zip(self._header.names, cells, strict=True)):
            values.setdefault(name, read_wrapped_cell(cell) if place in divisions else read_cell(cell))
        return values


def _unreadable(fault: RosterProblem) -> ReadLine:
    return ReadLine(fault.line or 0, None, None, problems=(fault,))
