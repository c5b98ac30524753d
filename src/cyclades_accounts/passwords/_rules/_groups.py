"""Groups that are easy to copy: ``k7mp-x2ab``."""

from attrs import field, frozen
from attrs.validators import ge, instance_of

from cyclades_accounts.passwords._owner import Owner
from cyclades_accounts.passwords._rules._characters import visible
from cyclades_accounts.passwords._rules._rule import Rule
from cyclades_accounts.passwords._violations import PasswordDemand, PasswordRule


def one_separator(text: str) -> str:
    """Return one visible ASCII character.

    Raises:
        InvalidValueError: anything else.
    """
    return next(iter(visible([text])))


@frozen
class Groups(Rule):
    """Groups of the same size with a visible separator between them, which is a part of the password."""

    size: int = field(default=4, validator=[instance_of(int), ge(1)])
    """Characters in a group."""
    separator: str = field(default="-", converter=one_separator)
    """One visible ASCII character; it stands nowhere else in the password."""

    @property
    def demand(self) -> PasswordDemand:
        """The rule as data."""
        return PasswordDemand(PasswordRule.GROUPS, {"size": str(self.size), "separator": self.separator})

    def is_separator(self, place: int) -> bool:
        """Whether the separator stands at ``place``."""
        return place % (self.size + 1) == self.size

    def allowed(self, place: int, characters: frozenset[str]) -> frozenset[str]:
        """Leave the separator alone at its places, and take it away at the others."""
        own = frozenset(self.separator)
        return characters & own if self.is_separator(place) else characters - own

    def accepts(self, password: str, owner: Owner) -> bool:
        """Whether the separators are where they belong, and only there."""
        del owner
        return all((c == self.separator) == self.is_separator(place) for place, c in enumerate(password))
