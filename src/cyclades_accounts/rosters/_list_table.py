"""A list as data, the port that writes one, and our writer: CSV that opens right in French spreadsheets."""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from attrs import field, frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.rosters._cells import clean_cell, read_cell, write_cell


def _cells(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(clean_cell(value) for value in values)


def _lines(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for line in _cells(values) if line)


def _rows(values: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(_cells(row) for row in values)


def _as_wide(instance: "ListTable", attribute: object, value: tuple[tuple[str, ...], ...]) -> None:
    del attribute
    for number, row in enumerate(value, 1):
        if len(row) != len(instance.columns):
            raise InvalidValueError("rows", f"row {number} of {len(row)} cells", f"{len(instance.columns)} cells a row")


@frozen
class ListTable:
    """A list that a school prints or opens: a title, what it is about, columns and rows of text.

    Spaces around a text go; NUL and lone surrogates, which no text file carries, become U+FFFD.

    Raises:
        InvalidValueError: a row has another number of cells than there are columns.
    """

    title: str = field(converter=clean_cell)
    subject: tuple[str, ...] = field(converter=_lines)
    """What it is about, a line each: the school, the session, the run. Blank ones go."""
    columns: tuple[str, ...] = field(converter=_cells)
    rows: tuple[tuple[str, ...], ...] = field(converter=_rows, validator=_as_wide, repr=False)
    """A cell for each column. Not in the repr: a list may be long, and one of ours holds passwords."""


class ListWriter(Protocol):
    """Writes lists in one format."""

    def write(self, table: ListTable) -> bytes:
        """Return the list as a file. Same input, same bytes; every cell comes out as it is, and none as a formula."""
        ...


@frozen
class CsvListWriter:
    """CSV as French spreadsheets open it at a double click: UTF-8 with byte order mark, ``;``, CRLF (RFC 4180).

    The title, what the list is about, a blank line, the names of the columns, the rows. No cell opens as a formula
    (ASVS 5.0 1.2.10); a number that a spreadsheet would rewrite (``001``, ``2e5``, more than 11 digits) stands between
    apostrophes. :func:`read_list` gives the list back exactly.

    What the file cannot prevent: a spreadsheet still turns dates into dates, and ``VRAI`` into a value.
    """

    def write(self, table: ListTable) -> bytes:
        """Return the list as CSV."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerows([_write(line)] for line in (table.title, *table.subject))
        writer.writerow([])
        writer.writerow(map(_write, table.columns))
        writer.writerows(map(_write, row) for row in table.rows)
        return codecs.BOM_UTF8 + text.getvalue().encode()


CSV_LIST_WRITER: Final = CsvListWriter()
"""The writer we ship."""


def _write(text: str) -> str:
    return write_cell(text) if text else ""


def read_list(content: bytes) -> ListTable:
    """Read back what :class:`CsvListWriter` wrote.

    Raises:
        InvalidValueError: it was written otherwise, or saved by a program that changed it.
    """
    try:
        found: Sequence[Sequence[str]] = list(
            csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True)
        )
        gap = found.index([], 1)
        (title, *subject), header = [read_cell(row[0]) for row in found[:gap]], found[gap + 1]
    except (csv.Error, UnicodeDecodeError, ValueError, IndexError):
        raise InvalidValueError("content", "this file", "a list that CsvListWriter wrote") from None
    return ListTable(title, subject, map(read_cell, header), (map(read_cell, row) for row in found[gap + 2 :]))
