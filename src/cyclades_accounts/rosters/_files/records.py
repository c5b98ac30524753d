"""From lines to the records of a CSV file, one by one.

A record may run over several lines, if a cell in quotation marks does. A quotation mark that is never closed would then
make one record of the rest of the file; here it costs the line on which it stands, and no other.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

DELIMITERS: Final = (";", "\t", ",", "|")
"""What may stand between two cells, in the order in which they are tried."""

MOST_LINES: Final = 50
"""Physical lines that one record may run over, at most. An opening quotation mark that is not closed by then is wrong.
Our choice."""


class Record(NamedTuple):
    """One record of a CSV file (RFC 4180), or a line whose quotation marks are broken.

    A tuple, since one is made for every line of a file and a tuple costs least.
    """

    line: int
    """Physical line where it starts, from 1."""
    cells: Sequence[str]
    """Its cells as written; one cell, the whole line, if the quotation marks are broken."""
    is_broken: bool = False
    """Whether its quotation marks are broken."""

    @property
    def is_blank(self) -> bool:
        """Whether all cells are blank."""
        return not "".join(self.cells).strip()


def record_of(line: int, lines: Sequence[str], delimiter: str) -> tuple[Record, int]:
    """Return the record that starts with the first of ``lines``, and over how many of them it runs.

    Cells are quoted as RFC 4180 says. If the quotation marks are broken, or not closed within ``lines``, the record is
    the first line alone.
    """
    if '"' not in lines[0]:
        return Record(line, lines[0].rstrip("\r\n").split(delimiter)), 1
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        return Record(line, next(reader)), reader.line_num
    except csv.Error:
        return Record(line, [lines[0].rstrip("\r\n")], is_broken=True), 1


def records(lines: Iterable[str], first: int, width: int, delimiter: str, least: int) -> Iterator[Record]:
    """Yield the records of ``lines`` that are not blank; at most :data:`MOST_LINES` lines are held at a time.

    A record over several lines counts only if it has ``width`` cells. Otherwise its first line is reported as broken,
    and reading goes on with the next line. Blank cells beyond ``width`` are padding, and left out; spreadsheets leave
    the last ones of a line out where these are blank, and they are added, down to ``least`` cells.

    Args:
        lines: physical lines, with their ends.
        first: number of the first of them.
        width: how many cells the header has.
        delimiter: what stands between two cells.
        least: how many cells a line needs.
    """
    coming = iter(lines)
    ahead: deque[str] = deque()
    number = first
    while True:
        line = ahead.popleft() if ahead else next(coming, "")
        if not line:
            return
        if '"' in line:
            ahead.extend(islice(coming, MOST_LINES - 1 - len(ahead)))
            record, used = record_of(number, [line, *ahead], delimiter)
        else:  # nearly every line
            record, used = Record(number, line.rstrip("\r\n").split(delimiter)), 1
        if len(record.cells) != width:
            record = _fitted(record, width, least if used == 1 else width)
            if used > 1 and len(record.cells) != width:
                record, used = Record(number, [line.rstrip("\r\n")], is_broken=True), 1
        for _ in range(used - 1):
            ahead.popleft()
        if record.cells[0].strip() or not record.is_blank:
            yield record
        number += used


def _fitted(record: Record, width: int, least: int) -> Record:
    """Return the record with ``width`` cells, if those that it has beyond are blank, or those that it lacks may be."""
    cells = record.cells
    if least <= len(cells) < width and not record.is_broken:
        return record._replace(cells=[*cells, *[""] * (width - len(cells))])
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        return record._replace(cells=cells[:width])
    return record
