"""The journal in memory."""

from collections.abc import Callable, Collection, Sequence

from cyclades_accounts.errors import (
    RunIdReusedError,
)
from cyclades_accounts.identifiers import CandidateId, RunId, Uai
from cyclades_accounts.memory._table import Table
from cyclades_accounts.model import (
    AccountReport,
    Report,
)


def _about(report: Report) -> CandidateId | None:
    return report.candidate_id if isinstance(report, AccountReport) else None


class Journal:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._reports: Table[RunId, Report] = Table(undo, lambda report: report.run.uai, _about)

    def add(self, report: Report) -> None:
        run = report.run
        stored = self._reports.rows.get(run.id)
        if stored is not None:
            raise RunIdReusedError(run.id, stored.run.about, run.about)
        self._reports.put(run.id, report)

    def get(self, run_id: RunId) -> Report | None:
        return self._reports.rows.get(run_id)

    def of_school(self, uai: Uai, *, skip: int, limit: int) -> tuple[Sequence[Report], int]:
        found = self._reports.find(uai)
        found.sort(key=lambda report: report.run.at, reverse=True)  # stable: equal moments keep their order
        return found[skip : skip + limit], len(found)

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> tuple[Report, ...]:
        found = [report for one in set(candidate_ids) for report in self._reports.find(one, index=1)]
        return tuple(sorted(found, key=lambda report: report.run.id))

    def redact(self, reports: Sequence[Report]) -> None:
        for report in reports:
            self._reports.put(report.run.id, report)
