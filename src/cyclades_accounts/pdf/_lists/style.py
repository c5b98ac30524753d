"""How a printed list looks, as values."""

import enum

from attrs import field, frozen
from attrs.validators import ge, le, min_len

from cyclades_accounts.pdf._fonts.files import STRONG_FONTS, TEXT_FONTS, FontFile, in_order


class ListGroups(enum.Enum):
    """How rows are grouped by the first column of a list, for example the class."""

    IN_A_COLUMN = "in a column"
    """They are not: the first column is printed like the others."""
    UNDER_HEADINGS = "under headings"
    """Rows that follow one another and have the same group stand in a table of their own, under a heading."""
    ON_NEW_PAGES = "on new pages"
    """Like ``UNDER_HEADINGS``, and each group begins a page, for the person who hands out the slips of a class."""


@frozen
class ListStyle:
    """Sizes, margins and fonts of a printed list on A4."""

    is_landscape: bool = False
    """Whether the long edge is at the bottom: for lists with many columns."""
    margin_mm: float = field(default=14.0, validator=[ge(5.0), le(40.0)])
    """Blank edge of the page, in millimetres, 5 to 40: room for a thumb."""
    text_size_pt: float = field(default=10.0, validator=[ge(8.0), le(16.0)])
    """Size of cells, in points, 8 to 16: read at arm's length."""
    title_size_pt: float = field(default=17.0, validator=[ge(12.0), le(30.0)])
    """Size of the title, in points, 12 to 30."""
    by_hand_mm: float = field(default=22.0, validator=[ge(10.0), le(60.0)])
    """Least width of a column to be filled in by hand, in millimetres, 10 to 60: 22 hold a date. The last such column
    has at least twice as much, for a signature, and gets the width that is left."""
    by_hand_height_mm: float = field(default=7.0, validator=[ge(5.0), le(30.0)])
    """Least height of a row of a list that is filled in by hand, in millimetres, 5 to 30: 7 hold a signature, and a
    class of 30 stays on a page."""
    head_grey: float = field(default=0.92, validator=[ge(0.75), le(1.0)])
    """Grey behind the names of the columns, 0.75 to 1 (white)."""
    text_fonts: tuple[FontFile, ...] = field(default=TEXT_FONTS, converter=in_order, validator=min_len(1))
    """Fonts of cells, at least one: each glyph comes from the first that has it."""
    strong_fonts: tuple[FontFile, ...] = field(default=STRONG_FONTS, converter=in_order, validator=min_len(1))
    """Fonts of titles and names of columns, at least one."""
