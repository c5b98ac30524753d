"""Working out where everything stands on a slip with a password."""

from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar, Final, Self

from attrs import define, evolve, field, frozen
from reportlab.lib.units import mm

from cyclades_accounts.pdf._fonts import Faces, Run, Typeface
from cyclades_accounts.pdf._slip import ASCENT, Part, Rect, SlipPlan, Slot
from cyclades_accounts.pdf._style import SMALLEST_TEXT_PT, PapillonStyle
from cyclades_accounts.pdf._text import (
    LEADING,
    Breaker,
    Line,
    break_login,
    break_password,
    wrap,
    wrap_evenly,
    wrap_words,
)
from cyclades_accounts.pdf._wording import Wording

_MUTED: Final = 0.32  # grey of labels: 11:1 against white and 10:1 in the box, over the 7:1 of WCAG 2.2 1.4.6
INTRODUCTION: Final = 1.12  # size of the sentence that leads to the box, in sizes of the small text
_ABOVE_LETTERHEAD: Final = 5 * mm  # more than any office printer leaves white
_UNDER_LETTERHEAD: Final = 3 * mm
_SPELLED_LINES: Final = 3.0  # ten characters take two; nineteen take three, a little smaller
_CODE_SIDE: Final = 56.0  # 20 mm: decodes from a photograph of the page, and leaves the login its line


@lru_cache(maxsize=1024)  # schools share all but a few texts; these are texts of the batch, never of a candidate
def _broken(face: Typeface, text: str, breaker: Breaker, width: float) -> tuple[tuple[Run, ...], ...]:
    """Return a shared text as lines of runs; ``width`` in em."""
    return tuple(face.runs(line) for line in breaker(face, text, width))


@frozen
class Column:
    """A part of the width."""

    x: float
    width: float

    def split(self, right: float, gutter: float) -> tuple[Self, Self]:
        """Cut off ``right`` points on the right, and ``gutter`` points in between."""
        left = self.width - right - gutter
        return evolve(self, width=left), evolve(self, x=self.x + left + gutter, width=right)


