"""What is wrong with a school, a roster, a candidate, an account, a login or a policy: M1, M2, M3, M7, M8."""

import attrs
from attrs import field, frozen

from cyclades_accounts.errors._root import CycladesAccountsError, ErrorKind


@frozen
class UnknownSchoolError(CycladesAccountsError, LookupError):
    """The store does not know the school (M1)."""

    uai: str
    _problem = "The store knows no school {uai}."
    _cure = "Register it with registry.register_school(), or correct the UAI."


@frozen
class ServiceNotGrantedError(CycladesAccountsError, ValueError):
    """The school lacks the service « gestion des candidats en établissement » (M1)."""

    kind = ErrorKind.REFUSED
    uai: str
    _problem = "School {uai} does not have the service « gestion des candidats en établissement »."
    _cure = (
        "The exam manager (gestionnaire des examens) grants it; then register the school with "
        "manages_candidates=True. Nothing was done."
    )


@frozen
class EmptyRosterError(CycladesAccountsError, LookupError):
    """There is no candidature to work on."""

    uai: str
    session: str
    _problem = "No candidature of school {uai} for session {session}."
    _cure = "Check the file, the school and the session; register a roster that has at least one line."


@frozen
class WithdrawalTooLargeError(CycladesAccountsError, ValueError):
    """A roster lacks more candidatures than may be withdrawn: the list of one class, perhaps, or of another school."""

    kind = ErrorKind.REFUSED
    count: int
    """How many would be withdrawn."""
    total: int
    """How many the store has of the school for the session."""
    _problem = "The roster would withdraw {count} of {total} candidatures."
    _cure = "Check that it is the whole list; if it is, raise withdraw_up_to. Nothing was registered."


@frozen
class DuplicateCandidatureError(CycladesAccountsError, ValueError):
    """One candidature stands twice in a roster."""

    candidate_id: str = field(repr=False)
    positions: tuple[int, int]
    """Where the two stand in the sequence given, counted from 1."""
    _problem = "One candidature stands twice in the roster (items {positions[0]} and {positions[1]})."
    _cure = "Keep one of the two. Nothing was registered."


@frozen
class ConflictingCandidateError(CycladesAccountsError, ValueError):
    """Two different people stand in a roster under one key."""

    candidate_id: str = field(repr=False)
    positions: tuple[int, int]
    """Where the two stand in the sequence given, counted from 1."""
    differing: tuple[str, ...]
    """Names of the candidate's fields in which the two differ."""
    _cure = "Correct the INE (or the key your resolver gave) of one of the two. Nothing was registered."

    @property
    def problem(self) -> str:
        """What is wrong: both positions and the fields that differ."""
        first, second = self.positions
        return f"Two candidates have one key (items {first} and {second}): they differ in {', '.join(self.differing)}."


@frozen
class ForeignCandidatureError(CycladesAccountsError, ValueError):
    """A roster handed in for one school and session holds a candidature of another."""

    position: int
    """Where it stands in the sequence given, counted from 1."""
    field: str
    """``school`` or ``session``."""
    expected: str = attrs.field(repr=False)
    found: str = attrs.field(repr=False)
    _problem = "Item {position} of the roster is of another {field}."
    _cure = "Check that the file belongs to this school and session. Nothing was registered."


@frozen
class UnknownCandidateError(CycladesAccountsError, LookupError):
    """The store holds no candidature of this candidate where one is needed."""

    candidate_id: str = field(repr=False)
    _problem = "The store knows no candidate of the key given."
    _cure = "Register a roster that holds the candidate, or correct the key."


@frozen
class UnknownAccountError(CycladesAccountsError, LookupError):
    """The candidate has no account where one is needed."""

    candidate_id: str = field(repr=False)
    _problem = "The candidate has no account."
    _cure = "Create it with desk.generate() or desk.regenerate()."


@frozen
class AccountExistsError(CycladesAccountsError, RuntimeError):
    """The candidate already has an account, and a person never gets a second one."""

    kind = ErrorKind.CONFLICT
    candidate_id: str = field(repr=False)
    login: str = field(repr=False)
    _problem = "The candidate already has an account."
    _cure = "Use that account: regenerate its password, or reopen it if it is closed."


@frozen
class PasswordRefusedError(CycladesAccountsError, ValueError):
    """The password that a candidate chose breaks rules of the host's policy."""

    rules: tuple[str, ...]
    """The rules, as names of :class:`~cyclades_accounts.passwords.PasswordRule`: ``LENGTH``."""
    _cure = "Ask for another password: chosen_policy.explain() says what it must be."

    @property
    def problem(self) -> str:
        """What is wrong: the rules that are broken."""
        return f"The password breaks the rules {', '.join(self.rules)}."


@frozen
class OtherPersonError(CycladesAccountsError, RuntimeError):
    """The key is another person's than the one to whom the account was given: the account is not touched."""

    kind = ErrorKind.CONFLICT
    candidate_id: str = field(repr=False)
    _problem = "The key now is of another person than the account under it."
    _cure = "Give the other person another key; if only the name or the birth date was corrected, confirm_same()."


@frozen
class PerhapsKnownError(CycladesAccountsError, RuntimeError):
    """The person may be one who has an account under another key, and a person never gets a second one."""

    kind = ErrorKind.CONFLICT
    candidate_id: str = field(repr=False)
    _problem = "The person may have an account under another key."
    _cure = "Confirm that they are two with desk.accounts.confirm_other(), or make one person of them with rekey()."


@frozen
class OtherSchoolError(CycladesAccountsError, ValueError):
    """Another school holds the person: it alone may do this, or the host."""

    kind = ErrorKind.REFUSED
    candidate_id: str = field(repr=False)
    uai: str
    """The holding school; empty where none is, for an account made from an e-mail address."""
    _cure = "Ask for the transfer with desk.accounts.ask_transfer(), or have the host do it: provisioning.upkeep()."

    @property
    def problem(self) -> str:
        """What is wrong: which school holds the person, if one does."""
        return f"Another school holds the person: {self.uai}." if self.uai else "The school does not hold the person."


@frozen
class NoTransferError(CycladesAccountsError, LookupError):
    """No school asks for the person whose transfer is answered (M7)."""

    candidate_id: str = field(repr=False)
    _problem = "No transfer waits for the person."
    _cure = "List those that wait: desk.accounts.transfers()."


@frozen
class LoginTakenError(CycladesAccountsError, RuntimeError):
    """The login was issued before; a login once issued never goes to another person."""

    kind = ErrorKind.CONFLICT
    login: str = field(repr=False)
    _problem = "The login was already issued."
    _cure = "Choose another login: whoever it was issued to, it stays theirs, even after they are erased."


@frozen
class UnfoldableNameError(CycladesAccountsError, ValueError):
    """A name cannot become the part of a login: it has no Latin letter, or one that is not Latin."""

    name: str = field(repr=False)
    characters: str = field(repr=False)
    """The characters that cannot be folded; empty when the name has no letter at all."""
    _cure = "Enter the name as the French civil registry writes it, in Latin letters."

    @property
    def problem(self) -> str:
        """What is wrong: whether the name has no letter, or one that cannot be folded."""
        if not self.characters:
            return "A name has no letter."
        return "A name holds a character that is not in the Latin alphabet."


@frozen
class ImpossiblePolicyError(CycladesAccountsError, ValueError):
    """No password satisfies a policy, or the policy is weaker than the rules in force allow."""

    policy: str
    reason: str
    """Why, as a sentence."""
    _problem = "The password policy {policy} cannot be used: {reason}"
    _cure = "Change its length, its classes or its exclusions."
