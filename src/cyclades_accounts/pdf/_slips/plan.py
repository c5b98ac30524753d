"""The plan of a slip: what all slips of one kind in a batch share, and the places of what they do not.

Lengths are points; the origin is the lower left corner of the slip, as in a PDF.
"""

import enum
from collections.abc import Mapping
from typing import Final

from attrs import define, evolve, field, frozen

from cyclades_accounts.pdf._fonts.faces import Typeface
from cyclades_accounts.pdf._setting.operators import Rect
from cyclades_accounts.pdf._setting.text import ASCENT, LEADING, Breaker, Line, fit, stack, tidy

_ARROW_DISTANCE: Final = 0.55  # from the end of a broken line to its arrow, in sizes
_GROUP: Final = 4  # characters of a password that the eye copies at a time


class SlipKind(enum.IntEnum):
    """What stands at a place of a page: a slip with a password, one without (M8), or the cover of a group."""

    PASSWORD = 0
    EMAIL = 1
    COVER = 2


@frozen
class Slot:
    """The place of a text that changes from slip to slip. The text stays inside it, however long it is."""

    face: Typeface
    breaker: Breaker
    rect: Rect
    size: float
    """Largest size, in points; one line of it fits in."""
    shrinks_to: float
    """How far a text shrinks, as a part of its largest size, before it takes a second line."""
    is_code: bool
    """Whether it is a login or a password. Such a text is not tidied, and an arrow stands right of a broken line, so
    that nobody takes two lines for two texts."""

    @property
    def baseline(self) -> float:
        """Baseline of a text that stands on one line, in points."""
        return self.rect.y + self.rect.height - ASCENT * self.size

    @property
    def plain_ems(self) -> float:
        """Width up to which a text stands on one line in the largest size, in em."""
        return self.rect.width / self.size

    def lines(self, text: str) -> list[Line]:
        """Set a text: one line always on the same baseline, several lines in the middle of the height."""
        rect = self.rect
        size, lines = fit(
            self.face,
            text,
            self.breaker,
            width=rect.width,
            height=rect.height,
            largest=self.size,
            one_line_from=self.size * self.shrinks_to,
        )
        middle = rect.y + (rect.height + len(lines) * LEADING * size) / 2
        top = middle if len(lines) > 1 else self.baseline + ASCENT * size
        found = stack(map(self.face.spans, lines), rect.x, top, size)
        if self.is_code:
            arrow = _ARROW_DISTANCE * size
            found[:-1] = [evolve(line, arrow_x=line.x + line.width + arrow) for line in found[:-1]]
        return found


@frozen
class Part:
    """A part of a slip, which a screen reader reads in one go."""

    kind: str
    """Its structure type (ISO 32000-1 14.8.4): ``H1``, ``P``, ``Figure``."""
    fixed: tuple[Line, ...]
    """The lines that every slip has."""
    own: tuple[str, ...] = ()
    """Names of the slots whose texts follow, each once on a slip: ``name``, ``division``, ``login``, ``password``,
    ``spelled``; ``count`` on a cover."""


@define(eq=False)
class SlipPlan:
    """Everything that the slips of one kind in a batch share, and the places of what they do not.

    The composer fills it in; nobody changes it later.
    """

    kind: SlipKind
    width: float
    """Width of a slip."""
    height: float
    """Height of a slip."""
    margin: float
    """Blank edge of a slip."""
    scale: float
    """Scale of its sizes: at 1 they are those of the :class:`~cyclades_accounts.pdf.PapillonStyle`."""
    band: Rect | None
    """Where an image of a letterhead stands; ``None`` without letterhead."""
    parts: list[Part] = field(factory=list, init=False)
    """In reading order."""
    slots: dict[str, Slot] = field(factory=dict, init=False)
    """Places of the candidate's own texts, by name. Only the slip that shows a password has a place for one."""
    division_label: list[Line] = field(factory=list, init=False)
    """Drawn only where the candidate has a class."""
    rule_y: float | None = field(default=None, init=False)
    """Height of the rule under the head; ``None``: no rule."""
    box: Rect | None = field(default=None, init=False)
    """The box behind login and password."""
    code: Rect | None = field(default=None, init=False)
    """Place of the QR code."""

    def own(self, texts: Mapping[str, str]) -> dict[str, list[Line]]:
        """Set texts of one candidate, by the names of their slots. The lines may hold a password: do not keep them."""
        slots = {name: slot for name, slot in self.slots.items() if name in texts}
        return {name: slot.lines(texts[name] if slot.is_code else tidy(texts[name])) for name, slot in slots.items()}

    def shades(self, length: int) -> list[Rect]:
        """Return what is shaded behind a password of ``length`` characters on one line: every second group of four.

        The eye copies four characters at a time. Groups are told apart by shades and not by gaps, because programs that
        copy the text would take gaps for spaces.
        """
        slot = self.slots["password"]
        wide = slot.face.width("0") * slot.size
        starts = range(_GROUP, length, 2 * _GROUP)
        low, high = slot.baseline - 0.24 * slot.size, 1.08 * slot.size
        return [Rect(slot.rect.x + at * wide, low, min(_GROUP, length - at) * wide, high) for at in starts]
