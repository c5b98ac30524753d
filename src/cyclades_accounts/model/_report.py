"""What a run did (compte rendu), kept in the journal for ever: M5, M6, M9, M12, M16."""

import enum
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import attrs
from attrs import field, frozen
from attrs.validators import ge, instance_of

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId, Login, RunId, SessionId, Uai
from cyclades_accounts.model._candidature import Grouping
from cyclades_accounts.model._document import Standing
from cyclades_accounts.model._outcome import Notice, Outcome, OutcomeList, Refusal
from cyclades_accounts.model._session import ExamSession, aware


class Activity(enum.Enum):
    """The activities that leave a report in the journal: all that write, and opening what holds passwords."""

    REGISTER_SCHOOL = "register_school"
    CLOSE_SCHOOL = "close_school"
    REGISTER_ROSTER = "register_roster"
    GENERATE = "generate"
    REGENERATE = "regenerate"
    RENAME = "rename"
    MOVE = "move"
    WITHDRAW = "withdraw"
    REKEY = "rekey"
    MERGE = "merge"  # what rekeying was until version 4 of the tables: old reports have it
    CONFIRM_SAME = "confirm_same"
    CONFIRM_OTHER = "confirm_other"
    ASK_TRANSFER = "ask_transfer"
    TRANSFER = "transfer"
    REFUSE_TRANSFER = "refuse_transfer"
    CLOSE = "close"
    REOPEN = "reopen"
    REVOKE = "revoke"
    CHANGE_PASSWORD = "change_password"  # the name of an activity, not a password
    REGISTER_EMAIL_ACCOUNT = "register_email_account"
    IMPOSE_LOGINS = "impose_logins"
    OPEN_DOCUMENT = "open_document"
    REPLACE_LOST = "replace_lost"
    REPRINT = "reprint"
    PURGE = "purge"
    RESEAL = "reseal"
    ERASE = "erase"
    PURGE_PEOPLE = "purge_people"
    EXPORT = "export"
    SET_SESSION = "set_session"
    PROLONG = "prolong"


class Phase(enum.Enum):
    """Where a run is, or how it ended. The French is in :mod:`cyclades_accounts.messages`."""

    READING = "READING"
    """It reads candidatures and accounts, and works out its plan."""
    HASHING = "HASHING"
    """It hashes the passwords that it issues."""
    DRAWING = "DRAWING"
    """It draws and seals the slips."""
    WRITING = "WRITING"
    """It writes all of it in one transaction."""
    DONE = "DONE"
    """All is written, or was before under the same run id."""
    FAILED = "FAILED"
    """It was refused or failed: nothing was done, unless the connection was lost while it was written. Then a retry
    tells."""

    @property
    def is_over(self) -> bool:
        """Whether the run no longer runs."""
        return self in {Phase.DONE, Phase.FAILED}


@frozen(kw_only=True)
class Subject:
    """What a run was about, each part apart. A run id belongs to one actor, one activity and one subject.

    A part that the activity does not have is ``None``, or empty.
    """

    uai: Uai | None = None
    """The school in whose name it was done; ``None`` for what a candidate does."""
    session_id: SessionId | None = None
    candidate_id: CandidateId | None = field(default=None, repr=False)
    """The one person concerned."""
    login: str = field(default="", repr=False)
    """The login under which a candidate changed the password, in lower case."""
    document_id: DocumentId | None = None
    request: str = ""
    """Digest of what was asked beyond the parts above, as far as it differs from the defaults, in hexadecimal; empty
    where nothing does. No password is in it. For an erasure, the keyed digest that stands for the person; a text that
    says so where the request concerned a person who was erased since."""


@frozen
class Run:
    """Who asked for what and when: the head of every report."""

    id: RunId
    activity: Activity
    subject: Subject = field(validator=instance_of(Subject))
    actor: str = field(repr=False)
    """Who asked, in the host's own words; may be empty."""
    at: datetime = field(validator=aware)

    @property
    def uai(self) -> Uai | None:
        """The school in whose name it was done; ``None`` for what a candidate does."""
        return self.subject.uai


