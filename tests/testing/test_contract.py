"""The contract explains itself to a host that forgot something, and its threads lose no error."""

import time

import pytest

from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.model import SchoolReport
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing import RegistryContract, StoreContract
from cyclades_accounts.testing.contract._base import Contract
from cyclades_accounts.testing.contract._threads import at_once, start
from cyclades_accounts.testing.samples import account, renewed, report


class Both(RegistryContract, StoreContract):
    """All that the contract asks of a store that keeps people."""

    __test__ = False


class TestNotCounted(Contract):
    """A host that gives a store, and cannot count statements."""

    @pytest.fixture
    def store(self) -> Store:
        """Return a store in memory."""
        return InMemoryStore()

    def test_statements_are_not_counted(self, request: pytest.FixtureRequest) -> None:
        """A host that declares to count them and gives no fixture is told of which store."""
        with pytest.raises(NotImplementedError, match="InMemoryStore"):
            request.getfixturevalue("statements")


class TestForgotten(Contract):
    """A host that inherits the contract and overrides nothing."""

    def test_store_must_be_overridden(self, request: pytest.FixtureRequest) -> None:
        """The error names the class and the fixture."""
        with pytest.raises(NotImplementedError, match="TestForgotten must override the fixture «store»"):
            request.getfixturevalue("store")


def test_every_test_has_its_sentence() -> None:
    """Every public test of the contract says in its docstring what it ensures."""
    tests = [name for name in dir(Both) if name.startswith("test")]
    assert len(tests) > 50
    for name in tests:
        assert getattr(Both, name).__doc__.endswith("."), name


def test_no_test_hides_another() -> None:
    """No two parts of the contract have a test of one name, or the second would never run."""
    names = [name for part in Both.__mro__ for name in vars(part) if name.startswith("test") and part is not object]
    assert len(names) == len(set(names))


def test_error_of_a_thread_comes_out() -> None:
    """What a thread raises reaches the test that started it, be it an interruption."""

    def fail() -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        at_once(lambda: 1, fail)


def test_results_of_threads_keep_their_order() -> None:
    """Results come in the order of the works, whichever ends first."""

    def slow() -> int:
        time.sleep(0.05)
        return 1

    assert at_once(slow, lambda: 2) == [1, 2]
    assert start(lambda: 3).result(5) == 3


def test_samples_start_at_version_one() -> None:
    """Samples are what they say: a report of one kind, a first password, the next one."""
    assert isinstance(report(), SchoolReport)
    assert [one.credential and one.credential.version for one in (account(1), renewed(account(1)))] == [1, 2]
