"""The port of the journal, which keeps the report of every run."""

from collections.abc import Collection, Sequence
from typing import Protocol

from cyclades_accounts.identifiers import CandidateId, RunId, Uai
from cyclades_accounts.model import Report


class Journal(Protocol):
    """Reports. Key: the run id. A report is added once, never removed, and changed only to remove an erased person.

    A retry finds its report here. So a report and the work that it describes become visible together.
    """

    def add(self, report: Report) -> None:
        """Add the report of a run.

        If another unit has added a report under the same run id, this method or the end of the unit must detect it, so
        that there are never two.

        Raises:
            RunIdReusedError: the journal has a report under this run id.
        """
        ...

    def get(self, run_id: RunId) -> Report | None:
        """Return the report of the run, equal to the one that was added, or ``None``."""
        ...

    def of_school(self, uai: Uai | None, *, skip: int, limit: int) -> tuple[Sequence[Report], int]:
        """Return a slice of the reports whose run names the school, and the number of all of them.

        Where ``uai`` is ``None``, every report counts, also those that name no school.
        Order: newest first by the moment of the run; reports of the same moment in the order in which they were added.
        ``skip`` is at least 0, ``limit`` at least 1. A slice past the end is empty.
        """
        ...

    def naming(self, names: Collection[str]) -> tuple[RunId, ...]:
        """Return the runs whose report tells one of these names (:func:`~cyclades_accounts.model.names_in`), sorted."""
        ...

    def named(self, after: str, limit: int) -> tuple[CandidateId, ...]:
        """Return the first keys of people greater than ``after`` that reports name, sorted, each once.

        ``limit`` is at least 1.
        """
        ...

    def redact(self, reports: Sequence[Report]) -> None:
        """Replace the report of each run by the given one, without an erased person. It serves for erasing only.

        The runs are known.
        """
        ...
