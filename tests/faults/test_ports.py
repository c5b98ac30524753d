"""The k-th call of every port fails, once and for good: a typed error, nothing half done, and a re-run completes."""

from collections.abc import Callable
from typing import Final

import pytest

from cyclades_accounts import Provisioning
from cyclades_accounts.errors import (
    ClockFailedError,
    HasherFailedError,
    PortFailedError,
    RandomnessFailedError,
    RendererFailedError,
    SealerFailedError,
    StoreFailedError,
)
from cyclades_accounts.identifiers import RunId
from tests.faults.databases import Database
from tests.faults.invariants import invariants, see
from tests.faults.steps import Steps, stepping
from tests.faults.world import ACTIVITIES, before, found, service_over

ERRORS: Final[dict[str, type[PortFailedError]]] = {
    "clock": ClockFailedError,
    "random": RandomnessFailedError,
    "hasher": HasherFailedError,
    "renderer": RendererFailedError,
    "sealer": SealerFailedError,
    "store": StoreFailedError,
}
"""What a host sees, by the port that fails."""


def port_of(step: str) -> str:
    """Return the port of a step."""
    return step.partition(":")[0].partition(".")[0]


def fails_before_and_after(name: str) -> bool:
    """Whether a step counts: before each call, and where the port's work is done by then, after it too.

    What a call of a repository has written is as good as nothing until its unit ends.
    """
    return port_of(name) != "store" or not name.endswith("after")


def fails_in_the_store(name: str) -> bool:
    """Whether a step counts where the other ports were tried already."""
    return port_of(name) == "store" and fails_before_and_after(name)


def failing(at: int, *, for_good: bool, counts: Callable[[str], bool]) -> Steps:
    """Return steps of which one fails, alone or with all later ones of the same port."""
    steps = Steps(counts=counts)
    broken: list[str] = []

    def act(name: str) -> None:
        if len(steps.names) == at or (for_good and port_of(name) in broken):
            broken.append(port_of(name))
            raise ConnectionAbortedError(name)

    steps.act = act
    return steps


def attempt(activity: str, service: Provisioning, number: int) -> PortFailedError | None:
    """Do the activity; return how a port failed, ``None`` if none did."""
    try:
        ACTIVITIES[activity](service, number, f"run-{number}")
    except PortFailedError as failure:
        return failure
    return None


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_every_call_of_every_port_fails(database: Database, activity: str) -> None:
    """This test ensures that whichever call of a port fails, once or from then on, the run is all there or not at all.

    On PostgreSQL the calls of the store fail; on SQLite those of all ports, before and after they did their work. At
    this writing: 63 and 61 calls on SQLite, 39 and 40 on PostgreSQL.
    """
    counts = fails_in_the_store if database.is_postgresql else fails_before_and_after
    failed: list[str] = []
    with database.opened() as store:
        service = service_over(store)
        number = 0
        while True:
            number += 1
            found(service, [number])
            before(service, activity, number)
            steps = failing(number, for_good=False, counts=counts)
            once = stepping(service, steps)
            failure = attempt(activity, once, number)
            if failure is None:
                break
            failed.append(steps.names[-1])
            assert type(failure) is ERRORS[port_of(failed[-1])]
            assert failure.cause == "builtins.ConnectionAbortedError"
            assert invariants(service, [number]) == []
            with store.reading() as unit:
                done = unit.journal.get(RunId(f"run-{number}")) is not None
            assert done == (failed[-1] == "store.writing: ended")  # the answer got lost after the commit
            broken = stepping(service, failing(number, for_good=True, counts=counts))
            for _ in range(2):
                again = attempt(activity, broken, number)
                assert type(again) is (type(None) if done else type(failure))
            assert attempt(activity, once, number) is None
        everything = range(1, number + 1)
        assert invariants(service, everything, done=True) == []
        assert set(database.strays(see(service, everything)).values()) == {0}
    assert {port_of(name) for name in failed} == ({"store"} if database.is_postgresql else set(ERRORS))
