"""How wide the columns of a printed list are, and which of them are filled in by hand."""

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.pdf._fonts.faces import Typeface

PAD: Final = 4.0
"""Between a text and the lines around its cell, in points."""

_WIDEST: Final = 0.4  # of the page: one very long cell must not take the room of the other columns
_NARROWEST: Final = 1.5  # in em: the widest letter fits in any column
_HAIR: Final = 0.01  # rounding


@frozen
class PrintedColumn:
    """A column in its place."""

    name: str
    x: float
    """Of its left line, in points from the left edge of the page."""
    width: float
    """In points."""
    is_by_hand: bool
    """Whether it is filled in on paper: no row has a text in it, nor in a column right of it."""

    @property
    def room(self) -> float:
        """Width for text, in points."""
        return self.width - 2 * PAD


def set_columns(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    faces: tuple[Typeface, Typeface],
    *,
    left: float,
    width: float,
    size: float,
    by_hand: float,
) -> list[PrintedColumn]:
    """Share a width out among columns of tidy texts; lengths in points.

    A column that is filled in by hand has at least the width ``by_hand``. The last of these has at least twice that,
    and gets all that is left. The others are as wide as their longest text where there is room. Where there is not,
    they shrink in proportion, down to their longest word, and further if need be.

    Raises:
        InvalidValueError: there are more columns than the width can hold.
    """
    text, strong = faces
    floor = 2 * PAD + _NARROWEST * size
    if len(names) * floor > width:
        expected = f"at most {int(width / floor)} with this style"
        raise InvalidValueError("columns", f"{len(names)} columns", expected)
    filled = max((place for place in range(len(names)) if any(row[place] for row in rows)), default=-1)
    blank = [place > filled for place in range(len(names))]
    last = max((place for place, is_blank in enumerate(blank) if is_blank), default=None)
    least, wished = [], []
    for place, name in enumerate(names):
        cells = [row[place] for row in rows if row[place]]
        words = max(map(strong.width, name.split()), default=0.0)
        words = max([words, *(text.width(word) for cell in cells for word in cell.split())])
        whole = max([words, *map(text.width, cells)])
        needed = max(floor, by_hand * blank[place] * (1 + (place == last)))
        narrow, wide = (max(needed, min(ems * size, width * _WIDEST) + 2 * PAD + _HAIR) for ems in (words, whole))
        least.append(narrow)
        wished.append(wide)
    widths = _share(floor, least, wished, width, last)
    lefts = [left + sum(widths[:place]) for place in range(len(widths))]
    return [PrintedColumn(*column) for column in zip(names, lefts, widths, blank, strict=True)]


def _share(floor: float, least: list[float], wished: list[float], width: float, last: int | None) -> list[float]:
    spare = width - sum(wished)
    if spare >= 0:
        if last is None:
            return [wish * width / sum(wished) for wish in wished]
        return [wish + spare * (place == last) for place, wish in enumerate(wished)]
    low, high = (least, wished) if sum(least) <= width else ([floor] * len(least), least)
    part = (width - sum(low)) / (sum(high) - sum(low))
    return [narrow + (wide - narrow) * part for narrow, wide in zip(low, high, strict=True)]
