"""Texts and rectangles as PDF operators (ISO 32000-1 annex A)."""

from collections.abc import Iterable

from attrs import frozen

from cyclades_accounts.pdf._fonts.encoding import BASE, encode
from cyclades_accounts.pdf._setting.text import Line


@frozen
class Rect:
    """A rectangle; lengths in points."""

    x: float
    y: float
    """Of its lower edge."""
    width: float
    height: float


def number(value: float) -> str:
    """Write a number with at most two decimals: a hundredth of a point is 4 µm."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def numbers(*values: float) -> str:
    """Write numbers with spaces between them."""
    return " ".join(map(number, values))


def show(lines: Iterable[Line], end: str = "") -> str:
    """Return the operators that draw lines of text.

    ``end`` follows each line: a space keeps the last word of a line apart from the first word of the next one where a
    program copies the text. It is left out after a hyphen, and where the font's subset has none.
    """
    return "\n".join(_line(line, end) for line in lines)


def _line(line: Line, end: str) -> str:
    shown = []
    for span in line.spans:
        is_word_end = span is line.spans[-1] and span.subset == BASE and not span.text.endswith("-")
        space = end if is_word_end else ""
        text = f"/{span.resource} {number(line.size)} Tf({encode(span.subset, span.text)}{space})Tj"
        thickness = span.font.thickened_by * line.size
        shown.append(f"{number(thickness)} w {number(line.grey)} G 2 Tr {text} 0 Tr" if thickness else text)
    text = f"BT {numbers(line.x, line.y)} Td {' '.join(shown)} ET"
    return f"{number(line.grey)} g {text} 0 g" if line.grey else text


def rectangles(boxes: Iterable[Rect], grey: float) -> str:
    """Fill rectangles."""
    drawn = " ".join(f"{numbers(box.x, box.y, box.width, box.height)} re" for box in boxes)
    return f"{number(grey)} g {drawn} f 0 g" if drawn else ""
