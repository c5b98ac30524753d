"""The host's login policy as the activities ask it: a refusal is data, a failure is a typed error."""

from collections.abc import Collection

from attrs import frozen

from cyclades_accounts.errors import InvalidValueError, LoginPolicyFailedError, UnfoldableNameError
from cyclades_accounts.identifiers import Login, is_login
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

    @property
    def reserved(self) -> Collection[str]:
        """The policy's own."""
        return call(LoginPolicyFailedError, lambda: self.policy.reserved)

    def stem_of(self, candidate: Candidate) -> str:
        """The policy's own."""
        return call(LoginPolicyFailedError, lambda: self.policy.stem_of(candidate))

    def login(self, stem: str, number: int) -> Login:
        """The policy's own, if it is a login: what a candidate types is brought to that form before it is looked up.

        Raises:
            InvalidValueError: it is not lower-case visible ASCII; nobody could ever log in with it.
        """
        login = call(LoginPolicyFailedError, lambda: self.policy.login(stem, number))
        if not is_login(login):
            raise InvalidValueError(
                "login policy", login, "a login as parse_login() makes it: lower-case visible ASCII"
            )
        return login


def stem_of(policy: LoginPolicy, candidature: Candidature) -> str | Refusal:
    """Return the stem of a candidate, or the refusal where the name cannot become a login."""
    try:
        return policy.stem_of(candidature.candidate)
    except UnfoldableNameError as error:
        return Refusal(RefusalReason.UNFOLDABLE_NAME, {"name": error.name, "characters": error.characters})
