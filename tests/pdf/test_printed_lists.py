"""Lists on paper: the one to sign when slips are handed out, and any other."""

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from cyclades_accounts import CandidatureStatus, Generation
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.lists import ListTable, ListWriter
from cyclades_accounts.pdf import ListGroups, ListStyle, PdfListWriter, PrintedListTexts
from cyclades_accounts.rosters import coverage_list, hand_out_list, run_list, situation_list
from tests.pdf.structure import boxes_on, read_structure, shown_on
from tests.support import NOW, SCHOOL, SESSION, candidature, desk, make_school, slips_of

SHEETS: ListWriter = PdfListWriter(ListGroups.ON_NEW_PAGES)
"""The type checker verifies here that the writer keeps the port of another room."""

LONG = "de La Rochefoucauld-Doudeauville de Saint-Germain"
ROSTER = (
    candidature(900, "BŒUF", "Łukasz"),
    candidature(901, "NGUYỄN", "Ngọc Ánh", email=None),
    candidature(902, LONG, LONG * 3, division="3B"),
    candidature(903, "ROUX", "Ali", status=CandidatureStatus.DEMISSIONNAIRE, division="3B"),
    *(candidature(number, f"NOM{number:02}", "Zoé", division="3C") for number in range(50)),
)
SERVICE = make_school(*ROSTER)
REPORT = desk(SERVICE, now=NOW).generate(run_id="lists")
HAND_OUT = hand_out_list(REPORT, SCHOOL, SESSION, everybody=True)
COVERAGE = coverage_list(desk(SERVICE, now=NOW).coverage(), SCHOOL, SESSION)

letters = st.text("abcdefghijklmnopqrstuvwxyzÀÉŒŁĞỄΩЖ-.'@ ", max_size=60)
words = st.one_of(letters, letters.map(lambda text: text * 9), st.just("W" * 150))
tables = st.integers(1, 6).flatmap(
    lambda width: st.builds(
        ListTable,
        words,
        st.lists(words, max_size=3),
        st.lists(words, min_size=width, max_size=width),
        st.lists(st.lists(words, min_size=width, max_size=width), max_size=6),
    )
)
styles = st.builds(
    ListStyle,
    is_landscape=st.booleans(),
    margin_mm=st.sampled_from([5, 14, 40]),
    text_size_pt=st.sampled_from([8, 10, 16]),
)


def squeezed(text: str) -> str:
    """Return a text without white space, which does not outlive a line break."""
    return "".join(text.split())


def tables_of(content: bytes) -> list[list[list[str]]]:
    """Return the cells of each table as a screen reader meets them, names of columns included."""
    return [
        [[cell.text for cell in row.kids] for row in table.find("TR")]
        for table in read_structure(content).find("Table")
    ]


def check_boxes(content: bytes) -> None:
    """Check that every line is on its page, and that those in a table stay inside their cell."""
    pages, boxes = PdfReader(io.BytesIO(content)).pages, boxes_on(content)
    width, height = float(pages[0].mediabox.width), float(pages[0].mediabox.height)
    for one in shown_on(content):
        for line in one.lines:
            assert line.x > 0
            assert line.right < width
            assert line.y - 0.3 * line.size > 0
            assert line.y + line.size < height
            around = [box for box in boxes[one.page] if box[0] <= line.x <= box[2] and box[1] <= line.y <= box[3]]
            assert all(line.right <= max(box[2] for box in around) + 0.02 for _ in around)
            assert all(line.y - 0.3 * line.size >= min(box[1] for box in around) for _ in around)


def digest() -> str:
    """Return the SHA-256 of the list to sign."""
    return hashlib.sha256(SHEETS.write(HAND_OUT)).hexdigest()


