"""The SQL store keeps the contract on a real PostgreSQL."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine, text

from cyclades_accounts.repositories import Store
from cyclades_accounts.sql import DatabaseFailedError, SqlStore, UnsafeTransactionError, metadata
from cyclades_accounts.testing import StoreContract
from cyclades_accounts.testing.contract._samples import document, given, report, school, uai
from cyclades_accounts.testing.contract._threads import PATIENCE, start
from tests.sql.postgresql import server

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Return an engine on a server of our own, with the tables."""
    with server() as url:
        engine = create_engine(url, hide_parameters=True)
        SqlStore(engine).create_schema()
        yield engine
        engine.dispose()


@pytest.fixture
def store(engine: Engine) -> SqlStore:
    """Return an empty store."""
    tables = ", ".join(table.name for table in metadata.sorted_tables if table.name != "cyclades_schema")
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
    return SqlStore(engine)


class TestPostgresqlStore(StoreContract):
    """The contract, under READ COMMITTED."""

    @pytest.fixture
    def store(self, store: SqlStore) -> SqlStore:
        """Return an empty store."""
        return store

    @pytest.fixture
    def reopen(self, store: Store, engine: Engine) -> Iterator[Callable[[], SqlStore]]:
        """Open the database again, with an engine of its own."""
        with SqlStore.open(engine.url) as again:
            yield lambda: again


class TestPostgresqlAlone:
    """What only PostgreSQL needs."""

    def test_autocommit_is_refused(self, engine: Engine, store: SqlStore) -> None:
        """An engine that commits every statement by itself is refused for writing, with the cure."""
        loose = create_engine(engine.url, isolation_level="AUTOCOMMIT")
        with pytest.raises(UnsafeTransactionError, match="another isolation level"):
            given(SqlStore(loose), school())
        with SqlStore(loose).reading() as unit:
            assert unit.schools.get(uai()) is None
        loose.dispose()

    def test_reading_unit_cannot_write(self, store: SqlStore) -> None:
        """The database itself refuses a write in a reading unit."""
        with pytest.raises(DatabaseFailedError) as caught, store.reading() as unit:
            unit.schools.put(school())
        assert caught.value.state == "25006"  # read_only_sql_transaction

    def test_a_new_reference_does_not_wait_for_the_school(self, engine: Engine, store: SqlStore) -> None:
        """While a unit holds a school, others may refer to it: the lock is not the strongest."""
        given(store, school(), report())
        with store.writing() as unit:
            assert unit.schools.get(uai()) == school()
            start(lambda: given(store, document())).result(PATIENCE)
