"""The contract finds every planted fault, and finds nothing in a sound store."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from cyclades_accounts.errors import CycladesAccountsError
from cyclades_accounts.repositories import Store
from cyclades_accounts.sql import SqlStore
from cyclades_accounts.testing import RegistryContract, StoreContract
from cyclades_accounts.testing.contract._everything import WORLD, seen
from cyclades_accounts.testing.machine import ProvisioningMachine
from cyclades_accounts.testing.samples import given
from tests.sql.run_like import counter_of
from tests.testing.faulty import FAULTS, Fault, sqlite
from tests.testing.faulty.locking import AbortedError

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "own-store.md"


@pytest.fixture(params=FAULTS)
def fault(request: pytest.FixtureRequest) -> Fault:
    """Return each fault in turn."""
    return FAULTS[request.param]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[[Callable[[Path], Store]], Store]]:
    """Return a function that makes stores, and close them afterwards."""
    with closing(_Stores(tmp_path)) as stores:
        yield stores.make


class _Stores:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: list[Store] = []

    def make(self, how: Callable[[Path], Store]) -> Store:
        store = how(self._folder)
        self._made.append(store)
        return store

    def close(self) -> None:
        for store in self._made:
            if isinstance(store, SqlStore | sqlite.Trusting | sqlite.KeyByKey):
                store.close()


Made = Callable[[Callable[[Path], Store]], Store]


class Both(RegistryContract, StoreContract):
    """All that the contract asks of a store that keeps people."""

    __test__ = False


def _prove(fault: Fault, store: Store) -> None:
    """Run the test of the contract that is to find the fault."""
    test = getattr(Both(), fault.caught_by)
    given: dict[str, Any] = {"store": store, "reopen": lambda: store, **fault.arguments}
    if hasattr(store, "_engine"):
        given["statements"] = counter_of(store._engine)  # noqa: SLF001  # where statements are counted
    test(**{name: given[name] for name in inspect.signature(test).parameters})


def test_fault_is_caught(fault: Fault, made: Made) -> None:
    """The test that is named for a fault fails on the store that has it."""
    store = made(fault.make)
    with pytest.raises((AssertionError, pytest.fail.Exception, CycladesAccountsError, AbortedError)):
        _prove(fault, store)


QUICK = settings(
    max_examples=200,
    stateful_step_count=15,
    phases=[Phase.generate],  # that there is a fault is all that is asked, not where it shows best
    derandomize=True,
    database=None,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


def _course_over(store: Store) -> type[ProvisioningMachine]:
    class Course(ProvisioningMachine):
        def __init__(self) -> None:
            super().__init__(store)

    return Course


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault.in_courses])
def test_fault_shows_in_courses(name: str, made: Made) -> None:
    """The state machine finds a fault that shows to one thread, without knowing what to look for."""
    store = made(FAULTS[name].make)
    with pytest.raises((AssertionError, pytest.fail.Exception, CycladesAccountsError)):
        run_state_machine_as_test(_course_over(store), settings=QUICK)


def test_most_faults_show_in_courses() -> None:
    """The state machine finds more than half of the faults, as the documentation says."""
    assert len(FAULTS) > 30
    assert sum(fault.in_courses for fault in FAULTS.values()) > len(FAULTS) / 2


def test_sound_store_passes(fault: Fault, made: Made) -> None:
    """The same test passes on the store as it was before somebody made the mistake."""
    _prove(fault, made(fault.sound))


def test_fault_is_not_found_by_chance(fault: Fault, made: Made) -> None:
    """A store with a fault is a store all the same: it takes one of everything, and shows what it took."""
    store = made(fault.make)
    given(store, *WORLD)
    assert seen(store) == seen(store)
    assert len(repr(seen(store))) > 1_000


def test_faults_are_listed_for_hosts(fault: Fault) -> None:
    """The page on stores of one's own names each mistake, and the test that finds it."""
    assert f"| {fault.mistake} | `{fault.caught_by}` |" in PAGE.read_text(encoding="utf-8").splitlines()
