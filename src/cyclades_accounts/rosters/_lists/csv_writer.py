"""Lists as CSV that opens right in French spreadsheets, and reading such a list back."""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.lists import ListTable
from cyclades_accounts.rosters._files.cells import read_cell, write_cell


def write_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows of written cells as a French spreadsheet opens them at a double click.

    UTF-8 with byte order mark, ``;``, CRLF, quotation marks as RFC 4180 asks for them.
    """
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return codecs.BOM_UTF8 + text.getvalue().encode()


@frozen
class CsvListWriter:
    """Writes lists as CSV that French spreadsheets open at a double click: UTF-8 with byte order mark, ``;``, CRLF.

    The file has the title, what the list is about, a blank line, the names of the columns, and the rows. No cell opens
    as a formula (ASVS 5.0 1.2.10), whether the program splits the file at ``;`` or at commas and tabs too. A number
    that a spreadsheet would change (``001``, ``2e5``, more than 11 digits) stands between apostrophes.
    :func:`read_list` gives the list back exactly.

    What the file cannot prevent: a spreadsheet turns texts that look like dates into dates, and ``VRAI`` into a value.
    """

    def write(self, table: ListTable) -> bytes:
        """Return the list as CSV."""
        head = [[_write(line)] for line in (table.title, *table.subject)]
        return write_csv((*head, [], *(map(_write, row) for row in (table.columns, *table.rows))))


CSV_LIST_WRITER: Final = CsvListWriter()
"""The writer we ship."""


def _write(text: str) -> str:
    return write_cell(text) if text else ""


def read_list(content: bytes) -> ListTable:
    """Read back what :class:`CsvListWriter` wrote.

    Raises:
        InvalidValueError: the file was not written by it, or was saved by a program that changed it.
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
