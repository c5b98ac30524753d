"""The databases of the fault tests: one PostgreSQL server for all of them, and empty tables for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.faults.databases import SERIALIZABLE, Database, postgresql, sqlite
from tests.faults.victim import Victims
from tests.sql.postgresql import server

_SYSTEM = pytest.mark.system


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """Return the URL of a server for all fault tests."""
    with server() as url:
        yield url


@pytest.fixture(scope="session")
def victims() -> Iterator[Victims]:
    """Return the process whose children are killed or race."""
    with Victims() as victims:
        yield victims


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=_SYSTEM)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """Return an empty database, in turn on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return sqlite(tmp_path)
    return postgresql(request.getfixturevalue("postgresql_server"))


@pytest.fixture(
    params=["sqlite", pytest.param("read committed", marks=_SYSTEM), pytest.param("serializable", marks=_SYSTEM)]
)
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """Return an empty database for several writers: SQLite, and PostgreSQL under both isolation levels."""
    if request.param == "sqlite":
        return sqlite(tmp_path)
    options = SERIALIZABLE if request.param == "serializable" else ""
    return postgresql(request.getfixturevalue("postgresql_server"), options=options)


@pytest.fixture
def on_postgresql(request: pytest.FixtureRequest) -> Callable[[str], Database]:
    """Return what makes empty databases on PostgreSQL; a test that asks for it is marked ``system``."""
    return lambda options: postgresql(request.getfixturevalue("postgresql_server"), options=options)
