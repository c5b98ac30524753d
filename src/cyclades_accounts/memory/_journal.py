"""The journal in memory."""

from collections.abc import Callable, Collection, Sequence
from itertools import islice

from cyclades_accounts.errors import RunIdReusedError
from cyclades_accounts.identifiers import CandidateId, RunId, Uai
from cyclades_accounts.memory._table import Table
from cyclades_accounts.model import Report, names_in

_Name = tuple[str, RunId]


class Journal:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._reports: Table[RunId, Report] = Table(undo, lambda report: report.run.uai)
        self._keys: Table[_Name, _Name] = Table(undo, lambda row: row[0], lambda row: row[1])
        self._others: Table[_Name, _Name] = Table(undo, lambda row: row[0], lambda row: row[1])

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
        found = {run_id for table in (self._keys, self._others) for _, run_id in table.matching(names)}
        return tuple(sorted(found))

    def named(self, after: str, limit: int) -> tuple[CandidateId, ...]:
        return tuple(CandidateId(key) for key in sorted({key for key, _ in self._keys.rows if key > after})[:limit])

    def redact(self, reports: Sequence[Report]) -> None:
        for report in reports:
            for table in (self._keys, self._others):
                for row in table.find(report.run.id, index=1):
                    table.put(row, None)
            self._put(report)

    def _put(self, report: Report) -> None:
        self._reports.put(report.run.id, report)
        for name, is_key in names_in(report).items():
            row = name, report.run.id
            (self._keys if is_key else self._others).put(row, row)
