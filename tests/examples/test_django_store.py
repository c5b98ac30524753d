"""The store of the Django example keeps the contract, on both databases: each unit is ``transaction.atomic``."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from cyclades_accounts.repositories import Store
from cyclades_accounts.testing import StoreContract
from tests.examples.django_databases import DjangoStore, on_postgresql, on_sqlite
from tests.sql.postgresql import server


class TestDjangoOnSqlite(StoreContract):
    """The contract on SQLite."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        """Return an empty store."""
        with on_sqlite(tmp_path):
            yield DjangoStore()


@pytest.fixture(scope="module")
def postgresql() -> Iterator[URL]:
    """Run one PostgreSQL for these tests."""
    with server() as url:
        yield url


@pytest.mark.system
class TestDjangoOnPostgresql(StoreContract):
    """The contract on PostgreSQL."""

    @pytest.fixture
    def store(self, postgresql: URL) -> Iterator[Store]:
        """Return an empty store."""
        with on_postgresql(postgresql):
            yield DjangoStore()
