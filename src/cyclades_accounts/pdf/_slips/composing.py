"""The composer: sets the parts of one slip from top to bottom, one after the other."""

from functools import lru_cache
from typing import Final, Self

from attrs import define, evolve, field, frozen
from reportlab.lib.units import mm

from cyclades_accounts.papillons import PapillonTexts
from cyclades_accounts.pdf._fonts.faces import Span, Typeface
from cyclades_accounts.pdf._setting.operators import Rect
from cyclades_accounts.pdf._setting.text import LEADING, Breaker, Line, height_of, stack, wrap
from cyclades_accounts.pdf._slips.plan import Part, SlipKind, SlipPlan, Slot
from cyclades_accounts.pdf._slips.style import SMALLEST_LABEL_TEXT_PT, SMALLEST_TEXT_PT, Faces, PapillonStyle
from cyclades_accounts.pdf._slips.wording import Wording

_MUTED: Final = 0.32  # grey of labels: 11:1 against white and 10:1 in the box, over the 7:1 of WCAG 2.2 1.4.6
_ABOVE_LETTERHEAD: Final = 5 * mm  # more than any office printer leaves white
_UNDER_LETTERHEAD: Final = 3 * mm
_LABEL_TEXT: Final = 0.72  # size of the small text of a label, in sizes of that of a slip: read at arm's length
_SLOT_LINES: Final = 1.3  # height of a slot, in lines of its largest size: two lines stay at two thirds of the size


@lru_cache(maxsize=1024)  # schools share all but a few texts; these are texts of the batch, never of a candidate
def _broken(face: Typeface, text: str, breaker: Breaker, width: float) -> tuple[tuple[Span, ...], ...]:
    """Return a shared text as lines of spans; ``width`` in em."""
    return tuple(face.spans(line) for line in breaker(face, text, width))


@frozen
class Strip:
    """A part of the width of a slip, from top to bottom."""

    x: float
    width: float

    def split(self, right: float, gutter: float) -> tuple[Self, Self]:
        """Cut off ``right`` points on the right, and ``gutter`` points in between."""
        left = self.width - right - gutter
        return evolve(self, width=left), evolve(self, x=self.x + left + gutter, width=right)


@define
class Composer:
    """Sets one slip. The order of the calls is the order of the parts on paper."""

    kind: SlipKind
    wording: Wording
    style: PapillonStyle
    width: float
    height: float
    is_label: bool
    """A label has a smaller edge and smaller texts than a slip, no letterhead, and no height to spare."""
    scale: float
    stretch: float = 0.0
    """Part of the spare height that a gap of weight 1 gets, in points."""
    note_breaker: Breaker = wrap
    """How notes are broken: ``wrap_evenly`` takes as many lines as ``wrap``, which is faster, and good enough for a
    draft of which only the height is used."""
    weights: float = field(init=False, default=0.0)
    """Sum of the weights of all gaps so far."""
    y: float = field(init=False)
    """Upper edge of the next part."""
    faces: Faces = field(init=False)
    plan: SlipPlan = field(init=False)
    """What was set so far."""

    def __attrs_post_init__(self) -> None:
        """Begin under the upper edge, or under the letterhead."""
        letterhead, band = self.style.letterhead, None
        self.y = self.height - self.margin
        if letterhead and not self.is_label:
            low = self.height - letterhead.height_mm * mm
            self.y = min(self.y, low - _UNDER_LETTERHEAD)
            band = Rect(self.margin, low, self.width - 2 * self.margin, self.height - low - _ABOVE_LETTERHEAD)
        self.faces = Faces.of(self.style)
        self.plan = SlipPlan(self.kind, self.width, self.height, self.margin, self.scale, band)

    @property
    def texts(self) -> PapillonTexts:
        """The fixed texts."""
        return self.wording.texts

    @property
    def margin(self) -> float:
        """Blank edge, in points."""
        return self.style.label_margin_mm * mm if self.is_label else self.style.margin_mm * mm * max(1.0, self.scale)

    @property
    def page(self) -> Strip:
        """The whole width between the margins."""
        return Strip(self.margin, self.width - 2 * self.margin)

    @property
    def small(self) -> float:
        """Size of labels and explanations, in points."""
        if self.is_label:
            return max(SMALLEST_LABEL_TEXT_PT, self.style.text_size_pt * _LABEL_TEXT * self.scale)
        return max(SMALLEST_TEXT_PT, self.style.text_size_pt * self.scale)

    @property
    def spare(self) -> float:
        """Height that is left; negative if the slip is too low."""
        return self.y - self.margin

    def gap(self, points: float, weight: float = 0.0) -> None:
        """Leave ``points`` white, times the scale, and a share of the spare height."""
        self.y -= points * self.scale + weight * self.stretch
        self.weights += weight

    def paragraph(
        self, face: Typeface, text: str, size: float, strip: Strip, *, grey: float = 0.0, breaker: Breaker = wrap
    ) -> list[Line]:
        """Set a paragraph where the next part begins, without moving down."""
        return stack(_broken(face, text, breaker, strip.width / size), strip.x, self.y, size, grey=grey)

    def label(self, text: str, strip: Strip) -> list[Line]:
        """Set a small grey text, like :meth:`paragraph`."""
        return self.paragraph(self.faces.text, text, self.small, strip, grey=_MUTED)

    def put(self, *columns: list[Line], own: tuple[str, ...] = ()) -> None:
        """Keep columns of lines as one part, with the slots of ``own``, and move down below the longest."""
        self.part("P", [line for column in columns for line in column], own)
        self.below(*columns)

    def part(self, kind: str, lines: list[Line], own: tuple[str, ...] = ()) -> None:
        """Keep a part, unless it is an empty paragraph or heading."""
        if lines or own or kind == "Figure":
            self.plan.parts.append(Part(kind, tuple(lines), own))

    def below(self, *columns: list[Line]) -> None:
        """Move down below the longest of some columns."""
        self.y -= max(map(height_of, columns))

    def slot(
        self,
        name: str,
        face: Typeface,
        breaker: Breaker,
        size: float,
        strip: Strip,
        *,
        weight: float = 0.0,
        lines: float | None = None,
        shrinks_to: float = 0.75,
        is_code: bool = False,
        is_beside: bool = False,
    ) -> None:
        """Reserve the place of a text, and move down below it, unless the next slot ``is_beside`` it.

        The place is as high as ``lines`` lines of the largest size, and a share of the spare height makes it higher.
        Only long texts use that share: under others it is a gap.
        """
        height = (lines or (1.0 if self.is_label else _SLOT_LINES)) * LEADING * size + weight * self.stretch
        place = Rect(strip.x, self.y - height, strip.width, height)
        self.plan.slots[name] = Slot(face, breaker, place, size, shrinks_to, is_code)
        if not is_beside:
            self.y = place.y
            self.weights += weight
