"""Characters: classes that must be present, sets that must not."""

from collections.abc import Iterable

from attrs import field, frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.passwords._owner import Owner
from cyclades_accounts.passwords._rules._rule import Rule
from cyclades_accounts.passwords._violations import PasswordDemand, PasswordRule


def visible(values: Iterable[str]) -> frozenset[str]:
    """Return a set of characters.

    Raises:
        InvalidValueError: not single visible ASCII characters.
    """
    characters = frozenset(values)
    for text in characters:
        if not (len(text) == 1 and "!" <= text <= "~"):
            raise InvalidValueError("characters", text, "single visible ASCII characters")
    return characters


def written(characters: frozenset[str]) -> str:
    """Return a set of characters as one text, by code point."""
    return "".join(sorted(characters))


@frozen
class CharacterClass:
    """A set of characters of which a password must hold at least one."""

    name: str
    characters: frozenset[str] = field(converter=visible)
    """Single visible ASCII characters."""

    @property
    def demand(self) -> PasswordDemand:
        """The class as data."""
        return PasswordDemand(PasswordRule.CLASS, {"name": self.name, "characters": written(self.characters)})


@frozen
class ForbiddenCharacters(Rule):
    """Characters that stand nowhere in a password."""

    name: str
    """Why, in a word: ``look-alike``."""
    characters: frozenset[str] = field(converter=visible)

    @property
    def demand(self) -> PasswordDemand:
        """The rule as data."""
        facts = {"name": self.name, "characters": written(self.characters)}
        return PasswordDemand(PasswordRule.FORBIDDEN_CHARACTER, facts)

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
    characters: frozenset[str] = field(converter=visible)

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
