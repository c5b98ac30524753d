"""A password read out, character by character, for those who do not tell its characters apart on paper."""

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import field, frozen

Names = tuple[tuple[str, str], ...]
"""Pairs of a character and its name."""


def _names(given: Mapping[str, str] | Iterable[tuple[str, str]]) -> Names:
    return tuple(sorted(dict(given).items()))


@frozen
class Spelling:
    """How characters are called, in one language. It can be compared and hashed, so that a style may hold it."""

    names: Names = field(converter=_names)
    """The name of each digit and sign; a character without one stands for itself. Given as a mapping or as pairs."""
    upper: str
    """A capital; takes ``{letter}``."""
    lower: str
    """A small letter; takes ``{letter}``."""
    separator: str = ", "
    """Between two characters."""

    def spell(self, password: str, *, space: str = " ") -> str:
        """Return what somebody reads out: « S majuscule, cinq, d minuscule, signe inférieur ».

        It is as secret as the password. ``space`` stands between the words of a name: one that does not break keeps a
        name on one line.
        """
        names = dict(self.names)
        spelled = [names.get(character) or self._letter(character) for character in password]
        return self.separator.join(name.replace(" ", space) for name in spelled)

    def _letter(self, character: str) -> str:
        if character.isupper():
            return self.upper.format(letter=character)
        return self.lower.format(letter=character) if character.islower() else character


FRENCH_SPELLING: Final = Spelling(
    {
        "0": "zéro",
        "1": "un",
        "2": "deux",
        "3": "trois",
        "4": "quatre",
        "5": "cinq",
        "6": "six",
        "7": "sept",
        "8": "huit",
        "9": "neuf",
        "!": "point d'exclamation",
        '"': "guillemet droit",
        "#": "dièse",
        "$": "dollar",
        "%": "pour cent",
        "&": "et commercial",
        "'": "apostrophe",
        "(": "parenthèse ouvrante",
        ")": "parenthèse fermante",
        "*": "astérisque",
        "+": "signe plus",
        ",": "virgule",
        "-": "tiret",
        ".": "point",
        "/": "barre oblique",
        ":": "deux-points",
        ";": "point-virgule",
        "<": "signe inférieur",
        "=": "signe égal",
        ">": "signe supérieur",
        "?": "point d'interrogation",
        "@": "arobase",
        "[": "crochet ouvrant",
        "\\": "barre oblique inverse",
        "]": "crochet fermant",
        "^": "accent circonflexe",
        "_": "tiret bas",
        "`": "accent grave",
        "{": "accolade ouvrante",
        "|": "barre verticale",
        "}": "accolade fermante",
        "~": "tilde",
        " ": "espace",
    },
    upper="{letter} majuscule",
    lower="{letter} minuscule",
)
"""The names we ship: every visible character of ASCII, and so of every policy we ship, has one."""
