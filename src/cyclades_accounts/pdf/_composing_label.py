"""Working out where everything stands on a label: candidate and class, login, password, one note."""

from typing import ClassVar, Final

from attrs import define, evolve
from reportlab.lib.units import mm

from cyclades_accounts.pdf._composing import Column, Composer
from cyclades_accounts.pdf._slip import Rect, SlipPlan
from cyclades_accounts.pdf._style import SMALLEST_LABEL_TEXT_PT
from cyclades_accounts.pdf._text import break_login, break_password, wrap_evenly

_LABEL_TEXT: Final = 0.72  # size of the small text of a label, in sizes of that of a slip: read at arm's length
_LABEL_SCALE: Final = 0.7  # of login, password and name: a label of 63.5 × 33.9 mm holds a usual login in a line

_NAME_LINES: Final = 1.5  # a double name and two given names stay legible on two lines of three quarters of the size


@define
class LabelComposer(Composer):
    """Sets a short slip."""

    slot_lines: ClassVar[float] = 1.0
    """A label has no height to give away."""

    @property
    def margin(self) -> float:
        return self.style.label_margin_mm * mm

    @property
    def top(self) -> float:
        return self.margin

    @property
    def band(self) -> Rect | None:
        """A label has no room for a letterhead."""
        return None

    @property
    def small(self) -> float:
        return max(SMALLEST_LABEL_TEXT_PT, self.style.text_size_pt * _LABEL_TEXT * self.scale)

    @property
    def note(self) -> str:
        """The one explanation there is room for."""
        return self.wording.label_note

    def compose(self) -> SlipPlan:
        """Set everything."""
        page = Column(self.margin, self.width - 2 * self.margin)
        left, right = page.split(page.width * 0.24, gutter=self.small)
        size = self.style.name_size_pt * self.scale * _LABEL_SCALE * 0.85
        self.part("H1", [], ("name", "division"))
        self.slot("name", self.faces.strong, wrap_evenly, size, left, weight=0, lines=_NAME_LINES)
        self.slot("division", self.faces.strong, wrap_evenly, size, right, weight=0, lines=_NAME_LINES)
        self.below("name", 0)
        self.gap(0, 1)
        inside = evolve(page, width=page.width - self.small)  # room for the sign of a break
        self.put(self.label(self.wording.login_label, page), own=("login",))
        size = self.style.login_size_pt * self.scale * _LABEL_SCALE
        self.slot("login", self.faces.code, break_login, size, inside, weight=0, is_code=True)
        self.below("login", 0)
        self.gap(0, 1)
        self.secret(inside)
        self.gap(0, 1)
        self.put(self.paragraph(self.faces.text, self.note, self.small, page, breaker=self.note_breaker))
        return self.plan()

    def secret(self, inside: Column) -> None:
        """Set the label of the password, and reserve its place."""
        self.put(self.label(self.wording.password_label, inside), own=("password",))
        size = self.style.password_size_pt * self.scale * _LABEL_SCALE
        self.slot("password", self.faces.code, break_password, size, inside, weight=0, is_code=True)
        self.below("password", 0)
