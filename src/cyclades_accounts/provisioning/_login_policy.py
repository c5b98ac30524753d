"""The host's login policy as the activities ask it: a refusal is data, a failure is a typed error."""

from attrs import frozen

from cyclades_accounts.errors import LoginPolicyFailedError, UnfoldableNameError
from cyclades_accounts.identifiers import Login
from cyclades_accounts.logins import LoginPolicy
from cyclades_accounts.model import Candidate, Candidature, Refusal, RefusalReason
from cyclades_accounts.provisioning._guard import call


@frozen
class GuardedLoginPolicy:
    """A login policy whose failures are :class:`~cyclades_accounts.errors.LoginPolicyFailedError`, not the store's."""

    policy: LoginPolicy

    @property
    def spec(self) -> str:
        """The policy's own."""
        return call(LoginPolicyFailedError, lambda: self.policy.spec)

    def stem_of(self, candidate: Candidate) -> str:
        """The policy's own."""
        return call(LoginPolicyFailedError, lambda: self.policy.stem_of(candidate))

    def login(self, stem: str, number: int) -> Login:
        """The policy's own."""
        return call(LoginPolicyFailedError, lambda: self.policy.login(stem, number))


def stem_of(policy: LoginPolicy, candidature: Candidature) -> str | Refusal:
    """Return the stem of a candidate, or the refusal where the name cannot become a login."""
    try:
        return policy.stem_of(candidature.candidate)
    except UnfoldableNameError as error:
        return Refusal(RefusalReason.UNFOLDABLE_NAME, {"name": error.name, "characters": error.characters})