@frozen
class SchoolReport:
    """What registering a school did (M1), or closing one."""

    run: Run
    uai: Uai
    manages_candidates: bool
    to: Uai | None = None
    """The school that took over from the one that closed; its journal has the same report, under another id."""
    candidates: tuple[CandidateId, ...] = field(default=(), repr=False)
    """The people whose candidature or account went from the school that closed."""
    candidatures: int = 0
    """How many candidatures went to the other school, or were withdrawn where none took over."""
    accounts: int = 0
    """How many accounts the school held."""
    conflicting: tuple[CandidateId, ...] = field(default=(), repr=False)
    """Keys under which the other school has somebody else: these candidatures stayed. Correct the INE, then move them.
    """


@frozen
class RosterReport:
    """What registering a roster did.

    ``added``, ``updated``, ``unchanged``, ``conflicting`` and ``merged`` add up to the roster handed in.
    """

    run: Run
    uai: Uai
    session_id: SessionId
    added: tuple[CandidateId, ...] = field(repr=False)
    updated: tuple[CandidateId, ...] = field(repr=False)
    unchanged: tuple[CandidateId, ...] = field(repr=False)
    missing: tuple[CandidateId, ...] = field(repr=False)
    """In the store for this school and session, but not in the roster handed in: reported, and they stay."""
    conflicting: tuple[CandidateId, ...] = field(default=(), repr=False)
    """Keys under which the school knows somebody else (:func:`contradicts`): not registered, so that a mistyped INE
    never hands a pupil's account to another. Correct the INE, or rename the person first if it is one. A key of another
    school's pupil is registered, and runs refuse it (``OTHER_PERSON_ELSEWHERE``); a second line that tells something
    else of such a pupil is not, nor is one under a key that another school merged into a pupil of its own."""
    merged: tuple[CandidateId, ...] = field(default=(), repr=False)
    """Keys of the roster that were merged into another key which the roster holds too: that line alone counts."""
    notices: tuple[Notice, ...] = ()
    """Lines of the roster that may be one person. They are registered all the same."""
    withdrawn: tuple[CandidateId, ...] = field(default=(), repr=False)
    """Those that the roster lacks and that were withdrawn, because the call allowed it. Their accounts stay open."""

    @property
    def registered(self) -> int:
        """How many candidatures the roster handed in brought, added, updated or unchanged."""
        return len(self.added) + len(self.updated) + len(self.unchanged)


def _adds_up(instance: "RunReport", _attribute: object, value: tuple[Outcome, ...]) -> None:
    found = len({outcome.candidate_id for outcome in value})
    if not found == len(value) == instance.roster_size:
        raise InvalidValueError(
            "outcomes", f"{len(value)} outcomes of {found} candidates", f"{instance.roster_size} of each"
        )


@frozen
class RunReport(OutcomeList):
    """What a run did, a prolongation too: one outcome for every candidature it looked at (M6, M7, M14).

    Raises:
        InvalidValueError: when built with outcomes that do not add up to ``roster_size``, one a candidate.
    """

    run: Run
    uai: Uai
    session_id: SessionId
    grouping: Grouping
    roster_size: int
    """How many candidatures the run looked at: all of the school, or those of the chosen groups or criteria."""
    outcomes: tuple[Outcome, ...] = field(validator=_adds_up)
    """One for each candidature, sorted by group, family name, given names and key."""
    documents: tuple[DocumentId, ...] = ()
    """Two for a generation (M9), one for a regeneration (M14), none where no slip was made."""
    notices: tuple[Notice, ...] = ()
    """What to look at; it stopped nothing."""
    revoked: tuple[AccountId, ...] = ()
    """Accounts whose slip was lost and whose password could not be renewed: it opens nothing any more."""


