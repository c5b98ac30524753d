"""What comes back of a school: a handful of numbers, or why there are none. No outcome, no slip, no document."""

from attrs import evolve, frozen

from cyclades_accounts.campaign._errors import class_name
from cyclades_accounts.errors import CycladesAccountsError
from cyclades_accounts.identifiers import DocumentId, RunId, Uai
from cyclades_accounts.model import OutcomeKind, RunReport


@frozen
class SchoolDone:
    """The run of a school is done, now or by an earlier try: the counts of its report (M5, M6)."""

    uai: Uai
    run_id: RunId
    """Key of the report in the journal of the store."""
    created: int
    renewed: int
    kept: int
    refused: int
    """The four add up to the candidatures that the run looked at."""
    documents: tuple[DocumentId, ...]
    """Keys of the documents: two, or none where no slip was made (M9)."""

    @classmethod
    def of(cls, report: RunReport) -> "SchoolDone":
        """Return the counts of a report."""
        kinds = [outcome.kind for outcome in report.outcomes]
        created, renewed, kept, refused = (
            kinds.count(kind)
            for kind in (OutcomeKind.CREATED, OutcomeKind.RENEWED, OutcomeKind.KEPT, OutcomeKind.REFUSED)
        )
        return cls(report.school, report.run.id, created, renewed, kept, refused, report.documents)


@frozen
class SchoolFailed:
    """The run of a school was refused or failed.

    Nothing of it is visible, unless the connection was lost while the store committed: run the school again.
    """

    uai: str
    """The school; as the host gave it, where it is no UAI."""
    code: str
    """The error's stable code, for example ``SERVICE_NOT_GRANTED``."""
    kind: str
    """Qualified name of the error's class."""
    message: str
    """Problem and cure, in English, for the host's log; never a secret, but maybe the name that cannot be drawn."""

    @classmethod
    def of(cls, uai: str, error: CycladesAccountsError) -> "SchoolFailed":
        """Return what an error says."""
        return cls(uai, error.code, class_name(error), str(error))


@frozen
class SchoolLost:
    """The executor lost the job: its worker died, or it was cancelled, or could not be handed over.

    Whether the run was done is unknown; running the school again finds out, and does nothing twice.
    """

    uai: Uai
    kind: str
    """Qualified name of the executor's exception, for example ``concurrent.futures.process.BrokenProcessPool``."""


SchoolResult = SchoolDone | SchoolFailed | SchoolLost
"""What became of a school."""


@frozen(kw_only=True)
class Tally:
    """How far a campaign is. Sums only."""

    expected: int | None = None
    """How many schools there are; ``None`` where the host gave an iterator."""
    done: int = 0
    failed: int = 0
    lost: int = 0
    created: int = 0
    renewed: int = 0
    kept: int = 0
    refused: int = 0

    @property
    def schools(self) -> int:
        """How many schools have come out, one way or another."""
        return self.done + self.failed + self.lost

    def plus(self, result: SchoolResult) -> "Tally":
        """Return the tally with one more school."""
        if isinstance(result, SchoolFailed):
            return evolve(self, failed=self.failed + 1)
        if isinstance(result, SchoolLost):
            return evolve(self, lost=self.lost + 1)
        return evolve(
            self,
            done=self.done + 1,
            created=self.created + result.created,
            renewed=self.renewed + result.renewed,
            kept=self.kept + result.kept,
            refused=self.refused + result.refused,
        )
