"""Every exception of the library: one root, frozen leaves that carry facts, a stable code and a cure.

An ordinary refusal (a candidate without e-mail, say) is *not* an exception: it is a
:class:`~cyclades_accounts.model.Refusal` inside a report. Exceptions are for misuse, bad input and broken ports.
None of them ever holds a password, and the ones that stand for a failing renderer, hasher, random source, sealer or
login policy do not chain the original exception, because the frames and the message of foreign code may hold one.
"""

from datetime import date
from typing import ClassVar

from attrs import field, frozen

__all__ = [
    "AccountExistsError",
    "AlteredDocumentError",
    "ConflictingCandidateError",
    "CycladesAccountsError",
    "DuplicateCandidatureError",
    "EmptyRosterError",
    "ForeignCandidatureError",
    "HasherFailedError",
    "ImpossiblePolicyError",
    "InvalidValueError",
    "LimitedToOneError",
    "LoginPolicyFailedError",
    "LoginTakenError",
    "NothingSelectedError",
    "PortFailedError",
    "RandomnessFailedError",
    "RendererFailedError",
    "RunIdReusedError",
    "SealerFailedError",
    "ServiceNotGrantedError",
    "SessionOverError",
    "StalePlanError",
    "StoreFailedError",
    "UnfoldableNameError",
    "UnknownAccountError",
    "UnknownCandidateError",
    "UnknownDocumentError",
    "UnknownGroupError",
    "UnknownSchoolError",
    "UnprintableTextError",
    "WrongKeyError",
]


class CycladesAccountsError(Exception):
    """Root of the library's exceptions.

    Two errors are equal when they are of the same class and carry the same facts. ``str(error)`` is the problem
    followed by the cure, in English, for the host's developer and its logs.
    """

    code: ClassVar[str] = "CYCLADES_ACCOUNTS"
    """Stable, upper-case name of the kind of error: the only text a host should test for."""

    @property
    def problem(self) -> str:
        """What is wrong, in one sentence with the facts."""
        return "Something went wrong."

    @property
    def cure(self) -> str:
        """What to do about it, in one sentence."""
        return "Read the error's fields."

    def __str__(self) -> str:
        return f"{self.problem} {self.cure}"

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.args == other.args

    def __hash__(self) -> int:
        return hash((type(self), self.args))


@frozen(eq=False, str=False)
class InvalidValueError(CycladesAccountsError, ValueError):
    """A value does not have the form its field demands."""

    code: ClassVar[str] = "INVALID_VALUE"
    field: str
    """Name of the field or argument."""
    value: str
    """The value as given (never a secret)."""
    expected: str
    """What the field takes, as the end of the sentence "expected …"."""

    @property
    def problem(self) -> str:
        """Name the field and the value."""
        return f"{self.field} cannot be {self.value!r}."

    @property
    def cure(self) -> str:
        """Say what the field takes."""
        return f"Expected {self.expected}."


@frozen(eq=False, str=False)
class UnknownSchoolError(CycladesAccountsError, LookupError):
    """The store does not know the school (M1)."""

    code: ClassVar[str] = "UNKNOWN_SCHOOL"
    uai: str

    @property
    def problem(self) -> str:
        """Name the school."""
        return f"The store knows no school {self.uai}."

    @property
    def cure(self) -> str:
        """Point to the activity that registers schools."""
        return "Register it with register_school(), or correct the UAI."


@frozen(eq=False, str=False)
class ServiceNotGrantedError(CycladesAccountsError):
    """The school lacks the service « gestion des candidats en établissement » (M1)."""

    code: ClassVar[str] = "SERVICE_NOT_GRANTED"
    uai: str

    @property
    def problem(self) -> str:
        """Name the school and the service."""
        return f"School {self.uai} does not have the service « gestion des candidats en établissement »."

    @property
    def cure(self) -> str:
        """Say who grants it."""
        return (
            "The exam manager (gestionnaire des examens) grants it; then register the school with "
            "manages_candidates=True. Nothing was done."
        )


@frozen(eq=False, str=False)
class EmptyRosterError(CycladesAccountsError, ValueError):
    """There is no candidature to work on."""

    code: ClassVar[str] = "EMPTY_ROSTER"
    uai: str
    session: str

    @property
    def problem(self) -> str:
        """Name the school and the session."""
        return f"No candidature of school {self.uai} for session {self.session}."

    @property
    def cure(self) -> str:
        """Point to the roster."""
        return "Check the file, the school and the session; register a roster that has at least one line."


@frozen(eq=False, str=False)
class DuplicateCandidatureError(CycladesAccountsError, ValueError):
    """One candidature stands twice in a roster."""

    code: ClassVar[str] = "DUPLICATE_CANDIDATURE"
    candidate_id: str
    positions: tuple[int, int]
    """Where the two stand in the sequence given, counted from 1."""

    @property
    def problem(self) -> str:
        """Name the candidate and both positions."""
        first, second = self.positions
        return (
            f"The candidature of candidate {self.candidate_id} stands twice in the roster (items {first} and {second})."
        )

    @property
    def cure(self) -> str:
        """Say which to remove."""
        return "Keep one of the two. Nothing was registered."


