"""Breaking text into lines, and finding the size at which it fits."""

import math
import re
import unicodedata
from collections.abc import Callable
from typing import Final

from attrs import frozen

from cyclades_accounts.pdf._fonts import Run, Typeface

LEADING: Final = 1.25
"""Distance of two baselines, in sizes."""

Breaker = Callable[[Typeface, str, float], list[str]]
"""A way to break a text into lines that are not wider than so many em."""

_SHRINK: Final = 0.97
_NARROWER: Final = (0.96, 0.92, 0.88, 0.84, 0.8)  # a paragraph much narrower than its neighbours looks lost
_SHORT: Final = 0.4
_SPACES: Final = re.compile(r"[^\S\u00a0\u202f]+")  # all white space but the two that do not break
_AFTER_HYPHEN: Final = re.compile(r"(?<=-)(?=[^-])")
# Not after a hyphen: it would look like hyphenation.
_AFTER_SIGN: Final = re.compile(r"(?<=[.@_+])(?=[^.@_+])")
_BEFORE_SIGN: Final = re.compile(r" (?=[:;?!»])|(?<=«) ")


@frozen
class Line:
    """A line of text in its place on the slip."""

    x: float
    """Left end, in points from the left edge of the slip."""
    y: float
    """Baseline, in points from the lower edge of the slip."""
    size: float
    """In points."""
    runs: tuple[Run, ...]
    grey: float = 0.0
    """0 (black) to 1 (white)."""
    sign_x: float | None = None
    """Where a login or a password is broken: the place of the sign that says so, in points from the left edge."""

    @property
    def width(self) -> float:
        """In points."""
        return self.size * sum(run.font.widths[character] for run in self.runs for character in run.text)


def tidy(text: str) -> str:
    """Compose accents (NFC), make white space single spaces, and tie French punctuation to its word.

    Fonts have the composed letters, and reportlab does not place accents by itself.
    """
    return _BEFORE_SIGN.sub("\u00a0", " ".join(filter(None, _SPACES.split(unicodedata.normalize("NFC", text)))))


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
    """Wrap like :func:`wrap`, but narrower where the last line would be short and no line more is needed."""
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
    """Break at spaces alone: « point-virgule » must not read as a point and a comma. ``width`` is in em."""
    return _fill(face, [(" " * (number > 0), word) for number, word in enumerate(text.split(" "))], width)


def break_login(face: Typeface, text: str, width: float) -> list[str]:
    """Break a login, where it can after one of its signs. ``width`` is in em; nothing is added or lost."""
    return _fill(face, [("", piece) for piece in _AFTER_SIGN.split(text)], width)


def break_password(face: Typeface, text: str, width: float) -> list[str]:
    """Break a password into lines of equal length, or nearly so. ``width`` is in em; nothing is added or lost."""
    per_line = max(1, int(width / face.width(text[0])))
    lines = math.ceil(len(text) / per_line)
    per_line = math.ceil(len(text) / lines)
    return [text[start : start + per_line] for start in range(0, len(text), per_line)]


def fit(
    face: Typeface,
    text: str,
    breaker: Breaker,
    *,
    width: float,
    height: float,
    largest: float,
    one_line_from: float,
) -> tuple[float, list[str]]:
    """Find the largest size, at most ``largest``, at which ``text`` stays inside a box; all lengths in points.

    One line down to the size ``one_line_from``; below it as many lines as print largest. Nothing is ever clipped: an
    absurdly long text becomes absurdly small.
    """
    ems = face.width(text)
    if ems * one_line_from <= width:  # a line of the largest size is never higher than the box
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
