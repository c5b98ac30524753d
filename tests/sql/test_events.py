"""The feed of events on both databases: writers that overlap, readers that overlap, and hosts that crash."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from attrs import evolve
from sqlalchemy import Engine, create_engine, text

from cyclades_accounts import Provisioning
from cyclades_accounts.model import Event
from cyclades_accounts.sql import SqlStore
from cyclades_accounts.testing.samples import report
from tests.sql.databases import empty
from tests.support import candidature, desk, make_school

WRITERS, ROUNDS = 6, 8


@pytest.fixture
def store(engine: Engine) -> Iterator[SqlStore]:
    """Return a store on an empty database."""
    empty(engine)
    with SqlStore.open(engine.url) as store:
        yield store


def heard(service: Provisioning, last: int, limit: int = 500) -> list[Event]:
    """Return what came after an event."""
    return list(service.upkeep(actor="Relais").events(after=last, limit=limit))


def test_writers_and_readers_at_once(store: SqlStore) -> None:
    """Two readers hear every line once and in the same order, while many write and end their units in any order."""
    service, done = make_school(store=store), WRITERS * ROUNDS

    def write(writer: int) -> None:
        for round_ in range(ROUNDS):
            number = 100 * writer + round_
            with store.writing() as unit:
                unit.journal.add(report(number))
                if number % 3 == 0:  # so that units end in another order than they added
                    unit.hold([f"{writer % 2}"])

    def read(_: int) -> list[Event]:
        found, until = list[Event](), time.monotonic() + 60
        while len(found) < done + 2 and time.monotonic() < until:  # where a line is passed over, it never comes
            found += heard(service, found[-1].number if found else 0, limit=5)
        return found

    with ThreadPoolExecutor(WRITERS + 2) as pool:
        readers = [pool.submit(read, reader) for reader in range(2)]
        for writer in [pool.submit(write, writer) for writer in range(1, WRITERS + 1)]:
            writer.result(60)
        one, two = (reader.result(90) for reader in readers)
    assert one == two
    assert [event.number for event in one] == list(range(1, done + 3))
    assert len({event.report.run.id for event in one}) == done + 2


def test_line_that_commits_late_is_heard(store: SqlStore) -> None:
    """A line that was written first and is committed last comes after those that were heard before it (PostgreSQL)."""
    service = make_school(store=store)
    last = heard(service, 0)[-1].number
    if store._engine.dialect.name == "sqlite":  # noqa: SLF001  # its writers run one after the other
        desk(service).documents.page()
    else:
        with store.writing() as late:
            late.journal.add(report(1))
            with ThreadPoolExecutor(1) as pool:
                pool.submit(lambda: _add(store, 2)).result(60)
                (early,) = pool.submit(lambda: heard(service, last)).result(60)
        assert early.report.run.id == report(2).run.id
        (missed,) = heard(service, early.number)
        assert missed.report.run.id == report(1).run.id


def _add(store: SqlStore, number: int) -> None:
    with store.writing() as unit:
        unit.journal.add(report(number))


def test_host_that_crashes_hears_again(store: SqlStore) -> None:
    """A host that keeps its mark where it does its work hears again what it had not finished, numbered as before."""
    service, console = make_school(candidature(1), store=store), create_engine(store._engine.url)  # noqa: SLF001  # another process
    desk(service).generate()
    with console.begin() as connection:
        connection.execute(text("CREATE TABLE host_mark (handled INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO host_mark VALUES (0)"))
    begin = "BEGIN IMMEDIATE" if console.dialect.name == "sqlite" else "SELECT 1"

    def handle(*, crashes: bool) -> list[Event]:
        with console.connect() as connection:
            connection.exec_driver_sql(begin)
            mark = connection.execute(text("SELECT handled FROM host_mark")).scalar_one()
            mine = evolve(service, store=store.on_connection(connection))
            found = heard(mine, mark)
            last = found[-1].number if found else mark
            connection.execute(text("UPDATE host_mark SET handled = :last"), {"last": last})
            if not crashes:
                connection.commit()
            return found

    first = handle(crashes=True)
    assert [event.number for event in first] == [1, 2, 3, 4]
    assert handle(crashes=False) == first
    assert handle(crashes=False) == []
    console.dispose()