@frozen
class AccountReport:
    """What an activity on a single person did to the account."""

    run: Run
    candidate_id: CandidateId = field(repr=False)
    """The person; after a merge, the key that stays."""
    account_id: AccountId | None = None
    """The account that stands afterwards; ``None`` if the person has none."""
    login: Login | None = field(default=None, repr=False)
    """Its login."""
    closed_account_id: AccountId | None = None
    """The account that a merge closed."""
    by: Uai | None = None
    """The school that did it, in the journal of another school, which is told; no account is shown then."""


@frozen
class AccountLine:
    """What became of one of several people: the account that stands afterwards, or why nothing was done."""

    candidate_id: CandidateId = field(repr=False)
    """The person; the key that was asked for where nothing was done."""
    account_id: AccountId | None = None
    """The account; ``None`` if the person has none, or another school holds it."""
    login: Login | None = field(default=None, repr=False)
    """Its login."""
    refusal: Refusal | None = None
    """Why nothing was done; ``None`` where it was."""


@frozen
class AccountsReport:
    """What an activity on several people did: one line for each, in the order given, as few as one."""

    run: Run
    lines: tuple[AccountLine, ...]

    @property
    def done(self) -> tuple[AccountLine, ...]:
        """The people for whom it was done, or was so before."""
        return tuple(line for line in self.lines if line.refusal is None)

    @property
    def refused(self) -> tuple[AccountLine, ...]:
        """The others, each with its reason."""
        return tuple(line for line in self.lines if line.refusal is not None)


@frozen
class ImposedLogin:
    """What became of a login that a host imposes on a person."""

    candidate_id: CandidateId = field(repr=False)
    login: str = field(repr=False)
    """The login, in lower case; what the host wrote where it is none."""
    refusal: Refusal | None = None
    """Why it is not imposed; ``None`` where it is, or where the account has it already."""


@frozen
class ImposedLoginsReport:
    """What imposing logins did: one line for each person, in the order given."""

    run: Run
    uai: Uai
    logins: tuple[ImposedLogin, ...]

    @property
    def imposed(self) -> tuple[ImposedLogin, ...]:
        """The logins that the accounts of these people bear or will bear."""
        return tuple(line for line in self.logins if line.refusal is None)

    @property
    def refused(self) -> tuple[ImposedLogin, ...]:
        """The others, each with its reason."""
        return tuple(line for line in self.logins if line.refusal is not None)


@frozen
class OpeningReport:
    """Who saw the passwords of a run, and when (M16)."""

    run: Run
    uai: Uai
    session_id: SessionId
    source: RunId
    """The run whose slips were seen."""
    document_id: DocumentId
    """The document that was opened."""
    accounts: tuple[AccountId, ...] = ()
    """Accounts whose slips it shows, in its order."""


@frozen
class LeftOut:
    """A slip that was not drawn again: mostly because it opens nothing any more."""

    account_id: AccountId
    credential_version: int
    """Version of the password that the slip shows."""
    standing: Standing
    refusal: Refusal | None = None
    """Why a slip that holds was left out of a reprint as of today: the school has another person under the key, or a
    name that cannot be drawn."""


@frozen
class ReprintReport:
    """What a reprint did: the slips that still hold were drawn as a new document."""

    run: Run
    uai: Uai
    session_id: SessionId
    source: RunId
    """The run whose slips were drawn again."""
    printed: tuple[AccountId, ...]
    """Accounts whose slip holds and was drawn, in the order of the new document."""
    left_out: tuple[LeftOut, ...]
    """Slips that were not drawn again, in the order of the old document."""
    documents: tuple[DocumentId, ...] = ()
    """The new documents, one for each layout; none where no slip holds."""


@frozen
class PurgeReport:
    """Which documents a retention rule purged."""

    run: Run
    uai: Uai
    session_id: SessionId
    rule: str
    """The rule in one line, as its ``spec`` gives it."""
    documents: tuple[DocumentId, ...]
    """Documents whose content is gone, in the order of the list."""
    papillons: int = field(default=0, validator=ge(0))
    """Slips, sealed as data, that went with them."""


