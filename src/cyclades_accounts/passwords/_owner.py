"""Whose password it is, and the forms in which passwords and names are compared."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from attrs import field, frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import LOGIN_MAX_LENGTH, PASSWORD_MAX_LENGTH, checked_text

_WORDS: Final = re.compile(r"[^\W_]+")


def normalize_password(text: str) -> str:
    """Return a password in NFKC, the form that is hashed and judged (NIST SP 800-63B-4, 3.1.1.2).

    Two texts with the same form open the same account: full-width letters, ligatures, composed and decomposed accents.

    Raises:
        InvalidValueError: longer than :data:`~cyclades_accounts.identifiers.PASSWORD_MAX_LENGTH` code points. The error
            tells the length alone.
    """
    if len(text) > PASSWORD_MAX_LENGTH:
        raise InvalidValueError(
            "password", f"a text of {len(text)} code points", f"at most {PASSWORD_MAX_LENGTH} code points"
        )
    return unicodedata.normalize("NFKC", text)


def without_case_and_accents(text: str) -> str:
    """Return a text without the differences that do not count in a name: case, accents, compatibility forms.

    Raises:
        InvalidValueError: see :func:`normalize_password`.
    """
    plain = unicodedata.normalize("NFKD", normalize_password(text).casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def _texts(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(checked_text("names", name) for name in given)


def _login(given: str) -> str:
    return checked_text("login", given, longest=LOGIN_MAX_LENGTH)


@frozen
class Owner:
    """The owner of a password, as far as a policy asks."""

    names: tuple[str, ...] = field(repr=False, default=(), converter=_texts)
    """Given names, family name, usage name: any number of parts, in any script; each of at most 200 characters."""
    login: str = field(repr=False, default="", converter=_login)
    """The login, of at most 254 characters; may be empty."""

    def parts(self, shortest: int) -> frozenset[str]:
        """Return the words of names and login that have at least ``shortest`` characters, without case and accents."""
        texts = map(without_case_and_accents, (*self.names, self.login))
        return frozenset(word for text in texts for word in _WORDS.findall(text) if len(word) >= shortest)


NOBODY: Final = Owner()
"""No owner known: rules about the owner demand nothing."""
