"""The journal: each report as JSON."""

from collections.abc import Collection, Sequence

from cyclades_accounts.errors import RunIdReusedError
from cyclades_accounts.identifiers import CandidateId, RunId, Uai
from cyclades_accounts.model import Report
from django_host import models
from django_host.ports.base import Port
from django_host.values import report_row, report_value


class Journal(Port):
    """:class:`cyclades_accounts.repositories.Journal`."""

    def add(self, report: Report) -> None:
        """Add the report of a run."""
        row = report_row(report)
        self.write_unless(lambda: self._refuse(report), lambda: self.rows(models.Report).bulk_create([row]))

    def get(self, run_id: RunId) -> Report | None:
        """Return the report of the run, or ``None``."""
        return next(map(report_value, self.rows(models.Report).filter(run_id=run_id)), None)

    def of_school(self, uai: Uai, *, skip: int, limit: int) -> tuple[Sequence[Report], int]:
        """Return a slice of the reports whose run names the school, newest first, and how many there are."""
        theirs = self.rows(models.Report).filter(school=uai)
        newest = theirs.order_by("-at", "rank")[skip : skip + limit]
        return tuple(map(report_value, newest)), theirs.count()

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> tuple[Report, ...]:
        """Return the reports about one of these people alone, sorted by run id."""
        found = map(report_value, self.rows(models.Report).filter(candidate_id__in=candidate_ids))
        return tuple(sorted(found, key=lambda report: report.run.id))

    def redact(self, reports: Sequence[Report]) -> None:
        """Replace the report of each run by one that says less; it keeps its rank."""
        self.rows(models.Report).bulk_create(
            [report_row(report) for report in sorted(reports, key=lambda report: report.run.id)],
            update_conflicts=True,
            unique_fields=["run_id"],
            update_fields=["school", "candidate_id", "at", "report"],
        )

    def _refuse(self, report: Report) -> None:
        stored = self.get(report.run.id)
        if stored is not None:
            raise RunIdReusedError(report.run.id, stored.run.about, report.run.about)
