"""Asynchronous hosts: activities run in threads, and the event loop goes on."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import anyio.to_thread
import pytest
from attrs import evolve
from sqlalchemy import Engine, create_engine
from starlette.concurrency import run_in_threadpool

from cyclades_accounts import Provisioning
from cyclades_accounts.sql import SqlStore
from tests.support import SESSION, UAI, candidature, make_school


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return an engine whose database has the library's tables."""
    made = create_engine(f"sqlite:///{tmp_path / 'host.sqlite'}", hide_parameters=True)
    SqlStore(made).create_schema()
    yield made
    made.dispose()


@pytest.fixture
def provisioning(engine: Engine) -> Provisioning:
    """Return a host whose school has one candidate."""
    return make_school(candidature(), store=SqlStore(engine))


@pytest.mark.parametrize("in_thread", [asyncio.to_thread, anyio.to_thread.run_sync, run_in_threadpool])
def test_loop_goes_on(provisioning: Provisioning, in_thread: Callable[..., Awaitable[Any]]) -> None:
    """While an activity runs in a thread, the event loop serves others: the run waits for one of them here."""

    async def host() -> Any:
        served = Event()
        asyncio.get_running_loop().call_later(0.01, served.set)
        desk = provisioning.desk(UAI, SESSION, actor="Mme Roux")
        return await in_thread(lambda: desk.generate(progress=lambda *_: assert_set(served)))

    assert len(asyncio.run(host()).created) == 1


def assert_set(event: Event) -> None:
    """Wait for the event, for a minute at most."""
    assert event.wait(60)


def test_whole_transaction_in_one_thread(engine: Engine, provisioning: Provisioning) -> None:
    """Begin, activities, rows of the host and commit are one function, which runs in one thread."""

    def work(run_id: str) -> int:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # SQLite only
            inside = evolve(provisioning, store=SqlStore(engine).on_connection(connection))
            report = inside.desk(UAI, SESSION, actor="Mme Roux").generate(run_id=run_id)
            connection.exec_driver_sql("CREATE TABLE delivery AS SELECT 1 AS slips")  # rows of the host
            connection.commit()
        return len(report.created)

    async def host() -> int:
        return await asyncio.to_thread(work, "january")

    assert asyncio.run(host()) == 1
    assert provisioning.desk(UAI, SESSION, actor="Mme Roux").coverage().with_account == 1


def test_time_out_does_not_stop_a_run(provisioning: Provisioning) -> None:
    """A run that nobody waits for any more goes on and commits, and its run id gives the report."""
    desk = provisioning.desk(UAI, SESSION, actor="Mme Roux")
    goes_on = Event()

    async def host() -> Any:
        work = asyncio.to_thread(desk.generate, run_id="january", progress=lambda *_: assert_set(goes_on))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(work, timeout=0.05)
        goes_on.set()
        return await asyncio.to_thread(desk.generate, run_id="january")

    assert len(asyncio.run(host()).created) == 1
    assert desk.documents.page().total == 2
