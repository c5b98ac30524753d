"""Drawing texts from bytes, uniformly, by rejection: fast in bulk because C code does the work."""

import re
import struct
from collections.abc import Callable, Sequence
from typing import Final

from cyclades_accounts.passwords._count import Places

RandomSource = Callable[[int], bytes]
"""Returns as many random bytes as asked. The system's source is the default; another one is for tests only."""

_BYTE_VALUES: Final = 256
_PAIR_VALUES: Final = 65_536
_MOST_BYTES: Final = 1_000_000
"""Symbols wanted from one call of the source, at most."""


def draw_characters(
    places: Places, classes: Sequence[frozenset[str]], count: int, random: RandomSource, wanted: int
) -> list[str]:
    """Return about ``wanted`` texts, uniform over those that take each character from its place and hold each class.

    Places with one possible character are filled in. At the others characters are drawn from all that may stand at any
    of them; bytes that would favour some characters are skipped, and so is every draw against a place or a class.
    """
    free = [place for place, allowed in enumerate(places) if len(allowed) > 1] or list(range(len(places)))
    symbols = frozenset[str]().union(*(places[place] for place in free))
    fixed = frozenset[str]().union(*(allowed for place, allowed in enumerate(places) if place not in free))
    alphabet = "".join(sorted(symbols)).encode("ascii")
    fair = _BYTE_VALUES - _BYTE_VALUES % len(alphabet)
    table = bytes(alphabet[value % len(alphabet)] for value in range(_BYTE_VALUES))
    size = len(free)
    draws_a_text = len(alphabet) ** size // count + 1
    characters = min(wanted * draws_a_text * size, _MOST_BYTES)
    text = random(2 * characters).translate(table, bytes(range(fair, _BYTE_VALUES))).decode("ascii")
    needed = [c & symbols for c in classes if c.isdisjoint(fixed)]
    found = _pattern([places[place] for place in free], symbols, needed).findall(text)
    drawn = [one for one in found if one][:wanted]
    return drawn if size == len(places) else _filled(drawn, places)


def _pattern(free: Places, symbols: frozenset[str], needed: Sequence[frozenset[str]]) -> re.Pattern[str]:
    """Return what cuts a text into pieces: a good one is captured, of a bad one nothing."""
    size = len(free)
    body = "".join("." if allowed == symbols else _one_of(allowed) for allowed in free)
    ahead = "".join(f"(?=.{{0,{size - 1}}}{_one_of(characters)})" for characters in needed)
    return re.compile(f"{ahead}({body})|.{{{size}}}")


def _one_of(characters: frozenset[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(characters)))}]"


def _filled(texts: Sequence[str], places: Places) -> list[str]:
    """Put the characters of the places with one possible character into texts of the others."""
    template = "".join("%c" if len(allowed) > 1 else next(iter(allowed)).replace("%", "%%") for allowed in places)
    return [template % tuple(text) for text in texts]


def draw_words(words: Sequence[str], size: int, separator: str, random: RandomSource, wanted: int) -> list[str]:
    """Return about ``wanted`` phrases of ``size`` words, uniform; a pair of bytes that favours a word is skipped."""
    fair = _PAIR_VALUES - _PAIR_VALUES % len(words)
    many = 2 * min(wanted * size, _MOST_BYTES)
    pairs = struct.unpack(f"<{many}H", random(2 * many))  # one byte order, so that a replay is the same everywhere
    drawn = [words[value % len(words)] for value in pairs if value < fair]
    return [separator.join(drawn[start : start + size]) for start in range(0, len(drawn) - size + 1, size)]
