"""Plans as PDF operators (ISO 32000-1 annex A): text, boxes, lines, QR codes."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from cyclades_accounts.pdf._encoding import BASE, encode
from cyclades_accounts.pdf._slip import Rect, SlipPlan
from cyclades_accounts.pdf._style import PapillonStyle
from cyclades_accounts.pdf._text import Line

_RULE_PT: Final = 0.8
_RULE_GREY: Final = 0.3
_CURVE: Final = 0.5523  # distance of the control points that make a Bézier curve a quarter of a circle, in radii


def number(value: float) -> str:
    """Write a number with at most two decimals: a hundredth of a point is 4 µm."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def numbers(*values: float) -> str:
    """Write numbers with spaces between them."""
    return " ".join(map(number, values))


def show(lines: Iterable[Line], end: str = "") -> str:
    """Return the operators that draw lines of text; ``end`` is a blank that keeps the words of two lines apart."""
    return "\n".join(_line(line, end) for line in lines)


def _line(line: Line, end: str) -> str:
    shown = []
    for run in line.runs:
        is_word_end = run is line.runs[-1] and run.subset == BASE and not run.text.endswith("-")
        space = end if is_word_end else ""
        text = f"/{run.resource} {number(line.size)} Tf({encode(run.subset, run.text)}{space})Tj"
        thickness = run.font.thickened_by * line.size
        shown.append(f"{number(thickness)} w {number(line.grey)} G 2 Tr {text} 0 Tr" if thickness else text)
    text = f"BT {numbers(line.x, line.y)} Td {' '.join(shown)} ET"
    return f"{number(line.grey)} g {text} 0 g" if line.grey else text


def signs(lines: Iterable[Line]) -> str:
    """Return the operators that draw the signs at the ends of broken logins and passwords: artifacts, not content."""
    return " ".join(_sign(line.sign_x, line.y, line.size) for line in lines if line.sign_x is not None)


def _sign(x: float, y: float, size: float) -> str:
    """Draw « this goes on below »: an arrow around the corner, and not a character that one might type."""
    half = min(0.3 * size, 4.0)
    return (
        f"{number(_RULE_PT)} w {number(_RULE_GREY)} G {numbers(x + half, y + 2 * half)} m "
        f"{numbers(x + half, y + half)} l {numbers(x - half, y + half)} l {numbers(x - half / 4, y + half * 1.75)} m "
        f"{numbers(x - half, y + half)} l {numbers(x - half / 4, y + half * 0.25)} l S"
    )


def frame(plan: SlipPlan, style: PapillonStyle) -> str:
    """Draw what stands behind the texts of a slip: the rule under its head, and the box of login and password."""
    left, box = plan.margin, plan.box
    return (
        f"{number(_RULE_PT)} w {number(_RULE_GREY)} G {number(style.box_grey)} g "
        + (f"{numbers(left, plan.rule_y)} m {numbers(plan.width - left, plan.rule_y)} l S " if plan.rule_y else "")
        + (_rounded(box, plan.radius) if box else "")
    )


def _rounded(box: Rect, radius: float) -> str:
    """Draw a filled rectangle with round corners."""
    x0, y0, x1, y1 = box.x, box.y, box.x + box.width, box.y + box.height
    r, c = radius, radius * (1 - _CURVE)
    return (
        f"{numbers(x0 + r, y0)} m {numbers(x1 - r, y0)} l {numbers(x1 - c, y0, x1, y0 + c, x1, y0 + r)} c "
        f"{numbers(x1, y1 - r)} l {numbers(x1, y1 - c, x1 - c, y1, x1 - r, y1)} c "
        f"{numbers(x0 + r, y1)} l {numbers(x0 + c, y1, x0, y1 - c, x0, y1 - r)} c "
        f"{numbers(x0, y0 + r)} l {numbers(x0, y0 + c, x0 + c, y0, x0 + r, y0)} c b"
    )


def rectangles(boxes: Iterable[Rect], grey: float) -> str:
    """Fill rectangles."""
    drawn = " ".join(f"{numbers(box.x, box.y, box.width, box.height)} re" for box in boxes)
    return f"{number(grey)} g {drawn} f 0 g" if drawn else ""


@lru_cache(maxsize=64)
def qr_code(text: str, place: Rect) -> str:
    """Draw a text as a QR code (ISO/IEC 18004, level M: a sixth of it may be soiled) that fills a square place."""
    # with it comes half of reportlab, which takes a fifth of the time of a first school; most hosts print no code
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel  # noqa: PLC0415  # as said

    code: Any = QRCode(None, QRErrorCorrectLevel.M)  # untyped
    code.addData(text)
    code.make()
    count: int = code.getModuleCount()
    side = place.width / count
    dark = [
        # a little larger than the module: no white hair between two dark ones
        Rect(place.x + column * side, place.y + place.height - (row + 1) * side, side + 0.05, side + 0.05)
        for row in range(count)
        for column in range(count)
        if code.isDark(row, column)
    ]
    return rectangles(dark, 0)
