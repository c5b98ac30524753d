"""The store in memory keeps the contract, and undoes exactly what a unit did."""

import pytest

from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.testing import StoreContract


class TestInMemoryStore(StoreContract):
    """The contract, in memory."""

    courses = 100  # they cost next to nothing

    @pytest.fixture
    def store(self) -> InMemoryStore:
        """Return an empty store."""
        return InMemoryStore()
