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


class Contract:
    """The fixtures of the contract, and what a host declares."""

    without: ClassVar[Collection[Capability]] = ()
    """What the store cannot do. Tests that need it are deselected, and the summary of the test run says so."""

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Have the tests deselected that need what the store is declared to be :attr:`without`."""
        Declarations.register(metafunc.config)

    @pytest.fixture
    def store(self) -> Store:
        """Return an empty store. A host overrides this fixture, and that is all it must do."""
        message = f"{type(self).__name__} must override the fixture «store» with one that gives an empty store"
        raise NotImplementedError(message)

    @pytest.fixture
    def reopen(self, store: Store) -> Callable[[], Store]:
        """Return a function that opens the data of ``store`` again, as another process would.

        Override it where the data outlive the object; by default it gives the same store, and persistence is not
        proved.
        """
        return lambda: store
