"""What cannot be printed is refused before anything is drawn, and no error shows a password."""

import traceback
from types import TracebackType
from typing import Any, NoReturn

import pytest
from attrs import evolve

from cyclades_accounts.errors import InvalidValueError, UnprintableTextError
from cyclades_accounts.papillons import FRENCH_PAPILLON_TEXTS, ONE_PER_PAGE, Papillon
from cyclades_accounts.pdf import (
    ATKINSON_REGULAR,
    JETBRAINS_MONO,
    NOTO_SANS,
    SMALLEST_TEXT_PT,
    FontFile,
    PapillonStyle,
    ReportlabRenderer,
)
from cyclades_accounts.pdf._slips import renderer
from tests.pdf.reading import BOTH, RENDERER, batch, rows, slip

SECRET = "Zq7%secret-of-mine"


@pytest.fixture
def no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test in which the renderer begins to draw."""

    def draw(*_: object) -> NoReturn:
        pytest.fail("the renderer began to draw")

    monkeypatch.setattr(renderer, "Stamper", draw)


@pytest.mark.usefixtures("no_drawing")
@pytest.mark.parametrize(
    ("field", "character", "papillon"),
    [
        ("family_name", "李", slip("李MARTIN", "Léa")),
        ("given_names", "ა", slip("MARTIN", "Léa ა")),
        ("family_name", "\x07", slip("MAR\x07TIN", "Léa")),
        ("division", "😀", slip("MARTIN", "Léa", division="3😀")),
        ("login", "ო", slip("MARTIN", "Léa", login="leaო")),
        ("login", " ", slip("MARTIN", "Léa", login="lea martin")),
        ("password", "", slip("MARTIN", "Léa", password=SECRET + "李")),
        ("password", "", slip("MARTIN", "Léa", password=SECRET + " ")),
        ("password", "", slip("MARTIN", "Léa", password=SECRET + "\u00ad")),
    ],
)
def test_character_that_cannot_be_printed(field: str, character: str, papillon: Papillon) -> None:
    """The error names candidate, text and character, but no character of a password, even for the last slip."""
    with pytest.raises(UnprintableTextError) as caught:
        RENDERER.render(batch(slip(), papillon), BOTH)
    assert caught.value == UnprintableTextError(papillon.full_name, field, character)


@pytest.mark.usefixtures("no_drawing")
def test_no_frame_of_the_error_holds_the_password() -> None:
    """A traceback that shows local variables does not show the password."""
    papillon = slip(password=SECRET + "李")
    with pytest.raises(UnprintableTextError) as caught:
        RENDERER.render(batch(papillon), BOTH)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__context__ is None
    here: TracebackType | None = caught.value.__traceback__
    while here:
        assert not any(SECRET in repr(value) for value in here.tb_frame.f_locals.values()), here.tb_frame
        here = here.tb_next


@pytest.mark.usefixtures("no_drawing")
@pytest.mark.parametrize(
    ("field", "changes"),
    [("school", {"school_name": "Collège 李"}), ("session", {"session": "DNB 李"})],
)
def test_character_in_what_all_slips_share(field: str, changes: dict[str, str]) -> None:
    """School and session are reported with the first candidate's name."""
    with pytest.raises(UnprintableTextError) as caught:
        RENDERER.render(batch(slip("MARTIN", "Léa"), slip(), **changes), BOTH)
    assert caught.value == UnprintableTextError("MARTIN Léa", field, "李")


@pytest.mark.usefixtures("no_drawing")
def test_character_in_a_text() -> None:
    """A host's own text is reported under the name of its field."""
    renderer = ReportlabRenderer(evolve(FRENCH_PAPILLON_TEXTS, usage="李"))
    with pytest.raises(UnprintableTextError) as caught:
        renderer.render(batch(), BOTH)
    assert caught.value == UnprintableTextError("AUBIN Antoine", "usage", "李")


@pytest.mark.usefixtures("no_drawing")
@pytest.mark.parametrize("text", ["{login}", "{}", "{0}", "{made_on.year}", "{", "{made_on:%z}"])
def test_text_that_asks_for_something_else(text: str) -> None:
    """Only the two dates can be filled in: a template cannot reach into a slip."""
    renderer = ReportlabRenderer(evolve(FRENCH_PAPILLON_TEXTS, password_note=text))
    with pytest.raises(InvalidValueError) as caught:
        renderer.render(batch(), [ONE_PER_PAGE])
    assert (caught.value.field, caught.value.value) == ("password_note", text)


@pytest.mark.usefixtures("no_drawing")
def test_layout_with_too_many_rows() -> None:
    """A slip is never squeezed below what can be read; the error says how many rows fit."""
    with pytest.raises(InvalidValueError) as caught:
        RENDERER.render(batch(), [ONE_PER_PAGE, rows(5)])
    assert (caught.value.field, caught.value.value) == ("rows", "5")
    assert "1 to 2" in caught.value.expected


@pytest.mark.usefixtures("no_drawing")
def test_texts_too_long_for_a_page() -> None:
    """Texts that do not even fit on a page of their own are refused, not clipped."""
    renderer = ReportlabRenderer(evolve(FRENCH_PAPILLON_TEXTS, usage="à lire jusqu'au bout " * 500))
    with pytest.raises(InvalidValueError, match=r"no row for the layout one-per-page .* shorten the texts"):
        renderer.render(batch(), [ONE_PER_PAGE])


@pytest.mark.parametrize("file", [ATKINSON_REGULAR, NOTO_SANS])
def test_proportional_face_for_codes(file: FontFile) -> None:
    """A renderer that would print passwords in a proportional face cannot be made."""
    with pytest.raises(InvalidValueError) as caught:
        ReportlabRenderer(style=PapillonStyle(code_fonts=[JETBRAINS_MONO, file]))
    assert (caught.value.field, caught.value.value) == ("code_fonts", file.path)


def test_font_that_is_not_there() -> None:
    """A missing font is known when the renderer is made, not when a school waits for its slips."""
    with pytest.raises(ModuleNotFoundError):
        ReportlabRenderer(style=PapillonStyle(text_fonts=[FontFile("no_such_package", "font.ttf")]))
    with pytest.raises(FileNotFoundError):
        ReportlabRenderer(style=PapillonStyle(text_fonts=[FontFile(NOTO_SANS.package, "files/none.ttf")]))


@pytest.mark.parametrize(
    "changes",
    [
        {"margin_mm": 4.9},
        {"margin_mm": 40.1},
        {"text_size_pt": SMALLEST_TEXT_PT - 0.1},
        {"text_size_pt": 16.1},
        {"heading_size_pt": 11.9},
        {"name_size_pt": 40.1},
        {"login_size_pt": 11.9},
        {"password_size_pt": 48.1},
        {"largest_scale": 0.9},
        {"largest_scale": 2.1},
        {"box_grey": 0.5},
        {"cut_width_pt": 0.0},
        {"cut_dash_mm": 0.0},
        {"code_fonts": []},
    ],
)
def test_style_out_of_bounds(changes: dict[str, Any]) -> None:
    """Every field of a style keeps the bounds it documents."""
    with pytest.raises(ValueError, match=next(iter(changes))):
        PapillonStyle(**changes)


def test_texts_and_style_are_what_they_say() -> None:
    """A style in the place of the texts is noticed at once."""
    style: Any = PapillonStyle()
    with pytest.raises(TypeError):
        ReportlabRenderer(style)
