"""What a rule is: which characters it leaves at a place, which whole passwords it blocks, what it asks of the owner."""

from attrs import frozen

from cyclades_accounts.passwords._owner import Owner
from cyclades_accounts.passwords._violations import PasswordDemand


@frozen
class Rule:
    """A rule that takes passwords away. Inherit it for one of your own; counts and generation stay exact.

    What a rule forbids without knowing the owner it says through :meth:`allowed` and :attr:`blocked`, and
    :meth:`accepts` must say the same.
    """

    @property
    def demand(self) -> PasswordDemand:
        """The rule as data; it also stands in the policy's ``spec``."""
        raise NotImplementedError

    @property
    def blocked(self) -> frozenset[str]:
        """Whole passwords that are forbidden in every spelling of upper and lower case, case-folded."""
        return frozenset()

    @property
    def about_owner(self) -> bool:
        """Whether the rule depends on the owner: such a rule does not enter the count."""
        return False

    def allowed(self, place: int, characters: frozenset[str]) -> frozenset[str]:
        """Return which of ``characters`` may stand at ``place`` (from 0)."""
        del place
        return characters

    def accepts(self, password: str, owner: Owner) -> bool:
        """Whether the password obeys the rule."""
        raise NotImplementedError
