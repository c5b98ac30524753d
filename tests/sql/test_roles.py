"""The two roles of the page about PostgreSQL, made by the statements that the page shows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from cyclades_accounts.retention import OlderThan
from cyclades_accounts.sql import SCHEMA_VERSION, SqlStore
from cyclades_accounts.sql._tables import metadata
from tests.sql.databases import empty, engine_on, rows
from tests.sql.test_tampering import life
from tests.support import desk, slips_of

pytestmark = pytest.mark.system

PAGES = Path(__file__).parents[2] / "docs" / "how-to"

REFUSED = [
    "CREATE TABLE mine (id integer)",
    "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "DROP TABLE cyclades_journal",
    "DROP TRIGGER tr_cyclades_journal_report ON cyclades_journal",
    "ALTER TABLE cyclades_journal DISABLE TRIGGER ALL",
    "ALTER TABLE cyclades_issued_logins DROP COLUMN stem",
    "SET session_replication_role = 'replica'",
    *(f"TRUNCATE {table.name} CASCADE" for table in metadata.sorted_tables),
    "UPDATE cyclades_schema SET version = 4",
    "UPDATE cyclades_issued_logins SET number = 9",
    "DELETE FROM cyclades_erased_logins",
    "UPDATE cyclades_erased_logins SET digest = 'x'",
    "DELETE FROM cyclades_journal",
    "UPDATE cyclades_journal SET school = NULL, redactions = redactions + 1",
    "UPDATE cyclades_journal SET at = now(), redactions = redactions + 1",
    "UPDATE cyclades_reported_names SET is_key = FALSE",
    "DELETE FROM cyclades_sessions",
    "DELETE FROM cyclades_documents",
    "UPDATE cyclades_papillons SET run_id = 'other'",
]
"""What the application's role tries, and has no right to do."""


def play(engine: Engine, name: str) -> None:
    """Execute what the page shows."""
    with engine.begin() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute((PAGES / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def urls(postgresql_url: URL) -> Iterator[tuple[URL, URL]]:
    """Make the two roles on an empty database, and the tables as the owner."""
    with engine_on(postgresql_url) as superuser:
        empty(superuser)
        play(superuser, "database_roles.sql")
        owner, app = (postgresql_url.set(username=f"cyclades_{name}") for name in ("owner", "app"))
        SqlStore.open(owner, migrate=True).close()
        with engine_on(owner) as engine:
            play(engine, "database_grants.sql")
        yield owner, app
        with superuser.begin() as connection:
            connection.execute(text("DROP OWNED BY cyclades_owner, cyclades_app"))
            connection.execute(text("DROP ROLE cyclades_owner, cyclades_app"))


def test_the_application_does_its_work(urls: tuple[URL, URL]) -> None:
    """Every activity of a year goes with the application's rights; the owner reads no password in all its rows."""
    with SqlStore.open(urls[1]) as store:
        service = life(store)
        passwords = {slip.password.reveal() for run in ("there", "again") for slip in slips_of(service, run)}
        with engine_on(urls[0]) as owner:
            kept = repr(rows(owner))
        assert len(passwords) == 3
        assert not any(password in kept for password in passwords)
        desk(service).documents.purge(OlderThan(0))
        assert store.migrate() == SCHEMA_VERSION


@pytest.mark.parametrize("statement", REFUSED)
def test_the_application_has_no_right_to_more(urls: tuple[URL, URL], statement: str) -> None:
    """Neither tables nor triggers, no table emptied, no line of ledger or journal changed."""
    engine = create_engine(urls[1])
    with pytest.raises(DBAPIError) as caught, engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    assert getattr(caught.value.orig, "sqlstate", "") == "42501"  # insufficient_privilege
