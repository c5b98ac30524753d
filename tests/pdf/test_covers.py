"""A cover before the slips of each group, where the layout asks for it."""

import io
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from pypdf import PdfReader

from cyclades_accounts.errors import InvalidValueError, UnprintableTextError
from cyclades_accounts.model import Group, Grouping
from cyclades_accounts.papillons import (
    FRENCH_PAPILLON_TEXTS,
    LABELS_3_BY_8,
    LAYOUTS,
    ONE_PER_PAGE,
    TWO_PER_PAGE,
    AnyPapillon,
    Layout,
)
from cyclades_accounts.pdf import ReportlabRenderer
from tests.pdf import validators
from tests.pdf.reading import RENDERER, batch, email_slip, save, slip

SLIPS: tuple[AnyPapillon, ...] = (
    *(slip(f"NOM{n}", login=f"login{n}", division="3A") for n in "abc"),
    *(slip(f"NOM{n}", login=f"login{n}", division="3 PREPA-MÉTIERS") for n in "de"),
    email_slip(division=""),
)
"""Three groups, of 3, 2 and 1."""


def covered(layout: Layout, **changes: Any) -> Layout:
    """Return the layout with covers."""
    return evolve(layout, cover_at_group=True, **changes)


def said(content: bytes) -> list[str]:
    """Return what each page says, on one line."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def test_before_each_group() -> None:
    """This test ensures that a cover stands before the slips of its group: label, number of slips, school, no name."""
    pages = said(RENDERER.render(batch(*SLIPS), [covered(ONE_PER_PAGE)])[0])
    assert len(pages) == len(SLIPS) + 3
    for at, label, count in ((0, "3A", 3), (4, "3 PREPA-MÉTIERS", 2), (7, "—", 1)):
        for text in (label, f"{count} papillon(s)", "Collège Anita Conti", "DNB 2025"):
            assert text in pages[at]
        assert "NOM" not in pages[at]
        assert "Candidat" not in pages[at]
    assert ["login" in page for page in pages] == [False, True, True, True, False, True, True, False, False]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_layout(layout: Layout, tmp_path: Path) -> None:
    """This test ensures that covers fit in the places of every layout, that no page is blank, and all is PDF/UA-1."""
    (content,) = RENDERER.render(batch(*SLIPS), [covered(layout)])
    path = save(content, tmp_path, "slips.pdf")
    pages = said(content)
    assert all(pages)
    assert len(pages) == -(-9 // layout.places)
    together = " ".join(pages)
    assert [together.count(f"{count} papillon(s)") for count in (3, 2, 1)] == [1, 1, 1]
    assert validators.page_validation([path]) == [[]]


@pytest.mark.system
def test_other_judges(tmp_path: Path) -> None:
    """This test ensures that veraPDF and qpdf find nothing wrong with covers in any layout."""
    layouts = [covered(layout) for layout in LAYOUTS]
    documents = RENDERER.render(batch(*SLIPS), layouts)
    paths = [save(content, tmp_path, f"slips {number}.pdf") for number, content in enumerate(documents)]
    clean: list[list[str]] = [[]] * len(paths)
    assert validators.qpdf(paths) == clean
    assert validators.verapdf(paths, validators.compile_verapdf(tmp_path)) == clean


def test_with_a_page_for_each_group() -> None:
    """This test ensures that a cover begins the page of its group, and leaves no page to itself where slips fit."""
    pages = said(RENDERER.render(batch(*SLIPS), [covered(LABELS_3_BY_8, new_page_at_group=True)])[0])
    assert [("papillon(s)" in page, page.count("login")) for page in pages] == [(True, 3), (True, 2), (True, 0)]


def test_cut_and_stacked() -> None:
    """This test ensures that in a pile cut once and stacked the cover lies on top of its group."""
    (content,) = RENDERER.render(batch(*SLIPS), [covered(TWO_PER_PAGE, cut_and_stack=True)])
    halves = [page.split("Établissement :")[1:] for page in said(content)]
    stack = [half[0] for half in halves] + [half[1] for half in halves if len(half) > 1]
    assert ["papillon(s)" in one for one in stack] == [True, False, False, False, True, False, False, True, False]


def test_groups_of_the_run() -> None:
    """This test ensures that covers follow the grouping of the run, not the class (M4)."""
    by_serie = [evolve(one, group=Group(Grouping.SERIE, ("Générale",))) for one in SLIPS]
    pages = said(RENDERER.render(batch(*by_serie), [covered(ONE_PER_PAGE)])[0])
    assert ["papillon(s)" in page for page in pages] == [True] + [False] * len(SLIPS)
    assert "Générale 6 papillon(s)" in pages[0]


def test_no_cover_unless_asked_for() -> None:
    """This test ensures that a document without covers is the same, whether another has them or not."""
    alone = RENDERER.render(batch(*SLIPS), [TWO_PER_PAGE])
    assert RENDERER.render(batch(*SLIPS), [covered(TWO_PER_PAGE), TWO_PER_PAGE])[1:] == alone
    assert "papillon(s)" not in " ".join(said(alone[0]))


def test_a_label_that_cannot_be_printed() -> None:
    """This test ensures that a group's label which no font has is refused, only where a cover would show it."""
    one = evolve(slip(), group=Group(Grouping.SERIE, ("李",)))
    assert RENDERER.render(batch(one), [ONE_PER_PAGE])
    with pytest.raises(UnprintableTextError) as caught:
        RENDERER.render(batch(slip(), one), [ONE_PER_PAGE, covered(ONE_PER_PAGE)])
    assert caught.value == UnprintableTextError("AUBIN Antoine", "group", "李")


@pytest.mark.parametrize("text", ["{made_on}", "{", "{count.real.x}", "{}"])
def test_text_that_asks_for_something_else(text: str) -> None:
    """This test ensures that a host's text for the number of slips may ask for that number alone."""
    renderer = ReportlabRenderer(evolve(FRENCH_PAPILLON_TEXTS, cover_count=text))
    with pytest.raises(InvalidValueError, match="cover_count"):
        renderer.render(batch(), [ONE_PER_PAGE])
