"""What all parts of the contract share: the fixtures a host overrides, and how patient the property tests are."""

from collections.abc import Callable, Collection
from typing import ClassVar, Final

import pytest
from hypothesis import HealthCheck, settings

from cyclades_accounts.repositories import Store
from cyclades_accounts.testing._capability import Capability
from cyclades_accounts.testing.contract._capabilities import Declarations

laws: Final = settings(
    deadline=None,  # a database takes the time it takes
    # One store serves all examples of a test, which is why each writes under keys of its own; and the tests are
    # inherited, so they run for several classes.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
)
"""Settings of the contract's property tests; the number of examples is the one of the profile in force."""

MANY: Final = 2_000
"""More than the variables that a statement of an old SQLite takes, and than any school has."""

UNSORTED_KEYS: Final = (
    "é",
    "Zoé",
    "e\u0301",
    "zoé",
    "10",
    "9",
    "Œ",
    "Zoe",
    "z",
    "\U0001f393",
    "\uffee",
    "a-b",
    "a b",
    "A",
)
"""Keys that a locale, a case-folding or a normalising database would sort otherwise, or take for one."""


def must_override(contract: object, fixture: str, what: str) -> NotImplementedError:
    """Return the error for a host that forgot a fixture."""
    return NotImplementedError(f"{type(contract).__name__} must override the fixture «{fixture}» with {what}")


class Contract:
    """The fixtures of the contract, and what a host declares."""

    without: ClassVar[Collection[Capability]] = frozenset({Capability.STATEMENTS})
    """What is not proved here. Tests that need it are deselected, and the summary of the test run says so."""

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Have the tests deselected that need what the store is declared to be :attr:`without`."""
        Declarations.register(metafunc.config)

    @pytest.fixture
    def store(self) -> Store:
        """Return an empty store. A host overrides this fixture, and that is all it must do."""
        raise must_override(self, "store", "one that gives an empty store")

    @pytest.fixture
    def reopen(self, store: Store) -> Callable[[], Store]:
        """Return a function that opens the data of ``store`` again, as another process would.

        Override it where the data outlive the object; by default it gives the same store, and persistence is not
        proved.
        """
        return lambda: store

    @pytest.fixture
    def statements(self, store: Store) -> Callable[[], int]:
        """Return a function that tells how many statements the database of ``store`` was asked so far.

        Where a host gives it, :attr:`without` is ``()``.
        """
        raise NotImplementedError(type(store).__name__)
