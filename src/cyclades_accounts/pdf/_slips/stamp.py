"""A slip at a place of a page, as PDF operators with blanks for the texts of the candidate."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import takewhile
from math import inf
from typing import Final

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

_HAIR: Final = 1e-9  # rounding


@frozen
class Stamp:
    """What is the same on all slips of a plan that stand at one place of a page.

    A slip is the opening, what stands behind its texts, one of the two templates filled in, and the closing.
    """

    plan: SlipPlan
    opening: str
    """The frame, and the parts before the first text of the candidate."""
    usual: tuple[str, ...]
    """Five texts: the operators before, between and after name, class, login and password, where all of these but the
    class are encoded texts that fit on a line in the largest size. Without password the last one is empty."""
    unusual: tuple[str, ...]
    """The operators before, between and after the texts of :attr:`own`, which come as operators themselves."""
    own: tuple[str, ...]
    """The slots of the plan, in the order in which their texts stand on the slip."""
    closing: str
    """The parts after the last text of the candidate."""
    limits: tuple[float, int, int]
    """Up to which width of the name, in em, and lengths of login and password a slip may be usual."""

    def fill_in(self, shown: Mapping[str, str]) -> str:
        """Fill in the operators of each text of an unusual slip."""
        first, *rest = self.unusual
        return first + "".join(shown[name] + after for name, after in zip(self.own, rest, strict=True))


@lru_cache(maxsize=1024)  # as many as the places of some dozen plans
def stamp_of(plan: SlipPlan, place: Rect, mark: int) -> Stamp:
    """Return the stamp of a plan at a place; its first part is the marked content ``mark`` of the page."""
    parts = [
        f"/{part.kind}<</MCID {mark + number}>>BDC /{PARTS[plan.kind]}{number} Do "
        f"{' '.join(SEPARATOR for _ in part.own)} EMC\n"
        for number, part in enumerate(plan.parts)
    ]
    start, end = _fixed_parts(plan.parts), len(parts) - _fixed_parts(plan.parts[::-1])
    unusual = "".join(parts[start:end])
    blanks = {name: _line_of(slot, "" if slot.is_code else " ") for name, slot in plan.slots.items()}
    blanks["division"] = SEPARATOR
    own = tuple(name for part in plan.parts for name in part.own)
    usual = unusual.replace("%", "%%").replace(SEPARATOR, "%s") % tuple(blanks[name] for name in own)
    frame = f"q 1 0 0 1 {numbers(place.x, place.y)} cm /Artifact BMC /{FRAMES[plan.kind]} Do EMC\n"
    return Stamp(
        plan,
        frame + "".join(parts[:start]),
        (*usual.split(SEPARATOR), "")[:5],
        tuple(unusual.split(SEPARATOR)),
        own,
        "".join(parts[end:]) + "Q\n",
        _limits(plan.slots),
    )


def capacity(slot: Slot) -> int:
    """Return how many characters of a monospaced face stand on one line in the largest size."""
    return int(slot.plain_ems / slot.face.width("0") + _HAIR)


def _limits(slots: Mapping[str, Slot]) -> tuple[float, int, int]:
    if "login" not in slots or "spelled" in slots:  # of a cover, or another text on each slip: none is usual
        return -inf, 0, 0
    return slots["name"].plain_ems, capacity(slots["login"]), capacity(slots.get("password", slots["login"]))


def _line_of(slot: Slot, end: str) -> str:
    """Return the operators of a line in the largest size of a slot, with a blank for its text."""
    span = Span(slot.face.fonts[0], SEPARATOR, BASE, slot.face.key)
    return show([Line(slot.rect.x, slot.baseline, slot.size, (span,))], end)


def _fixed_parts(parts: Sequence[Part]) -> int:
    """Return how many parts stand before the first that holds a text of the candidate."""
    return sum(1 for _ in takewhile(lambda part: not part.own, parts))
