"""What a password breaks, as data."""

import enum
from collections.abc import Iterable, Mapping

from attrs import field, frozen

from cyclades_accounts.model import Facts


class PasswordRule(enum.Enum):
    """The rules a password can break. The sentences are in :class:`PolicyTexts`."""

    LENGTH = "LENGTH"
    """Too short or too long. Facts: ``shortest``, ``longest``."""
    ALPHABET = "ALPHABET"
    """Holds a character that the policy does not allow. Facts: ``characters``."""
    CLASS = "CLASS"
    """Holds no character of a required class. Facts: ``name``, ``characters``."""
    GROUPS = "GROUPS"
    """Is not written in groups. Facts: ``size``, ``separator``."""
    FORBIDDEN_CHARACTER = "FORBIDDEN_CHARACTER"
    """Holds a forbidden character. Facts: ``name``, ``characters``."""
    FORBIDDEN_START = "FORBIDDEN_START"
    """Begins with a forbidden character. Facts: ``name``, ``characters``."""
    BLOCKED = "BLOCKED"
    """Stands in a blocklist. Facts: ``name``."""
    OWNER_NAME = "OWNER_NAME"
    """Holds a part of its owner's name or login. Facts: ``shortest``."""
    WORDS = "WORDS"
    """Is not so many words of the list. Facts: ``words``, ``separator``, ``list``."""
    CONTAINS_LOGIN = "CONTAINS_LOGIN"
    """Holds the login. No facts."""
    UNCHANGED = "UNCHANGED"
    """Is the present password. No facts."""


def _facts(given: Mapping[str, str] | Iterable[tuple[str, str]]) -> Facts:
    return tuple(sorted(dict(given).items()))


@frozen
class PasswordDemand:
    """What a policy demands, as data: a rule and its facts."""

    rule: PasswordRule
    facts: Facts = field(default=(), converter=_facts)


@frozen
class PasswordViolation(PasswordDemand):
    """A demand that a password does not meet. It never holds the password or a part of it."""