@define
class Composer:
    """Sets one slip from top to bottom. The order of the calls is the order of the parts on paper."""

    wording: Wording
    style: PapillonStyle
    width: float
    height: float
    scale: float
    stretch: float = 0.0
    """What each unit of weight of a gap gets of the spare height."""
    note_breaker: Breaker = wrap
    """Does not change how many lines there are; drafts take the faster one."""
    weights: float = field(init=False, default=0.0)
    """Of all gaps so far."""
    y: float = field(init=False)
    """Where the next part begins."""
    parts: list[Part] = field(init=False, factory=list)
    slots: dict[str, Slot] = field(init=False, factory=dict)
    """Places of the candidate's own texts, by name."""
    division_label: list[Line] = field(init=False, factory=list)
    faces: Faces = field(init=False)
    slot_lines: ClassVar[float] = 1.3
    """Height of a slot, in lines of its largest size: two lines stay at two thirds of it."""

    def __attrs_post_init__(self) -> None:
        self.y = self.height - self.top
        self.faces = Faces.of(self.style)

    @property
    def margin(self) -> float:
        return self.style.margin_mm * mm * max(1.0, self.scale)

    @property
    def top(self) -> float:
        """What stays white above the first part, or belongs to the letterhead."""
        letterhead = self.style.letterhead
        return max(self.margin, letterhead.height_mm * mm + _UNDER_LETTERHEAD) if letterhead else self.margin

    @property
    def band(self) -> Rect | None:
        """Where an image of a letterhead stands."""
        letterhead = self.style.letterhead
        if letterhead is None:
            return None
        low = self.height - letterhead.height_mm * mm
        return Rect(self.margin, low, self.width - 2 * self.margin, self.height - low - _ABOVE_LETTERHEAD)

    @property
    def small(self) -> float:
        """Size of labels and explanations."""
        return max(SMALLEST_TEXT_PT, self.style.text_size_pt * self.scale)

    @property
    def introduction(self) -> str:
        """What leads to the box."""
        return self.wording.introduction

    @property
    def explanations(self) -> Sequence[str]:
        """What stands below the box, a paragraph each."""
        words = self.wording
        return words.password_note, words.first_login_note, words.usage, words.lost_note

    @property
    def spare(self) -> float:
        """Height that is left; negative if the slip is too low."""
        return self.y - self.margin

    def compose(self) -> SlipPlan:
        """Set everything."""
        page = Column(self.margin, self.width - 2 * self.margin)
        self.head(page)
        self.gap(4)
        rule_y = self.y
        self.gap(11, 2)
        self.heading(page)
        self.gap(8, 2)
        self.candidate(page)
        self.gap(8, 1)
        if self.wording.site:
            size = self.small * INTRODUCTION  # an address breaks nowhere: a hyphen may be part of it
            self.put(self.paragraph(self.faces.strong, self.wording.site, size, page, breaker=wrap_words))
            self.gap(3, 0.5)
        self.put(self.paragraph(self.faces.text, self.introduction, self.small * INTRODUCTION, page))
        self.gap(6, 0.5)
        top = self.y
        code = self.box(page)
        box = Rect(page.x, self.y, page.width, top - self.y)
        self.gap(9, 2)
        self.notes(page)
        return self.plan(rule_y=rule_y, box=box, code=code)

    def plan(
        self,
        *,
        rule_y: float | None = None,
        box: Rect | None = None,
        code: Rect | None = None,
    ) -> SlipPlan:
        """Return what was set."""
        return SlipPlan(
            width=self.width,
            height=self.height,
            margin=self.margin,
            parts=tuple(self.parts),
            rule_y=rule_y,
            box=box,
            radius=4 * self.scale,
            scale=self.scale,
            letterhead=self.band,
            code=code,
            division_label=tuple(self.division_label),
            slots=self.slots,
        )

    def head(self, page: Column) -> None:
        left, right = page.split(page.width * 0.35, gutter=self.small)
        self.put(
            self.paragraph(self.faces.strong, self.wording.school, self.small, left),
            self.flush_right(self.paragraph(self.faces.strong, self.wording.session, self.small, right), right),
        )

    def heading(self, page: Column) -> None:
        """Set the heading, and the day on the baseline of its first line."""
        size = self.style.heading_size_pt * self.scale
        note = self.wording.issued_note
        narrow = min(self.faces.text.width(note) * self.small + 0.01, page.width * 0.35)  # 0.01: rounding
        left, right = page.split(narrow, gutter=self.small)
        issued = self.flush_right(self.paragraph(self.faces.text, note, self.small, right, grey=_MUTED), right)
        drop = ASCENT * (size - self.small)
        heading = self.paragraph(self.faces.strong, self.wording.heading, size, left)
        self.part("H1", heading)
        self.part("P", [evolve(line, y=line.y - drop) for line in issued])
        self.below_lines(heading, issued)

    def candidate(self, page: Column) -> None:
        """Set the label of the name, and reserve the places of name and class, side by side."""
        left, right = page.split(page.width * 0.3, gutter=1.5 * self.small)
        self.division_label = self.label(self.wording.division_label, right)
        self.put(self.label(self.wording.candidate_label, left), own=("name", "division"))
        size = self.style.name_size_pt * self.scale
        self.slot("name", self.faces.strong, wrap_evenly, size, left, weight=1)
        self.slot("division", self.faces.strong, wrap_evenly, size, right, weight=1)
        self.below("name", 1)

    def box(self, page: Column) -> Rect | None:
        """Set the labels of login and password, reserve their places, and that of the QR code right of them."""
        pad = 14 * self.scale
        inside = Column(page.x + pad, page.width - 2 * pad)
        top, side = self.y, _CODE_SIDE * self.scale
        if self.wording.site:
            inside, _ = inside.split(side, gutter=pad)
        inside = evolve(inside, width=inside.width - self.small)  # room for the sign of a break
        self.gap(9, 0.5)
        self.put(self.label(self.wording.login_label, inside), own=("login",))
        size = self.style.login_size_pt * self.scale
        self.slot("login", self.faces.code, break_login, size, inside, weight=0.5, is_code=True)
        self.below("login", 0.5)
        self.gap(4)
        self.secret(inside)
        self.gap(2)
        if not self.wording.site:
            return None
        self.part("Figure", [], is_needed=True)
        return Rect(page.x + page.width - pad - side, (top + self.y - side) / 2, side, side)

    def secret(self, inside: Column) -> None:
        """Set the label of the password, and reserve its place."""
        self.put(self.label(self.wording.password_label, inside), own=("password",))
        size = self.style.password_size_pt * self.scale
        self.slot("password", self.faces.code, break_password, size, inside, weight=0.5, is_code=True)
        self.below("password", 0.5)
        if self.style.spelling:
            self.part("P", [], ("spelled",))
            self.slot("spelled", self.faces.text, wrap_words, self.small, inside, weight=0.5, lines=_SPELLED_LINES)
            self.slots["spelled"] = evolve(self.slots["spelled"], shrinks_to=1.0)  # it may as well take two lines
            self.below("spelled", 0.5)

    def notes(self, page: Column) -> None:
        for note in self.explanations:
            self.put(self.paragraph(self.faces.text, note, self.small, page, breaker=self.note_breaker))
            self.gap(4, 0.4)
        self.weights += 2  # of what stays white under the last line

    def gap(self, points: float, weight: float = 0.0) -> None:
        """Leave ``points`` white, times the scale, and a share of what is to spare."""
        self.y -= points * self.scale + weight * self.stretch
        self.weights += weight

    def paragraph(
        self, face: Typeface, text: str, size: float, column: Column, *, grey: float = 0.0, breaker: Breaker = wrap
    ) -> list[Line]:
        """Set a paragraph where the next part begins, without moving on."""
        return [
            Line(column.x, self.y - (ASCENT + number * LEADING) * size, size, runs, grey)
            for number, runs in enumerate(_broken(face, text, breaker, column.width / size))
        ]

    def label(self, text: str, column: Column) -> list[Line]:
        return self.paragraph(self.faces.text, text, self.small, column, grey=_MUTED)

    @staticmethod
    def flush_right(lines: list[Line], column: Column) -> list[Line]:
        return [evolve(line, x=column.x + column.width - line.width) for line in lines]

    def put(self, *columns: list[Line], own: tuple[str, ...] = ()) -> None:
        """Keep what was set side by side as one part, and move on below the longest."""
        self.part("P", [line for column in columns for line in column], own)
        self.below_lines(*columns)

    def part(self, kind: str, lines: list[Line], own: tuple[str, ...] = (), *, is_needed: bool = False) -> None:
        """Keep a part, unless there is nothing in it."""
        if lines or own or is_needed:
            self.parts.append(Part(kind, tuple(lines), own))

    def below_lines(self, *columns: list[Line]) -> None:
        """Move on below the longest of some columns."""
        self.y -= max((len(column) * LEADING * column[0].size for column in columns if column), default=0.0)

    def slot(
        self,
        name: str,
        face: Typeface,
        breaker: Breaker,
        size: float,
        column: Column,
        *,
        weight: float,
        is_code: bool = False,
        lines: float | None = None,
    ) -> None:
        """Reserve a place where the next part begins, without moving on; a share of what is to spare makes it higher.

        Only long texts use the share: to others it is a gap.
        """
        height = (self.slot_lines if lines is None else lines) * LEADING * size + weight * self.stretch
        place = Rect(column.x, self.y - height, column.width, height)
        self.slots[name] = Slot(face, breaker, place, size, is_code)

    def below(self, name: str, weight: float) -> None:
        """Move on below a slot that was reserved with this weight."""
        self.y = self.slots[name].rect.y
        self.weights += weight
