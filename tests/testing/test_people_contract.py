"""The contract of a host's people passes for a right host, and catches those with a fault planted in them."""

import inspect
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, ClassVar

import pytest

from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.people import People
from cyclades_accounts.testing import PeopleContract
from tests.testing.faulty.people import FAULTS, Readings, SmallHost

TESTS = sorted(name for name in dir(PeopleContract) if name.startswith("test"))

FEW = 5
"""Tests that fail for one fault, at most."""


class Proof(PeopleContract):
    """What the small host has."""

    without: ClassVar = ()
    lacks: ClassVar = {"ine", "category", "number"}


class TestSmallHost(Proof):
    """The host as it should be."""

    @pytest.fixture
    def host(self) -> Iterator[SmallHost]:
        """The host, without rows."""
        with closing(SmallHost()) as host:
            yield host

    @pytest.fixture
    def statements(self, host: SmallHost) -> Callable[[], int]:
        """Count."""
        return host.statements

    @pytest.fixture
    def read_only(self, host: SmallHost) -> Callable[[], People]:
        """Forbid to write."""
        return host.read_only


def test_what_a_host_must_give_is_named() -> None:
    """A host that forgot a fixture is told which, or whose statements cannot be counted."""
    with pytest.raises(NotImplementedError, match="must override the fixture «host»"):
        inspect.unwrap(getattr(PeopleContract, "host"))(PeopleContract())  # noqa: B009  # a fixture, to the type checker
    for name in ("statements", "read_only"):
        with closing(SmallHost()) as host, pytest.raises(NotImplementedError, match="SmallHost"):
            inspect.unwrap(getattr(PeopleContract, name))(PeopleContract(), host)


def _failing(readings: Callable[[sqlite3.Connection], Any]) -> set[str]:
    """Return the tests that fail for a host with these readings."""
    failing = set()
    for name in TESTS:
        test = getattr(Proof(), name)
        with closing(SmallHost(readings)) as host:
            given = {"host": host, "statements": host.statements, "read_only": host.read_only}
            given["store"] = InMemoryStore(people=host.people())
            try:
                test(**{one: given[one] for one in inspect.signature(test).parameters})
            except Exception:  # noqa: BLE001  # whatever the fault raises, or an assertion
                failing.add(name)
    return failing


@pytest.mark.parametrize(("readings", "test"), FAULTS.items(), ids=lambda value: getattr(value, "__name__", "by"))
def test_faults_are_caught(readings: type[Readings], test: str) -> None:
    """The test whose sentence a host breaks fails for it, and few others do."""
    failing = _failing(readings)
    assert test in failing
    assert len(failing) <= FEW, failing


def test_every_test_has_its_sentence() -> None:
    """Every test of the contract says in its docstring what it ensures, and passes for the host without a fault."""
    assert _failing(Readings) == set()
    for name in TESTS:
        assert getattr(PeopleContract, name).__doc__.endswith("."), name
