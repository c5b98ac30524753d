"""What a login policy is: what a run asks of one, how one explains itself."""

from collections.abc import Collection
from typing import Protocol, runtime_checkable

from cyclades_accounts.identifiers import Login
from cyclades_accounts.model import Candidate, LoginStep, LoginStepKind


class LoginPolicy(Protocol):
    """How a host makes logins: a stem from the candidate, then one login for each homonym of the stem.

    A policy is pure: it does not know which logins are taken, :func:`allocate` asks for that. Two policies with the
    same :attr:`spec` give the same logins. ``cyclades_accounts.testing.LoginPolicyContract`` tests one.
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


@runtime_checkable
class SelfExplaining(Protocol):
    """A login policy that can show its steps, as :class:`PrenomNom` does."""

    def explain(self, candidate: Candidate, *, number: int = 1) -> tuple[LoginStep, ...]:
        """Return the steps from the name of a candidate to the login of the homonym ``number``."""
        ...


def explain(policy: LoginPolicy, candidate: Candidate, *, number: int = 1) -> tuple[LoginStep, ...]:
    """Return the steps from the name of a candidate to the login of the homonym ``number``.

    A policy that is not :class:`SelfExplaining` gets one step to its stem, and one more for what the number adds.

    Raises:
        UnfoldableNameError: the name cannot become a login.
    """
    if isinstance(policy, SelfExplaining):
        return policy.explain(candidate, number=number)
    stem, login = policy.stem_of(candidate), policy.login(policy.stem_of(candidate), number)
    steps = (LoginStep(LoginStepKind.POLICY, candidate.full_name, stem),)
    return steps if login == stem else (*steps, LoginStep(LoginStepKind.NUMBER, stem, login))
