"""Which parts each kind of slip has, and the size at which they fill its place.

A part is a function that sets something on a slip. A table, :data:`_PARTS`, says which parts a slip, a label or the
cover of a group has, in the order in which they stand on paper. Gaps have a width in points, and a weight by which they
share the height that is left.
"""

from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from attrs import evolve

from cyclades_accounts.pdf._setting.operators import Rect
from cyclades_accounts.pdf._setting.text import (
    ASCENT,
    Breaker,
    Line,
    break_login,
    break_password,
    wrap,
    wrap_evenly,
    wrap_words,
)
from cyclades_accounts.pdf._slips.composing import Composer, Strip
from cyclades_accounts.pdf._slips.plan import SlipKind, SlipPlan
from cyclades_accounts.pdf._slips.style import PapillonStyle
from cyclades_accounts.pdf._slips.wording import Wording

_SMALLEST_SCALE: Final = 0.7  # of the larger texts; the small one stops earlier, at SMALLEST_TEXT_PT
_SCALE_STEP: Final = 0.025
_INTRODUCTION: Final = 1.12  # size of the sentence that leads to the box, in sizes of the small text
_SPELLED_LINES: Final = 3.0  # ten characters take two; nineteen take three, a little smaller
_CODE_SIDE: Final = 56.0  # 20 mm: decodes from a photograph of the page, and leaves the login its line
_CODE_SHRINKS_TO: Final = 0.55  # 64 characters of a login still stay on a line on half a page
_LABEL_SCALE: Final = 0.7  # of login, password and name: a label of 63.5 × 33.9 mm holds a usual login in a line
_NAME_LINES: Final = 1.5  # on a label: a double name and two given names, on two lines of three quarters of the size


def _flush_right(lines: list[Line], strip: Strip) -> list[Line]:
    return [evolve(line, x=strip.x + strip.width - line.width) for line in lines]


def _head(on: Composer) -> None:
    """Set school and session, side by side over a rule."""
    left, right = on.page.split(on.page.width * 0.35, gutter=on.small)
    session = on.paragraph(on.faces.strong, on.wording.session, on.small, right)
    on.put(on.paragraph(on.faces.strong, on.wording.school, on.small, left), _flush_right(session, right))
    on.gap(4)
    on.plan.rule_y = on.y
    on.gap(11, 2)


def _heading(on: Composer) -> None:
    """Set the heading, and the day on the baseline of its first line."""
    size = on.style.heading_size_pt * on.scale
    width = on.faces.text.width(on.texts.issued_note) * on.small + 0.01  # 0.01: rounding
    left, right = on.page.split(min(width, on.page.width * 0.35), gutter=on.small)
    issued = _flush_right(on.label(on.texts.issued_note, right), right)
    heading = on.paragraph(on.faces.strong, on.texts.heading, size, left)
    drop = ASCENT * (size - on.small)
    on.part("H1", heading)
    on.part("P", [evolve(line, y=line.y - drop) for line in issued])
    on.below(heading, issued)
    on.gap(8, 2)


def _candidate(on: Composer) -> None:
    """Set the labels of name and class, and reserve their places, side by side."""
    left, right = on.page.split(on.page.width * 0.3, gutter=1.5 * on.small)
    on.plan.division_label = on.label(on.texts.division_label, right)
    on.put(on.label(on.texts.candidate_label, left), own=("name", "division"))
    size = on.style.name_size_pt * on.scale
    on.slot("name", on.faces.strong, wrap_evenly, size, left, weight=1, is_beside=True)
    on.slot("division", on.faces.strong, wrap_evenly, size, right, weight=1)
    on.gap(8, 1)


def _candidate_of_label(on: Composer) -> None:
    """Reserve the places of name and class, side by side, without labels."""
    left, right = on.page.split(on.page.width * 0.24, gutter=on.small)
    size = on.style.name_size_pt * on.scale * _LABEL_SCALE * 0.85
    on.part("H1", [], ("name", "division"))
    on.slot("name", on.faces.strong, wrap_evenly, size, left, lines=_NAME_LINES, is_beside=True)
    on.slot("division", on.faces.strong, wrap_evenly, size, right, lines=_NAME_LINES)
    on.gap(0, 1)


def _introduction(on: Composer) -> None:
    """Set the address of the site, if the host gave one, and the sentence that leads to the box."""
    size = on.small * _INTRODUCTION
    text = on.texts.email_introduction if on.kind is SlipKind.EMAIL else on.texts.introduction
    if on.wording.site:  # an address is broken nowhere: a hyphen may be part of it
        on.put(on.paragraph(on.faces.strong, on.wording.site, size, on.page, breaker=wrap_words))
        on.gap(3, 0.5)
    on.put(on.paragraph(on.faces.text, text, size, on.page))
    on.gap(6, 0.5)


def _box(on: Composer) -> None:
    """Set login and password in a box, and the QR code of the site right of them."""
    page, pad, side = on.page, 14 * on.scale, _CODE_SIDE * on.scale
    inside = Strip(page.x + pad, page.width - 2 * pad)
    if on.wording.site:
        inside, _ = inside.split(side, gutter=pad)
    inside = evolve(inside, width=inside.width - on.small)  # room for the arrow of a broken line
    top = on.y
    on.gap(9, 0.5)
    on.put(on.label(on.texts.login_label, inside), own=("login",))
    _code(on, "login", on.style.login_size_pt, break_login, inside)
    on.gap(4)
    _secret(on, inside)
    on.gap(2)
    if on.wording.site:
        on.part("Figure", [])
        on.plan.code = Rect(page.x + page.width - pad - side, (top + on.y - side) / 2, side, side)
    on.plan.box = Rect(page.x, on.y, page.width, top - on.y)
    on.gap(9, 2)


