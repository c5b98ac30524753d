"""The lists in a French LibreOffice: converted to workbooks and read back, every cell is as it was written."""

import csv
import io
import re
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from cyclades_accounts.identifiers import parse_login
from cyclades_accounts.lists import ListTable
from cyclades_accounts.model import RosterLine
from cyclades_accounts.rosters import CSV_LIST_WRITER, write_liste_detaillee
from tests.rosters.strategies import NASTY
from tests.rosters.test_lists import everything
from tests.support import SCHOOL, SESSION, candidature

CSV_FILTER = "CSV:59,34,76,1,,1036"
"""What LibreOffice proposes for such a file: semicolons, quotation marks, UTF-8, from the first line, French."""

NUMBERS = ("0", "12", "2570359001", "99999999999", "001", "2e5", "3,5", "1 234,50", "3-4", "12:30", "123456789012")


def files() -> dict[str, bytes]:
    """Return every list that we write, and one of cells that spreadsheets are known to rewrite."""
    nasty = [text for text in (*NASTY, *NUMBERS) if text.strip()]
    lines = [
        RosterLine(candidature(1, "=ROUGE", "Zoé", division="2e5", serie="0012"), parse_login("zoe.rouge")),
        RosterLine(candidature(2, "+33", "@Léa", division="3-4", birth_date=date(2010, 8, 10)), None),
    ]
    roster = write_liste_detaillee(
        lines, school=SCHOOL, session=SESSION, edited_at=datetime(2025, 1, 14, 9, tzinfo=UTC)
    )
    written = {name: CSV_LIST_WRITER.write(table) for name, table in everything().items()}
    table = ListTable("Cellules", [], ["Une", "Autre"], [[text, text[::-1]] for text in nasty])
    return {**written, "nasty": CSV_LIST_WRITER.write(table), "liste_detaillee": roster}


def cell_of(value: object) -> str:
    """Return a cell of a workbook as a person reads it."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    # A workbook writes a control character as its number.
    return "" if value is None else re.sub("_x([0-9a-f]{4})_", lambda found: chr(int(found[1], 16)), str(value))


def convert(folder: Path, how: str) -> None:
    """Convert every list of a folder to a workbook, read as the dialogue of LibreOffice was answered."""
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            f"--infilter={how}",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(folder),
            *map(str, folder.glob("*.csv")),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )


@pytest.mark.system
def test_every_cell_opens_as_it_was_written(tmp_path: Path) -> None:
    """No cell is a formula, no number loses a zero or becomes another, and letters stay; one call opens all lists."""
    written = files()
    for name, content in written.items():
        (tmp_path / f"{name}.csv").write_bytes(content)
    convert(tmp_path, CSV_FILTER)
    for name, content in written.items():
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
        sheet = openpyxl.load_workbook(tmp_path / f"{name}.xlsx").worksheets[0]
        found = [[cell_of(cell.value) for cell in row] for row in sheet.iter_rows()]
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        width = len(found[0])
        # A sheet has neither the carriage returns of a cell nor blank lines at its end.
        expected = [[*(cell.replace("\r\n", "\n") for cell in row), *[""] * (width - len(row))] for row in rows]
        assert found == expected, name


@pytest.mark.system
@pytest.mark.parametrize("separators", ["44", "9", "44/59", "44/59/9/124"])
def test_no_cell_is_a_formula_whatever_splits_it(separators: str, tmp_path: Path) -> None:
    """Who chooses the comma, the tab, or all of them in the dialogue of LibreOffice sees no formula."""
    for name, content in files().items():
        (tmp_path / f"{name}.csv").write_bytes(content)
    convert(tmp_path, CSV_FILTER.replace("59", separators))
    for path in tmp_path.glob("*.xlsx"):
        sheet = openpyxl.load_workbook(path).worksheets[0]
        assert not [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"], path.name
