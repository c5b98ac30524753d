"""The disk is full under a SQLite file: a typed error, nothing half done, and with room the same run completes."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, text

from cyclades_accounts.identifiers import RunId
from cyclades_accounts.sql import DatabaseFailedError, SqlStore
from tests.faults.databases import Database, sqlite
from tests.faults.invariants import invariants, see
from tests.faults.victim import Victims
from tests.faults.world import ACTIVITIES, before, found, service_over


def prepare(database: Database, activity: str) -> None:
    """Bring a school into the database, as it is before the activity."""
    with database.opened() as store:
        service = service_over(store)
        found(service, [1])
        before(service, activity, 1)


def nothing_done(database: Database, run_id: str) -> None:
    """Check that a run that failed has left nothing."""
    with database.opened() as store:
        assert invariants(service_over(store), [1]) == []
        with store.reading() as unit:
            assert unit.journal.get(RunId(run_id)) is None


def all_done(database: Database) -> None:
    """Check that the run is complete, and that the tables hold nothing else."""
    with database.opened() as store:
        service = service_over(store)
        assert invariants(service, [1], done=True) == []
        assert set(database.strays(see(service, [1])).values()) == {0}


@contextmanager
def of_at_most(database: Database, pages: int) -> Iterator[Engine]:
    """Open the file so that it cannot grow beyond a number of pages."""
    engine = create_engine(database.url, hide_parameters=True)
    event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count = {pages}"))
    try:
        yield engine
    finally:
        engine.dispose()


def run_alone(engine: Engine, activity: str) -> None:
    """Do the run in transactions of the store's own."""
    ACTIVITIES[activity](service_over(SqlStore(engine)), 1, "run")


def run_within(engine: Engine, activity: str) -> None:
    """Do the run in a transaction of the host."""
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        ACTIVITIES[activity](service_over(SqlStore(engine).on_connection(connection)), 1, "run")
        connection.commit()


@pytest.mark.parametrize("do", [run_alone, run_within])
@pytest.mark.parametrize("activity", ACTIVITIES)
def test_file_that_cannot_grow(tmp_path: Path, activity: str, do: Callable[[Engine, str], None]) -> None:
    """This test ensures that a run which finds no page left is undone, however far it came, and done with more of them.

    The pages are the smallest there are: at this writing a run fails 9 to 11 times, at four different statements.
    """
    raw = sqlite3.connect(tmp_path / "accounts.sqlite")
    raw.execute("PRAGMA page_size = 512")
    raw.execute("VACUUM")
    raw.close()
    database = sqlite(tmp_path)
    prepare(database, activity)
    with of_at_most(database, 0) as engine, engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    failures: list[DatabaseFailedError] = []
    for more in range(100):
        try:
            with of_at_most(database, pages + more) as engine:
                do(engine, activity)
        except DatabaseFailedError as failure:
            failures.append(failure)
            nothing_done(database, "run")
        else:
            break
    assert {failure.state for failure in failures} == {"SQLITE_FULL"}
    assert len({failure.where for failure in failures}) > 2
    all_done(database)


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_disk_that_takes_no_byte_more(tmp_path: Path, victims: Victims, activity: str) -> None:
    """This test ensures the same where the operating system refuses to write, whatever file it is, at the commit too.

    The size that a file may have grows by 8 KiB: at this writing a run fails 12 times.
    """
    database = sqlite(tmp_path)
    prepare(database, activity)
    failures: list[dict[str, Any]] = []
    for size in range(0, 1_000_000, 8_192):
        told = victims.with_files_up_to(database.url, size, (activity, 1, "run"))
        if told["jobs"][0]["error"] is None:
            break
        failures.append(told)
        nothing_done(database, "run")
    assert {told["jobs"][0]["error"] for told in failures} == {"DATABASE_FAILED"}
    assert all(state.startswith("SQLITE_IOERR") for told in failures for state in told["states"])
    assert "COMMIT: before" in failures[-1]["steps"]
    all_done(database)
