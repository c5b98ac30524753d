"""PostgreSQL makes a unit give way: a deadlock with a transaction of the host, or one that is out of date."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, text

from cyclades_accounts.errors import StoreConflictError
from cyclades_accounts.sql import DatabaseConflictError, SqlStore
from tests.faults.databases import Database
from tests.faults.invariants import invariants
from tests.faults.world import create, found, service_over

pytestmark = pytest.mark.system

PATIENCE: Final = 30
"""Seconds after which a test gives up waiting."""


@pytest.fixture
def database(on_postgresql: Callable[[str], Database]) -> Database:
    """Return a database with three schools, of which the first has its accounts: the stems are there."""
    database = on_postgresql("-c deadlock_timeout=1s")  # time for the other to come
    with database.opened() as store:
        service = service_over(store)
        found(service, [1, 2, 3])
        create(service, 1, "run-1")
    return database


@pytest.fixture
def host(database: Database) -> Iterator[Engine]:
    """Return the engine of a host that works on serializable transactions."""
    engine = create_engine(database.url, isolation_level="SERIALIZABLE", hide_parameters=True)
    yield engine
    engine.dispose()


def all_done(database: Database, numbers: list[int]) -> None:
    """Check that all is complete."""
    with database.opened() as store:
        assert invariants(service_over(store), numbers, done=True) == []


def lock(connection: Connection, stem: str) -> None:
    """Lock the counter of a stem, as nobody but a host that reaches into our tables does."""
    connection.execute(text("SELECT * FROM cyclades_counters WHERE stem = :stem FOR UPDATE"), {"stem": stem})


def somebody_waits(connection: Connection) -> bool:
    """Whether a connection waits for a lock."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    return bool(connection.execute(waiting).scalar_one())


def test_deadlock_with_a_transaction_of_the_host(database: Database) -> None:
    """This test ensures that a run which PostgreSQL sacrifices to break a deadlock begins again, and is done once.

    The host's transaction locks two stems in the opposite order, and is patient enough not to be the victim.
    """
    states: list[str] = []
    patient = create_engine(database.url)
    watcher = create_engine(database.url, isolation_level="AUTOCOMMIT")
    engine = create_engine(database.url, hide_parameters=True)

    def note(context: Any) -> None:
        states.append(context.original_exception.sqlstate)

    event.listen(engine, "handle_error", note)
    service = service_over(SqlStore(engine))
    with ThreadPoolExecutor(1) as pool, patient.connect() as connection, watcher.connect() as other:
        connection.execute(text("SET LOCAL deadlock_timeout = '20s'"))
        lock(connection, "lukasz.boeuf")
        run = pool.submit(lambda: create(service, 2, "run-2"))
        until = time.monotonic() + PATIENCE
        while not somebody_waits(other):
            assert time.monotonic() < until
            time.sleep(0.005)
        lock(connection, "lea.martin")  # which the run holds: it is sacrificed
        connection.commit()
        assert len(run.result(PATIENCE).created) == 3
    assert states == ["40P01"]
    for one in (patient, watcher, engine):
        one.dispose()
    all_done(database, [1, 2])


def test_conflict_in_a_transaction_of_the_host(database: Database, host: Engine) -> None:
    """This test ensures that a host whose transaction is out of date is told so, rolls back, and runs again."""
    with host.connect() as connection:
        connection.execute(text("SELECT * FROM cyclades_schools")).all()  # from now on it sees this state
        with database.opened() as store:
            create(service_over(store), 3, "run-3")
        mine = service_over(SqlStore(host).on_connection(connection))
        with pytest.raises(DatabaseConflictError, match="in a new transaction where") as caught:
            create(mine, 2, "run-2")
        assert isinstance(caught.value, StoreConflictError)
        assert caught.value.state == "40001"
        connection.rollback()
        create(mine, 2, "run-2")
        connection.commit()
    all_done(database, [1, 2, 3])
