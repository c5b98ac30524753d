"""From lines to records, so that one broken record never swallows its neighbours, whatever the length of the file."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

DELIMITERS: Final = (";", "\t", ",", "|")
"""What may stand between two cells, in the order in which they are tried."""

MOST_LINES: Final = 50
"""Physical lines that one record may run over; an opening quotation mark that is not closed by then is broken."""


class Record(NamedTuple):
    """One record of a CSV file (RFC 4180), or a line that is none. One is made for every line: a tuple costs least."""

    line: int
    """Physical line where it starts, from 1."""
    cells: Sequence[str]
    """Its cells as written; for broken quotes one cell, the line itself."""
    is_broken: bool = False
    """Whether its quotation marks are broken."""

    @property
    def is_blank(self) -> bool:
        """Whether no cell says anything."""
        return not "".join(self.cells).strip()


def record_of(line: int, lines: Sequence[str], delimiter: str) -> tuple[Record, int]:
    """Return the record that starts with the first of ``lines``, and over how many of them it runs.

    The cells are quoted as RFC 4180 says. A record whose quotation marks are broken, or not closed within ``lines``, is
    its first line alone.
    """
    if '"' not in lines[0]:
        return Record(line, lines[0].rstrip("\r\n").split(delimiter)), 1
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        return Record(line, next(reader)), reader.line_num
    except csv.Error:
        return Record(line, [lines[0].rstrip("\r\n")], is_broken=True), 1


def records(lines: Iterable[str], first: int, width: int, delimiter: str) -> Iterator[Record]:
    """Yield the records of ``lines``, none of them blank, each cut to ``width`` cells where it can; hold few at a time.

    A record over several lines counts as one only where it has ``width`` cells: else its first line is the broken
    one, and reading goes on with the next line. Blank cells beyond ``width`` are padding. ``first`` is the number of
    the first line.
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
            record = _without_padding(record, width)
            if used > 1 and len(record.cells) != width:
                record, used = Record(number, [line.rstrip("\r\n")], is_broken=True), 1
        for _ in range(used - 1):
            ahead.popleft()
        if record.cells[0].strip() or not record.is_blank:
            yield record
        number += used


def _without_padding(record: Record, width: int) -> Record:
    """Return the record without the blank cells that follow the first ``width``, if nothing else follows them."""
    if len(record.cells) <= width or any(cell.strip() for cell in record.cells[width:]):
        return record
    return record._replace(cells=record.cells[:width])