class TestHandOut:
    """The class list to sign (émargement)."""

    def test_what_it_says(self) -> None:
        """This test ensures that each class has a table with login, or why there is none, and room to sign."""
        top = read_structure(SHEETS.write(HAND_OUT))
        assert top.kind == "Document"
        assert [one.text for one in top.find("H1")] == ["Remise des papillons de connexion"]
        subject = ["Collège Anita Conti (0350001L)", "Session DNB 2025", "Fait le 14/01/2025 10:30"]
        assert [one.text for one in top.find("P")] == subject
        headings = [f"Division de classe : {group}" for group in ("3A (2)", "3B (2)", "3C (50)")]
        assert [one.text for one in top.find("H2")] == headings
        first, second, third = tables_of(SHEETS.write(HAND_OUT))
        assert first == [
            ["Nom et prénoms", "Identifiant de connexion", "Remis le", "Signature"],
            ["BŒUF Łukasz", "lukasz.boeuf", "", ""],
            ["NGUYỄN Ngọc Ánh", "pas d'adresse mail", "", ""],
        ]
        assert [row[1] for row in second[1:]][1] == "candidature à l'état « Démissionnaire »"
        assert [row[0] for row in third[1:]] == [f"NOM{number:02} Zoé" for number in range(50)]

    def test_no_password(self) -> None:
        """This test ensures that a list to sign holds no password of the run."""
        said = "".join(one.text for one in shown_on(SHEETS.write(HAND_OUT)))
        passwords = [slip.password.reveal() for slip in slips_of(SERVICE, REPORT.run.id)]
        assert passwords
        assert not [password for password in passwords if password in said]

    def test_everybody_or_those_with_a_slip(self) -> None:
        """This test ensures that a later run lists those it has slips for, or the whole class with the reasons."""
        later = desk(SERVICE, now=NOW).generate(run_id="later")
        assert hand_out_list(later, SCHOOL, SESSION).rows == ()
        rows = hand_out_list(later, SCHOOL, SESSION, everybody=True).rows
        assert len(rows) == len(ROSTER)
        assert rows[0] == ("3A", "BŒUF Łukasz", "Compte déjà créé", "", "")

    def test_where_each_pupil_stands(self) -> None:
        """This test ensures that the list of situations stands on paper whole, inside its boxes, without password."""
        table = situation_list(desk(SERVICE, now=NOW).situations(), SCHOOL, SESSION)
        content = PdfListWriter(style=ListStyle(is_landscape=True)).write(table)
        check_boxes(content)
        printed = [row for group in tables_of(content) for row in group[1:]]
        assert [list(map(squeezed, row)) for row in printed] == [list(map(squeezed, row)) for row in table.rows]
        said = squeezed("".join(one.text for one in shown_on(content)))
        passwords = [slip.password.reveal() for slip in slips_of(SERVICE, REPORT.run.id)]
        assert not [password for password in passwords if password in said]

    def test_those_who_log_in_by_email(self) -> None:
        """This test ensures that whoever gets a slip without password (M8) signs for it like the others."""
        service = make_school(ROSTER[0], candidature(1, "MARTIN", "Léa"))
        service.candidates.register_email_account(ROSTER[0].candidate.id, "boeuf@example.org")
        report = desk(service, now=NOW).generate(Generation(email_papillons=True))
        logins = [row[2] for row in hand_out_list(report, SCHOOL, SESSION).rows]
        assert logins == ["boeuf@example.org", "lea.martin"]

    def test_a_page_for_each_class(self) -> None:
        """This test ensures that each class begins a page where asked, and that each page says what it belongs to."""
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(SHEETS.write(HAND_OUT))).pages]
        assert len(pages) == 4
        for number, (page, group) in enumerate(zip(pages, ("3A (2)", "3B (2)", "3C (50)", "3C (50)"), strict=True), 1):
            assert f"Page {number} sur 4" in page
            assert f"Division de classe : {group}" in page
            assert "Collège Anita Conti (0350001L)" in page
            assert "Identifiant de connexion" in page
        assert "3C (50), suite" in pages[3]
        assert "suite" not in pages[2]

    def test_classes_one_after_another(self) -> None:
        """This test ensures that classes share pages where no page is asked for each of them."""
        content = PdfListWriter(ListGroups.UNDER_HEADINGS).write(HAND_OUT)
        assert len(PdfReader(io.BytesIO(content)).pages) == 3
        assert tables_of(content) == tables_of(SHEETS.write(HAND_OUT))

    def test_an_empty_column_in_between_is_no_room_to_write(self) -> None:
        """This test ensures that a column that happens to be empty takes no width from those right of it."""
        table = ListTable("Liste", (), ("Nom", "Ancien", "Que faire"), [("A", "", "mot " * 60)])
        (page,) = boxes_on(PdfListWriter().write(table))
        widths = sorted({round(box[2] - box[0]) for box in page if box[2] - box[0] < 500})
        assert widths[-1] > 4 * widths[-2], widths  # « Que faire » and the wider of the two others

    def test_room_to_sign(self) -> None:
        """This test ensures that a row is 7 mm high and the last column to fill in 44 mm wide, whatever the names."""
        for page in boxes_on(SHEETS.write(HAND_OUT)):
            right = max(box[2] for box in page)
            cells = [box for box in page if box[2] == right and box[0] > 100]
            assert all(box[2] - box[0] >= 44 * 72 / 25.4 - 0.1 for box in cells)
            assert all(box[3] - box[1] >= 7 * 72 / 25.4 - 0.1 for box in cells)

    def test_repeated_heads_are_said_once(self) -> None:
        """This test ensures that a screen reader meets the names of the columns once a table, each as a header."""
        for table in read_structure(SHEETS.write(HAND_OUT)).find("Table"):
            headers = [(cell.scope, cell.text) for cell in table.find("TH")]
            columns = [("Column", name) for name in HAND_OUT.columns[1:]]
            assert headers[:4] == columns
            assert {scope for scope, _ in headers[4:]} == {"Row"}


