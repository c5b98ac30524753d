"""What is drawn on a slip besides its texts, as PDF operators: frame, arrows, shades, QR code."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from cyclades_accounts.pdf._setting.operators import Rect, number, numbers, rectangles
from cyclades_accounts.pdf._setting.text import Line
from cyclades_accounts.pdf._slips.plan import SlipPlan
from cyclades_accounts.pdf._slips.style import PapillonStyle

_RULE_PT: Final = 0.8
_RULE_GREY: Final = 0.3
_RADIUS: Final = 4  # of the corners of the box, in points at scale 1
_CURVE: Final = 0.5523  # distance of the control points that make a Bézier curve a quarter of a circle, in radii


def arrows(lines: Iterable[Line]) -> str:
    """Return the operators that draw an arrow where a login or password goes on in the next line."""
    return " ".join(_arrow(line.arrow_x, line.y, line.size) for line in lines if line.arrow_x is not None)


def _arrow(x: float, y: float, size: float) -> str:
    """Draw an arrow down to the left. It is drawn, and not a character, so that nobody types it."""
    half = min(0.3 * size, 4.0)
    return (
        f"{number(_RULE_PT)} w {number(_RULE_GREY)} G {numbers(x + half, y + 2 * half)} m "
        f"{numbers(x + half, y + half)} l {numbers(x - half, y + half)} l {numbers(x - half / 4, y + half * 1.75)} m "
        f"{numbers(x - half, y + half)} l {numbers(x - half / 4, y + half * 0.25)} l S"
    )


def frame(plan: SlipPlan, style: PapillonStyle) -> str:
    """Return the operators of what stands behind the texts: the rule under the head, the box of login and password."""
    left, box = plan.margin, plan.box
    return (
        f"{number(_RULE_PT)} w {number(_RULE_GREY)} G {number(style.box_grey)} g "
        + (f"{numbers(left, plan.rule_y)} m {numbers(plan.width - left, plan.rule_y)} l S " if plan.rule_y else "")
        + (_rounded(box, _RADIUS * plan.scale) if box else "")
    )


def _rounded(box: Rect, radius: float) -> str:
    """Return the operators of a filled rectangle with round corners."""
    x0, y0, x1, y1 = box.x, box.y, box.x + box.width, box.y + box.height
    r, c = radius, radius * (1 - _CURVE)
    return (
        f"{numbers(x0 + r, y0)} m {numbers(x1 - r, y0)} l {numbers(x1 - c, y0, x1, y0 + c, x1, y0 + r)} c "
        f"{numbers(x1, y1 - r)} l {numbers(x1, y1 - c, x1 - c, y1, x1 - r, y1)} c "
        f"{numbers(x0 + r, y1)} l {numbers(x0 + c, y1, x0, y1 - c, x0, y1 - r)} c "
        f"{numbers(x0, y0 + r)} l {numbers(x0, y0 + c, x0 + c, y0, x0 + r, y0)} c b"
    )


@lru_cache(maxsize=64)
def qr_code(text: str, place: Rect) -> str:
    """Return the operators of a QR code (ISO/IEC 18004, level M: a sixth of it may be soiled) that fills a square."""
    # this import loads half of reportlab, a fifth of the time that a first school takes; most hosts print no code
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel  # noqa: PLC0415  # costly, and seldom used

    code: Any = QRCode(None, QRErrorCorrectLevel.M)  # untyped
    code.addData(text)
    code.make()
    count: int = code.getModuleCount()
    side = place.width / count
    dark = [
        # 0.05 larger than the module, so that no white line shows between two dark ones
        Rect(place.x + column * side, place.y + place.height - (row + 1) * side, side + 0.05, side + 0.05)
        for row in range(count)
        for column in range(count)
        if code.isDark(row, column)
    ]
    return rectangles(dark, 0)
