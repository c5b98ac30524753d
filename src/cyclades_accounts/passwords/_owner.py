"""Whose password it is: the names and the login that should not stand in it."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from attrs import field, frozen

_WORDS = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return a text without what people do not count as a difference: case, accents, compatibility forms."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
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
        words = _WORDS.findall(fold(" ".join((*self.names, self.login))))
        return frozenset(word for word in words if len(word) >= shortest)


NOBODY: Final = Owner()
"""No owner known: rules about the owner demand nothing."""
