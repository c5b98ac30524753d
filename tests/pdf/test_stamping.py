"""The hot path: what is made once, and that the quick way says what the slow one says."""

import io
import struct
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from cyclades_accounts.papillons import ONE_PER_PAGE, TWO_PER_PAGE, Layout
from cyclades_accounts.pdf import NOTO_SANS_THICKENED, PapillonStyle, ReportlabRenderer
from cyclades_accounts.pdf._file.writer import packed, shifted
from cyclades_accounts.pdf._fonts.encoding import SEPARATOR, encode_base
from cyclades_accounts.pdf._slips.checking import encoded_width
from cyclades_accounts.pdf._slips.style import Faces
from tests.pdf.reading import BOTH, RENDERER, batch, email_slip, read_slips, slip

LETTERS = "abcdeÉëœÆWmil"
WRAPPED = "Troisième européenne et prépa-métiers 2"


def contents(content: bytes) -> list[Any]:
    """Return what each page lists as its contents."""
    return [page.raw_get("/Contents") for page in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize("layout", BOTH)
@pytest.mark.parametrize("family", ["AUBIN", "D’ŒUVRÉ-ÎLE", "WWWWWW", "W" * 40])
def test_quick_and_slow_way_draw_alike(family: str, layout: Layout) -> None:
    """This test ensures that a slip looks the same whether its texts went the quick way or were set by themselves.

    A second space, which is not printed, makes a name unusual.
    """
    quick, slow = (
        read_slips(RENDERER.render(batch(slip(family + space)), [layout])[0], layout)[0] for space in ("", " ")
    )
    assert [(f.text.strip(), f.x, f.y, f.size, f.font) for f in quick.own] == [
        (f.text.strip(), f.x, f.y, f.size, f.font) for f in slow.own
    ]


def test_thickened_font_on_both_ways() -> None:
    """This test ensures that a name is bold on the quick way too, where the bold is a thickened regular."""
    renderer = ReportlabRenderer(style=PapillonStyle(strong_fonts=(NOTO_SANS_THICKENED,)))
    (content,) = renderer.render(batch(slip(), slip("AUBIN ")), [ONE_PER_PAGE])
    for page in PdfReader(io.BytesIO(content)).pages:
        drawn: Any = page.get_contents()
        assert drawn.get_data().count(b" 2 Tr ") == 1


@pytest.mark.parametrize("layout", BOTH)
def test_a_class_is_set_once(layout: Layout) -> None:
    """This test ensures that the lines of a class are worked out once for all of its slips, and drawn by name."""
    slips = [slip(login=f"a.b{number}", division=("3A", WRAPPED, "")[number % 3]) for number in range(6)]
    (content,) = RENDERER.render(batch(*slips), [layout])
    forms: Any = PdfReader(io.BytesIO(content)).pages[0]["/Resources"]["/XObject"]  # type: ignore[index]  # pypdf types any object
    assert len([name for name in forms if name.startswith("/D")]) == 2
    expected = ["Classe:3A", f"Classe:{WRAPPED.replace(' ', '')}", ""] * 2
    assert [found.division for found in read_slips(content, layout)] == expected


def test_as_many_classes_as_slips() -> None:
    """This test ensures that no object is written over another, however many are drawn once."""
    slips = [slip(login=f"a.b{number}", division=f"Classe {number}") for number in range(1200)]
    (content,) = RENDERER.render(batch(*slips), [ONE_PER_PAGE])
    pages = PdfReader(io.BytesIO(content), strict=True).pages
    assert len(pages) == len(slips)
    for number in (0, 500, 999, 1199):
        text = pages[number].extract_text()
        assert (f"a.b{number}\n" in text, f"Classe {number}\n" in text) == (True, True)


def test_pages_share_what_they_begin_and_end_with() -> None:
    """This test ensures that the parts that open and close every page are in the file once.

    The last page, of a single slip, ends like no other.
    """
    one, two = RENDERER.render(batch(*[slip(login=f"a.b{number}") for number in range(5)]), BOTH)
    assert len({(page[0].idnum, page[-1].idnum) for page in contents(one)}) == 1
    pages = contents(two)
    assert len({page[0].idnum for page in pages}) == 1
    assert pages[0][-1].idnum == pages[1][-1].idnum != pages[2][-1].idnum


@pytest.mark.parametrize("count", [75, 76, 77, 990])
def test_blocks_of_any_length_are_whole(count: int) -> None:
    """This test ensures that every object is where the file says, whether a block of numbers is full or not."""
    slips = [slip(login=f"a.b{number}") for number in range(count)]
    (content,) = RENDERER.render(batch(*slips), [ONE_PER_PAGE])
    reader = PdfReader(io.BytesIO(content), strict=True)
    assert [page["/StructParents"] for page in reader.pages] == [page.indirect_reference.idnum for page in reader.pages]  # type: ignore[union-attr]  # it has one
    assert f"a.b{count - 1}" in reader.pages[-1].extract_text()


@given(st.text(LETTERS + " '-", max_size=60))
def test_encoded_widths_are_at_most_a_little_too_large(text: str) -> None:
    """This test ensures that no name is taken for narrower than it is, and hardly any for too wide."""
    face = Faces.of(PapillonStyle()).strong
    width = encoded_width(face)(encode_base(text))
    assert face.width(text) <= width + 1e-9
    assert width <= face.width(text) + len(text) / 200


@given(st.lists(st.integers(0, 2**31), max_size=50), st.integers(0, 2**31 - 1))
def test_offsets_move_together(offsets: list[int], by: int) -> None:
    """This test ensures that moving packed offsets is moving each of them."""
    assert shifted(packed(offsets), by) == struct.pack(f">{len(offsets)}I", *[offset + by for offset in offsets])


def test_texts_are_encoded_in_one_call() -> None:
    """This test ensures that what separates texts separates their codes, and that brackets need no escape."""
    encoded = encode_base(SEPARATOR.join(["œuf", "a(b)\\c"])).split(SEPARATOR)
    assert encoded == ["\x9cuf", "a\x81b\x8d\x8fc"]


def test_same_place_on_every_page() -> None:
    """This test ensures that a slip alone on the last page stands where the first of two stands."""
    slips = [slip(login=f"a.b{number}") for number in range(3)]
    (content,) = RENDERER.render(batch(*slips), [evolve(TWO_PER_PAGE, has_cut_lines=False)])
    first, _, last = read_slips(content, TWO_PER_PAGE)
    assert (first.fixed, first.row) == (last.fixed, last.row)
    assert [(f.x, f.y, f.size) for f in first.own] == [(f.x, f.y, f.size) for f in last.own]


def test_slips_without_password_among_the_others() -> None:
    """This test ensures that e-mail slips and their neighbours look the same whichever way they went."""
    usual, unusual = (
        (email_slip(name, "Léa", login="lea.mercier@example.org"), slip(name, "Tom", login="tom.mercier"))
        for name in ("MERCIER", "MERCIER ")
    )
    (content,) = RENDERER.render(batch(*usual, *unusual), [TWO_PER_PAGE])
    one, two = PdfReader(io.BytesIO(content)).pages
    assert one.extract_text() == two.extract_text()
    assert "lea.mercier@example.org" in one.extract_text()
