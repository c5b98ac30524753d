"""The store in memory keeps the contract, and undoes exactly what a unit did."""

import pytest

from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.testing import CourseContract, OwnPeople, RegistryContract, StoreContract


class TestInMemoryStore(RegistryContract, StoreContract):
    """The contract, in memory."""

    courses = 100  # they cost next to nothing

    @pytest.fixture
    def store(self) -> InMemoryStore:
        """Return an empty store."""
        return InMemoryStore()


class TestInMemoryStoreOverPeople(CourseContract, StoreContract):
    """The contract, over the people of a host."""

    courses = 100  # they cost next to nothing

    @pytest.fixture
    def tables(self) -> OwnPeople:
        """Return the host's people."""
        return OwnPeople()

    @pytest.fixture
    def store(self, tables: OwnPeople) -> InMemoryStore:
        """Return an empty store that keeps no people."""
        return InMemoryStore(people=tables)
