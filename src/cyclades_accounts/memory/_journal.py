"""The journal in memory."""

from collections.abc import Callable, Collection, Sequence
from itertools import islice

from cyclades_accounts.errors import RunIdReusedError
from cyclades_accounts.identifiers import CandidateId, RunId, Uai
from cyclades_accounts.memory._table import Table
from cyclades_accounts.model import Report, names_in

_Name = tuple[str, RunId]
"""A name, and a run whose report tells it."""


class Journal:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._reports: Table[RunId, Report] = Table(undo, lambda report: report.run.uai)
        self._names: Table[_Name, tuple[_Name, bool]] = Table(undo, lambda row: row[0][0], lambda row: row[0][1])

    def add(self, report: Report) -> None:
        run = report.run
        if run.id in self._reports.rows:
            raise RunIdReusedError(run.id)
        self._put(report)

    def get(self, run_id: RunId) -> Report | None:
        return self._reports.rows.get(run_id)

    def of_school(self, uai: Uai | None, *, skip: int, limit: int) -> tuple[Sequence[Report], int]:
        found = (self._reports.find(uai) if uai else list(self._reports.rows.values()))[::-1]
        return found[skip : skip + limit], len(found)

    def after(self, number: int, limit: int) -> Sequence[tuple[int, Report]]:
        return tuple(islice(enumerate(self._reports.rows.values(), 1), number, number + limit))

    def naming(self, names: Collection[str]) -> tuple[RunId, ...]:
        return tuple(sorted({run_id for (_, run_id), _ in self._names.matching(names)}))

    def named(self, after: str, limit: int) -> tuple[CandidateId, ...]:
        keys = {name for (name, _), is_key in self._names.rows.values() if is_key and name > after}
        return tuple(map(CandidateId, sorted(keys)[:limit]))

    def redact(self, reports: Sequence[Report]) -> None:
        for report in reports:
            for told, _ in self._names.find(report.run.id, index=1):
                self._names.put(told, None)
            self._put(report)

    def _put(self, report: Report) -> None:
        self._reports.put(report.run.id, report)
        for name, is_key in names_in(report).items():
            told = name, report.run.id
            self._names.put(told, (told, is_key))
