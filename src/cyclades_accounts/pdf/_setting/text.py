"""Breaking text into lines, and finding the size at which it fits."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from attrs import frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.pdf._fonts.faces import Span, Typeface

LEADING: Final = 1.25
"""Distance of two baselines, in sizes."""

ASCENT: Final = 0.95
"""From the top of a line to its baseline, in sizes: that of Atkinson Hyperlegible."""

Breaker = Callable[[Typeface, str, float], list[str]]
"""Breaks a text into lines that are not wider than a width in em."""

_SHRINK: Final = 0.97
_NARROWER: Final = (0.96, 0.92, 0.88, 0.84, 0.8)  # no less: it would look too narrow beside the other paragraphs
_SHORT: Final = 0.4  # a last line under this part of the width is short
_SPACES: Final = re.compile(r"[^\S\u00a0\u202f]+")  # all white space but the two that do not break
_AFTER_HYPHEN: Final = re.compile(r"(?<=-)(?=[^-])")
_AFTER_SIGN: Final = re.compile(r"(?<=[.@_+])(?=[^.@_+])")  # a break after « - » would be taken for hyphenation
_BEFORE_SIGN: Final = re.compile(r" (?=[:;?!»])|(?<=«) ")


@frozen
class Line:
    """A line of text in its place on a slip or a page."""

    x: float
    """Left end, in points from the left edge of the slip or page."""
    y: float
    """Baseline, in points from the lower edge of the slip or page."""
    size: float
    """In points."""
    spans: tuple[Span, ...]
    grey: float = 0.0
    """0 (black) to 1 (white)."""
    arrow_x: float | None = None
    """Where a login or a password goes on in the next line: the place of the arrow that says so, in points from the
    left edge. ``None``: no arrow."""

    @property
    def width(self) -> float:
        """In points."""
        return self.size * sum(span.font.widths[character] for span in self.spans for character in span.text)


def stack(lines: Iterable[tuple[Span, ...]], x: float, top: float, size: float, *, grey: float = 0.0) -> list[Line]:
    """Set lines under one another, from ``top`` down; lengths in points."""
    return [Line(x, top - (ASCENT + place * LEADING) * size, size, line, grey) for place, line in enumerate(lines)]


def height_of(lines: Sequence[Line]) -> float:
    """Return the height of lines of one size, in points."""
    return len(lines) * LEADING * lines[0].size if lines else 0.0


def tidy(text: str) -> str:
    """Compose accents (NFC), make white space single spaces, and put no-break spaces before French punctuation.

    Accents are composed because fonts have the composed letters, and nothing here places an accent over a letter.
    """
    return _BEFORE_SIGN.sub("\u00a0", " ".join(filter(None, _SPACES.split(unicodedata.normalize("NFC", text)))))


def filled(name: str, text: str, values: Mapping[str, object], allowed: str) -> str:
    """Return a text with its ``{…}`` filled in.

    Raises:
        InvalidValueError: it has others than ``values``; ``allowed`` ends the sentence « a text whose only {…} ».
    """
    try:
        return text.format_map(values)
    except (AttributeError, IndexError, KeyError, ValueError):
        raise InvalidValueError(name, text, f"a text whose only {{…}} {allowed}") from None


def wrap(face: Typeface, text: str, width: float) -> list[str]:
    """Break a tidy ``text`` at spaces, after hyphens, and inside words only where a word alone is too wide.

    ``width`` is in em. Nothing is added and, spaces at the breaks apart, nothing is lost.
    """
    pieces = [
        (" " * (number == 0), piece)
        for word in text.split(" ")
        for number, piece in enumerate(_AFTER_HYPHEN.split(word))
    ]
    return _fill(face, pieces, width)


def wrap_evenly(face: Typeface, text: str, width: float) -> list[str]:
    """Wrap like :func:`wrap`; where the last line would be short, wrap narrower if that takes no line more."""
    best = wrap(face, text, width)
    for narrower in _NARROWER:
        if not best or face.width(best[-1]) >= _SHORT * width:
            break
        lines = wrap(face, text, width * narrower)
        if len(lines) > len(best):
            break
        best = lines
    return best


def wrap_words(face: Typeface, text: str, width: float) -> list[str]:
    """Break at spaces only: « point-virgule » on two lines would be read as two signs. ``width`` is in em."""
    return _fill(face, [(" " * (number > 0), word) for number, word in enumerate(text.split(" "))], width)


def break_login(face: Typeface, text: str, width: float) -> list[str]:
    """Break a login, after one of its signs where possible. ``width`` is in em; nothing is added or lost."""
    return _fill(face, [("", piece) for piece in _AFTER_SIGN.split(text)], width)


def break_password(face: Typeface, text: str, width: float) -> list[str]:
    """Break a password into lines of equal length, or nearly so. ``width`` is in em; nothing is added or lost."""
    per_line = max(1, int(width / face.width(text[0])))
    lines = math.ceil(len(text) / per_line)
    per_line = math.ceil(len(text) / lines)
    return [text[start : start + per_line] for start in range(0, len(text), per_line)]


def fit(
    face: Typeface, text: str, breaker: Breaker, *, width: float, height: float, largest: float, one_line_from: float
) -> tuple[float, list[str]]:
    """Find the largest size, at most ``largest``, at which ``text`` stays inside a box; all lengths in points.

    The text stands on one line down to the size ``one_line_from``; below that size it takes as many lines as let it be
    largest. Nothing is clipped: a text that is far too long becomes far too small.
    """
    ems = face.width(text)
    if ems * one_line_from <= width:  # one line always fits in the height: boxes are made so
        return min(largest, width / ems if ems else largest), [text] * bool(text)
    size = largest
    while True:
        lines = breaker(face, text, width / size)
        if len(lines) * LEADING * size <= height and all(face.width(line) * size <= width for line in lines):
            return size, lines
        size *= _SHRINK


def _fill(face: Typeface, pieces: list[tuple[str, str]], width: float) -> list[str]:
    lines = [""]
    used = 0.0  # of the last line, in em
    for space, piece in pieces:
        wide = face.width(piece)
        if lines[-1] and used + face.width(space) + wide <= width:
            lines[-1] += space + piece
            used += face.width(space) + wide
            continue
        if lines[-1]:
            lines.append("")
        if wide <= width:
            lines[-1], used = piece, wide
            continue
        used = 0.0
        for character in piece:
            wide = face.width(character)
            if lines[-1] and used + wide > width:
                lines.append("")
                used = 0.0
            lines[-1] += character
            used += wide
    return lines if lines[0] else []
