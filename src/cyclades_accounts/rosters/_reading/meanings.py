"""What the cells of a file mean. Files repeat most of their cells on every line, so each text is worked on once."""

import re
from collections.abc import Callable
from typing import Final

from cyclades_accounts.model import cleaned
from cyclades_accounts.rosters._problems.problems import ProblemCode

MOST_REMEMBERED: Final = 8192
"""Texts of a file whose meaning is kept, so that no file fills the memory. Our choice."""

_DRESS: Final = 8
"""Characters around a text that only say how to read it, at most."""

_UNPRINTABLE = re.compile("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udc7f\udd00-\udfff]")
"""NUL, lone surrogates, and controls that are no space. The surrogates of undecoded bytes are told otherwise."""


class BadTextError(Exception):
    """A text stands in no name, no label and no address: nothing is done with it."""

    def __init__(self, code: ProblemCode, value: str, expected: str = "") -> None:
        super().__init__(code)
        self.code, self.value, self.expected = code, value, expected


class Meanings(dict[str, str]):
    """What cells mean, by what stands in them; found when it is asked for.

    Raises:
        BadTextError: a text is longer than ``longest``, or holds what does not print.
    """

    def __init__(self, read: Callable[[str], str], longest: int) -> None:
        super().__init__()
        self._read, self._longest = read, longest

    def __missing__(self, cell: str) -> str:
        """Return what a cell means, and remember it."""
        text = cell
        if len(cell) <= self._longest + _DRESS:  # a longer one is not worked on
            text = cell.strip()
            if not text.isalnum():  # letters and digits alone mean the same however a cell is dressed
                text = self._read(text)
        if len(text) > self._longest:
            raise BadTextError(ProblemCode.TOO_LONG, text[:100], str(self._longest))
        if not text.isprintable():
            if strange := _UNPRINTABLE.search(text):
                raise BadTextError(ProblemCode.UNPRINTABLE, f"U+{ord(strange[0]):04X}")
            text = cleaned(text, self._longest)
        if len(self) < MOST_REMEMBERED:
            self[cell] = text
        return text