@frozen
class ResealReport:
    """How much was sealed anew with the present key."""

    run: Run
    uai: Uai
    session_id: SessionId
    documents: int = field(validator=ge(0))
    papillons: int = field(validator=ge(0))
    damaged: tuple[str, ...] = ()
    """References of the documents and slips that do not open, altered or under a key that is not at hand, and stay as
    they are: ``document/…`` with its id, ``slip/…`` with run, account and version."""


@frozen
class ErasureReport:
    """What erasing people removed; nothing in it tells whom (RGPD, article 17)."""

    run: Run
    """Its subject is a keyed hash of the person's key, where one was erased on request."""
    uai: Uai | None
    """The school that asked; ``None`` for the host."""
    accounts: int = field(validator=ge(0))
    """Accounts removed: the one that stood, and those it had replaced."""
    logins: int = field(validator=ge(0))
    """Issued logins of which a keyed hash alone is left, so that they are still never issued again."""
    papillons: int = field(validator=ge(0))
    """Sealed slips removed."""
    documents: tuple[DocumentId, ...] = ()
    """Documents that showed them, purged: no slip was left, the layout is none that the library ships any more, or the
    slips cannot be opened or drawn. Slips of others that are kept as data can be drawn again."""
    reports: int = field(default=0, validator=ge(0))
    """Reports of the journal, of whatever school, that no longer name them."""
    redrawn: tuple[DocumentId, ...] = ()
    """Documents that showed them, drawn anew with the slips of the others, under the same id."""
    people: int = field(default=1, validator=ge(0))
    """How many were erased."""
    rule: str = ""
    """The rule that let them go, in one line; empty where they were erased on request."""
    removed: tuple[AccountId, ...] = ()
    """The accounts removed: keys that say nothing of the person, so that the host ends their web sessions."""


@frozen
class SessionReport:
    """What setting a session did.

    Passwords already issued keep the end they were given; those that end before the session are told, as a
    :class:`Shortfall`.
    """

    run: Run
    """Its subject is the session, and a digest of the label and the last day."""
    kept: ExamSession
    """The session as it stands from now on."""
    former: ExamSession | None = None
    """The session as it stood before; ``None`` where the store did not know it."""


Report = (
    SchoolReport
    | RosterReport
    | RunReport
    | AccountReport
    | AccountsReport
    | ImposedLoginsReport
    | OpeningReport
    | ReprintReport
    | PurgeReport
    | ResealReport
    | ErasureReport
    | SessionReport
)
"""Whatever the journal keeps."""


@frozen
class Event:
    """A line of the journal with its number: what a host hears after it happened, to mail and to end web sessions."""

    number: int
    """Counts the lines of all schools, from 1, in the order in which they became visible."""
    report: Report

    @property
    def accounts(self) -> tuple[AccountId, ...]:
        """The accounts that were made, changed, shown or removed, each once, sorted; not those that a run kept."""
        return tuple(sorted(set(_concerned("", self.report))))


ACCOUNT_FIELDS: Final = frozenset({"account_id", "accounts", "closed_account_id", "printed", "removed", "revoked"})
"""Fields of reports that hold keys of accounts."""


def _is_done(value: object) -> bool:
    """Whether a part of a report tells of something that was done: no refusal, no account kept, no slip left out."""
    if getattr(value, "refusal", None) is not None or isinstance(value, LeftOut):
        return False
    return getattr(value, "has_papillon", True) is True


def _concerned(field: str, value: Any) -> Iterator[AccountId]:  # noqa: ANN401  # a field of any type
    if isinstance(value, tuple):
        for one in value:
            yield from _concerned(field, one)
    elif field in ACCOUNT_FIELDS and isinstance(value, str):
        yield AccountId(value)
    elif attrs.has(type(value)) and _is_done(value):
        for one in attrs.fields(type(value)):
            yield from _concerned(one.name, getattr(value, one.name))
