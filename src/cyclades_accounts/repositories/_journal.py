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
        Order: last added first, whatever their moments: clocks go back.
        ``skip`` is at least 0, ``limit`` at least 1. A slice past the end is empty.
        """
        ...

    def after(self, number: int, limit: int) -> Sequence[tuple[int, Report]]:
        """Return the first reports of a higher number than this one, each with its number, in that order.

        Numbers count from 1. A report gets the next one when it is first read here, by a writing unit, and keeps it. So
        it comes after all that were read before it became visible, and whoever asks for what came after the last one
        misses none. What is numbered at once keeps the order in which it was added. ``limit`` is at least 1.
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
