"""kill -9 at every step of a run, on both databases: what is found afterwards is whole, and the same run completes.

A step is a statement, a commit (before and after), or a call of the clock, random source, hasher, renderer or sealer.
"""

import pytest

from cyclades_accounts.identifiers import RunId
from cyclades_accounts.sql import SqlStore
from tests.faults.databases import Database
from tests.faults.invariants import invariants, see
from tests.faults.victim import Job, Victims
from tests.faults.world import ACTIVITIES, before, found, service_over


def prepared(store: SqlStore, activity: str, numbers: range) -> None:
    """Bring schools into the database, as they are before the activity."""
    found(service_over(store), numbers)
    for number in numbers:
        before(service_over(store), activity, number)


def found_whole(store: SqlStore, job: Job) -> bool:
    """Connect anew, check what a killed process left, and do the same run again; return whether it was done."""
    store.close()
    activity, number, run_id = job
    service = service_over(store)
    assert invariants(service, [number]) == []
    with store.reading() as unit:
        known = unit.journal.get(RunId(run_id))
    again = ACTIVITIES[activity](service, number, run_id)
    assert known in {None, again}
    assert ACTIVITIES[activity](service, number, run_id) == again
    return known is not None


def test_killed_from_outside(database: Database, victims: Victims) -> None:
    """This test ensures the same where the process is killed at whatever moment, in the midst of a statement too."""
    moments = 20
    with database.opened() as store:
        prepared(store, "create", range(1, moments + 2))
        victims.steps(database.url, ("create", moments + 1, "warm"))
        for number in range(1, moments + 1):
            job = ("create", number, f"run-{number}")
            killed = victims.killed_after(database.url, number / 1_000, job)
            assert found_whole(store, job) or killed
        assert invariants(service_over(store), range(1, moments + 1), done=True) == []


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_killed_at_every_step(database: Database, victims: Victims, activity: str) -> None:
    """This test ensures that wherever a run is killed, it is whole or not there, and the same run id does it, once.

    At this writing: 66 steps of a generation and 66 of a regeneration on SQLite, 63 and 63 on PostgreSQL.
    """
    with database.opened() as store:
        prepared(store, activity, range(1, 2))
        steps = victims.steps(database.url, (activity, 1, "run-1"))
        schools = range(2, len(steps) + 2)  # one for each step
        prepared(store, activity, schools)
        done: list[bool] = []
        for step, number in enumerate(schools, 1):
            job = (activity, number, f"run-{number}")
            assert victims.killed_at(database.url, step, job)
            done.append(found_whole(store, job))
        assert done == [False] * (len(steps) - 1) + [True]  # one step comes after the commit
        everything = range(1, schools.stop)
        assert invariants(service_over(store), everything, done=True) == []
        assert set(database.strays(see(service_over(store), everything)).values()) == {0}
