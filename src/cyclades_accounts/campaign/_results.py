"""The result of a school: a few numbers and keys, or an error. It has no outcome, no slip and no document."""

from attrs import evolve, frozen

from cyclades_accounts.errors import CycladesAccountsError, ErrorKind
from cyclades_accounts.identifiers import DocumentId, RunId, Uai
from cyclades_accounts.model import RunReport


@frozen
class SchoolDone:
    """The run of a school is done, now or by an earlier call. These are the counts of its report (M5, M6)."""

    uai: Uai
    run_id: RunId
    """Key of the report in the journal of the store."""
    created: int
    renewed: int
    kept: int
    refused: int
    """The four add up to the candidatures that the run looked at."""
    documents: tuple[DocumentId, ...]
    """Keys of the documents, one for each layout; none if no slip was made (M9)."""
    short: int = 0
    """Accounts that stayed as they were, and whose password falls short of the session: somebody must act."""

    @classmethod
    def of(cls, report: RunReport) -> "SchoolDone":
        """Return the counts of a report."""
        created, renewed, kept, refused = map(len, (report.created, report.renewed, report.kept, report.refused))
        return cls(report.uai, report.run.id, created, renewed, kept, refused, report.documents, len(report.short))


@frozen
class SchoolFailed:
    """The run of a school was refused or failed.

    Nothing was written, unless the connection was lost while the store committed. In both cases, run the school again.
    """

    uai: str
    """The school; if it is not a valid UAI, the text that the host gave."""
    code: str
    """The error's stable code, for example ``SERVICE_NOT_GRANTED``."""
    kind: ErrorKind
    """Who can do something about it; after ``OURS`` and ``CONFLICT`` the same run may succeed later."""
    message: str
    """Problem and cure, in English, for the host's log. It holds no secret; it may hold a name that cannot be drawn."""

    @classmethod
    def of(cls, uai: str, error: CycladesAccountsError) -> "SchoolFailed":
        """Return what an error says."""
        return cls(uai, error.code, error.kind, str(error))


@frozen
class SchoolLost:
    """The executor lost the job: its worker died, the job was cancelled, or it could not be submitted.

    Nobody knows whether the run was done. Run the school again: this tells, and nothing is done twice.
    """

    uai: Uai
    cause: str
    """Qualified name of the executor's exception, for example ``concurrent.futures.process.BrokenProcessPool``."""


SchoolResult = SchoolDone | SchoolFailed | SchoolLost
"""The result of a school."""


@frozen(kw_only=True)
class Tally:
    """How far a campaign is, in sums over the schools that have ended."""

    expected: int | None = None
    """How many schools there are; ``None`` if the host gave an iterator."""
    done: int = 0
    failed: int = 0
    lost: int = 0
    created: int = 0
    renewed: int = 0
    kept: int = 0
    refused: int = 0
    short: int = 0

    @property
    def schools(self) -> int:
        """How many schools have a result."""
        return self.done + self.failed + self.lost

    def plus(self, result: SchoolResult) -> "Tally":
        """Return the tally with the result of one more school."""
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
            short=self.short + result.short,
        )
