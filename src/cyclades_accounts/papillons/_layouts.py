"""How slips stand on a page: a grid, and the ones that we ship (M9)."""

from typing import Final

from attrs import field, frozen
from attrs.validators import ge, le, matches_re

from cyclades_accounts.model import counted, one_line


def _mm(largest: float) -> float:
    """Return a field for a length in millimetres, from 0, the default, to ``largest``."""
    length: float = field(default=0.0, validator=[ge(0.0), le(largest)])
    return length


@frozen
class Layout:
    """How slips stand on an A4 page: a grid of equal places, filled row by row unless :attr:`cut_and_stack`."""

    name: str = field(validator=matches_re(r"[a-z0-9]+(-[a-z0-9]+)*"))
    """Stable name, in small letters, digits and hyphens between them: it goes into file names and
    :attr:`~cyclades_accounts.model.Document.layout`."""
    label: str = field(validator=one_line)
    """French name, as lists show it."""
    rows: int = field(validator=counted(20))
    """Places from top to bottom, 1 to 20."""
    columns: int = field(default=1, validator=counted(6))
    """Places from left to right, 1 to 6."""
    margin_x_mm: float = _mm(50)
    """From the left and right edges of the sheet to the places, in millimetres, 0 to 50."""
    margin_y_mm: float = _mm(50)
    """From the upper and lower edges of the sheet to the places, in millimetres, 0 to 50."""
    gap_x_mm: float = _mm(20)
    """Between two columns, in millimetres, 0 to 20."""
    gap_y_mm: float = _mm(20)
    """Between two rows, in millimetres, 0 to 20."""
    is_label: bool = False
    """Whether slips are short: candidate, class, login, password and one note. A label has no room for the other
    explanations."""
    has_cut_lines: bool = True
    """Whether dashed lines are drawn between places. Off for sheets that are already cut, such as labels."""
    cut_and_stack: bool = False
    """Whether slips fill the same place of all pages before the next place. Somebody then cuts the printed pile once
    and puts the parts on one another, place after place: the slips are in the order of the batch. With
    :attr:`new_page_at_group` this holds within each group."""
    new_page_at_group: bool = False
    """Whether a page begins where the group of the slips changes. No page is blank."""
    cover_at_group: bool = False
    """Whether a cover stands before the slips of each group, in a place of the grid. It says which group, how many
    slips and which school, keeps the groups apart once the pile is cut, and is the only thing in a document that is no
    slip.
    """

    @property
    def places(self) -> int:
        """Places on a page."""
        return self.rows * self.columns


ONE_PER_PAGE: Final = Layout("one-per-page", "1 papillon par page", 1)
"""First document of a generation (M9), only document of a regeneration (M14)."""

TWO_PER_PAGE: Final = Layout("two-per-page", "2 papillons par page", 2)
"""Second document of a generation (M9)."""

LABELS_2_BY_4: Final = Layout(
    "labels-2-by-4", "8 étiquettes par page", 4, 2, 4.65, 12.9, 2.5, is_label=True, has_cut_lines=False
)
"""Sheets of 8 sticky labels of 99.1 × 67.8 mm."""

LABELS_3_BY_8: Final = Layout(
    "labels-3-by-8", "24 étiquettes par page", 8, 3, 7.25, 12.9, 2.5, is_label=True, has_cut_lines=False
)
"""Sheets of 24 sticky labels of 63.5 × 33.9 mm."""

CARDS_4_BY_9: Final = Layout("cards-4-by-9", "36 cartes par page", 9, 4, 8, 8, is_label=True)
"""36 cards of 48.5 × 31.2 mm, to be cut out of plain paper; an edge of 8 mm is white, more than any office printer
needs."""

LAYOUTS: Final = (ONE_PER_PAGE, TWO_PER_PAGE, LABELS_2_BY_4, LABELS_3_BY_8, CARDS_4_BY_9)
"""The layouts that we ship. :func:`attrs.evolve` makes others of them: other margins, cut and stack, a page a group."""

LAYOUT_BY_NAME: Final = {layout.name: layout for layout in LAYOUTS}
"""The same by name, which is all that a document keeps of its layout."""