class TestAnyList:
    """Whatever a list holds."""

    @settings(max_examples=settings().max_examples // 4)  # each is a document, read back
    @given(tables, styles, st.sampled_from(ListGroups))
    def test_every_cell_whole_and_inside(self, table: ListTable, style: ListStyle, groups: ListGroups) -> None:
        """This test ensures that every cell comes out whole, once, in order, and inside its lines."""
        content = PdfListWriter(groups, style=style).write(table)
        is_grouped = groups is not ListGroups.IN_A_COLUMN and len(table.columns) > 1 and table.rows
        found = [row for rows in tables_of(content) for row in rows[1:]]
        assert [list(map(squeezed, row)) for row in found] == [
            [squeezed(cell) for cell in row[bool(is_grouped) :]] for row in table.rows
        ]
        check_boxes(content)

    def test_the_order_of_reading(self) -> None:
        """This test ensures that a list without groups is a title, what it is about, and one table."""
        top = read_structure(PdfListWriter().write(COVERAGE))
        assert [kid.kind for kid in top.kids] == ["H1", "P", "P", "Table"]
        (table,) = tables_of(PdfListWriter().write(COVERAGE))
        assert table == [list(COVERAGE.columns), *map(list, COVERAGE.rows)]

    def test_a_cell_longer_than_a_page(self) -> None:
        """This test ensures that a cell goes on where its page ends, and stays one cell."""
        text = " ".join(f"mot{number}" for number in range(4000))
        content = PdfListWriter().write(ListTable("Titre", [], ["A", "B"], [["x", text], ["y", "z"]]))
        assert len(PdfReader(io.BytesIO(content)).pages) > 2
        assert [[row[0], row[1]] for row in tables_of(content)[0]] == [["A", "B"], ["x", text], ["y", "z"]]
        check_boxes(content)

    def test_a_column_without_a_name(self) -> None:
        """This test ensures that a column nobody named has an empty head on every page."""
        table = ListTable("Liste", (), ("Nom", ""), [(f"NOM{number}", "x") for number in range(120)])
        content = PdfListWriter().write(table)
        assert len(PdfReader(io.BytesIO(content)).pages) > 1
        assert tables_of(content)[0][:2] == [["Nom", ""], ["NOM0", "x"]]

    def test_a_subject_longer_than_a_page(self) -> None:
        """This test ensures that what a list is about goes on on a further page."""
        table = ListTable("Titre", [f"ligne {number}" for number in range(80)], ["A"], [["x"]])
        content = PdfListWriter().write(table)
        assert [one.text for one in read_structure(content).find("P")] == list(table.subject)
        check_boxes(content)

    @pytest.mark.parametrize("groups", ListGroups)
    @pytest.mark.parametrize("columns", [[], ["A"], ["A", "B"]])
    def test_nothing_to_list(self, groups: ListGroups, columns: list[str]) -> None:
        """This test ensures that an empty list is a page with its title and the names of its columns."""
        top = read_structure(PdfListWriter(groups).write(ListTable("", [], columns, [])))
        assert [one.text for one in top.find("H1")] == ["Liste"]
        assert [cell.text for cell in top.find("TH")] == columns

    def test_wide_lists_lie(self) -> None:
        """This test ensures that landscape turns the sheet."""
        content = PdfListWriter(style=ListStyle(is_landscape=True)).write(run_list(REPORT, SCHOOL, SESSION))
        box = PdfReader(io.BytesIO(content)).pages[0].mediabox
        assert (round(box.width), round(box.height)) == (842, 595)
        check_boxes(content)


class TestFiles:
    """The documents as files."""

    def test_same_list_same_bytes(self) -> None:
        """This test ensures that the same list gives the same bytes, from another writer too."""
        assert evolve(PdfListWriter(ListGroups.ON_NEW_PAGES)).write(HAND_OUT) == SHEETS.write(HAND_OUT)

    def test_same_bytes_in_another_process(self) -> None:
        """This test ensures that a fresh process, which hashes differently, gives the same bytes."""
        program = "from tests.pdf import test_printed_lists as t; print(t.digest())"
        fresh = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            cwd=Path(__file__).parents[2],
            check=True,
            capture_output=True,
            text=True,
        )
        assert fresh.stdout.strip() == digest()

    def test_metadata_hold_nothing_of_the_rows(self) -> None:
        """This test ensures that the title is fixed text, school, session and date; nothing of a row is outside."""
        reader = PdfReader(io.BytesIO(SHEETS.write(HAND_OUT)))
        title = (
            "Remise des papillons de connexion – Collège Anita Conti (0350001L) – Session DNB 2025 – "
            "Fait le 14/01/2025 10:30"
        )
        assert reader.metadata
        assert reader.metadata.title == title
        assert reader.xmp_metadata
        assert reader.xmp_metadata.dc_title == {"x-default": title}
        root: Any = reader.root_object
        outside = f"{reader.metadata} {root['/Metadata'].get_data()} {reader.trailer} {root} {reader.outline}"
        for row in HAND_OUT.rows:
            assert not [cell for cell in row[1:] if cell and cell in outside]

    def test_fallback_by_glyph(self) -> None:
        """This test ensures that a letter that the first font lacks comes from the second; every font is inside."""
        (page, *_) = PdfReader(io.BytesIO(SHEETS.write(HAND_OUT))).pages
        resources: Any = page["/Resources"]
        fonts = [font.get_object() for font in resources["/Font"].values()]
        assert any("NotoSans" in font["/BaseFont"] for font in fonts)
        assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)


