"""Working out where everything stands on a slip: once for a batch and a height."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar, Final, Self

from attrs import define, evolve, field, frozen
from reportlab.lib.units import mm

from cyclades_accounts.pdf._fonts import Faces, Run, Typeface
from cyclades_accounts.pdf._slip import ASCENT, Part, Rect, SlipPlan, Slot
from cyclades_accounts.pdf._style import SMALLEST_LABEL_TEXT_PT, SMALLEST_TEXT_PT, PapillonStyle
from cyclades_accounts.pdf._text import LEADING, Breaker, Line, break_login, break_password, wrap, wrap_evenly
from cyclades_accounts.pdf._wording import Wording

_MUTED: Final = 0.32  # grey of labels: 11:1 against white and 10:1 in the box, over the 7:1 of WCAG 2.2 1.4.6
_SMALLEST_SCALE: Final = 0.7  # of the larger texts; the small one stops earlier, at SMALLEST_TEXT_PT
_SCALE_STEP: Final = 0.025
_INTRODUCTION: Final = 1.12  # size of the sentence that leads to the box, in sizes of the small text


_LABEL_TEXT: Final = 0.72  # size of the small text of a label, in sizes of that of a slip: read at arm's length
_LABEL_SCALE: Final = 0.7  # of login, password and name: a label of 63.5 × 33.9 mm holds a usual login in a line
_CODE_SIDE: Final = 56.0  # 20 mm: decodes from a photograph of the page, and leaves the login its line


@lru_cache(maxsize=64)  # a school asks for the same plans again at each run; plans hold nothing of a candidate
def plan_slip(
    wording: Wording, style: PapillonStyle, width: float, height: float, *, is_label: bool
) -> SlipPlan | None:
    """Lay out a slip of a width and a height in points, as large as the style allows.

    What is left of the height goes between the parts. ``None``: the slip does not fit in, however small.
    """
    composer = _LabelComposer if is_label else _Composer

    def draft(step: int) -> _Composer:
        draft = composer(wording, style, width, height, style.largest_scale - step * _SCALE_STEP)
        draft.compose()
        return draft

    steps = range(1 + int((style.largest_scale - _SMALLEST_SCALE) / _SCALE_STEP))
    step = bisect_left(steps, x=True, key=lambda step: draft(step).spare >= 0)
    if step == len(steps):
        return None
    best = draft(step)
    return composer(wording, style, width, height, best.scale, best.spare / best.weights, wrap_evenly).compose()


@lru_cache(maxsize=1024)  # schools share all but a few texts; these are texts of the batch, never of a candidate
def _broken(face: Typeface, text: str, breaker: Breaker, width: float) -> tuple[tuple[Run, ...], ...]:
    """Return a shared text as lines of runs; ``width`` in em."""
    return tuple(face.runs(line) for line in breaker(face, text, width))


@frozen
class _Column:
    """A part of the width."""

    x: float
    width: float

    def split(self, right: float, gutter: float) -> tuple[Self, Self]:
        """Cut off ``right`` points on the right, and ``gutter`` points in between."""
        left = self.width - right - gutter
        return evolve(self, width=left), evolve(self, x=self.x + left + gutter, width=right)


@define
class _Composer:
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
    faces: Faces = field(init=False)
    slot_lines: ClassVar[float] = 1.3
    """Height of a slot, in lines of its largest size: two lines stay at two thirds of it."""

    def __attrs_post_init__(self) -> None:
        self.y = self.height - self.margin
        self.faces = Faces.of(self.style)

    @property
    def margin(self) -> float:
        return self.style.margin_mm * mm * max(1.0, self.scale)

    @property
    def small(self) -> float:
        """Size of labels and explanations."""
        return max(SMALLEST_TEXT_PT, self.style.text_size_pt * self.scale)

    @property
    def spare(self) -> float:
        """Height that is left; negative if the slip is too low."""
        return self.y - self.margin

    def compose(self) -> SlipPlan:
        """Set everything."""
        page = _Column(self.margin, self.width - 2 * self.margin)
        self.head(page)
        self.gap(4)
        rule_y = self.y
        self.gap(11, 2)
        self.heading(page)
        self.gap(8, 2)
        name, division, division_label = self.candidate(page)
        self.gap(8, 1)
        if self.wording.site:
            self.put(self.paragraph(self.faces.strong, self.wording.site, self.small * _INTRODUCTION, page))
            self.gap(3, 0.5)
        self.put(self.paragraph(self.faces.text, self.wording.introduction, self.small * _INTRODUCTION, page))
        self.gap(6, 0.5)
        top = self.y
        login, password, code = self.box(page)
        box = Rect(page.x, self.y, page.width, top - self.y)
        self.gap(9, 2)
        self.notes(page)
        return self.plan(name, division, login, password, division_label, rule_y=rule_y, box=box, code=code)

    def plan(
        self,
        name: Slot,
        division: Slot,
        login: Slot,
        password: Slot,
        division_label: Sequence[Line] = (),
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
            code=code,
            division_label=tuple(division_label),
            name=name,
            division=division,
            login=login,
            password=password,
        )

    def head(self, page: _Column) -> None:
        left, right = page.split(page.width * 0.35, gutter=self.small)
        self.put(
            self.paragraph(self.faces.strong, self.wording.school, self.small, left),
            self.flush_right(self.paragraph(self.faces.strong, self.wording.session, self.small, right), right),
        )

    def heading(self, page: _Column) -> None:
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

    def candidate(self, page: _Column) -> tuple[Slot, Slot, list[Line]]:
        """Set the label of the name, and reserve the places of name and class, side by side."""
        left, right = page.split(page.width * 0.3, gutter=1.5 * self.small)
        division_label = self.label(self.wording.division_label, right)
        self.put(self.label(self.wording.candidate_label, left), own=("name", "division"))
        size = self.style.name_size_pt * self.scale
        name = self.slot(self.faces.strong, wrap_evenly, size, left, 1)
        division = self.slot(self.faces.strong, wrap_evenly, size, right, 1)
        self.below(name, 1)
        return name, division, division_label

    def box(self, page: _Column) -> tuple[Slot, Slot, Rect | None]:
        """Set the labels of login and password, reserve their places, and that of the QR code right of them."""
        pad = 14 * self.scale
        inside = _Column(page.x + pad, page.width - 2 * pad)
        top, side = self.y, _CODE_SIDE * self.scale
        if self.wording.site:
            inside, _ = inside.split(side, gutter=pad)
        inside = evolve(inside, width=inside.width - self.small)  # room for the sign of a break
        self.gap(9, 0.5)
        self.put(self.label(self.wording.login_label, inside), own=("login",))
        size = self.style.login_size_pt * self.scale
        login = self.slot(self.faces.code, break_login, size, inside, 0.5, is_code=True)
        self.below(login, 0.5)
        self.gap(4)
        self.put(self.label(self.wording.password_label, inside), own=("password",))
        size = self.style.password_size_pt * self.scale
        password = self.slot(self.faces.code, break_password, size, inside, 0.5, is_code=True)
        self.below(password, 0.5)
        self.gap(2)
        if not self.wording.site:
            return login, password, None
        self.part("Figure", [], is_needed=True)
        return login, password, Rect(page.x + page.width - pad - side, (top + self.y - side) / 2, side, side)

    def notes(self, page: _Column) -> None:
        words = self.wording
        for note in (words.password_note, words.usage, words.lost_note):
            self.put(self.paragraph(self.faces.text, note, self.small, page, breaker=self.note_breaker))
            self.gap(4, 0.4)
        self.weights += 2  # of what stays white under the last line

    def gap(self, points: float, weight: float = 0.0) -> None:
        """Leave ``points`` white, times the scale, and a share of what is to spare."""
        self.y -= points * self.scale + weight * self.stretch
        self.weights += weight

    def paragraph(
        self, face: Typeface, text: str, size: float, column: _Column, *, grey: float = 0.0, breaker: Breaker = wrap
    ) -> list[Line]:
        """Set a paragraph where the next part begins, without moving on."""
        return [
            Line(column.x, self.y - (ASCENT + number * LEADING) * size, size, runs, grey)
            for number, runs in enumerate(_broken(face, text, breaker, column.width / size))
        ]

    def label(self, text: str, column: _Column) -> list[Line]:
        return self.paragraph(self.faces.text, text, self.small, column, grey=_MUTED)

    @staticmethod
    def flush_right(lines: list[Line], column: _Column) -> list[Line]:
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
        self, face: Typeface, breaker: Breaker, size: float, column: _Column, weight: float, *, is_code: bool = False
    ) -> Slot:
        """Reserve a place where the next part begins, without moving on; a share of what is to spare makes it higher.

        Only long texts use the share: to others it is a gap.
        """
        height = self.slot_lines * LEADING * size + weight * self.stretch
        return Slot(face, breaker, Rect(column.x, self.y - height, column.width, height), size, is_code)

    def below(self, slot: Slot, weight: float) -> None:
        """Move on below a slot that was reserved with this weight."""
        self.y = slot.rect.y
        self.weights += weight


@define
class _LabelComposer(_Composer):
    """Sets a short slip: candidate and class, login, password, one note."""

    slot_lines: ClassVar[float] = 1.0
    """A label has no height to give away."""

    @property
    def margin(self) -> float:
        return self.style.label_margin_mm * mm

    @property
    def small(self) -> float:
        return max(SMALLEST_LABEL_TEXT_PT, self.style.text_size_pt * _LABEL_TEXT * self.scale)

    def compose(self) -> SlipPlan:
        """Set everything."""
        page, words = _Column(self.margin, self.width - 2 * self.margin), self.wording
        left, right = page.split(page.width * 0.28, gutter=self.small)
        size = self.style.name_size_pt * self.scale * _LABEL_SCALE * 0.85
        self.part("H1", [], ("name", "division"))
        name = self.slot(self.faces.strong, wrap_evenly, size, left, 0)
        division = self.slot(self.faces.strong, wrap_evenly, size, right, 0)
        self.below(name, 0)
        code_column = evolve(page, width=page.width - self.small)  # room for the sign of a break
        slots = []
        for label, own, points, breaker in (
            (words.login_label, "login", self.style.login_size_pt, break_login),
            (words.password_label, "password", self.style.password_size_pt, break_password),
        ):
            self.gap(0, 1)
            self.put(self.label(label, page), own=(own,))
            size = points * self.scale * _LABEL_SCALE
            slots.append(self.slot(self.faces.code, breaker, size, code_column, 0, is_code=True))
            self.below(slots[-1], 0)
        self.gap(0, 1)
        self.put(self.paragraph(self.faces.text, words.label_note, self.small, page, breaker=self.note_breaker))
        login, password = slots
        return self.plan(name, division, login, password)
