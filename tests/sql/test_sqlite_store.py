"""The SQL store keeps the contract on a SQLite file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cyclades_accounts.repositories import Store
from cyclades_accounts.sql import SqlStore
from cyclades_accounts.testing import RegistryContract, StoreContract
from tests.sql.run_like import counter_of
from tests.support import Nobody


class TestSqliteStore(StoreContract, RegistryContract):
    """The contract, on a file of its own for each test."""

    without = ()

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[SqlStore]:
        """Return an empty store."""
        with SqlStore.open(tmp_path / "accounts.sqlite") as store:
            yield store

    @pytest.fixture
    def statements(self, store: SqlStore) -> Callable[[], int]:
        """Count what the engine sends."""
        return counter_of(store._engine)  # noqa: SLF001  # whatever engine it opened

    @pytest.fixture
    def reopen(self, store: Store, tmp_path: Path) -> Iterator[Callable[[], SqlStore]]:
        """Open the file again, with an engine of its own."""
        with SqlStore.open(tmp_path / "accounts.sqlite") as again:
            yield lambda: again


class TestSqliteStoreOverPeople(StoreContract):
    """The contract, over the people of a host: the tables of the registry do not exist."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[SqlStore]:
        """Return an empty store."""
        with SqlStore.open(tmp_path / "accounts.sqlite", people=lambda _: Nobody()) as store:
            yield store
