"""Nothing is clipped, nothing overlaps: where texts stand on a slip, however long they are."""

import io
import itertools
import re
from pathlib import Path

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from cyclades_accounts.papillons import FRENCH_PAPILLON_TEXTS, ONE_PER_PAGE, TWO_PER_PAGE, Layout
from cyclades_accounts.pdf import SMALLEST_TEXT_PT, PapillonStyle, ReportlabRenderer
from cyclades_accounts.pdf._slips.planning import plan_slip
from cyclades_accounts.pdf._slips.style import Faces
from cyclades_accounts.pdf._slips.wording import Wording
from tests.pdf.reading import (
    BOTH,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RENDERER,
    VISIBLE_ASCII,
    ReadSlip,
    batch,
    read_slips,
    save,
    slip,
)

LONG = slip(
    "de La Rochefoucauld-Doudeauville - - Saint-Exupéry Montmorency",
    "Marie-Chloé Françoise Anne-Gaëlle Bérengère",
    login="marie-chloe-francoise-anne-gaelle.de-la-rochefoucauld-doudeauvil",
    password=VISIBLE_ASCII,
    division="Troisième européenne et prépa-métiers 2",
)
EMAIL = slip("N" * 300, "O", login=f"{'q' * 64}@{'a' * 60}.{'b' * 124}.fr", password="W" * 128)
SHORT = slip("O", "Li", login="o.li", password="aB3$", division="")


