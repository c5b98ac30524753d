"""Both databases, for the tests that run on both."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL, Engine

from tests.sql.databases import empty, engine_on
from tests.sql.postgresql import server


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[URL]:
    """Run one PostgreSQL for all these tests."""
    with server() as url:
        yield url


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.system)])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Return an engine as a host makes it, on an empty database, one for all tests of a module."""
    if request.param == "postgresql":
        url: URL = request.getfixturevalue("postgresql_url")
    else:
        url = URL.create("sqlite", database=str(tmp_path_factory.mktemp("sql") / "host.sqlite"))
    with engine_on(url) as engine:
        empty(engine)
        yield engine
