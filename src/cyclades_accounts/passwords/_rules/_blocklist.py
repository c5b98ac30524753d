"""Whole passwords that everybody guesses."""

from collections.abc import Iterable

from attrs import field, frozen

from cyclades_accounts.passwords._normal import normalize_password
from cyclades_accounts.passwords._owner import Owner
from cyclades_accounts.passwords._rules._rule import Rule
from cyclades_accounts.passwords._violations import PasswordDemand, PasswordRule


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
