"""The store of the Django example keeps the contract, on both databases."""

from collections.abc import Iterator

import pytest

from cyclades_accounts.testing import StoreContract
from tests.examples.django_databases import DjangoStore, database, empty
from tests.sql.postgresql import server


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the alias of a SQLite file with the example's tables."""
    with database("default", NAME=tmp_path_factory.mktemp("django") / "accounts.sqlite3") as alias:
        yield alias


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """Return the alias of a PostgreSQL database with the example's tables."""
    with server() as url, database("postgresql", HOST=str(url.query["host"])) as alias:
        yield alias


class TestDjangoOnSqlite(StoreContract):
    """The contract on SQLite."""

    @pytest.fixture
    def store(self, sqlite: str) -> DjangoStore:
        """Return an empty store."""
        empty(sqlite)
        return DjangoStore(sqlite)


@pytest.mark.system
class TestDjangoOnPostgresql(StoreContract):
    """The contract on PostgreSQL."""

    @pytest.fixture
    def store(self, postgresql: str) -> DjangoStore:
        """Return an empty store."""
        empty(postgresql)
        return DjangoStore(postgresql)
