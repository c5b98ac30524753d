"""Whose password it is, and the forms in which passwords and names are compared."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from attrs import field, frozen

_WORDS: Final = re.compile(r"[^\W_]+")


def normalize_password(text: str) -> str:
    """Return a password in NFKC, the form that is hashed and judged (NIST SP 800-63B-4, 3.1.1.2).

    Two texts with the same form open the same account: full-width letters, ligatures, composed and decomposed accents.
    """
    return unicodedata.normalize("NFKC", text)


def without_case_and_accents(text: str) -> str:
    """Return a text without the differences that do not count in a name: case, accents, compatibility forms."""
    plain = unicodedata.normalize("NFKD", normalize_password(text).casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def _texts(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(given)


@frozen
class Owner:
    """The owner of a password, as far as a policy asks."""

    names: tuple[str, ...] = field(default=(), converter=_texts)
    """Given names, family name, usage name: any number of parts, in any script."""
    login: str = ""

    def parts(self, shortest: int) -> frozenset[str]:
        """Return the words of names and login that have at least ``shortest`` characters, without case and accents."""
        words = _WORDS.findall(without_case_and_accents(" ".join((*self.names, self.login))))
        return frozenset(word for word in words if len(word) >= shortest)


NOBODY: Final = Owner()
"""No owner known: rules about the owner demand nothing."""
