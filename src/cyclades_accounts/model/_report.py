"""What a run did (compte rendu), kept in the journal for ever: M5, M6, M12, M16."""

from attrs import field, frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId, Login, SessionId, Uai
from cyclades_accounts.model._document_report import (
    ErasureReport,
    OpeningReport,
    PurgeReport,
    ReprintReport,
    ResealReport,
)
from cyclades_accounts.model._grouping import Grouping
from cyclades_accounts.model._notice import Notice
from cyclades_accounts.model._outcome import Outcome, OutcomeList, Refusal
from cyclades_accounts.model._run import Run


@frozen
class SchoolReport:
    """What registering a school did (M1)."""

    run: Run
    uai: Uai
    manages_candidates: bool


@frozen
class RosterReport:
    """What registering a roster did.

    ``added``, ``updated``, ``unchanged``, ``conflicting`` and ``merged`` add up to the roster handed in.
    """

    run: Run
    school: Uai
    session: SessionId
    added: tuple[CandidateId, ...]
    updated: tuple[CandidateId, ...]
    unchanged: tuple[CandidateId, ...]
    missing: tuple[CandidateId, ...]
    """In the store for this school and session, but not in the roster handed in: reported, never deleted."""
    conflicting: tuple[CandidateId, ...] = ()
    """Keys under which the store knows somebody else (:meth:`Candidate.may_be`): not registered, so that a mistyped INE
    never hands a pupil's account to another. Correct the INE, or rename the person first if it is one."""
    merged: tuple[CandidateId, ...] = ()
    """Keys of the roster that were merged into another key which the roster holds too: that line alone counts."""
    notices: tuple[Notice, ...] = ()
    """Lines of the roster that may be one person. They are registered all the same."""

    @property
    def registered(self) -> int:
        """How many candidatures the roster handed in brought, added, updated or unchanged."""
        return len(self.added) + len(self.updated) + len(self.unchanged)


def _adds_up(instance: "RunReport", attribute: object, value: tuple[Outcome, ...]) -> None:
    del attribute
    found = len({outcome.candidate_id for outcome in value})
    if not found == len(value) == instance.roster_size:
        raise InvalidValueError(
            "outcomes", f"{len(value)} outcomes of {found} candidates", f"{instance.roster_size} of each"
        )


@frozen
class RunReport(OutcomeList):
    """What a generation or a regeneration did: one outcome for every candidature it looked at (M6, M7, M14).

    Raises:
        InvalidValueError: when built with outcomes that do not add up to ``roster_size``, one a candidate.
    """

    run: Run
    school: Uai
    session: SessionId
    grouping: Grouping
    roster_size: int
    """How many candidatures the run looked at: all of the school, or those of the chosen groups or criteria."""
    outcomes: tuple[Outcome, ...] = field(validator=_adds_up)
    """One a candidature, sorted by group, family name, given names and key."""
    documents: tuple[DocumentId, ...] = ()
    """Two for a generation (M9), one for a regeneration (M14), none where no slip was made."""
    notices: tuple[Notice, ...] = ()
    """What to look at, about accounts that the run created or gave a new login."""


@frozen
class AccountReport:
    """What an activity on a single person did to the account."""

    run: Run
    candidate_id: CandidateId
    """The person; after a merge, the key that stays."""
    account_id: AccountId | None = None
    """The account that stands afterwards; ``None`` if the person has none."""
    login: Login | None = None
    """Its login."""
    closed_account_id: AccountId | None = None
    """The account that a merge closed."""


@frozen
class ImposedLogin:
    """What became of a login that a host imposes on a person."""

    candidate_id: CandidateId
    login: str
    """The login, in lower case; what the host wrote where it is none."""
    refusal: Refusal | None = None
    """Why it is not imposed; ``None`` where it is, or where the account has it already."""


@frozen
class ImposedLoginsReport:
    """What imposing logins did: one line for each person, in the order given."""

    run: Run
    school: Uai
    logins: tuple[ImposedLogin, ...]

    @property
    def imposed(self) -> tuple[ImposedLogin, ...]:
        """The logins that the accounts of these people bear or will bear."""
        return tuple(line for line in self.logins if line.refusal is None)

    @property
    def refused(self) -> tuple[ImposedLogin, ...]:
        """The others, each with its reason."""
        return tuple(line for line in self.logins if line.refusal is not None)


Report = (
    SchoolReport
    | RosterReport
    | RunReport
    | AccountReport
    | ImposedLoginsReport
    | OpeningReport
    | ReprintReport
    | PurgeReport
    | ResealReport
    | ErasureReport
)
"""Whatever the journal keeps."""
