"""The contract of the journal (M9, M16)."""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

import itertools
from collections.abc import Callable
from concurrent.futures import wait
from datetime import datetime, timedelta
from typing import Final

import pytest
from attrs import evolve
from hypothesis import given as each

from cyclades_accounts.errors import RunIdReusedError
from cyclades_accounts.identifiers import CandidateId, RunId, Uai
from cyclades_accounts.model import (
    AccountReport,
    Activity,
    ImposedLogin,
    ImposedLoginsReport,
    Refusal,
    RefusalReason,
    Report,
    Run,
    SchoolReport,
    Subject,
    names_in,
)
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing import strategies
from cyclades_accounts.testing._capability import Capability
from cyclades_accounts.testing.contract._base import MANY, UNSORTED_KEYS, Contract, laws
from cyclades_accounts.testing.contract._capabilities import needs
from cyclades_accounts.testing.contract._threads import PATIENCE, start
from cyclades_accounts.testing.samples import MOMENT, candidate_id, given, report, run_id, uai

_fresh = itertools.count(10_000)

_LATE: Final = 2
"""Seconds that a unit ends after another one that overtakes it, where units do not run one after the other."""


def done_at(number: int, *, at: datetime = MOMENT, by: Uai | None = None) -> SchoolReport:
    """Return the report of a run that names the school ``by`` (default: the first)."""
    base = report(number, by=by or uai())
    return evolve(base, run=evolve(base.run, at=at))


def about(number: int, person: int) -> AccountReport:
    """Return the report of a run about one person."""
    run = Run(run_id(number), Activity.CLOSE, Subject(candidate_id=candidate_id(person)), "", MOMENT)
    return AccountReport(run, candidate_id(person))


def redacted(one: Report) -> Report:
    """Return a report that says less."""
    return evolve(one, run=evolve(one.run, subject=Subject(uai=one.run.uai)))