class TestRefusals:
    """What is refused, before anything is drawn."""

    @pytest.mark.parametrize(
        ("change", "field", "value"),
        [
            ({"title": "Liste 李"}, "title", "character 7"),
            ({"subject": ["x", "李"]}, "subject", "character 1"),
            ({"columns": ["A", "B李"]}, "columns", "character 2"),
            ({"rows": [["x", "y"], ["x", "[secret李]"]]}, "rows", "row 2, column 'B', character 8"),
        ],
    )
    def test_unprintable_characters(self, change: dict[str, Any], field: str, value: str) -> None:
        """This test ensures that a character no font has is refused by its place, and neither it nor its cell told."""
        table = evolve(ListTable("Liste", ["x"], ["A", "B"], [["x", "y"]]), **change)
        with pytest.raises(InvalidValueError) as caught:
            PdfListWriter().write(table)
        assert (caught.value.field, caught.value.value) == (field, value)
        assert "李" not in str(caught.value)
        assert "secret" not in str(caught.value)

    def test_too_many_columns(self) -> None:
        """This test ensures that columns too narrow for a letter are refused, with how many there may be."""
        table = ListTable("Liste", [], ["A"] * 40, [["x"] * 40])
        with pytest.raises(InvalidValueError, match=r"columns cannot be what was given. Expected at most 22 with"):
            PdfListWriter().write(table)
        assert len(tables_of(PdfListWriter().write(evolve(table, columns=["A"] * 22, rows=[["W" * 9] * 22])))) == 1

    @pytest.mark.parametrize(
        ("name", "text"), [("group", "{row}"), ("page", "{page"), ("continued", "{0}"), ("page", "{page.x}")]
    )
    def test_texts_that_ask_for_something_else(self, name: str, text: str) -> None:
        """This test ensures that a text with a mistyped blank is refused when the value is made."""
        with pytest.raises(InvalidValueError, match=f"{name} cannot be"):
            PrintedListTexts(**{name: text})