def _box_of_label(on: Composer) -> None:
    """Set login and password, without a box."""
    inside = evolve(on.page, width=on.page.width - on.small)  # room for the arrow of a broken line
    on.put(on.label(on.texts.login_label, on.page), own=("login",))
    _code(on, "login", on.style.login_size_pt, break_login, inside)
    on.gap(0, 1)
    _secret(on, inside)
    on.gap(0, 1)


def _code(on: Composer, name: str, size: float, breaker: Breaker, strip: Strip) -> None:
    """Reserve the place of a login or password."""
    scaled, weight = (size * on.scale * _LABEL_SCALE, 0.0) if on.is_label else (size * on.scale, 0.5)
    on.slot(name, on.faces.code, breaker, scaled, strip, weight=weight, shrinks_to=_CODE_SHRINKS_TO, is_code=True)


def _secret(on: Composer, inside: Strip) -> None:
    """Set the label of the password, and reserve its place, and that of its characters spelled out."""
    if on.kind is SlipKind.EMAIL:
        _own_password(on, inside)
        return
    on.put(on.label(on.texts.password_label, inside), own=("password",))
    _code(on, "password", on.style.password_size_pt, break_password, inside)
    if on.style.spelling and not on.is_label:
        on.part("P", [], ("spelled",))
        face, lines = on.faces.text, _SPELLED_LINES
        on.slot("spelled", face, wrap_words, on.small, inside, weight=0.5, lines=lines, shrinks_to=1.0)


def _own_password(on: Composer, inside: Strip) -> None:
    """Say that the candidate chose the password, where other slips show it (M8)."""
    label = on.label(on.texts.email_password_label, inside)
    on.below(label)
    said = on.paragraph(on.faces.strong, on.texts.email_password, on.small * _INTRODUCTION, inside)
    on.part("P", [*label, *said])
    on.below(said)
    if not on.is_label:
        on.gap(0, 1)


def _notes(on: Composer) -> None:
    """Set the explanations below the box, a paragraph each."""
    texts = on.texts
    notes = [texts.password_note, texts.first_login_note, texts.usage, texts.lost_note]
    if on.kind is SlipKind.EMAIL:
        notes = [texts.email_recovery_note, texts.usage, texts.email_help_note]
    for note in notes:
        on.put(on.paragraph(on.faces.text, note, on.small, on.page, breaker=on.note_breaker))
        on.gap(4, 0.4)
    on.weights += 2  # of what stays white under the last line


def _note_of_label(on: Composer) -> None:
    """Set the one explanation that a label has room for."""
    note = on.texts.email_label_note if on.kind is SlipKind.EMAIL else on.texts.label_note
    on.put(on.paragraph(on.faces.text, note, on.small, on.page, breaker=on.note_breaker))


def _group(on: Composer) -> None:
    """Reserve the places of the group's label and of the number of its slips."""
    size = on.style.name_size_pt if on.is_label else on.style.password_size_pt
    on.part("H1", [], ("name",))
    on.slot("name", on.faces.strong, wrap_evenly, size * on.scale, on.page)
    on.gap(0, 1)
    on.part("P", [], ("count",))
    on.slot("count", on.faces.text, wrap, on.small * 1.5, on.page)
    on.gap(0, 1 if on.is_label else 3)


def _school_of_label(on: Composer) -> None:
    """Set school and session at the foot of a cover that is a label."""
    on.put(on.paragraph(on.faces.text, on.wording.school, on.small, on.page))
    on.put(on.paragraph(on.faces.text, on.wording.session, on.small, on.page))
    on.gap(0, 1)


_SLIP: Final = (_head, _heading, _candidate, _introduction, _box, _notes)
_LABEL: Final = (_candidate_of_label, _box_of_label, _note_of_label)
_PARTS: Final[dict[tuple[SlipKind, bool], tuple[Callable[[Composer], None], ...]]] = {
    (SlipKind.PASSWORD, False): _SLIP,
    (SlipKind.EMAIL, False): _SLIP,
    (SlipKind.COVER, False): (_head, _group),
    (SlipKind.PASSWORD, True): _LABEL,
    (SlipKind.EMAIL, True): _LABEL,
    (SlipKind.COVER, True): (_group, _school_of_label),
}
"""The parts of each kind of slip, by the kind and by whether it is a label."""


@lru_cache(maxsize=64)  # a school asks for the same plans again at each run; plans hold nothing of a candidate
def plan_slip(
    wording: Wording,
    style: PapillonStyle,
    width: float,
    height: float,
    *,
    is_label: bool,
    kind: SlipKind = SlipKind.PASSWORD,
    largest: float | None = None,
) -> SlipPlan | None:
    """Lay out a slip of a width and a height in points, as large as the style allows, or ``largest`` does.

    The scale is the largest of the steps at which the parts fit in; a search of the steps finds it. The gaps then share
    what is left of the height. ``None``: the slip does not fit in, however small.
    """
    most = style.largest_scale if largest is None else largest

    def composed(scale: float, stretch: float = 0.0, note_breaker: Breaker = wrap) -> Composer:
        composer = Composer(kind, wording, style, width, height, is_label, scale, stretch, note_breaker)
        for part in _PARTS[kind, is_label]:
            part(composer)
        return composer

    steps = range(1 + int((most - _SMALLEST_SCALE) / _SCALE_STEP))
    step = bisect_left(steps, x=True, key=lambda step: composed(most - step * _SCALE_STEP).spare >= 0)
    if step == len(steps):
        return None
    best = composed(most - step * _SCALE_STEP)
    return composed(best.scale, best.spare / best.weights, wrap_evenly).plan
