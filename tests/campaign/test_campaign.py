"""Campaigns over threads and processes on SQLite: streamed, failed, retried, stopped, resumed."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from cyclades_accounts import Generation, Renew
from cyclades_accounts.campaign import Campaign, SchoolDone, SchoolFailed, SchoolLost, SchoolResult, Tally
from cyclades_accounts.errors import ErrorKind
from cyclades_accounts.identifiers import Uai
from tests.campaign.hosts import FAILING, FATAL, URL, complete, register, uais, world
from tests.support import SESSION

CAMPAIGN = Campaign(id="janvier", session=SESSION, factory="tests.campaign.hosts:open_service", actor="rectorat")
SCHOOLS = uais(6)


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Register six schools in a SQLite file that the workers find, and return its URL."""
    made = f"sqlite:///{tmp_path / 'accounts.sqlite'}"
    monkeypatch.setenv(URL, made)
    register(made, SCHOOLS)
    return made


def processes(workers: int = 2) -> ProcessPoolExecutor:
    """Return worker processes that start from nothing, as those of a cluster do."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def by_school(results: Sequence[SchoolResult]) -> dict[str, SchoolResult]:
    """Return the results by school; each school has one."""
    found = {result.uai: result for result in results}
    assert len(found) == len(results)
    return found


class Inline(Executor):
    """Runs a job when it is handed over."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run at once."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


