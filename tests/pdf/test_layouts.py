"""Layouts as data: labels and cards, cut and stack, a page per group; and what the style and texts add to a slip."""

import io
import re
from datetime import date
from typing import Any

import pytest
from attrs import evolve
from pypdf import PdfReader

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.papillons import (
    CARDS_4_BY_9,
    FRENCH_PAPILLON_TEXTS,
    LABELS_2_BY_4,
    LAYOUTS,
    ONE_PER_PAGE,
    TWO_PER_PAGE,
    Layout,
    PapillonBatch,
)
from cyclades_accounts.pdf import LARGE_PRINT, ReportlabRenderer
from cyclades_accounts.pdf._slips.places import PAGE_HEIGHT, PAGE_WIDTH, cuts, places
from cyclades_accounts.testing.contract._pdf_reading import Operations, inline_forms
from tests.pdf.reading import BOTH, RENDERER, batch, read_slips, slip

SITE = "https://comptes.example.org/candidats"
WITH_SITE = ReportlabRenderer(evolve(FRENCH_PAPILLON_TEXTS, site_url=SITE))


def numbered(count: int, divisions: str = "3A") -> PapillonBatch:
    """Return a batch of slips whose logins are their numbers, in order."""
    each = divisions.split()
    return batch(*[slip(login=f"n{n:04}", division=each[n * len(each) // count]) for n in range(count)])


def logins(content: bytes) -> list[list[str]]:
    """Return the logins of :func:`numbered`, page by page, as read."""
    found = PdfReader(io.BytesIO(content)).pages
    known: dict[int, Operations] = {}
    for page in found:
        inline_forms(page, known)
    return [
        [line for line in page.extract_text().splitlines() if line[:1] == "n" and line[1:].isdecimal()]
        for page in found
    ]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("count", [1, 37, 80])
def test_every_layout_holds_every_slip_in_order(layout: Layout, count: int) -> None:
    """This test ensures that each layout fills its places in order, without a blank page."""
    given = numbered(count)
    (content,) = WITH_SITE.render(given, [layout])
    found = logins(content)
    assert [login for page in found for login in page] == [papillon.login for papillon in given.papillons]
    assert all(len(page) == layout.places for page in found[:-1])
    assert found[-1]


def test_thousands_of_pages() -> None:
    """This test ensures that object numbers stay right when the number of a block grows by a digit."""
    (content,) = RENDERER.render(numbered(900), [ONE_PER_PAGE])
    contents: list[Any] = [page.get_contents() for page in PdfReader(io.BytesIO(content)).pages]
    assert [re.findall(rb"n[0-9]{4}", page.get_data()) for page in contents] == [[b"n%04d" % n] for n in range(900)]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
def test_cut_and_stack(count: int) -> None:
    """This test ensures that a pile cut once and stacked, upper half first, is in the order of the batch."""
    (content,) = RENDERER.render(numbered(count), [evolve(TWO_PER_PAGE, cut_and_stack=True)])
    found = logins(content)
    upper, lower = [page[0] for page in found], [page[1] for page in found if len(page) > 1]
    assert upper + lower == [f"n{n:04}" for n in range(count)]


def test_new_page_at_each_group() -> None:
    """This test ensures that a group begins on a page of its own where asked, and only there."""
    given = numbered(9, "3A 3B 3C")
    (together,) = RENDERER.render(given, [TWO_PER_PAGE])
    (apart,) = RENDERER.render(given, [evolve(TWO_PER_PAGE, new_page_at_group=True)])
    assert [len(page) for page in logins(together)] == [2, 2, 2, 2, 1]
    assert [len(page) for page in logins(apart)] == [2, 1] * 3


def test_cards_are_cut_along_every_edge() -> None:
    """This test ensures that cut lines stand at the edges of every place, and none at the edge of the sheet."""
    xs, ys = cuts(CARDS_4_BY_9)
    assert (len(xs), len(ys)) == (5, 10)
    assert cuts(ONE_PER_PAGE) == ([], [])
    assert cuts(TWO_PER_PAGE) == ([], [round(PAGE_HEIGHT / 2, 3)])
    for place in places(CARDS_4_BY_9):
        assert place.x >= 22
        assert place.x + place.width <= PAGE_WIDTH - 22


def test_margins_that_leave_no_place() -> None:
    """This test ensures that a grid that does not fit on the sheet is refused."""
    with pytest.raises(InvalidValueError):
        RENDERER.render(batch(), [evolve(LABELS_2_BY_4, rows=20, gap_y_mm=20)])


def test_birth_date_tells_homonyms_apart() -> None:
    """This test ensures that only slips that would read alike show a birth date, where there is one."""
    first, second = (evolve(slip(login=f"n{n:04}"), birth_date=date(2010, 8, 10 + n)) for n in range(2))
    unknown = slip(login="n0003")
    other = evolve(slip("MARTIN", login="n0002"), birth_date=date(2010, 1, 2))
    (content,) = RENDERER.render(batch(first, second, unknown, other), [ONE_PER_PAGE])
    said = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]
    assert "AUBIN Antoine, Né(e) le 10/08/2010" in said[0]
    assert "AUBIN Antoine, Né(e) le 11/08/2010" in said[1]
    assert not any("Né(e)" in text for text in said[2:])


def test_site_as_text_and_code() -> None:
    """This test ensures that the host's address stands on a slip as text and as a code that is told to a listener."""
    with_site, without = (
        PdfReader(io.BytesIO(renderer.render(batch(), [ONE_PER_PAGE])[0])) for renderer in (WITH_SITE, RENDERER)
    )
    assert f"Adresse du site : {SITE}" in with_site.pages[0].extract_text()
    assert "Adresse du site" not in without.pages[0].extract_text()
    figures = [element for element in elements(with_site) if element["/S"] == "/Figure"]
    assert [figure["/Alt"] for figure in figures] == [FRENCH_PAPILLON_TEXTS.site_code_alt]
    assert not [element for element in elements(without) if element["/S"] == "/Figure"]


def elements(reader: PdfReader) -> list[Any]:
    """Return the structure elements of the slips."""
    root: Any = reader.root_object
    return [element.get_object() for section in root["/StructTreeRoot"]["/K"]["/K"] for element in section["/K"]]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_parent_tree_leads_back_to_every_part(layout: Layout) -> None:
    """This test ensures that each marked content of each page belongs to the element that names it."""
    reader = PdfReader(io.BytesIO(WITH_SITE.render(numbered(40), [layout])[0]))
    root: Any = reader.root_object
    tree: dict[Any, Any] = {}
    for leaf in root["/StructTreeRoot"]["/ParentTree"]["/Kids"]:
        entries = leaf.get_object()["/Nums"]
        tree.update(zip(entries[::2], entries[1::2], strict=True))
    for page in reader.pages:
        marked: Any = tree[page["/StructParents"]]
        assert [element.get_object()["/K"] for element in marked] == list(range(len(marked)))
        assert all(element.get_object().raw_get("/Pg") == page.indirect_reference for element in marked)
        assert str(page["/Tabs"]) == "/S"


def test_large_print() -> None:
    """This test ensures that on a page of its own a slip in large print has no text under 16 points, site included."""
    renderer = evolve(WITH_SITE, style=LARGE_PRINT)
    (content,) = renderer.render(batch(), [ONE_PER_PAGE])
    (found,) = read_slips(content, ONE_PER_PAGE)
    assert min(fragment.size for fragment in (*found.fixed, *found.own)) >= 16
    (page,) = PdfReader(io.BytesIO(content)).pages
    assert "5ds<JsXkby" in page.extract_text()


@pytest.mark.parametrize("layout", BOTH, ids=lambda layout: layout.name)
def test_an_address_stays_whole(layout: Layout) -> None:
    """An address that does not fit beside its label stands on a line of its own: a hyphen at a line's end misleads."""
    site = "https://comptes.education-rennes.example.org/brevet"
    renderer = ReportlabRenderer(evolve(FRENCH_PAPILLON_TEXTS, site_url=site))
    (content,) = renderer.render(batch(), [layout])
    (page,) = PdfReader(io.BytesIO(content)).pages
    assert any(line.rstrip().endswith(site) for line in page.extract_text().splitlines())
