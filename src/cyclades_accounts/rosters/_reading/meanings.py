"""What the cells of a file mean. Files repeat most of their cells on every line, so each text is worked on once."""

import html
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from typing import Final

from attrs import frozen

from cyclades_accounts.identifiers import LOGIN_MAX_LENGTH, TEXT_MAX_LENGTH
from cyclades_accounts.model import cleaned
from cyclades_accounts.rosters._files.cells import fold_label, read_cell, read_wrapped_cell
from cyclades_accounts.rosters._formats.titles import USUAL_TITLES
from cyclades_accounts.rosters._problems.problems import ProblemCode

MOST_REMEMBERED: Final = 8192
"""Texts of a file whose meaning is kept, so that no file fills the memory. Our choice."""

_DRESS: Final = 8
"""Characters around a text that only say how to read it, at most."""

_UNPRINTABLE = re.compile("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udc7f\udd00-\udfff]")
"""NUL, lone surrogates, and controls that are no space. The surrogates of undecoded bytes are told otherwise."""
_ENTITY = re.compile(r"&#?[A-Za-z0-9]{1,8};")
_SIGNS: Final = frozenset("'’ʼ‘`´′ʻ-‐‑–—.,;()/·\"“”«»")
"""Signs that stand in names; of other characters only letters, their marks and spaces do."""


class BadTextError(Exception):
    """A text stands in no name, no label and no address: nothing is done with it."""

    def __init__(self, code: ProblemCode, value: str, expected: str = "") -> None:
        super().__init__(code)
        self.code, self.value, self.expected = code, value, expected


@frozen
class _Kind:
    """How cells of some columns are read."""

    read: Callable[[str], str] = read_cell
    longest: int = TEXT_MAX_LENGTH
    is_name: bool = False
    """Whether only what stands in names may stand there."""
    is_needed: bool = False
    """Whether a word for nothing is a fault there, and no blank."""


_TEXT: Final = _Kind()
_KINDS: Final = {
    **dict.fromkeys(("family_name", "given_names", "full_name"), _Kind(is_name=True, is_needed=True)),
    "usage_name": _Kind(is_name=True),
    **dict.fromkeys(("email", "login"), _Kind(longest=LOGIN_MAX_LENGTH)),
    "division": _Kind(read_wrapped_cell),
}


class Meanings(dict[str, str]):
    """What cells of one kind mean, by what stands in them; found when it is asked for.

    Raises:
        BadTextError: a text is too long, or holds what cannot stand there.
    """

    def __init__(self, kind: _Kind, nothing: Collection[str]) -> None:
        super().__init__()
        self._kind, self._nothing = kind, frozenset(map(fold_label, nothing))
        self._initials = frozenset(word[0].casefold() for word in nothing if word)
        """How words for nothing begin, so that few texts are folded."""

    def __missing__(self, cell: str) -> str:
        """Return what a cell means, and remember it."""
        kind = self._kind
        if cell[:1].isdigit() and cell.isalnum() and cell.isascii() and not kind.is_name and len(cell) <= kind.longest:
            return cell  # a number or an INE, which no other line has
        text = self._clean(cell)
        if kind.is_name:
            if not text.isalpha() and any(map(is_strange, text)):
                raise BadTextError(ProblemCode.SUSPICIOUS_NAME, text)
            text = text if text.isascii() else unicodedata.normalize("NFKC", text)
        elif not text.isalnum() and not any(map(str.isalnum, text)):  # a dash says no more than a blank
            text = ""
        if text[:1].casefold() in self._initials and fold_label(text) in self._nothing:
            if kind.is_needed:
                raise BadTextError(ProblemCode.PLACEHOLDER, text)
            text = ""
        if len(self) < MOST_REMEMBERED:
            self[cell] = text
        return text

    def _clean(self, cell: str) -> str:
        """Return a cell as text on one line that can be worked on."""
        longest, text = self._kind.longest, cell
        if len(cell) <= longest + _DRESS:  # a longer one is not worked on
            text = cell.strip()
            if not text.isalnum() or not text.isascii():  # the others mean the same however a cell is dressed
                text = mended(self._kind.read(text))
        if len(text) > longest:
            raise BadTextError(ProblemCode.TOO_LONG, text[:100], str(longest))
        if text.isprintable():
            return text
        if strange := _UNPRINTABLE.search(text):
            raise BadTextError(ProblemCode.UNPRINTABLE, f"U+{ord(strange[0]):04X}")
        return cleaned(text, longest)


def meanings(nothing: Collection[str]) -> dict[str, Meanings]:
    """Return what cells mean, by attribute of :class:`RosterColumns`; ``nothing`` are the words for nothing."""
    by_kind = {kind: Meanings(kind, nothing) for kind in {_TEXT, *_KINDS.values()}}
    return {name: by_kind[_KINDS.get(name, _TEXT)] for name in USUAL_TITLES}


def mended(text: str) -> str:
    """Return a text without what a program made of its letters: entities of web pages, UTF-8 read as Windows-1252."""
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if not text.isascii():
        for encoding in ("windows-1252", "iso-8859-1"):
            try:
                return text.encode(encoding).decode()
            except UnicodeError:
                continue
    return text


def is_strange(char: str) -> bool:
    """Whether a character stands in no name: it is neither letter nor mark nor space, nor a sign that names have."""
    return char not in _SIGNS and unicodedata.category(char)[0] not in "LMZ" and not "\udc80" <= char <= "\udcff"


class Labels(dict[str, str | None]):
    """What the labels of one column mean, ``None`` for one that is unknown; found when it is asked for."""

    def __init__(self, known: Mapping[str, str], *, by_first_words: bool = False) -> None:
        super().__init__()
        self._known = {fold_label(label): meaning for label, meaning in known.items()}
        self._by_first_words = by_first_words

    def __missing__(self, text: str) -> str | None:
        """Return what a label means, and remember it."""
        folded = fold_label(text)
        meaning = self._known.get(folded)
        if meaning is None and self._by_first_words:
            words = folded.lstrip("0123456789 ")  # a code may stand before them
            begun = (label for label in self._known if f"{words} ".startswith(f"{label} "))
            meaning = self._known.get(max(begun, key=len, default=""))
            if meaning is not None and folded.startswith(fold_label(meaning)):
                meaning = text  # nothing of what it says is lost
        if len(self) < MOST_REMEMBERED:
            self[text] = meaning
        return meaning
