"""A layout as places on a page, and which slip stands where."""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from cyclades_accounts.papillons import Layout
from cyclades_accounts.pdf._setting.operators import Rect
from cyclades_accounts.pdf._slips.checking import CheckedSlip, Cover

PAGE_WIDTH: Final[float] = A4[0]
"""Width of a page, in points."""
PAGE_HEIGHT: Final[float] = A4[1]
"""Height of a page, in points."""

_HAIR: Final = 0.01  # rounding


def places(layout: Layout) -> list[Rect]:
    """Return the places of a page, row by row from the upper left one, in points from its lower left corner."""
    x, y, gap_x, gap_y = (
        length * mm for length in (layout.margin_x_mm, layout.margin_y_mm, layout.gap_x_mm, layout.gap_y_mm)
    )
    width = (PAGE_WIDTH - 2 * x - (layout.columns - 1) * gap_x) / layout.columns
    height = (PAGE_HEIGHT - 2 * y - (layout.rows - 1) * gap_y) / layout.rows
    return [
        Rect(x + column * (width + gap_x), PAGE_HEIGHT - y - (row + 1) * height - row * gap_y, width, height)
        for row in range(layout.rows)
        for column in range(layout.columns)
    ]


def cuts(layout: Layout) -> tuple[list[float], list[float]]:
    """Return where a page is cut: the x of the vertical lines and the y of the horizontal ones, without its edges."""
    grid = places(layout)
    xs = {round(x, 3) for place in grid for x in (place.x, place.x + place.width)}
    ys = {round(y, 3) for place in grid for y in (place.y, place.y + place.height)}
    return (
        sorted(x for x in xs if _HAIR < x < PAGE_WIDTH - _HAIR),
        sorted((y for y in ys if _HAIR < y < PAGE_HEIGHT - _HAIR), reverse=True),
    )


def pages(pile: Sequence[CheckedSlip], layout: Layout) -> Iterator[Sequence[CheckedSlip]]:
    """Give the slips of each page of a pile, in the order of the places; on the last page some places may be empty."""
    if layout.cover_at_group:
        pile = _with_covers(pile)
    for section in _sections(pile, layout):
        if not layout.cut_and_stack:
            yield from (section[start : start + layout.places] for start in range(0, len(section), layout.places))
            continue
        count = math.ceil(len(section) / layout.places)
        yield from (section[number::count] for number in range(count))


def _with_covers(pile: Sequence[CheckedSlip]) -> list[CheckedSlip]:
    made: list[CheckedSlip] = []
    for group, slips in groupby(pile, lambda slip: slip.papillon.group):
        section = list(slips)
        made += [CheckedSlip(Cover(group, len(section)), group.label), *section]
    return made


def _sections(pile: Sequence[CheckedSlip], layout: Layout) -> Iterator[Sequence[CheckedSlip]]:
    """Cut the pile where a new page begins."""
    if layout.new_page_at_group:
        yield from (list(section) for _, section in groupby(pile, lambda slip: slip.papillon.group))
    else:
        yield pile
