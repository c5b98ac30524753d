"""A slip at a place of a page, as PDF operators with blanks."""

from itertools import takewhile
from typing import Self

from attrs import frozen

from cyclades_accounts.pdf._encoding import BASE, SEPARATOR
from cyclades_accounts.pdf._fonts import Run
from cyclades_accounts.pdf._operators import numbers, show
from cyclades_accounts.pdf._slip import Part, Rect, SlipPlan, Slot
from cyclades_accounts.pdf._text import Line


@frozen
class Stamp:
    """What is the same on all slips of a plan that stand at one place of a page.

    A slip is its opening, what :func:`press` makes of the candidate's own texts, and its closing.
    """

    opening: str
    """Frame, and the parts before the first text of the candidate."""
    usual: tuple[str, ...]
    """What stands before, between and after name, class, login and, if the plan has one, password, where all but the
    class are encoded texts that fit on a line in the largest size."""
    unusual: tuple[str, ...]
    """The same, if all of them are operators."""
    closing: str
    """The parts after the last text of the candidate."""

    @classmethod
    def of(cls, plan: SlipPlan, place: Rect, mark: int, frame: str, drawn: str) -> Self:
        """Return the stamp of a plan at a place, whose first part is marked content ``mark`` of the page.

        ``frame`` and, with a number, ``drawn`` are what pages call the frame and the parts.
        """
        parts = [
            f"/{part.kind}<</MCID {mark + number}>>BDC /{drawn}{number} Do "
            f"{' '.join([SEPARATOR] * len(part.own))} EMC\n"
            for number, part in enumerate(plan.parts)
        ]
        start = _fixed_parts(plan.parts)
        end = len(parts) - _fixed_parts(plan.parts[::-1])
        moved = f"q 1 0 0 1 {numbers(place.x, place.y)} cm /Artifact BMC /{frame} Do EMC\n"
        unusual = "".join(parts[start:end])
        blanks = {name: _line_of(slot, "" if slot.is_code else " ") for name, slot in plan.slots.items()}
        blanks["division"] = SEPARATOR
        own = tuple(blanks[name] for part in plan.parts for name in part.own)
        usual = unusual.replace("%", "%%").replace(SEPARATOR, "%s") % own
        return cls(
            moved + "".join(parts[:start]),
            tuple(usual.split(SEPARATOR)),
            tuple(unusual.split(SEPARATOR)),
            "".join(parts[end:]) + "Q\n",
        )


def press(around: tuple[str, ...], own: tuple[str, str, str, str, str]) -> str:
    """Return what is one candidate's own, with what stands ``around`` it.

    ``own``: what is drawn behind, name, class, login and password. Called for every slip: nothing is quicker.
    """
    behind, name, division, login, password = own
    a, b, c, d, e = around
    return f"{behind}{a}{name}{b}{division}{c}{login}{d}{password}{e}"


def press_without_password(around: tuple[str, ...], own: tuple[str, str, str]) -> str:
    """Return the same of a slip that shows no password. ``own``: name, class and login."""
    name, division, login = own
    a, b, c, d = around
    return f"{a}{name}{b}{division}{c}{login}{d}"


def _line_of(slot: Slot, end: str = "") -> str:
    """Return the operators of a line in the largest size of a slot, with a blank for its text."""
    run = Run(slot.face.fonts[0], SEPARATOR, BASE, slot.face.key)
    return show([Line(slot.rect.x, slot.baseline, slot.size, (run,))], end)


def _fixed_parts(parts: tuple[Part, ...]) -> int:
    """Return how many parts stand before the first that holds a text of the candidate."""
    return sum(1 for _ in takewhile(lambda part: not part.own, parts))
