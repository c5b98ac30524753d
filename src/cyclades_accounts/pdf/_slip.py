"""A slip worked out: what all slips of a batch share, and the places of what they do not.

Lengths are points; the origin is the lower left corner of the slip, as in a PDF.
"""

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from cyclades_accounts.pdf._fonts import Typeface
from cyclades_accounts.pdf._text import LEADING, Breaker, Line, fit, tidy

ASCENT: Final = 0.95
"""From the top of a line to its baseline, in sizes: that of Atkinson Hyperlegible."""

# How far a text shrinks, of its largest size, before it may take a second line.
_NAME_ON_ONE_LINE: Final = 0.75
_CODE_ON_ONE_LINE: Final = 0.55  # 64 characters of a login still stay on a line on half a page
GROUP: Final = 4
"""Characters of a password that are copied at a time."""
_SIGN_DISTANCE: Final = 0.55  # from the end of a broken line to the sign that says so, in sizes


@frozen
class Rect:
    """A rectangle."""

    x: float
    y: float
    """Of its lower edge."""
    width: float
    height: float


@frozen
class Slot:
    """The place of a text that changes from slip to slip: nothing of the text stands outside it."""

    face: Typeface
    breaker: Breaker
    rect: Rect
    size: float
    """Largest size, in points; one line of it fits in."""
    is_code: bool = False
    """Whether it is a login or a password: broken only where one line would be too small to read, and with a sign right
    of the broken line, so that nobody takes two lines for two texts."""
    shrinks_to: float = _NAME_ON_ONE_LINE
    """How far another text shrinks, of its largest size, before it takes a second line."""

    @property
    def baseline(self) -> float:
        """Of a text that stands on one line."""
        return self.rect.y + self.rect.height - ASCENT * self.size

    @property
    def plain_ems(self) -> float:
        """Width up to which a text stands on one line in the largest size, in em."""
        return self.rect.width / self.size

    def lines(self, text: str) -> list[Line]:
        """Set a text: a single line always on the same baseline, several lines in the middle of the height."""
        rect = self.rect
        size, lines = fit(
            self.face,
            text,
            self.breaker,
            width=rect.width,
            height=rect.height,
            largest=self.size,
            one_line_from=self.size * (_CODE_ON_ONE_LINE if self.is_code else self.shrinks_to),
        )
        y = self.baseline
        if len(lines) > 1:
            y = rect.y + (rect.height + len(lines) * LEADING * size) / 2 - ASCENT * size
        last = len(lines) - 1
        return [
            Line(
                rect.x,
                y - number * LEADING * size,
                size,
                self.face.runs(line),
                sign_x=rect.x + (self.face.width(line) + _SIGN_DISTANCE) * size
                if self.is_code and number < last
                else None,
            )
            for number, line in enumerate(lines)
        ]


@frozen
class Part:
    """A part of a slip, read in one go."""

    kind: str
    """Its structure type (ISO 32000-1 14.8.4): ``H1``, ``P``, ``Figure``."""
    fixed: tuple[Line, ...]
    """What stands in it on every slip."""
    own: tuple[str, ...] = ()
    """Which of the candidate's texts follow: ``name``, ``division``, ``login``, ``password``. A text follows once."""


@frozen
class SlipPlan:
    """Everything that the slips of one kind in a batch share, and the places of what they do not."""

    width: float
    """Of a slip."""
    height: float
    """Of a slip."""
    margin: float
    """Blank edge of a slip."""
    parts: tuple[Part, ...]
    """In reading order."""
    letterhead: Rect | None
    """Where an image of a letterhead stands; ``None`` without letterhead."""
    rule_y: float | None
    """Height of the rule under the head."""
    box: Rect | None
    """Behind login and password."""
    radius: float
    """Of its corners."""
    scale: float
    """Of its sizes: 1 is that of :class:`~cyclades_accounts.pdf.PapillonStyle`."""
    code: Rect | None
    """Place of the QR code."""
    division_label: tuple[Line, ...]
    """Stands only where the candidate has a class."""
    slots: Mapping[str, Slot]
    """Places of the candidate's own texts, by name. Only the slip that shows a password has a place for one."""

    @property
    def name(self) -> Slot:
        """Place of the name."""
        return self.slots["name"]

    @property
    def division(self) -> Slot:
        """Place of the class."""
        return self.slots["division"]

    @property
    def login(self) -> Slot:
        """Place of the login."""
        return self.slots["login"]

    @property
    def password(self) -> Slot:
        """Place of the password."""
        return self.slots["password"]

    @property
    def fixed(self) -> tuple[Line, ...]:
        """What stands on every slip."""
        return tuple(line for part in self.parts for line in part.fixed)

    def own(self, texts: Mapping[str, str]) -> dict[str, list[Line]]:
        """Set what is one candidate's own, a text for each slot. Lines may hold a password: draw and forget them."""
        lines = {
            name: slot.lines(texts[name] if slot.is_code else tidy(texts[name])) for name, slot in self.slots.items()
        }
        if lines.get("division"):
            lines["division"][:0] = self.division_label
        return lines

    def bands(self, length: int) -> list[Rect]:
        """Return what is shaded behind every second group of four characters of a password that stands on one line.

        The eye copies four characters at a time. Groups are told apart by shade and not by gaps, which programs that
        copy the text would take for spaces.
        """
        slot, wide = self.password, self.password.face.width("0") * self.password.size
        starts = range(GROUP, length, 2 * GROUP)
        low, high = slot.baseline - 0.24 * slot.size, 1.08 * slot.size
        return [Rect(slot.rect.x + at * wide, low, min(GROUP, length - at) * wide, high) for at in starts]
