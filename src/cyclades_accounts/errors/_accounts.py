"""What is wrong with a person, an account, a login or a policy."""

from typing import ClassVar

from attrs import frozen

from cyclades_accounts.errors._root import CycladesAccountsError


@frozen(eq=False, str=False)
class UnknownCandidateError(CycladesAccountsError, LookupError):
    """The store holds no candidature of this candidate where one is needed."""

    code: ClassVar[str] = "UNKNOWN_CANDIDATE"
    candidate_id: str

    @property
    def problem(self) -> str:
        """Name the key."""
        return f"The store knows no candidate {self.candidate_id}."

    @property
    def cure(self) -> str:
        """Point to the roster."""
        return "Register a roster that holds the candidate, or correct the key."


@frozen(eq=False, str=False)
class UnknownAccountError(CycladesAccountsError, LookupError):
    """The candidate has no account where one is needed."""

    code: ClassVar[str] = "UNKNOWN_ACCOUNT"
    candidate_id: str

    @property
    def problem(self) -> str:
        """Name the candidate."""
        return f"Candidate {self.candidate_id} has no account."

    @property
    def cure(self) -> str:
        """Point to the activities that create one."""
        return "Create it with generate() or regenerate()."


@frozen(eq=False, str=False)
class AccountExistsError(CycladesAccountsError, ValueError):
    """The candidate already has an account, and a person never gets a second one."""

    code: ClassVar[str] = "ACCOUNT_EXISTS"
    candidate_id: str
    login: str

    @property
    def problem(self) -> str:
        """Name the candidate and the login that stands."""
        return f"Candidate {self.candidate_id} already has the account {self.login}."

    @property
    def cure(self) -> str:
        """Point to what can be done with it."""
        return "Use that account: regenerate its password, or reopen it if it is closed."


@frozen(eq=False, str=False)
class NotRenewableError(CycladesAccountsError, ValueError):
    """The password of the account is not the school's to revoke, for the school could not give another one (M7, M8)."""

    code: ClassVar[str] = "NOT_RENEWABLE"
    candidate_id: str
    refusal: str
    """Why, as the name of a :class:`~cyclades_accounts.model.RefusalReason`: ``EMAIL_LOGIN``, ``OTHER_SCHOOL`` or
    ``ACCOUNT_CLOSED``."""

    @property
    def problem(self) -> str:
        """Name the person and the reason."""
        return f"The password of candidate {self.candidate_id} cannot be revoked: {self.refusal}."

    @property
    def cure(self) -> str:
        """Point to what a school may do."""
        return "Close the account with close(), or let the school that issued it revoke the password."


@frozen(eq=False, str=False)
class LoginTakenError(CycladesAccountsError, ValueError):
    """The login was issued before; a login once issued never goes to another person."""

    code: ClassVar[str] = "LOGIN_TAKEN"
    login: str

    @property
    def problem(self) -> str:
        """Name the login."""
        return f"The login {self.login} was already issued."

    @property
    def cure(self) -> str:
        """Say what to do."""
        return "Choose another login, or find the account that holds it."


@frozen(eq=False, str=False)
class UnfoldableNameError(CycladesAccountsError, ValueError):
    """A name cannot become the part of a login: it has no Latin letter, or one that is not Latin."""

    code: ClassVar[str] = "UNFOLDABLE_NAME"
    name: str
    characters: str
    """The characters that cannot be folded; empty when the name has no letter at all."""

    @property
    def problem(self) -> str:
        """Name the name and what in it cannot be folded."""
        if not self.characters:
            return f"The name {self.name!r} has no letter."
        return f"The name {self.name!r} holds {self.characters!r}, which is not in the Latin alphabet."

    @property
    def cure(self) -> str:
        """Say where the Latin form comes from."""
        return "Enter the name as the French civil registry writes it, in Latin letters."


@frozen(eq=False, str=False)
class ImpossiblePolicyError(CycladesAccountsError, ValueError):
    """No password satisfies a policy, or the policy is weaker than the rules in force allow."""

    code: ClassVar[str] = "IMPOSSIBLE_POLICY"
    policy: str
    reason: str
    """Why, as a sentence."""

    @property
    def problem(self) -> str:
        """Name the policy and the reason."""
        return f"The password policy {self.policy} cannot be used: {self.reason}"

    @property
    def cure(self) -> str:
        """Change the policy."""
        return "Change its length, its classes or its exclusions."
