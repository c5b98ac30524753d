"""What a printed list looks like and says of itself, as values; and what a list must have to be printed."""

import enum
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

from attrs import Attribute, field, frozen
from attrs.validators import ge, le, min_len

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.pdf._style import ATKINSON_BOLD, ATKINSON_REGULAR, NOTO_SANS, NOTO_SANS_THICKENED, FontFile


class PrintableList(Protocol):
    """A list as :class:`~cyclades_accounts.rosters.ListTable` is one: this room need not know the other."""

    @property
    def title(self) -> str:
        """What it is."""
        ...

    @property
    def subject(self) -> Sequence[str]:
        """What it is about, a line each."""
        ...

    @property
    def columns(self) -> Sequence[str]:
        """Names of the columns."""
        ...

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """A cell for each column."""
        ...


class ListGroups(enum.Enum):
    """What becomes of the first column of a list, which often names a group."""

    IN_A_COLUMN = "in a column"
    """Nothing: it is a column."""
    UNDER_HEADINGS = "under headings"
    """Rows that follow one another and have the same group stand in a table of their own, under a heading."""
    ON_NEW_PAGES = "on new pages"
    """The same, and each group begins on a page of its own, to be handed to whoever hands the slips out."""


def _fonts(values: Iterable[FontFile]) -> tuple[FontFile, ...]:
    return tuple(values)


@frozen
class ListStyle:
    """Sizes, margins and fonts of a printed list on A4."""

    is_landscape: bool = False
    """The long edge lies at the bottom: for lists of many columns."""
    margin_mm: float = field(default=14.0, validator=[ge(5.0), le(40.0)])
    """Blank edge of the page, in millimetres, 5 to 40: room for a thumb."""
    text_size_pt: float = field(default=10.0, validator=[ge(8.0), le(16.0)])
    """Cells, in points, 8 to 16: read on a table at arm's length."""
    title_size_pt: float = field(default=17.0, validator=[ge(12.0), le(30.0)])
    """Title, in points, 12 to 30."""
    by_hand_mm: float = field(default=22.0, validator=[ge(10.0), le(60.0)])
    """Least width of a column to be filled in by hand, in millimetres, 10 to 60: 22 hold a date. The last such column
    has twice as much at least, for a signature, and whatever is left."""
    by_hand_height_mm: float = field(default=7.0, validator=[ge(5.0), le(30.0)])
    """Least height of a row of a list that is filled in by hand, in millimetres, 5 to 30: 7 hold a signature, and a
    class of 30 stays on a page."""
    head_grey: float = field(default=0.92, validator=[ge(0.75), le(1.0)])
    """Grey behind the names of the columns, 0.75 to 1 (white)."""
    text_fonts: tuple[FontFile, ...] = field(
        default=(ATKINSON_REGULAR, NOTO_SANS), converter=_fonts, validator=min_len(1)
    )
    """Fonts of cells, at least one: each glyph comes from the first that has it."""
    strong_fonts: tuple[FontFile, ...] = field(
        default=(ATKINSON_BOLD, NOTO_SANS_THICKENED), converter=_fonts, validator=min_len(1)
    )
    """Fonts of titles and names of columns, at least one."""


def _fills(*names: str) -> Callable[[object, "Attribute[str]", str], None]:
    """Return a check that a text asks for nothing but these names."""

    def check(instance: object, attribute: "Attribute[str]", text: str) -> None:
        del instance
        try:
            text.format_map(dict.fromkeys(names, ""))
        except (AttributeError, IndexError, KeyError, ValueError):
            expected = f"a text whose only {{…}} are {', '.join(f'{{{name}}}' for name in names)}"
            raise InvalidValueError(attribute.name, text, expected) from None

    return check


@frozen
class PrintedListTexts:
    """What a printed list says besides the list."""

    group: str = field(default="{column} : {group} ({count})", validator=_fills("column", "group", "count"))
    """Over the rows of a group: name of the first column, the group, how many rows."""
    continued: str = field(default="{heading}, suite", validator=_fills("heading"))
    """The same on a further page."""
    page: str = field(default="Page {page} sur {pages}", validator=_fills("page", "pages"))
    untitled: str = "Liste"
    """The title where the list has none: a document without one is not accessible."""


FRENCH_PRINTED_LIST_TEXTS: Final = PrintedListTexts()
"""The texts we ship."""