class JournalContract(Contract):
    """Reports by run id: added once, never removed, and changed only to leave out an erased person."""

    def test_unknown_run_is_none(self, store: Store) -> None:
        """A run that left no report is ``None``; run ids are compared to the character."""
        given(store, report(1))
        with store.reading() as unit:
            assert unit.journal.get(run_id(2)) is None
            assert unit.journal.get(RunId(run_id(1).upper())) is None

    def test_run_id_is_used_once(self, store: Store) -> None:
        """A second report under a run id is refused with both pieces of work, and the first one stays."""
        given(store, report(1, "0000001B"))
        second = SchoolReport(
            Run(run_id(1), Activity.GENERATE, Subject(request="0000002C"), "", MOMENT), uai(2), manages_candidates=False
        )
        with pytest.raises(RunIdReusedError) as caught, store.writing() as unit:
            unit.journal.add(second)
        assert caught.value == RunIdReusedError(run_id(1))
        with store.reading() as unit:
            assert unit.journal.get(run_id(1)) == report(1, "0000001B")

    @laws
    @each(one=strategies.reports())
    def test_report_comes_back_equal(self, store: Store, reopen: Callable[[], Store], one: Report) -> None:
        """A report of any kind comes back equal, and of the same kind."""
        mine = evolve(one, run=evolve(one.run, id=RunId(f"{next(_fresh)}/{one.run.id}")))
        given(store, mine)
        with reopen().reading() as unit:
            found = unit.journal.get(mine.run.id)
        assert found == mine
        assert type(found) is type(mine)

    def test_reports_of_a_school_come_newest_first(self, store: Store) -> None:
        """``of_school`` gives the reports that name the school, last added first: a clock may have gone back."""
        later, earlier = MOMENT + timedelta(microseconds=1), MOMENT - timedelta(days=400)
        some = [done_at(5), done_at(3, at=earlier), done_at(4), done_at(1, at=later), done_at(2)]
        given(store, *some[:2], done_at(8, by=uai(2)), report(9), *some[2:])
        with store.reading() as unit:
            found, total = unit.journal.of_school(uai(1), skip=0, limit=10)
            assert list(found) == some[::-1]
            assert total == len(some)
            others, count = unit.journal.of_school(uai(2), skip=0, limit=10)
            assert (list(others), count) == ([done_at(8, by=uai(2))], 1)
            none, count = unit.journal.of_school(uai(3), skip=0, limit=10)
            assert (list(none), count) == ([], 0)

    def test_reports_of_all_schools_come_newest_first(self, store: Store) -> None:
        """``of_school`` of no school gives every report in the same order, also those that name no school."""
        later = MOMENT + timedelta(days=1)
        some: list[Report] = [done_at(5), about(3, 1), done_at(8, by=uai(2), at=later), done_at(1)]
        given(store, *some)
        with store.reading() as unit:
            found, total = unit.journal.of_school(None, skip=0, limit=9)
            assert (list(found), total) == (some[::-1], 4)
            found, total = unit.journal.of_school(None, skip=1, limit=2)
            assert (list(found), total) == (some[::-1][1:3], 4)

    @pytest.mark.parametrize(("skip", "limit"), [(0, 0), (0, 2), (1, 3), (4, 10), (5, 1), (99, 1)])
    def test_reports_of_a_school_are_sliced(self, store: Store, skip: int, limit: int) -> None:
        """A slice skips and limits as told, and tells how many there are in all."""
        some = [done_at(number) for number in range(1, 6)]
        given(store, *some)
        with store.reading() as unit:
            found, total = unit.journal.of_school(uai(), skip=skip, limit=limit)
        assert list(found) == some[::-1][skip : skip + limit]
        assert total == len(some)

    def test_reports_come_after_a_number(self, store: Store, reopen: Callable[[], Store]) -> None:
        """``after`` counts the reports of all schools from 1 in the order added, and each keeps its number for ever."""
        some: list[Report] = [done_at(3), done_at(1, at=MOMENT - timedelta(days=1), by=uai(2)), about(2, 1)]
        for one in some:
            given(store, one)
        with store.writing() as unit:
            assert list(unit.journal.after(0, 2)) == [(1, some[0]), (2, some[1])]
            assert list(unit.journal.after(2, 2)) == [(3, some[2])]
            assert list(unit.journal.after(3, 1)) == []
        given(store, done_at(4, at=MOMENT - timedelta(days=2)), done_at(0))
        with store.writing() as unit:
            unit.journal.redact([redacted(some[2])])
        with reopen().writing() as unit:
            again = [some[0], some[1], redacted(some[2]), done_at(4, at=MOMENT - timedelta(days=2)), done_at(0)]
            assert list(unit.journal.after(0, 99)) == list(enumerate(again, 1))

    @needs(Capability.THREADS)
    def test_late_report_is_not_passed_over(self, store: Store) -> None:
        """Who asks for what came after the last report hears one that was added earlier and became visible later."""

        # Only a unit that commits late shows it: numbers that a database gives when a row is inserted do not keep it.
        def meanwhile() -> list[tuple[int, Report]]:
            given(store, done_at(2))
            with store.writing() as unit:
                return list(unit.journal.after(0, 9))

        with store.writing() as late:
            late.journal.add(done_at(1))
            reader = start(meanwhile)
            wait([reader], _LATE)
        heard = reader.result(PATIENCE)
        with store.writing() as unit:
            heard += unit.journal.after(heard[-1][0], 9)
        assert sorted(one.run.id for _, one in heard) == [run_id(1), run_id(2)]
        assert [number for number, _ in heard] == [1, 2]

    def test_reports_that_name_people(self, store: Store) -> None:
        """``naming`` gives the runs whose report tells one of these names, each once, sorted by id, and no other."""
        given(store, about(3, 1), about(1, 2), about(2, 1), about(4, 3), report(5), done_at(6))
        with store.reading() as unit:
            asked = [candidate_id(2), candidate_id(1), candidate_id(9), candidate_id(1)]
            assert unit.journal.naming(asked) == (run_id(1), run_id(2), run_id(3))
            assert unit.journal.naming([candidate_id(1).lower()]) == ()

    @laws
    @each(one=strategies.reports())
    def test_report_is_found_by_every_name(self, store: Store, one: Report) -> None:
        """A report of any kind is found by each name that it tells, and the keys of people among them are listed."""
        mine = evolve(one, run=evolve(one.run, id=RunId(f"{next(_fresh)}/{one.run.id}")))
        given(store, mine)
        with store.reading() as unit:
            names = names_in(mine)
            assert all(mine.run.id in unit.journal.naming([name]) for name in names)
            keys = {name for name, is_key in names.items() if is_key}
            assert keys <= set(unit.journal.named("", 100_000))

    def test_people_come_in_order(self, store: Store) -> None:
        """``named``: keys alone, sorted, greater than the one given and at most so many, each once."""
        one = ImposedLoginsReport(
            about(9, 9).run,
            uai(),
            (ImposedLogin(candidate_id(5), "x", Refusal(RefusalReason.LOGIN_TAKEN, {"login": "a.login"})),),
        )
        given(store, about(1, 3), about(2, 1), about(3, 3), about(4, 2), one)
        with store.reading() as unit:
            found = [candidate_id(number) for number in (1, 2, 3, 5, 9)]
            assert unit.journal.named("", 9) == tuple(found)
            assert unit.journal.named("", 2) == tuple(found[:2])
            assert unit.journal.named(candidate_id(2), 2) == tuple(found[2:4])
            assert unit.journal.named(candidate_id(9), 1) == ()

    def test_reports_about_people_sort_by_code_point(self, store: Store) -> None:
        """Run ids and keys sort as Python sorts them, and people are told apart to the character."""
        some = [
            AccountReport(Run(RunId(key), Activity.CLOSE, Subject(), "", MOMENT), CandidateId(key))
            for key in UNSORTED_KEYS
        ]
        given(store, *some)
        with store.reading() as unit:
            assert unit.journal.naming([one.candidate_id for one in some]) == tuple(sorted(one.run.id for one in some))
            assert unit.journal.named("", MANY) == tuple(sorted(one.candidate_id for one in some))
            for one in some:
                assert unit.journal.naming([one.candidate_id]) == (one.run.id,)

    def test_redact_replaces_in_place(self, store: Store) -> None:
        """``redact`` replaces the report of each run, which keeps its place in ``of_school``; others stay."""
        some = [done_at(number) for number in (3, 1, 2)]
        given(store, *some)
        less = [redacted(one) for one in (some[1], some[0])]
        with store.writing() as unit:
            unit.journal.redact(less)
        with store.reading() as unit:
            found, total = unit.journal.of_school(uai(), skip=0, limit=9)
            assert (list(found), total) == ([some[2], less[0], less[1]], 3)
            assert [unit.journal.get(one.run.id) for one in some] == [less[1], less[0], some[2]]

    def test_redacted_report_is_about_nobody(self, store: Store) -> None:
        """A report that no longer names its person is not found under their key, and nobody else's has changed."""
        given(store, about(1, 1), about(2, 2))
        with store.writing() as unit:
            unit.journal.redact([AccountReport(evolve(about(1, 1).run, subject=Subject()), CandidateId("alias"))])
        with store.reading() as unit:
            assert unit.journal.naming([candidate_id(1), candidate_id(2)]) == (run_id(2),)
            assert unit.journal.naming(["alias"]) == (run_id(1),)
            assert unit.journal.named("", 9) == (candidate_id(2), "alias")

    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size_of_reports(self, store: Store, size: int) -> None:
        """A batch may be empty, of one, or larger than any school."""
        some = [about(number, number) for number in range(1, size + 1)]
        less = [redacted(one) for one in some]
        with store.writing() as unit:
            for one in some:
                unit.journal.add(one)
            unit.journal.redact(less)
        with store.reading() as unit:
            assert unit.journal.naming([one.candidate_id for one in some]) == tuple(sorted(one.run.id for one in less))
            assert [unit.journal.get(one.run.id) for one in less] == less
