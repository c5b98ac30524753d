"""The contract of the journal's lists: what was done in a school's name, and about a person."""

# ruff: noqa: S101  # a contract speaks through assert

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from attrs import evolve

from cyclades_accounts.identifiers import CandidateId
from cyclades_accounts.model import AccountReport, SchoolReport
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing.contract._base import Contract
from cyclades_accounts.testing.contract._samples import MOMENT, candidate_id, given, login, report, run_id, uai


def of_school(number: int, at: int = 1, moment: datetime = MOMENT) -> SchoolReport:
    """Return a report in the name of a school."""
    one = report(number)
    return evolve(one, run=evolve(one.run, school=uai(at), at=moment))


def about(number: int, person: CandidateId, at: int | None = None) -> AccountReport:
    """Return a report about a person, in the name of a school or of none."""
    run = evolve(report(number).run, school=None if at is None else uai(at))
    return AccountReport(run, person, None, login(number))


class JournalListContract(Contract):
    """The journal, listed and redacted."""

    def test_reports_of_a_school_are_listed_newest_first(self, store: Store) -> None:
        """``of_school`` gives the reports in a school's name, newest first, those of one moment as they were added."""
        early = of_school(3, moment=MOMENT - timedelta(days=1))
        late = of_school(4, moment=MOMENT.astimezone() + timedelta(microseconds=1))
        given(store, of_school(5), early, of_school(2), late, of_school(1), of_school(6, at=2), report(7))
        with store.reading() as unit:
            found, total = unit.journal.of_school(uai(1), skip=0, limit=9)
            assert (list(found), total) == ([late, of_school(5), of_school(2), of_school(1), early], 5)
            found, total = unit.journal.of_school(uai(9), skip=0, limit=9)
            assert (list(found), total) == ([], 0)

    @pytest.mark.parametrize(("skip", "limit"), [(0, 0), (0, 2), (1, 3), (4, 10), (5, 1), (99, 1)])
    def test_reports_are_sliced(self, store: Store, skip: int, limit: int) -> None:
        """A slice of ``of_school`` skips and limits as told, and tells how many there are in all."""
        some = [of_school(number) for number in range(1, 6)]
        given(store, *some)
        with store.reading() as unit:
            found, total = unit.journal.of_school(uai(1), skip=skip, limit=limit)
        assert (list(found), total) == (some[skip : skip + limit], 5)

    def test_reports_about_people(self, store: Store) -> None:
        """``of_candidates`` gives the reports about these people alone, sorted by run id, in whatever school's name."""
        hers = [about(3, candidate_id(1)), about(1, candidate_id(1), at=1)]
        given(store, *hers, about(2, candidate_id(2)), about(4, candidate_id(3), at=2), of_school(5))
        ids = [candidate_id(2), candidate_id(1), candidate_id(1), CandidateId(candidate_id(3).lower())]
        with store.reading() as unit:
            assert unit.journal.of_candidates(ids) == (hers[1], about(2, candidate_id(2)), hers[0])
            assert unit.journal.of_candidates([]) == ()

    def test_a_redacted_report_takes_the_place_of_the_first(self, store: Store, reopen: Callable[[], Store]) -> None:
        """``redact`` replaces reports under their run ids, at their places in the list, and no other."""
        given(store, of_school(1), about(2, candidate_id(1), at=1), of_school(3))
        less = evolve(about(2, CandidateId("nobody"), at=1), login=None)
        with store.writing() as unit:
            unit.journal.redact([less])
            unit.journal.redact([])
            assert unit.journal.get(run_id(2)) == less
        with reopen().reading() as unit:
            found, total = unit.journal.of_school(uai(1), skip=0, limit=9)
            assert (list(found), total) == ([of_school(1), less, of_school(3)], 3)
            assert unit.journal.of_candidates([candidate_id(1)]) == ()
            assert unit.journal.of_candidates([CandidateId("nobody")]) == (less,)
