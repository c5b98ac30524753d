"""Characters: what those of a civil name become in a login, and which ones of a login look alike.

Folding to ASCII follows CLDR's Latin-ASCII, by the table of ``anyascii``. That one transliterates every script; a
French civil registry writes Latin letters only, so any other letter is refused rather than guessed. Likeness follows
the skeletons of Unicode Technical Standard #39.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from anyascii import anyascii

from cyclades_accounts.errors import InvalidValueError, UnfoldableNameError
from cyclades_accounts.identifiers import TEXT_MAX_LENGTH, Login

_BOUNDARY: Final = " "
_UNFOLDABLE: Final = "\0"

_CLDR: Final = {"Ŋ": "n", "ŋ": "n", "ƕ": "hv", "Ƕ": "hv", "Ƣ": "oi", "ƣ": "oi"}
"""The Latin letters for which ``anyascii`` differs from CLDR's Latin-ASCII (ICU 72 compared, every letter that CLDR
folds). Letters that CLDR leaves alone, such as ``ə``, are ``anyascii``'s."""

_INSIDE_A_WORD: Final = frozenset("·•")
"""Points that join two letters of one word (Catalan ``l·l``) and part nothing."""

_MODIFIERS: Final = frozenset(map(chr, range(0x2B0, 0x300)))
"""Spacing modifier letters: letters by category, apostrophes and accents by use (``ʼ``, ``ʻ``)."""


def _fold_character(char: str) -> str:
    category = unicodedata.category(char)
    if category[0] == "M" or char in _INSIDE_A_WORD:  # a mark left by NFKC belongs to the letter before it
        return ""
    if category[0] not in "LN":
        return _BOUNDARY
    if char.isascii():
        return char.lower()
    folded = _CLDR.get(char) or "".join(c for c in anyascii(char).lower() if c.isalnum())
    if not folded and char in _MODIFIERS:
        return _BOUNDARY
    is_letter = unicodedata.name(char, "").startswith("LATIN ") and folded.isalpha()
    is_digit = category == "Nd" and folded.isdecimal()
    return folded if is_letter or is_digit else _UNFOLDABLE


_TABLE: Final[dict[int, str]] = {code: _fold_character(chr(code)) for code in range(128)}
"""What each character folds to, by code point: ASCII from the start, the others once they were met."""


def _learn(text: str) -> None:
    _TABLE.update((ord(char), _fold_character(char)) for char in set(text) if ord(char) not in _TABLE)


def _composed(name: str) -> str:
    if len(name) > TEXT_MAX_LENGTH:
        raise InvalidValueError("name", name, f"at most {TEXT_MAX_LENGTH} characters")
    return unicodedata.normalize("NFKC", name)


def fold_name(name: str, joiner: str = "") -> str:
    """Fold a civil name to ``[a-z0-9]``: ``"Bœuf"`` gives ``boeuf``, ``"D'Hervé--Łuk"`` gives ``dherveluk``.

    NFC and NFD forms of a name fold alike, as do all shapes of apostrophe, hyphen and space, which separate the parts
    of the name. No letter is ever dropped. Folding twice is folding once.

    Args:
        name: a family name or given names.
        joiner: what stands between the parts, ``""`` or ``"-"``.

    Raises:
        UnfoldableNameError: the name has no letter, or one that is not Latin.
        InvalidValueError: it is longer than a name may be (:data:`~cyclades_accounts.identifiers.TEXT_MAX_LENGTH`).
    """
    if name.isascii() and name.isalpha():
        return name.lower()  # most names of a roster
    composed = _composed(name)
    text = composed.translate(_TABLE)
    if not text.isascii():
        _learn(composed)
        text = composed.translate(_TABLE)
    if text.isalpha():
        return text  # no separator and no refused letter: most of the other names
    if _UNFOLDABLE in text:
        bad = "".join(dict.fromkeys(char for char in composed if _TABLE[ord(char)] == _UNFOLDABLE))
        raise UnfoldableNameError(name, bad)
    parts = text.split()
    if not parts or "".join(parts).isdecimal():
        raise UnfoldableNameError(name, "")
    return joiner.join(parts)


def folded_letters(name: str) -> tuple[tuple[str, str], ...]:
    """Return each letter of a name that is not ASCII with what it folds to, once, in order: ``(("Œ", "oe"),)``.

    An apostrophe that Unicode calls a letter is none.
    """
    composed = _composed(name)
    _learn(composed)
    folded = {char: _TABLE[ord(char)] for char in composed if char.isalpha() and not char.isascii()}
    return tuple((char, letters) for char, letters in folded.items() if letters != _BOUNDARY)


def is_folded_name(text: str, *, joiner: str = "") -> bool:
    """Whether ``text`` is a result of :func:`fold_name` with the same ``joiner``."""
    part = "[a-z0-9]+"
    pattern = f"{part}(?:{re.escape(joiner)}{part})*" if joiner else part
    return bool(re.fullmatch(pattern, text)) and not text.replace(joiner, "").isdecimal()


_PROTOTYPES: Final[Mapping[str, str]] = {"0": "o", "1": "l", "|": "l", "m": "rn", '"': "''", "`": "'"}
"""What UTS #39 (confusables.txt) says of the characters a login can hold; the tests compare it with a published copy of
that file. 0 like o is ours: the standard likens 0 to the capital, and a login has none. ``%`` is left out: it is like
signs that no login holds."""

_LOOKS: Final = str.maketrans(dict(_PROTOTYPES))


def skeleton(login: str) -> str:
    """Return what a login looks like: two logins look alike if and only if their skeletons are equal (UTS #39, 4)."""
    return login.translate(_LOOKS)


def look_alikes(logins: Iterable[Login]) -> tuple[tuple[Login, ...], ...]:
    """Return the groups of different logins that look alike, such as ``("a.martin1", "a.martinl")``.

    Groups and what is in them stand in the order given.
    """
    groups: dict[str, list[Login]] = {}
    for login in dict.fromkeys(logins):
        groups.setdefault(skeleton(login), []).append(login)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
