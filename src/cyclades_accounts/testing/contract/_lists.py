"""The contract of a list writer: every sentence of :class:`~cyclades_accounts.lists.ListWriter` has a test here."""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

from collections.abc import Iterable
from typing import Final

import pytest

from cyclades_accounts.lists import ListTable, ListWriter
from cyclades_accounts.testing._hard_names import HARD_NAMES
from cyclades_accounts.testing.contract._base import must_override

FORMULAS: Final = ("=1+1", "+33 6", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "-", "=", "|calc", "%0A=1")
"""Texts that a spreadsheet would take for formulas, or may."""

HARD_CELLS: Final = (
    *FORMULAS,
    "",
    "'",
    "'=1",
    "a;b",
    "a,b",
    'a"b',
    "a\tb",
    "001",
    "2e5",
    "0350001L",
    "123456789012",
    "1/2",
    "é",
    "e\u0301",
)
"""Texts that a file may give back otherwise."""


class ListWriterContract:
    """What a list writer must do. Inherit it in a test module, under a name that starts with ``Test``."""

    @pytest.fixture
    def writer(self) -> ListWriter:
        """Return the writer to prove."""
        raise must_override(self, "writer", "one that gives a list writer")

    def read(self, file: bytes) -> ListTable:
        """Return the list that a file holds, as the reader of its format reads it."""
        raise NotImplementedError(type(self).__name__)

    def cells(self, file: bytes) -> Iterable[str]:
        """Return every cell as a spreadsheet finds it in the file; none where no spreadsheet opens the format."""
        raise NotImplementedError(type(self).__name__)

    def test_same_list_gives_the_same_bytes(self, writer: ListWriter) -> None:
        """``write``: the same list gives the same bytes."""
        assert writer.write(_table()) == writer.write(_table())

    def test_every_cell_is_read_back(self, writer: ListWriter) -> None:
        """``write``: every cell can be read back from the file as it was; so can the title and the subject."""
        assert self.read(writer.write(_table())) == _table()

    def test_empty_list_is_read_back(self, writer: ListWriter) -> None:
        """``write``: so is a list without rows."""
        table = ListTable("Liste", [], ["Nom"], [])
        assert self.read(writer.write(table)) == table

    def test_no_cell_is_a_formula(self, writer: ListWriter) -> None:
        """``write``: no cell opens as a formula in a spreadsheet (ASVS 5.0 1.2.10)."""
        table = ListTable(FORMULAS[0], FORMULAS[:3], FORMULAS, [FORMULAS])
        assert [cell for cell in self.cells(writer.write(table)) if cell.startswith(tuple("=+-@\t\r"))] == []


def _table() -> ListTable:
    names = [name for given, family in HARD_NAMES for name in (given, family)]
    return ListTable(
        "Liste des identifiants",
        ["Collège Anita Conti", "DNB 2025"],
        ["Nom", "Texte"],
        [(names[number % len(names)], cell) for number, cell in enumerate(HARD_CELLS)],
    )
