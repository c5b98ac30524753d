"""The small rules that a policy is made of, and what a password can break, as data.

A rule says the same thing twice, and both stay. :meth:`Rule.allowed` and :attr:`Rule.blocked` say which passwords there
are: the exact count and the generator need that, since nobody can try all passwords. :meth:`Rule.accepts` judges one
password, which may have any length and any character, and names the rule that it breaks. Tests compare the two.
"""

import enum
from collections.abc import Iterable
from typing import ClassVar

from attrs import field, frozen
from attrs.validators import ge, instance_of

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.model import Facts, facts
from cyclades_accounts.passwords._owner import Owner, normalize_password, without_case_and_accents
from cyclades_accounts.settings import Characters, Setting


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


@frozen
class PasswordDemand:
    """What a policy demands, as data: a rule and its facts."""

    rule: PasswordRule
    facts: Facts = field(default=(), converter=facts)


@frozen
class PasswordViolation(PasswordDemand):
    """A demand that a password does not meet. It never holds the password or a part of it."""


def written(characters: frozenset[str]) -> str:
    """Return a set of characters as one text, by code point."""
    return "".join(sorted(characters))


def visible(values: Iterable[str]) -> Characters:
    """Return a set of characters.

    Raises:
        InvalidValueError: not single visible ASCII characters.
    """
    characters = frozenset(values)
    for text in characters:
        if not (len(text) == 1 and "!" <= text <= "~"):
            raise InvalidValueError("characters", text, "single visible ASCII characters")
    return Characters(characters)


def one_separator(text: str) -> str:
    """Return one visible ASCII character.

    Raises:
        InvalidValueError: anything else.
    """
    return next(iter(visible([text])))


@frozen
class CharacterClass:
    """A set of characters of which a password must hold at least one."""

    name: str
    characters: Characters = field(converter=visible)
    """Single visible ASCII characters."""

    @property
    def demand(self) -> PasswordDemand:
        """The class as data."""
        return PasswordDemand(PasswordRule.CLASS, {"name": self.name, "characters": written(self.characters)})


@frozen
class Rule(Setting):
    """A rule that excludes passwords. Inherit it for one of your own; counts and generation stay exact.

    What a rule forbids without knowing the owner it says through :meth:`allowed` and :attr:`blocked`, and
    :meth:`accepts` must say the same. Passwords are drawn from what these two leave, so the count is that of the
    generator whatever a rule says of itself: characters that it adds are ignored. A rule about the owner is not in the
    count, and may refuse every second password at most: beyond that :func:`generate_passwords` refuses the policy.
    """

    kind: ClassVar[str] = ""
    about_owner: ClassVar[bool] = False
    """Whether the rule depends on the owner: such a rule does not enter the count."""

    @property
    def demand(self) -> PasswordDemand:
        """The rule as data."""
        raise NotImplementedError

    @property
    def blocked(self) -> frozenset[str]:
        """Whole passwords that are forbidden in every spelling of upper and lower case, case-folded."""
        return frozenset()

    def allowed(self, place: int, characters: frozenset[str]) -> frozenset[str]:
        """Return which of ``characters`` may stand at ``place`` (from 0)."""
        del place
        return characters

    def accepts(self, password: str, owner: Owner) -> bool:
        """Whether the password obeys the rule."""
        raise NotImplementedError


@frozen
class ForbiddenCharacters(Rule):
    """Characters that stand nowhere in a password."""

    name: str
    """Why, in a word: ``look-alike``."""
    characters: Characters = field(converter=visible)

    @property
    def demand(self) -> PasswordDemand:
        """The rule as data."""
        given = {"name": self.name, "characters": written(self.characters)}
        return PasswordDemand(PasswordRule.FORBIDDEN_CHARACTER, given)

    def allowed(self, place: int, characters: frozenset[str]) -> frozenset[str]:
        """Take the forbidden ones away, wherever."""
        del place
        return characters - self.characters

    def accepts(self, password: str, owner: Owner) -> bool:
        """Whether none of them stands in it."""
        del owner
        return self.characters.isdisjoint(password)


@frozen
class ForbiddenStarts(Rule):
    """Characters that do not begin a password."""

    name: str
    """Why, in a word: ``formula``."""
    characters: Characters = field(converter=visible)

    @property
    def demand(self) -> PasswordDemand:
        """The rule as data."""
        return PasswordDemand(PasswordRule.FORBIDDEN_START, {"name": self.name, "characters": written(self.characters)})

    def allowed(self, place: int, characters: frozenset[str]) -> frozenset[str]:
        """Take the forbidden ones away at the first place alone."""
        return characters if place else characters - self.characters

    def accepts(self, password: str, owner: Owner) -> bool:
        """Whether another character begins it."""
        del owner
        return password[:1] not in self.characters


@frozen
class Groups(Rule):
    """Groups of the same size with a visible separator between them, which is a part of the password: ``k7mp-x2ab``."""

    size: int = field(default=4, validator=[instance_of(int), ge(1)])
    """Characters in a group."""
    separator: str = field(default="-", converter=one_separator)
    """One visible ASCII character; it stands nowhere else in the password."""

    @property
    def demand(self) -> PasswordDemand:
        """The rule as data."""
        return PasswordDemand(PasswordRule.GROUPS, {"size": str(self.size), "separator": self.separator})

    def is_separator(self, place: int) -> bool:
        """Whether the separator stands at ``place`` (from 0)."""
        return place % (self.size + 1) == self.size

    def allowed(self, place: int, characters: frozenset[str]) -> frozenset[str]:
        """Leave the separator alone at its places, and take it away at the others."""
        own = frozenset(self.separator)
        return characters & own if self.is_separator(place) else characters - own

    def accepts(self, password: str, owner: Owner) -> bool:
        """Whether the separators are where they belong, and only there."""
        del owner
        return all((c == self.separator) == self.is_separator(place) for place, c in enumerate(password))


def _folded(entries: Iterable[str]) -> frozenset[str]:
    return frozenset(normalize_password(entry).casefold() for entry in entries)


@frozen
class Blocklist(Rule):
    """Whole passwords that are forbidden, in whatever case (CNIL 2022-100; ASVS 5.0 6.2.4; NIST SP 800-63B-4)."""

    name: str
    """Names the list and, since plans are bound to it, its version."""
    entries: frozenset[str] = field(converter=_folded, repr=False)
    """The passwords, in NFKC and case-folded."""

    @property
    def demand(self) -> PasswordDemand:
        """The rule as data, without the entries."""
        return PasswordDemand(PasswordRule.BLOCKED, {"name": self.name})

    @property
    def blocked(self) -> frozenset[str]:
        """The entries."""
        return self.entries

    def accepts(self, password: str, owner: Owner) -> bool:
        """Whether it is not in the list."""
        del owner
        return password.casefold() not in self.entries


@frozen
class NoOwnerNames(Rule):
    """No part of the owner's names or login stands in the password, whatever case and accents.

    It depends on the owner, so :attr:`PasswordPolicy.count` leaves it out.
    """

    about_owner: ClassVar[bool] = True
    shortest: int = field(default=4, validator=[instance_of(int), ge(3)])
    """Parts with fewer characters are let through; at least 3, else chance would refuse too much."""

    @property
    def demand(self) -> PasswordDemand:
        """The rule as data."""
        return PasswordDemand(PasswordRule.OWNER_NAME, {"shortest": str(self.shortest)})

    def accepts(self, password: str, owner: Owner) -> bool:
        """Whether no part stands in it."""
        text = without_case_and_accents(password)
        return not any(part in text for part in owner.parts(self.shortest))
