"""The SQL store keeps the contract on a SQLite file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cyclades_accounts.repositories import Store
from cyclades_accounts.sql import SqlStore
from cyclades_accounts.testing import StoreContract


class TestSqliteStore(StoreContract):
    """The contract, on a file of its own for each test."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[SqlStore]:
        """Return an empty store."""
        with SqlStore.open(tmp_path / "accounts.sqlite") as store:
            yield store

    @pytest.fixture
    def reopen(self, store: Store, tmp_path: Path) -> Iterator[Callable[[], SqlStore]]:
        """Open the file again, with an engine of its own."""
        with SqlStore.open(tmp_path / "accounts.sqlite") as again:
            yield lambda: again
