"""The connection to PostgreSQL is lost at the commit: was it done or not? The same run again finds out."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, make_url, text

from cyclades_accounts.identifiers import RunId
from cyclades_accounts.sql import DatabaseFailedError, SqlStore
from tests.faults.databases import Database
from tests.faults.invariants import invariants, see
from tests.faults.lossy import LossyLine
from tests.faults.world import ACTIVITIES, before, create, found, service_over

pytestmark = pytest.mark.system


@pytest.fixture
def database(on_postgresql: Callable[[str], Database]) -> Database:
    """Return an empty database on PostgreSQL."""
    return on_postgresql("")


def is_done(store: SqlStore, number: int) -> bool:
    """Look at the database by another way: is the run there? Whole it must be."""
    assert invariants(service_over(store), [number]) == []
    with store.reading() as unit:
        return unit.journal.get(RunId(f"run-{number}")) is not None


def all_done(database: Database, numbers: range) -> None:
    """Check that all is complete, and that the tables hold nothing else."""
    with database.opened() as store:
        service = service_over(store)
        assert invariants(service, numbers, done=True) == []
        assert set(database.strays(see(service, numbers)).values()) == {0}


@pytest.mark.parametrize("activity", ACTIVITIES)
@pytest.mark.parametrize("cut", ["before", "after"])
def test_line_that_is_cut_at_the_commit(database: Database, activity: str, cut: str) -> None:
    """This test ensures that a run whose commit got lost, or its answer, is done once by the same run again.

    The host sees the same error both times: it cannot know, and need not.
    """
    with LossyLine(make_url(database.url)) as line, SqlStore.open(line.url) as store:
        service = service_over(store)
        found(service, [1])
        before(service, activity, 1)
        line.cut = cut  # type: ignore[assignment]  # one of the two
        with pytest.raises(DatabaseFailedError, match="run again with the same run_id") as failure:
            ACTIVITIES[activity](service, 1, "run-1")
        assert line.cuts == 1
        assert failure.value.cause == "psycopg.OperationalError"
        with database.opened() as other:
            assert is_done(other, 1) == (cut == "after")
        report = ACTIVITIES[activity](service, 1, "run-1")
        assert ACTIVITIES[activity](service, 1, "run-1") == report
    all_done(database, range(1, 2))


class Administrator:
    """Somebody who ends the server's side of connections, as a restart of the server does."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, isolation_level="AUTOCOMMIT")

    def end(self, connection: Any) -> None:
        """End a connection of SQLAlchemy: whatever it sends from now on, the server has the signal first."""
        pid = connection.connection.driver_connection.info.backend_pid
        with self._engine.connect() as own:
            own.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})

    def close(self) -> None:
        """Leave."""
        self._engine.dispose()


@pytest.fixture
def administrator(database: Database) -> Iterator[Administrator]:
    """Return an administrator of the server."""
    administrator = Administrator(database.url)
    yield administrator
    administrator.close()


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """Return the engine of a host."""
    engine = create_engine(database.url, hide_parameters=True)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_connection_ended_before_the_commit(
    database: Database, administrator: Administrator, engine: Engine, activity: str
) -> None:
    """This test ensures that a run is undone whose connection the server ends right before the commit."""
    with database.opened() as store:
        found(service_over(store), [1])
        before(service_over(store), activity, 1)
        service = service_over(SqlStore(engine))
        event.listen(engine, "commit", administrator.end, once=True)
        with pytest.raises(DatabaseFailedError) as failure:
            ACTIVITIES[activity](service, 1, "run-1")
        assert failure.value.state == "57P01"  # admin_shutdown
        assert not is_done(store, 1)
        ACTIVITIES[activity](service, 1, "run-1")
    all_done(database, range(1, 2))


def test_connection_ended_while_nobody_uses_it(
    database: Database, administrator: Administrator, engine: Engine
) -> None:
    """This test ensures that connections which died in the pool fail one activity, and the next one has others."""
    with database.opened() as store:
        found(service_over(store), [1, 2])
        service = service_over(SqlStore(engine))
        create(service, 1, "run-1")
        with engine.connect() as connection:
            administrator.end(connection)
        with pytest.raises(DatabaseFailedError):
            create(service, 2, "run-2")
        assert not is_done(store, 2)
        create(service, 2, "run-2")
    all_done(database, range(1, 3))


def test_connection_ended_before_every_statement(
    database: Database, administrator: Administrator, engine: Engine
) -> None:
    """This test ensures that a run which loses its connection before any of its statements is undone as a whole.

    At this writing it has 45 of them.
    """
    service = service_over(SqlStore(engine))
    lost: list[DatabaseFailedError] = []
    sent: list[object] = []

    def lose(connection: object, *rest: object) -> None:
        sent.append(connection)
        if len(sent) == number:
            administrator.end(connection)

    event.listen(engine, "before_cursor_execute", lose)
    number = 0
    with database.opened() as store:
        while len(lost) == number:
            number += 1
            sent.clear()
            found(service_over(store), [number])
            try:
                create(service, number, f"run-{number}")
            except DatabaseFailedError as failure:
                lost.append(failure)
                assert not is_done(store, number)
                create(service, number, f"run-{number}")
    assert {failure.state for failure in lost} <= {"57P01", ""}
    assert len(lost) > 20
    all_done(database, range(1, number + 1))