@frozen(eq=False, str=False)
class ConflictingCandidateError(CycladesAccountsError, ValueError):
    """Two different people stand in a roster under one key."""

    code: ClassVar[str] = "CONFLICTING_CANDIDATE"
    candidate_id: str
    positions: tuple[int, int]
    """Where the two stand in the sequence given, counted from 1."""
    differing: tuple[str, ...]
    """Names of the candidate's fields in which the two differ."""

    @property
    def problem(self) -> str:
        """Name the key, both positions and the fields that differ."""
        first, second = self.positions
        return (
            f"Two candidates have the key {self.candidate_id} (items {first} and {second}): "
            f"they differ in {', '.join(self.differing)}."
        )

    @property
    def cure(self) -> str:
        """Say what to correct."""
        return "Correct the INE (or the key your resolver gave) of one of the two. Nothing was registered."


@frozen(eq=False, str=False)
class ForeignCandidatureError(CycladesAccountsError, ValueError):
    """A roster handed in for one school and session holds a candidature of another."""

    code: ClassVar[str] = "FOREIGN_CANDIDATURE"
    position: int
    """Where it stands in the sequence given, counted from 1."""
    field: str
    """``school`` or ``session``."""
    expected: str
    found: str

    @property
    def problem(self) -> str:
        """Name the item, the field and both values."""
        return f"Item {self.position} of the roster has {self.field} {self.found}, not {self.expected}."

    @property
    def cure(self) -> str:
        """Say what to check."""
        return "Check that the file belongs to this school and session. Nothing was registered."


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
class UnknownDocumentError(CycladesAccountsError, LookupError):
    """No document has this id (M16)."""

    code: ClassVar[str] = "UNKNOWN_DOCUMENT"
    document_id: str

    @property
    def problem(self) -> str:
        """Name the id."""
        return f"No document {self.document_id}."

    @property
    def cure(self) -> str:
        """Point to the list."""
        return "Take an id from documents()."


@frozen(eq=False, str=False)
class UnknownGroupError(CycladesAccountsError, LookupError):
    """A run names a group that its grouping does not have (M4)."""

    code: ClassVar[str] = "UNKNOWN_GROUP"
    label: str
    known: tuple[str, ...]
    """Labels of the groups there are, in order."""

    @property
    def problem(self) -> str:
        """Name the group."""
        return f"No group {self.label!r}."

    @property
    def cure(self) -> str:
        """List the groups there are."""
        return f"The groups are: {', '.join(self.known)}." if self.known else "There are no groups: register a roster."


@frozen(eq=False, str=False)
class NothingSelectedError(CycladesAccountsError, LookupError):
    """The criteria of a regeneration match no candidature (M14)."""

    code: ClassVar[str] = "NOTHING_SELECTED"
    criteria: str

    @property
    def problem(self) -> str:
        """Repeat the criteria."""
        return f"No candidature matches {self.criteria}."

    @property
    def cure(self) -> str:
        """Say what to check."""
        return "Check the criteria against the registered roster. Nothing was done."


@frozen(eq=False, str=False)
class LimitedToOneError(CycladesAccountsError, ValueError):
    """A regeneration limited to one candidate matches several (M14)."""

    code: ClassVar[str] = "LIMITED_TO_ONE"
    matched: int
    """How many candidatures match; at least 2."""

    @property
    def problem(self) -> str:
        """Give the count."""
        return f"The criteria match {self.matched} candidatures, and the regeneration is limited to one."

    @property
    def cure(self) -> str:
        """Point to the option that lifts the limit."""
        return "Narrow the criteria, or pass lift_limit=True (« Supprimer limitation à un élève »). Nothing was done."


@frozen(eq=False, str=False)
class SessionOverError(CycladesAccountsError, ValueError):
    """The exam session is over: a password issued now would have expired before it is printed."""

    code: ClassVar[str] = "SESSION_OVER"
    session: str
    last_day: date
    """Last day on which the session's accounts serve."""

    @property
    def problem(self) -> str:
        """Name the session and its last day."""
        return f"The accounts of session {self.session} serve until {self.last_day.isoformat()}, which is over."

    @property
    def cure(self) -> str:
        """Say what to check."""
        return "Use the present session, or one with a later last_day. Nothing was done."


@frozen(eq=False, str=False)
class StalePlanError(CycladesAccountsError, RuntimeError):
    """The world has changed between a plan and its execution."""

    code: ClassVar[str] = "STALE_PLAN"
    uai: str
    planned: str
    """SHA-256 (hexadecimal) of what the plan saw."""
    found: str
    """SHA-256 (hexadecimal) of what the store holds now, or the code of its refusal if another run was faster."""

    @property
    def problem(self) -> str:
        """Name the school and the first digits of both digests."""
        return (
            f"The plan for school {self.uai} no longer holds: it saw {self.planned[:12]}, "
            f"the store now is at {self.found[:12]}."
        )

    @property
    def cure(self) -> str:
        """Plan again."""
        return "Plan again and execute the new plan. Nothing was done."


