"""The store in memory keeps the contract, and undoes exactly what a unit did."""

import pytest

from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.testing import RegistryContract, StoreContract
from tests.support import Nobody


class TestInMemoryStore(RegistryContract, StoreContract):
    """The contract, in memory."""

    courses = 100  # they cost next to nothing

    @pytest.fixture
    def store(self) -> InMemoryStore:
        """Return an empty store."""
        return InMemoryStore()


class TestInMemoryStoreOverPeople(StoreContract):
    """The contract, over the people of a host."""

    @pytest.fixture
    def store(self) -> InMemoryStore:
        """Return an empty store that keeps no people."""
        return InMemoryStore(people=Nobody())
