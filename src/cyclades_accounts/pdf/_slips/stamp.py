"""A slip at a place of a page, as PDF operators with blanks for the texts of the candidate."""

from collections.abc import Mapping
from itertools import takewhile
from typing import Final, Self

from attrs import frozen

from cyclades_accounts.pdf._fonts.encoding import BASE, SEPARATOR
from cyclades_accounts.pdf._fonts.faces import Span
from cyclades_accounts.pdf._setting.operators import Rect, numbers, show
from cyclades_accounts.pdf._setting.text import Line
from cyclades_accounts.pdf._slips.plan import Part, SlipKind, SlipPlan, Slot

FRAMES: Final = {SlipKind.PASSWORD: "F", SlipKind.EMAIL: "FE", SlipKind.COVER: "FC"}
"""Name of the form that draws the frame of a slip."""
PARTS: Final = {SlipKind.PASSWORD: "B", SlipKind.EMAIL: "E", SlipKind.COVER: "C"}
"""Name, but for the number of the part, of the forms that draw the fixed lines of its parts."""


def opening_at(plan: SlipPlan, place: Rect) -> str:
    """Return the operators that move to a place and draw the frame there; ``Q`` moves back."""
    return f"q 1 0 0 1 {numbers(place.x, place.y)} cm /Artifact BMC /{FRAMES[plan.kind]} Do EMC\n"


def marked_parts(plan: SlipPlan, mark: int, own: Mapping[str, str]) -> list[str]:
    """Return the operators of each part, whose texts of the candidate are drawn by ``own``.

    The first part is the marked content with the number ``mark`` of the page.
    """
    return [
        f"/{part.kind}<</MCID {mark + number}>>BDC /{PARTS[plan.kind]}{number} Do "
        f"{' '.join(own[name] for name in part.own)} EMC\n"
        for number, part in enumerate(plan.parts)
    ]


@frozen
class Stamp:
    """What is the same on all slips of a plan that stand at one place of a page.

    A slip is the opening, one of the two templates filled in by :func:`fill`, and the closing.
    """

    opening: str
    """The frame, and the parts before the first text of the candidate."""
    usual: tuple[str, ...]
    """Five texts: the operators before, between and after name, class, login and password, where all of these but the
    class are encoded texts that fit on a line in the largest size. Without password the last one is empty."""
    unusual: tuple[str, ...]
    """Six texts of the same use, for a slip whose name, class, login and password come as operators themselves."""
    closing: str
    """The parts after the last text of the candidate."""

    @classmethod
    def of(cls, plan: SlipPlan, place: Rect, mark: int) -> Self:
        """Return the stamp of a plan at a place; its first part is the marked content ``mark`` of the page."""
        parts = marked_parts(plan, mark, dict.fromkeys(plan.slots, SEPARATOR))
        start = _fixed_parts(plan.parts)
        end = len(parts) - _fixed_parts(plan.parts[::-1])
        unusual = "".join(parts[start:end])
        blanks = {name: _line_of(slot, "" if slot.is_code else " ") for name, slot in plan.slots.items()}
        blanks["division"] = SEPARATOR
        own = tuple(blanks[name] for part in plan.parts for name in part.own)
        usual = unusual.replace("%", "%%").replace(SEPARATOR, "%s") % own
        return cls(
            opening_at(plan, place) + "".join(parts[:start]),
            (*usual.split(SEPARATOR), "")[:5],
            (*unusual.split(SEPARATOR), "")[:5],
            "".join(parts[end:]) + "Q\n",
        )


def fill(template: tuple[str, ...], own: tuple[str, str, str, str, str]) -> str:
    """Fill in a template of a stamp with the texts of a candidate.

    ``own``: what is drawn behind, name, class, login and password. It is called for every slip, and is written so
    because a formatted string is the fastest way to join texts.
    """
    behind, name, division, login, password = own
    a, b, c, d, e = template
    return f"{behind}{a}{name}{b}{division}{c}{login}{d}{password}{e}"


def _line_of(slot: Slot, end: str) -> str:
    """Return the operators of a line in the largest size of a slot, with a blank for its text."""
    span = Span(slot.face.fonts[0], SEPARATOR, BASE, slot.face.key)
    return show([Line(slot.rect.x, slot.baseline, slot.size, (span,))], end)


def _fixed_parts(parts: tuple[Part, ...]) -> int:
    """Return how many parts stand before the first that holds a text of the candidate."""
    return sum(1 for _ in takewhile(lambda part: not part.own, parts))