@frozen(eq=False, str=False)
class RunIdReusedError(CycladesAccountsError, ValueError):
    """A run id that belongs to one piece of work was given to another."""

    code: ClassVar[str] = "RUN_ID_REUSED"
    run_id: str
    stored: str
    """What the journal holds under the id: activity and subject."""
    asked: str
    """What was asked under the same id."""

    @property
    def problem(self) -> str:
        """Name the id, what it did and what was asked."""
        return f"Run id {self.run_id} already belongs to «{self.stored}», not to «{self.asked}»."

    @property
    def cure(self) -> str:
        """One id for each piece of work."""
        return "Give every piece of work an id of its own and keep it for retries. Nothing was done."


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


@frozen(eq=False, str=False)
class UnprintableTextError(CycladesAccountsError, ValueError):
    """A text of a slip holds a character that no font at hand has."""

    code: ClassVar[str] = "UNPRINTABLE_TEXT"
    candidate: str
    """Name of the candidate whose slip it is."""
    field: str
    """Which text of the slip."""
    character: str
    """The character, or an empty text where the character would reveal a part of a secret."""

    @property
    def problem(self) -> str:
        """Name the candidate, the text and the character with its code point."""
        codes = " ".join(f"U+{ord(code_point):04X}" for code_point in self.character)
        what = f"{self.character!r} ({codes})" if self.character else "a character"
        return f"The slip of {self.candidate} has {what} in its {self.field}, and no font has it."

    @property
    def cure(self) -> str:
        """Name both ways out."""
        return "Correct the name, or give the renderer a font that has the character."


@frozen(eq=False, str=False)
class PortFailedError(CycladesAccountsError, RuntimeError):
    """A port the host supplied has failed; the activity was abandoned and nothing of it is visible.

    The original exception is described, not chained (the store's apart): its message and its frames belong to foreign
    code that handles passwords.
    """

    code: ClassVar[str] = "PORT_FAILED"
    port: ClassVar[str] = "port"
    """Which port, as a word for the sentence."""
    cause: str
    """Qualified class name of the original exception."""
    where: str
    """``file:line`` where it was raised."""

    @property
    def problem(self) -> str:
        """Name the port, the cause and its place."""
        return f"The {self.port} failed with {self.cause} at {self.where}."

    @property
    def cure(self) -> str:
        """Say that a retry is safe."""
        return f"Mend the {self.port} and run again with the same run_id: no account and no password was changed."


class RendererFailedError(PortFailedError):
    """The renderer failed to draw the slips: no account appeared."""

    code: ClassVar[str] = "RENDERER_FAILED"
    port: ClassVar[str] = "renderer"


class RandomnessFailedError(PortFailedError):
    """The random source failed: no account appeared."""

    code: ClassVar[str] = "RANDOMNESS_FAILED"
    port: ClassVar[str] = "random source"


class HasherFailedError(PortFailedError):
    """The password hasher failed: no account appeared."""

    code: ClassVar[str] = "HASHER_FAILED"
    port: ClassVar[str] = "password hasher"


class SealerFailedError(PortFailedError):
    """The sealer failed: no account appeared, or the document could not be opened."""

    code: ClassVar[str] = "SEALER_FAILED"
    port: ClassVar[str] = "sealer"


class LoginPolicyFailedError(PortFailedError):
    """The login policy failed: no account appeared."""

    code: ClassVar[str] = "LOGIN_POLICY_FAILED"
    port: ClassVar[str] = "login policy"


class StoreFailedError(PortFailedError):
    """The store failed: the activity was done as a whole or not at all.

    Not at all, unless the connection was lost while the store committed: a retry with the same run id then finds out.
    """

    code: ClassVar[str] = "STORE_FAILED"
    port: ClassVar[str] = "store"

    @property
    def cure(self) -> str:
        """Say that a retry with the same run id finds out."""
        return "Mend the store and run again with the same run_id: what was done is found, and nothing is done twice."


@frozen(eq=False, str=False)
class WrongKeyError(CycladesAccountsError, LookupError):
    """A sealed document was made with a key that the ring does not hold."""

    code: ClassVar[str] = "WRONG_KEY"
    key_id: str
    known: tuple[str, ...] = field(default=())
    """Ids of the keys in the ring."""

    @property
    def problem(self) -> str:
        """Name the key."""
        return (
            f"The document was sealed with the key {self.key_id!r}; the ring holds {', '.join(self.known) or 'no key'}."
        )

    @property
    def cure(self) -> str:
        """Put the key back."""
        return "Add that key to the ring; a key stays there as long as a document needs it."


@frozen(eq=False, str=False)
class AlteredDocumentError(CycladesAccountsError, ValueError):
    """A sealed document is not the one that was sealed under this name: altered, cut, or swapped with another."""

    code: ClassVar[str] = "ALTERED_DOCUMENT"
    context: str
    """The name under which it was to be opened."""

    @property
    def problem(self) -> str:
        """Name the document."""
        return f"The sealed bytes of {self.context} were altered, belong to another document or to another key."

    @property
    def cure(self) -> str:
        """Restore it."""
        return "Restore the document from a backup and check who can write to the store."
