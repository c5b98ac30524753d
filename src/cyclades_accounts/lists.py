"""What a list says, and the port that writes one.

A list is what a school prints or opens in a spreadsheet: who has an account, who has none and why, whom the slips go
to. :mod:`cyclades_accounts.rosters` makes lists and writes them as CSV; :mod:`cyclades_accounts.pdf` prints them. The
two rooms meet here, and neither knows the other.
"""

import re
from collections.abc import Iterable
from typing import Protocol

from attrs import field, frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import several_texts

__all__ = ["ListTable", "ListWriter", "clean_cell"]

_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def clean_cell(text: str) -> str:
    """Return a text as a file can carry it: without spaces around it; NUL and lone surrogates become U+FFFD."""
    return _UNWRITABLE.sub("\ufffd", text).strip()


def _cells(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(clean_cell, several_texts("cells", values)))


def _lines(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for line in _cells(values) if line)


def _rows(values: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(_cells, values))


def _as_wide(instance: "ListTable", _attribute: object, value: tuple[tuple[str, ...], ...]) -> None:
    for number, row in enumerate(value, 1):
        if len(row) != len(instance.columns):
            raise InvalidValueError("rows", f"{len(row)} cells", f"{len(instance.columns)} cells in row {number}")


@frozen
class ListTable:
    """A list as data: a title, what the list is about, columns and rows of text.

    Every text is cleaned by :func:`clean_cell`.

    Raises:
        InvalidValueError: a row has another number of cells than there are columns, or one text stands where several
            cells are expected.
    """

    title: str = field(converter=clean_cell)
    subject: tuple[str, ...] = field(converter=_lines)
    """What the list is about, one fact on each line: the school, the session, the run. Blank lines are dropped."""
    columns: tuple[str, ...] = field(converter=_cells)
    """Names of the columns."""
    rows: tuple[tuple[str, ...], ...] = field(converter=_rows, validator=_as_wide, repr=False)
    """A cell for each column. The repr leaves the rows out: a list may be long, and one of ours holds passwords."""


class ListWriter(Protocol):
    """Writes lists as files of one format."""

    def write(self, table: ListTable) -> bytes:
        """Return the list as a file.

        The same list gives the same bytes. Every cell can be read back from the file as it was, and no cell opens as a
        formula in a spreadsheet (ASVS 5.0 1.2.10).
        """
        ...