class Held(Executor):
    """Runs nothing."""

    def __init__(self) -> None:
        self.waiting: list[Future[Any]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Keep a job."""
        self.waiting.append(Future())
        return self.waiting[-1]


class TestOverWorkers:
    """The same campaign over threads and over processes."""

    @pytest.mark.parametrize("make", [lambda: ThreadPoolExecutor(3), processes])
    def test_every_school_comes_out_once(self, url: str, make: Any) -> None:
        """This test ensures that schools whose pupils are all homonyms get distinct logins and slips that open them."""
        with make() as executor:
            results = list(CAMPAIGN.run(executor, SCHOOLS, in_flight=4))
        assert set(by_school(results)) == set(SCHOOLS)
        for result in results:
            assert isinstance(result, SchoolDone)
            assert (result.created, result.renewed, result.kept, result.refused) == (2, 0, 0, 1)
            assert result.run_id == f"janvier/{result.uai}"
            assert len(result.documents) == 2
        complete(url, SCHOOLS)

    def test_a_second_campaign_keeps_accounts(self, url: str) -> None:
        """This test ensures that another campaign is another run: it keeps accounts (M6), or renews them (M7)."""
        assert len(list(CAMPAIGN.run(Inline(), SCHOOLS))) == len(SCHOOLS)
        later = Campaign(id="février", session=SESSION, factory=CAMPAIGN.factory, actor="rectorat")
        assert {(r.created, r.kept, r.documents) for r in done(later, SCHOOLS)} == {(0, 2, ())}
        forced = Campaign(
            id="mars",
            session=SESSION,
            factory=CAMPAIGN.factory,
            actor="rectorat",
            generation=Generation(renew=Renew.ALL),
        )
        assert {(r.created, r.renewed) for r in done(forced, SCHOOLS)} == {(0, 2)}
        assert world(url, SCHOOLS).documents == 4 * len(SCHOOLS)


def done(campaign: Campaign, schools: Sequence[str]) -> list[SchoolDone]:
    """Run a campaign of which nothing fails."""
    results = list(campaign.run(Inline(), schools))
    assert all(isinstance(result, SchoolDone) for result in results)
    return [result for result in results if isinstance(result, SchoolDone)]


class TestFailures:
    """What goes wrong in a school stays in it."""

    def test_failed_schools_are_retried_alone(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """This test ensures that a failure is data with a code, and that the school alone, run again, is done."""
        monkeypatch.setenv(FAILING, SCHOOLS[2])
        with ThreadPoolExecutor(2) as executor:
            failed = [r for r in CAMPAIGN.run(executor, SCHOOLS) if isinstance(r, SchoolFailed)]
            assert [(r.uai, r.code) for r in failed] == [(SCHOOLS[2], "RENDERER_FAILED")]
            assert failed[0].kind is ErrorKind.OURS
            assert "OSError" in failed[0].message
            assert "no ink" not in failed[0].message, "the renderer's own words hold passwords"
            monkeypatch.delenv(FAILING)
            (again,) = CAMPAIGN.run(executor, [r.uai for r in failed])
        assert isinstance(again, SchoolDone)
        complete(url, SCHOOLS)

    def test_a_school_without_service_is_refused_alone(self, url: str) -> None:
        """This test ensures that an unknown school and a wrong UAI are failures of their own, in a code each (M1)."""
        unknown = uais(7)[6]
        results = by_school(list(CAMPAIGN.run(Inline(), [unknown, "0350001A", SCHOOLS[0].lower()])))
        assert {uai: getattr(result, "code", "") for uai, result in results.items()} == {
            unknown: "UNKNOWN_SCHOOL",
            "0350001A": "INVALID_VALUE",
            SCHOOLS[0]: "",
        }
        assert len(world(url, SCHOOLS).logins) == 2

    def test_other_options_under_the_same_id_are_refused(self, url: str) -> None:
        """This test ensures that a campaign id belongs to one set of options, as a run id to one piece of work."""
        list(CAMPAIGN.run(Inline(), SCHOOLS))
        other = Campaign(
            id="janvier",
            session=SESSION,
            factory=CAMPAIGN.factory,
            actor="rectorat",
            generation=Generation(renew=Renew.ALL),
        )
        assert {getattr(r, "code", "") for r in other.run(Inline(), SCHOOLS)} == {"RUN_ID_REUSED"}
        complete(url, SCHOOLS)


class TestLostWorkers:
    """The executor dies, or gives a job up."""

    def test_a_killed_worker_loses_schools_and_a_new_pool_finishes(
        self, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """This test ensures that every school comes out though a worker dies, and that the lost ones are then done."""
        monkeypatch.setenv(FATAL, SCHOOLS[3])
        with processes() as executor:
            results = by_school(list(CAMPAIGN.run(executor, SCHOOLS, in_flight=2)))
        assert set(results) == set(SCHOOLS)
        lost = [r for r in results.values() if isinstance(r, SchoolLost)]
        assert SCHOOLS[3] in {r.uai for r in lost}
        assert {r.cause for r in lost} == {"concurrent.futures.process.BrokenProcessPool"}
        monkeypatch.delenv(FATAL)
        with processes() as executor:
            again = list(CAMPAIGN.run(executor, [r.uai for r in lost]))
        assert all(isinstance(r, SchoolDone) for r in again)
        complete(url, SCHOOLS)

    def test_a_shut_executor_loses_all(self, url: str) -> None:
        """This test ensures that schools that cannot be handed over come out too."""
        executor = ThreadPoolExecutor(1)
        executor.shutdown()
        results = list(CAMPAIGN.run(executor, SCHOOLS, in_flight=2))
        assert by_school(results) == {uai: SchoolLost(uai, "builtins.RuntimeError") for uai in SCHOOLS}
        assert world(url, SCHOOLS).logins == ()

    def test_a_cancelled_job_is_lost(self, url: str) -> None:
        """This test ensures that a job that somebody else cancels comes out, and the others with it."""
        executor = Held()
        results = CAMPAIGN.run(executor, SCHOOLS[:2], in_flight=2, stop=lambda: cancelled_once(executor))
        assert [type(result) for result in results] == [SchoolLost]
        assert world(url, SCHOOLS).logins == ()


def cancelled_once(executor: Held) -> bool:
    """Cancel what is kept, as an executor that is shut down does; stop if there was something."""
    for future in executor.waiting:
        future.cancel()
        future.set_running_or_notify_cancel()
    return bool(executor.waiting)


class TestStreaming:
    """Bounded, told, stopped, resumed."""

    def test_schools_are_taken_as_places_become_free(self, url: str) -> None:
        """This test ensures that no more than the places are taken from an endless list of schools."""
        taken: list[Uai] = []

        def endless() -> Iterator[Uai]:
            while True:
                taken.append(SCHOOLS[len(taken) % len(SCHOOLS)])
                yield taken[-1]

        with closing(CAMPAIGN.run(Inline(), endless(), in_flight=2)) as results:
            for ended in range(1, 20):
                assert isinstance(next(results), SchoolDone)
                assert len(taken) <= ended + 2
        complete(url, SCHOOLS)

    def test_progress_adds_up(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """This test ensures that the host hears of each school, in its own thread, with sums that add up."""
        monkeypatch.setenv(FAILING, SCHOOLS[0])
        heard: list[tuple[Tally, int]] = []
        with ThreadPoolExecutor(2) as executor:
            results = CAMPAIGN.run(
                executor, SCHOOLS, progress=lambda tally: heard.append((tally, threading.get_ident()))
            )
            yielded = [len(heard) for _ in results]
        assert yielded == [1, 2, 3, 4, 5, 6], "told before its result is yielded"
        assert [tally.schools for tally, _ in heard] == yielded
        assert {thread for _, thread in heard} == {threading.get_ident()}
        assert heard[-1][0] == Tally(expected=6, done=5, failed=1, created=10, refused=5)
        assert world(url, SCHOOLS[:1]).logins == ()

    def test_an_iterator_has_no_length(self, url: str) -> None:
        """This test ensures that a host may give schools as they come; the tally then expects no number."""
        heard: list[Tally] = []
        executor = ThreadPoolExecutor(1)
        executor.shutdown()
        list(CAMPAIGN.run(executor, iter(SCHOOLS[:2]), progress=heard.append))
        assert heard[-1] == Tally(expected=None, lost=2)
        assert world(url, SCHOOLS).logins == ()

    def test_stop_lets_those_in_flight_end(self, url: str) -> None:
        """This test ensures that a stop begins no school, reports those in flight, and that a resume does the rest."""
        stop = threading.Event()
        with ThreadPoolExecutor(2) as executor:
            results = CAMPAIGN.run(executor, SCHOOLS, in_flight=2, stop=stop.is_set)
            first = next(results)
            stop.set()
            ended = [first, *results]
            assert len(ended) == 2
            assert len(world(url, SCHOOLS).logins) == 4
            resumed = list(CAMPAIGN.run(executor, SCHOOLS, in_flight=2))
        assert len(resumed) == 6
        assert set(ended) <= set(resumed), "what is done gives the same report"
        complete(url, SCHOOLS)

    def test_closing_waits_and_tells(self, url: str) -> None:
        """This test ensures that closing the iterator leaves no job behind: those in flight end, and progress hears."""
        heard: list[Tally] = []
        with ThreadPoolExecutor(2) as executor:
            results = CAMPAIGN.run(executor, SCHOOLS, in_flight=3, progress=heard.append)
            next(results)
            results.close()
            assert heard[-1].done == 3
            assert len(world(url, SCHOOLS).logins) == 6
            assert list(results) == []
            list(CAMPAIGN.run(executor, SCHOOLS))
        complete(url, SCHOOLS)

    def test_an_error_of_the_host_comes_out_when_all_have_ended(self, url: str) -> None:
        """This test ensures that what a progress display raises goes to the host, after those in flight have ended."""

        def broken(tally: Tally) -> None:
            raise ZeroDivisionError(tally.schools)

        executor = ThreadPoolExecutor(2)
        with executor, pytest.raises(ZeroDivisionError):
            list(CAMPAIGN.run(executor, SCHOOLS, in_flight=3, progress=broken))
        assert len(world(url, SCHOOLS).logins) == 6

    def test_places_are_at_least_one(self) -> None:
        """This test ensures that a campaign without places is refused before it begins."""
        with pytest.raises(ValueError, match="in_flight"):
            CAMPAIGN.run(Inline(), SCHOOLS, in_flight=0)

    def test_one_school_twice_is_one_run(self, url: str) -> None:
        """This test ensures that a list with a school twice, at once, makes one run of it."""
        with ThreadPoolExecutor(3) as executor:
            results = list(CAMPAIGN.run(executor, [*SCHOOLS, *SCHOOLS], in_flight=12))
        assert len(results) == 12
        assert len(set(results)) == 6
        complete(url, SCHOOLS)
