"""How slips are drawn: layouts, styles and texts."""

from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from cyclades_accounts.papillons import FRENCH_PAPILLON_TEXTS, LAYOUTS, Layout, PapillonTexts
from cyclades_accounts.pdf import LARGE_PRINT, FontFile, Letterhead, ListStyle, PapillonStyle
from cyclades_accounts.testing.strategies._values import values
from cyclades_accounts.testing.strategies._words import texts


def _up_to(largest: float, smallest: float = 0.0) -> st.SearchStrategy[float]:
    return st.floats(smallest, largest)


def layouts() -> st.SearchStrategy[Layout]:
    """A layout of those we ship, or any grid with margins and gaps; not each leaves room for a slip."""
    free = values(
        Layout,
        name=st.from_regex("[a-z]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True),
        label=st.sampled_from(["Le mien", "12 étiquettes"]),
        rows=st.integers(1, 20),
        columns=st.integers(1, 6),
        margin_x_mm=_up_to(50),
        margin_y_mm=_up_to(50),
        gap_x_mm=_up_to(20),
        gap_y_mm=_up_to(20),
    )
    return st.sampled_from(LAYOUTS) | free


def papillon_texts() -> st.SearchStrategy[PapillonTexts]:
    """The French texts, one of them replaced by another without a brace."""
    names = st.sampled_from(["title", "heading", "introduction", "usage", "lost_note", "candidate_label"])
    words = texts(max_size=20).map(lambda text: text.replace("{", "").replace("}", ""))

    def of(name: str, word: str) -> PapillonTexts:
        changes: dict[str, Any] = {name: word}
        return evolve(FRENCH_PAPILLON_TEXTS, **changes)

    return st.just(FRENCH_PAPILLON_TEXTS) | st.builds(of, names, words)


def font_files() -> st.SearchStrategy[FontFile]:
    """A font that our default style or the one in large print uses, as it is or thickened."""
    fonts = {font for style in (PapillonStyle(), LARGE_PRINT) for font in (*style.text_fonts, *style.code_fonts)}
    some = st.sampled_from(sorted(fonts, key=lambda font: font.path))
    return st.builds(lambda font, by: evolve(font, thickened_by=by), some, _up_to(0.1))


def papillon_styles() -> st.SearchStrategy[PapillonStyle]:
    """A style with any sizes and greys, and our fonts."""
    return st.builds(
        PapillonStyle,
        margin_mm=_up_to(40, 5),
        label_margin_mm=_up_to(10, 1),
        text_size_pt=_up_to(16, 9),
        heading_size_pt=_up_to(40, 12),
        name_size_pt=_up_to(40, 12),
        login_size_pt=_up_to(40, 12),
        password_size_pt=_up_to(48, 12),
        largest_scale=_up_to(2, 1),
        box_grey=_up_to(1, 0.85),
        band_grey=_up_to(1, 0.75),
        cut_width_pt=_up_to(2, 0.25),
        cut_dash_mm=_up_to(10, 0.5),
    )


def letterheads() -> st.SearchStrategy[Letterhead]:
    """A letterhead of any height; its file is not there, and is not asked for before a renderer has it."""
    paths = st.from_regex("[a-z]{1,8}/[a-z]{1,8}[.](pdf|png|jpg)", fullmatch=True)
    return st.builds(Letterhead, path=paths, height_mm=_up_to(100, 10))


def list_styles() -> st.SearchStrategy[ListStyle]:
    """A style of printed lists with any sizes, and our fonts."""
    return st.builds(
        ListStyle,
        is_landscape=st.booleans(),
        margin_mm=_up_to(40, 5),
        text_size_pt=_up_to(16, 8),
        title_size_pt=_up_to(30, 12),
        by_hand_mm=_up_to(60, 10),
        by_hand_height_mm=_up_to(30, 5),
        head_grey=_up_to(1, 0.75),
    )
