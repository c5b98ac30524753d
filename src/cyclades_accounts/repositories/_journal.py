"""The port of the journal: what every run did."""

from collections.abc import Collection, Sequence
from typing import Protocol

from cyclades_accounts.identifiers import CandidateId, RunId, Uai
from cyclades_accounts.model import Report


class Journal(Protocol):
    """Reports. Key: the run id. Added once, never removed, and changed only to leave out an erased person.

    A retry finds its report here: a report and what it tells of become visible together.
    """

    def add(self, report: Report) -> None:
        """Add the report of a run.

        Where another unit added one meanwhile, that is found out here, or when this unit ends; never are there two.

        Raises:
            RunIdReusedError: the journal has a report under this run id.
        """
        ...

    def get(self, run_id: RunId) -> Report | None:
        """Return the report of the run, equal to the one added, or ``None``."""
        ...

    def of_school(self, uai: Uai, *, skip: int, limit: int) -> tuple[Sequence[Report], int]:
        """Return a slice of the reports whose run names the school, and how many there are in all.

        Order: newest first by the run's moment; those of one moment in the order they were added. ``skip`` counts from
        0, ``limit`` from 1; a slice past the end is empty.
        """
        ...

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> tuple[Report, ...]:
        """Return the reports about one of these people alone (:class:`AccountReport`), sorted by run id."""
        ...

    def redact(self, reports: Sequence[Report]) -> None:
        """Replace the report of each run by the one given, which says less: for erasing a person, and nothing else.

        The runs are known.
        """
        ...
