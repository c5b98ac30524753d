"""The plan of a slip: once for a batch, a kind of slip and a height."""

import enum
from bisect import bisect_left
from functools import lru_cache
from typing import Final

from cyclades_accounts.pdf._composing import Composer
from cyclades_accounts.pdf._composing_cover import CoverComposer, CoverLabelComposer
from cyclades_accounts.pdf._composing_email import EmailComposer, EmailLabelComposer
from cyclades_accounts.pdf._composing_label import LabelComposer
from cyclades_accounts.pdf._slip import SlipPlan
from cyclades_accounts.pdf._style import PapillonStyle
from cyclades_accounts.pdf._text import wrap_evenly
from cyclades_accounts.pdf._wording import Wording

_SMALLEST_SCALE: Final = 0.7  # of the larger texts; the small one stops earlier, at SMALLEST_TEXT_PT
_SCALE_STEP: Final = 0.025


class Kind(enum.Enum):
    """What stands at a place: a slip with a password, one without (M8), or the cover of a group."""

    PASSWORD = 0
    EMAIL = 1
    COVER = 2


_COMPOSERS: Final[dict[tuple[Kind, bool], type[Composer]]] = {
    (Kind.PASSWORD, False): Composer,
    (Kind.PASSWORD, True): LabelComposer,
    (Kind.EMAIL, False): EmailComposer,
    (Kind.EMAIL, True): EmailLabelComposer,
    (Kind.COVER, False): CoverComposer,
    (Kind.COVER, True): CoverLabelComposer,
}


@lru_cache(maxsize=64)  # a school asks for the same plans again at each run; plans hold nothing of a candidate
def plan_slip(
    wording: Wording,
    style: PapillonStyle,
    width: float,
    height: float,
    *,
    is_label: bool,
    kind: Kind = Kind.PASSWORD,
    largest: float | None = None,
) -> SlipPlan | None:
    """Lay out a slip of a width and a height in points, as large as the style allows, or ``largest`` does.

    What is left of the height goes between the parts. ``None``: the slip does not fit in, however small.
    """
    most = style.largest_scale if largest is None else largest
    composer = _COMPOSERS[kind, is_label]

    def draft(step: int) -> Composer:
        draft = composer(wording, style, width, height, most - step * _SCALE_STEP)
        draft.compose()
        return draft

    steps = range(1 + int((most - _SMALLEST_SCALE) / _SCALE_STEP))
    step = bisect_left(steps, x=True, key=lambda step: draft(step).spare >= 0)
    if step == len(steps):
        return None
    best = draft(step)
    return composer(wording, style, width, height, best.scale, best.spare / best.weights, wrap_evenly).compose()
