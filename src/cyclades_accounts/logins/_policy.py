"""The rule that makes logins, as a protocol: what a run asks of a policy, and what a host writes for its own."""

from collections.abc import Collection
from typing import Protocol

from cyclades_accounts.identifiers import Login
from cyclades_accounts.model import Candidate


class LoginPolicy(Protocol):
    """How a host makes logins: a stem from the candidate, then one login for each homonym of the stem.

    Pure: which logins are taken is not its business. Two policies with the same :attr:`spec` give the same logins.
    ``cyclades_accounts.testing.LoginPolicyContract`` proves one.
    """

    @property
    def spec(self) -> str:
        """Name and options of the policy in one line; part of what a plan is bound to."""
        ...

    @property
    def reserved(self) -> Collection[str]:
        """Logins that nobody ever gets, lower case; the number of a homonym whose login is one is skipped."""
        ...

    def stem_of(self, candidate: Candidate) -> str:
        """Return the stem: what the login is before homonyms are told apart.

        Raises:
            UnfoldableNameError: the name cannot become a login.
        """
        ...

    def login(self, stem: str, number: int) -> Login:
        """Return the login of the homonym ``number`` of ``stem``, from 1; another one for each number."""
        ...
