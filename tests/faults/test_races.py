"""Processes that do the same thing at the same moment, on SQLite and on PostgreSQL under both isolation levels."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from cyclades_accounts.model import RunReport
from tests.faults.databases import Database
from tests.faults.invariants import invariants, see
from tests.faults.victim import Job, Victims
from tests.faults.world import create, found, service_over

RUNS = {2: 4, 8: 2}
"""How many schools each process serves, by the number of processes."""


def after(database: Database, numbers: range) -> None:
    """Check all schools when the processes have ended: whole, complete, and nothing beside what the ports show."""
    with database.opened() as store:
        service = service_over(store)
        assert invariants(service, numbers, done=True) == []
        assert set(database.strays(see(service, numbers)).values()) == {0}


def errors_of(told: list[dict[str, Any]]) -> set[str | None]:
    """Return the codes of the errors that jobs ended with; ``None`` for those without."""
    return {job["error"] for one in told for job in one["jobs"]}


@pytest.mark.parametrize("processes", [2, 8])
def test_same_homonyms(victims: Victims, shared: Database, processes: int) -> None:
    """This test ensures that 2 and 8 processes give the same names different logins, and that every run succeeds.

    All schools have the same four names.
    """
    numbers = range(1, processes * RUNS[processes] + 1)
    with shared.opened() as store:
        found(service_over(store), numbers)
    told = victims.together(
        shared.url,
        *([("create", number, f"run-{number}") for number in numbers[first::processes]] for first in range(processes)),
    )
    assert errors_of(told) == {None}
    logins = Counter(login for one in told for job in one["jobs"] for login in job["created"])
    assert max(logins.values()) == 1
    assert len(logins) == 3 * len(numbers)
    after(shared, numbers)
    with shared.opened() as store:
        numbers_of = see(service_over(store), numbers).numbers
    assert dict(numbers_of) == {"lea.martin": 2 * len(numbers), "lukasz.boeuf": len(numbers)}  # no number is lost


def test_one_batch_twice_with_one_run_id(victims: Victims, shared: Database) -> None:
    """This test ensures that of two processes which submit one run, one does it and both have its report."""
    numbers = range(1, 4)
    with shared.opened() as store:
        found(service_over(store), numbers)
    jobs: list[Job] = [("create", number, f"run-{number}") for number in numbers]
    told = victims.together(shared.url, jobs, jobs)
    assert errors_of(told) == {None}
    first, second = ([job["created"] for job in one["jobs"]] for one in told)
    assert first == second
    after(shared, numbers)


def test_one_batch_twice_with_two_run_ids(victims: Victims, shared: Database) -> None:
    """This test ensures that of two runs for one school at once, one creates every account and the other keeps them."""
    numbers = range(1, 4)
    with shared.opened() as store:
        found(service_over(store), numbers)
    told = victims.together(shared.url, *([("create", n, f"run-{n}-{who}") for n in numbers] for who in "ab"))
    assert errors_of(told) == {None}
    for one, other in zip(told[0]["jobs"], told[1]["jobs"], strict=True):
        assert sorted([len(one["created"]), len(other["created"])]) == [0, 3]
        assert sorted([one["kept"], other["kept"]]) == [0, 3]
    after(shared, numbers)


def test_one_batch_twice_from_two_threads(shared: Database) -> None:
    """This test ensures that two threads which share a store and submit one run get one report."""
    with shared.opened() as store:
        service = service_over(store)
        found(service, range(1, 4))

        def submit(number: int) -> RunReport:
            return create(service, number, f"run-{number}")

        with ThreadPoolExecutor(2) as pool:
            reports = list(pool.map(submit, [number for number in range(1, 4) for _ in range(2)]))
    assert reports[::2] == reports[1::2]
    after(shared, range(1, 4))


def test_regenerating_at_once(victims: Victims, shared: Database) -> None:
    """This test ensures that of two regenerations at once the later one's slips open, and the earlier one's say so."""
    numbers = range(1, 4)
    with shared.opened() as store:
        service = service_over(store)
        found(service, numbers)
        for number in numbers:
            create(service, number, f"create-{number}")
    told = victims.together(shared.url, *([("regenerate", n, f"run-{n}-{who}") for n in numbers] for who in "ab"))
    assert errors_of(told) == {None}
    after(shared, numbers)
    with shared.opened() as store:
        accounts = see(service_over(store), numbers).accounts
    assert {account.credential.version for account in accounts if account.credential} == {3}


@pytest.mark.system
def test_opposite_orders_do_not_deadlock(victims: Victims, on_postgresql: Callable[[str], Database]) -> None:
    """This test ensures that runs whose stems come in opposite orders never lock each other out.

    Two processes serve eight schools each, one from the first to the last and one from the last to the first; every
    school has the same stems, half of the rosters in the opposite order.
    """
    database = on_postgresql("-c deadlock_timeout=20ms")
    numbers = range(1, 17)
    with database.opened() as store:
        found(service_over(store), numbers, backwards=range(1, 17, 2))
    told = victims.together(
        database.url,
        [("create", number, f"run-{number}") for number in range(1, 17, 2)],
        [("create", number, f"run-{number}") for number in range(16, 1, -2)],
    )
    assert errors_of(told) == {None}
    assert not [state for one in told for state in one["states"] if state == "40P01"]
    after(database, numbers)
