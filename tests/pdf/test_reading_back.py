"""What a slip says can be read back from the PDF: M9, M10, M11."""

import math
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve, fields
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cyclades_accounts.papillons import (
    FRENCH_PAPILLON_TEXTS,
    ONE_PER_PAGE,
    TWO_PER_PAGE,
    Layout,
    Papillon,
    PapillonTexts,
)
from cyclades_accounts.pdf import PapillonStyle, ReportlabRenderer
from cyclades_accounts.testing.strategies import FAMILY_NAMES, GIVEN_NAMES
from tests.pdf.reading import (
    BOTH,
    MEMO_PASSWORD,
    RENDERER,
    VISIBLE_ASCII,
    batch,
    drawn_forms,
    read_slips,
    rows,
    save,
    slip,
)

LATIN = "".join(
    chr(code) for code in (*range(0x20, 0x7F), *range(0xC0, 0x180), 0x218, 0x219, 0x21A, 0x21B, *range(0x1EA0, 0x1EFA))
)
names = st.sampled_from([*FAMILY_NAMES, *GIVEN_NAMES]) | st.text(LATIN, min_size=1, max_size=90)
codes = st.text(VISIBLE_ASCII, min_size=1, max_size=64)
slips = st.builds(
    slip,
    family_name=names,
    given_names=names,
    login=codes | st.text(VISIBLE_ASCII, min_size=200, max_size=254),
    password=codes | st.text(VISIBLE_ASCII, min_size=100, max_size=128),
    division=st.sampled_from(["", "3A", "3 PREPA-METIERS", "Troisième européenne 2"]),
)


def as_read(text: str) -> str:
    """Return a text as it comes back: composed, and without spaces, which do not outlive a line break."""
    return "".join(unicodedata.normalize("NFC", text).split())


@settings(max_examples=max(1, settings().max_examples // 5))  # several slips each, and pypdf is thorough
@given(st.lists(slips, min_size=1, max_size=8))
@example([slip(password=VISIBLE_ASCII), slip(password="\\()'\"`&lt;"), slip(password=MEMO_PASSWORD)])
@example([slip("ŁUKASIEWICZ", "Łukasz"), slip("POPESCU", "Ștefan"), slip("NGUYỄN", "Ngọc Ánh"), slip("ÖZ", "İlknur")])
def test_every_slip_reads_back_in_order(papillons: list[Papillon]) -> None:
    """Each account stands once, in the batch's order and at its place, with its name, class, login and password."""
    documents = RENDERER.render(batch(*papillons), BOTH)
    for layout, content in zip(BOTH, documents, strict=True):
        found = read_slips(content, layout)
        assert [(s.page, s.row) for s in found] == [divmod(n, layout.rows) for n in range(len(papillons))]
        assert [(s.login, s.password) for s in found] == [(p.login, p.password.reveal()) for p in papillons]
        assert [s.name for s in found] == [as_read(p.full_name) for p in papillons]
        assert [s.division for s in found] == [as_read(p.division and f"Classe :{p.division}") for p in papillons]


def test_every_visible_ascii_character_of_a_password_reads_back() -> None:
    """First, in the middle and last, next to a letter and next to itself."""
    passwords = [f"{character}a{character}{character}Z{character}" for character in VISIBLE_ASCII]
    (content,) = RENDERER.render(batch(*[slip(password=password) for password in passwords]), [TWO_PER_PAGE])
    assert [found.password for found in read_slips(content, TWO_PER_PAGE)] == passwords


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("layout", BOTH)
def test_no_page_is_blank_and_cut_lines_stand_between_places(number: int, layout: Layout, tmp_path: Path) -> None:
    """There are just the pages the slips need; every page of several places has cut lines between them."""
    (content,) = RENDERER.render(batch(*[slip(login=f"login.{n}") for n in range(number)]), [layout])
    pages = drawn_forms(content)
    path = save(content, tmp_path, "pages.pdf")
    assert len(pages) == math.ceil(number / layout.rows), path
    drawn = [part for page in pages for part in page]
    assert drawn.count("F") == number, path
    assert drawn.count("X") == len(pages) * (layout.rows > 1), path


def test_wording_of_the_memo() -> None:
    """The words of M10 and the advice of M11 stand on every slip, filled in with the dates of the batch."""
    (content,) = RENDERER.render(batch(slip(), slip()), [TWO_PER_PAGE])
    for found in read_slips(content, TWO_PER_PAGE):
        said = " ".join(fragment.text.strip() for fragment in found.fixed)
        for name in (
            "heading",
            "introduction",
            "login_label",
            "password_label",
            "candidate_label",
            "usage",
            "lost_note",
        ):
            assert getattr(FRENCH_PAPILLON_TEXTS, name) in said
        assert FRENCH_PAPILLON_TEXTS.password_note.format(last_day="31/12/2025") in said
        assert "Édité le 14/01/2025" in said
        assert "Établissement : Collège Anita Conti" in said
        assert "Session : DNB 2025" in said


def test_texts_are_a_value() -> None:
    """A host's own texts and date format are printed instead of ours; an empty one takes no room."""
    texts = PapillonTexts(
        heading="Dein {made_on} {{Konto}}", usage="", lost_note="Bis {last_day}", date_format="%Y-%m-%d"
    )
    (content,) = ReportlabRenderer(texts).render(batch(last_day=date(2026, 7, 9)), [ONE_PER_PAGE])
    said = [fragment.text.strip() for fragment in read_slips(content, ONE_PER_PAGE)[0].fixed]
    assert "Dein 2025-01-14 {Konto}" in said
    assert "Bis 2026-07-09" in said


def test_all_texts_may_be_empty() -> None:
    """Not even the labels are needed: what is the candidate's own still stands on the slip."""
    nothing = {a.name: "" for a in fields(PapillonTexts) if a.name not in {"date_format", "heading"}}
    (content,) = ReportlabRenderer(PapillonTexts(**nothing)).render(batch(school_name="", session=""), [ONE_PER_PAGE])
    (page,) = drawn_forms(content)
    assert page == ["F"]


def test_a_code_is_never_set_in_a_proportional_face() -> None:
    """Whatever stands in the box but its labels is in the monospaced face, and nothing else is."""
    (content,) = RENDERER.render(batch(slip(password="iiiiWWWW")), [ONE_PER_PAGE])
    (found,) = read_slips(content, ONE_PER_PAGE)
    assert [fragment.text for fragment in found.codes] == ["antoine.aubincde", "iiiiWWWW"]


def test_slips_differ_only_in_what_is_the_candidates_own() -> None:
    """Labels, box and notes stand at the same place on every slip, so that a pile can be cut and read in one go."""
    long = slip("X" * 200, login="l" * 254, password="p" * 128)
    (content,) = RENDERER.render(batch(slip(), long, slip(division="")), [TWO_PER_PAGE])
    assert len({found.fixed for found in read_slips(content, TWO_PER_PAGE)}) == 1


def test_more_rows_where_they_fit() -> None:
    """A layout is a number of rows: a third slip goes on a page when the texts leave it the room."""
    texts = evolve(FRENCH_PAPILLON_TEXTS, usage="", lost_note="")
    renderer = ReportlabRenderer(texts, PapillonStyle(margin_mm=6, text_size_pt=9))
    (content,) = renderer.render(batch(*[slip(login=f"login.{n}") for n in range(4)]), [rows(3)])
    found = read_slips(content, rows(3))
    assert [(s.page, s.row, s.login) for s in found] == [
        (0, 0, "login.0"),
        (0, 1, "login.1"),
        (0, 2, "login.2"),
        (1, 0, "login.3"),
    ]