@frozen
class Box:
    """Where the ink of a line is, in points from the lower left corner of the slip."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share more than an edge."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.01
            and min(self.top, other.top) - max(self.bottom, other.bottom) > 0.01
        )


def box(text: str, x: float, y: float, size: float, width: float) -> Box:
    """Return the box of a line: from the depth of a g to the height of a capital, as wide as its glyphs."""
    return Box(text, x, y - 0.21 * size, x + width, y + 0.74 * size)


def boxes(found: ReadSlip) -> list[Box]:
    """Return the boxes of a slip that was read back; the widths are those of the fonts that the PDF names."""
    faces = Faces.of(PapillonStyle())
    fonts = {font.name: font for face in (faces.text, faces.strong, faces.code) for font in face.fonts}
    lines = itertools.groupby((*found.fixed, *found.own), key=lambda fragment: (fragment.x, fragment.y))
    made = []
    for (x, y), group in lines:
        fragments = list(itertools.dropwhile(lambda fragment: not fragment.text.strip(), group))  # pypdf's spaces
        text = "".join(fragment.text for fragment in fragments).strip()
        used = [fonts[fragment.font.partition("+")[2]] for fragment in fragments for _ in fragment.text.strip()]
        size = fragments[0].size
        made.append(box(text, x, y, size, size * sum(font.widths[c] for font, c in zip(used, text, strict=True))))
    return made


def check(boxes: list[Box], layout: Layout, path: Path | None = None) -> None:
    """Assert that every line is inside its slip, away from the edge, and off all others."""
    height = PAGE_HEIGHT / layout.rows
    edge = PapillonStyle().margin_mm * 72 / 25.4
    for line in boxes:
        assert line.left >= edge - 0.01, (line, path)
        assert line.right <= PAGE_WIDTH - edge + 0.01, (line, path)
        assert line.bottom >= edge - 0.01, (line, path)
        assert line.top <= height - edge, (line, path)
    for line, other in itertools.combinations(boxes, 2):
        assert not line.overlaps(other), (line, other, path)


@pytest.mark.parametrize("layout", BOTH)
def test_long_and_short_texts_stay_in_their_places(layout: Layout, tmp_path: Path) -> None:
    """Long names, a 254-character login and a 128-character password overlap nothing and leave the slip nowhere."""
    papillons = [slip(), SHORT, LONG, EMAIL]
    (content,) = RENDERER.render(batch(*papillons), [layout])
    path = save(content, tmp_path, "boxes.pdf")
    found = read_slips(content, layout)
    assert len(found) == len(papillons), path
    for one in found:
        check(boxes(one), layout, path)


@given(
    st.text("iIlmMWwŁé -'", min_size=1, max_size=120).filter(str.strip),
    st.text("iW0.@-_", min_size=1, max_size=254),
    st.text("iW0\\(", min_size=1, max_size=128),
    st.text("iW 3-", max_size=40),
    st.sampled_from(BOTH),
)
def test_any_text_stays_in_its_place(name: str, login: str, password: str, division: str, layout: Layout) -> None:
    """Whatever the lengths, lines overlap nothing and leave the slip nowhere; here before they are drawn."""
    papillon = slip(name, "Léa", login=login, password=password, division=division)
    wording, height = Wording.of(FRENCH_PAPILLON_TEXTS, batch()), PAGE_HEIGHT / layout.rows
    plan = plan_slip(wording, PapillonStyle(), PAGE_WIDTH, height, is_label=False)
    assert plan
    own = plan.own({"name": papillon.full_name, "division": division, "login": login, "password": password})
    fixed = itertools.chain(plan.division_label, *(part.fixed for part in plan.parts))
    lines = [*fixed, *itertools.chain.from_iterable(own.values())]
    check(
        [box("".join(span.text for span in line.spans), line.x, line.y, line.size, line.width) for line in lines],
        layout,
    )


def test_long_fixed_texts_wrap(tmp_path: Path) -> None:
    """A school's long name and a host's long texts take more lines and push the rest down."""
    texts = evolve(
        FRENCH_PAPILLON_TEXTS,
        heading="Votre compte pour les services numériques de l'examen",
        issued_note="Édité le {made_on} par le secrétariat de votre établissement",
        introduction=FRENCH_PAPILLON_TEXTS.introduction * 3,
    )
    given_batch = batch(
        LONG, school_name="Collège Jeanne-Marie-Antoinette de la Très-Longue-Vallée " * 3, session="D" * 80
    )
    (content,) = ReportlabRenderer(texts).render(given_batch, [ONE_PER_PAGE])
    (found,) = read_slips(content, ONE_PER_PAGE)
    check(boxes(found), ONE_PER_PAGE, save(content, tmp_path, "long.pdf"))


@pytest.mark.parametrize("layout", BOTH)
def test_fixed_texts_are_large_enough_to_read(layout: Layout) -> None:
    """No fixed text is smaller than 9 points, and the password is the largest text of the slip."""
    (content,) = RENDERER.render(batch(), [layout])
    (found,) = read_slips(content, layout)
    assert min(fragment.size for fragment in found.fixed) >= SMALLEST_TEXT_PT
    assert max((*found.fixed, *found.own), key=lambda fragment: fragment.size).text == "5ds<JsXkby"


def test_a_page_of_its_own_is_used() -> None:
    """A slip alone on its page is larger, and reaches down into the last third of it."""
    one, two = (
        read_slips(content, layout)[0] for layout, content in zip(BOTH, RENDERER.render(batch(), BOTH), strict=True)
    )
    assert one.codes[0].size > 1.3 * two.codes[0].size
    assert min(fragment.y for fragment in one.fixed) < PAGE_HEIGHT / 3


def test_names_shrink_then_wrap() -> None:
    """A name that is a little too long stays on one line; a long one takes two, broken at a space or after a hyphen."""
    little, long = (
        slip("MARTIN-DUPONT", "Jean-Luc"),
        slip("LE GOFF--QUÉMÉNER DE LA TOUR", "Marie-Christophe Ange"),
    )
    (content,) = RENDERER.render(batch(slip(), little, long), [ONE_PER_PAGE])
    plain, shrunk, wrapped = ([f for f in found.own if f.x < 60] for found in read_slips(content, ONE_PER_PAGE))
    assert [f.text.strip() for f in shrunk] == [little.full_name]
    assert shrunk[0].size < plain[0].size
    assert [f.text.strip() for f in wrapped] == ["LE GOFF--QUÉMÉNER DE LA", "TOUR Marie-Christophe Ange"]


def test_a_login_breaks_after_a_sign_and_says_so() -> None:
    """A login too long for a readable line is broken where it can after a sign, and an arrow, no character, says so."""
    login = f"{'a' * 50}@{'b' * 50}.example.org"
    (whole,) = RENDERER.render(batch(slip()), [TWO_PER_PAGE])
    (broken,) = RENDERER.render(batch(slip(login=login)), [TWO_PER_PAGE])
    (found,) = read_slips(broken, TWO_PER_PAGE)
    lines = [fragment.text for fragment in found.codes][:-1]
    assert lines == [f"{'a' * 50}@", f"{'b' * 50}.example.org"]
    assert strokes(broken) == strokes(whole) + 1


def strokes(content: bytes) -> int:
    """Return how many lines are drawn on the first page, boxes drawn once apart."""
    text = PdfReader(io.BytesIO(content)).pages[0].get_contents()
    assert text is not None
    return len(re.findall(rb"\bS\b", text.get_data()))
