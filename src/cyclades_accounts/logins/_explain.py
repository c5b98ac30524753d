"""Why is this my login? The steps of any policy."""

from typing import Protocol, runtime_checkable

from cyclades_accounts.logins._policy import LoginPolicy
from cyclades_accounts.model import Candidate, LoginStep, LoginStepKind


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
