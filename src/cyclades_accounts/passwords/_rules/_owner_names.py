"""Names of the owner in the password."""

from attrs import field, frozen
from attrs.validators import ge, instance_of

from cyclades_accounts.passwords._owner import Owner, fold
from cyclades_accounts.passwords._rules._rule import Rule
from cyclades_accounts.passwords._violations import PasswordDemand, PasswordRule


@frozen
class NoOwnerNames(Rule):
    """No part of the owner's names or login stands in the password, whatever case and accents.

    It depends on the owner, so :attr:`PasswordPolicy.count` leaves it out.
    """

    shortest: int = field(default=4, validator=[instance_of(int), ge(3)])
    """Parts with fewer characters are let through; at least 3, else chance would refuse too much."""

    @property
    def demand(self) -> PasswordDemand:
        """The rule as data."""
        return PasswordDemand(PasswordRule.OWNER_NAME, {"shortest": str(self.shortest)})

    @property
    def about_owner(self) -> bool:
        """It is."""
        return True

    def accepts(self, password: str, owner: Owner) -> bool:
        """Whether no part stands in it."""
        text = fold(password)
        return not any(part in text for part in owner.parts(self.shortest))
