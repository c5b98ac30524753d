"""A store on a connection of the database driver that the host opened, and has set up for its own work."""

# ruff: noqa: PT012  # a failing unit is a block with its store

import re
import sqlite3
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

import psycopg
import pytest
from attrs import evolve
from psycopg.rows import dict_row
from psycopg.types.datetime import TimestamptzLoader
from sqlalchemy import Connection, Engine, inspect

from cyclades_accounts.errors import InvalidValueError, LoginTakenError
from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.model import School
from cyclades_accounts.repositories import Store
from cyclades_accounts.sql import SCHEMA_VERSION, SqlStore, UnsafeTransactionError
from cyclades_accounts.testing.samples import (
    Value,
    account,
    candidate,
    candidature,
    document,
    given,
    holder,
    issued,
    report,
    school,
    slip,
    uai,
)
from tests.sql.databases import empty
from tests.sql.run_like import end, run

PERSON = evolve(candidate(2), birth_date=date(2010, 2, 28))
VALUES: list[Value] = [
    school(),
    evolve(school(2), manages_candidates=False),
    candidature(1),
    evolve(candidature(2), candidate=PERSON),
    evolve(holder(2), candidate=PERSON),
    account(1),
    evolve(account(2), closed_at=datetime.fromisoformat("2025-10-26T02:30:00.000001+01:00")),
    issued(1),
    document(),
    slip(1),
    report(),
]
"""One of each kind, and a moment that a clock without zone shows twice, in the hour that winter time gives back."""


def read(store: Store) -> list[object]:
    """Return what a unit reads of :data:`VALUES`."""
    with store.reading() as unit:
        return [
            *(unit.people.school(uai(number)) for number in (1, 2)),
            *unit.people.of_candidates([candidature(1).candidate_id, candidature(2).candidate_id]),
            *unit.holders.of([PERSON.id]).values(),
            *unit.accounts.find(ids=[account(1).id, account(2).id]),
            *unit.logins.lines(logins=[issued(1).login]),
            *unit.documents.find(ids=[document().id]),
            *unit.documents.slips(runs=[report().run.id]),
            unit.journal.get(report().run.id),
        ]


class Nobody:
    """People of a host that has none."""

    def __init__(self, connection: Connection) -> None:
        """Take the connection of a unit."""

    def school(self, uai: Uai) -> School | None:
        """Return none."""
        return None

    def of_school(self, uai: Uai, session: SessionId) -> tuple[()]:
        """Return none."""
        return ()

    def of_candidates(self, ids: Collection[CandidateId]) -> tuple[()]:
        """Return none."""
        return ()


class NaiveLoader(TimestamptzLoader):
    """Moments without their zone, as Django loads them where ``USE_TZ`` is false."""

    def load(self, data: Any) -> datetime:
        """Drop the zone."""
        return super().load(data).replace(tzinfo=None)


def sqlite_connection(path: str) -> sqlite3.Connection:
    """Connect as Django does, with rows that are no tuples; a transaction is not begun by itself."""
    driver = sqlite3.connect(path, detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES, timeout=0)
    driver.isolation_level = None
    driver.row_factory = lambda cursor, row: dict(zip([column[0] for column in cursor.description], row, strict=True))
    driver.create_function("regexp", 2, lambda pattern, value: bool(re.search(pattern, str(value))))
    driver.create_function("floor", 1, lambda value: "the host's")
    return driver


def psycopg_connection(host: str) -> psycopg.Connection[Any]:
    """Connect as Django does, with rows that are no tuples; every statement is committed by itself."""
    driver: psycopg.Connection[Any] = psycopg.connect(
        host=host, user="postgres", dbname="postgres", autocommit=True, cursor_factory=psycopg.ClientCursor
    )
    driver.adapters.register_loader("timestamptz", NaiveLoader)
    driver.row_factory = dict_row
    driver.execute("SET TIME ZONE 'Europe/Paris'")
    return driver


@pytest.fixture(scope="module", autouse=True)
def converters() -> Iterator[None]:
    """Convert what is declared so, as Django does for the whole process, here to what nothing of ours can read."""
    before = dict(sqlite3.converters)
    for declared in ("bool", "date", "time", "datetime", "timestamp", "decimal"):
        sqlite3.register_converter(declared, lambda value: ("converted", value))
    sqlite3.register_converter("boolean", b"1".__eq__)
    yield
    sqlite3.converters.clear()
    sqlite3.converters.update(before)


@pytest.fixture
def bare(engine: Engine) -> Iterator[Any]:
    """Return a connection of the host on an empty database; it has not begun a transaction."""
    empty(engine)
    host = str(engine.url.query.get("host"))
    found = sqlite_connection(str(engine.url.database)) if engine.name == "sqlite" else psycopg_connection(host)
    yield found
    found.close()


@pytest.fixture
def driver(engine: Engine, bare: Any) -> Any:
    """Return a connection of the host on a database with the tables; it has not begun a transaction."""
    SqlStore(engine).create_schema()
    return bare


def begin(driver: Any) -> None:
    """Begin a transaction, as Django does."""
    if isinstance(driver, sqlite3.Connection):
        driver.execute("BEGIN IMMEDIATE")
    else:
        driver.autocommit = False


class TestValues:
    """Whatever the host has set on its connection, everything comes back equal."""

    def test_what_is_written_comes_back_equal(self, engine: Engine, driver: Any) -> None:
        """One value of each kind comes back as it was written, here and from a connection of our own."""
        begin(driver)
        store = SqlStore.on_driver_connection(driver)
        given(store, *VALUES)
        assert read(store) == VALUES
        driver.commit()
        assert read(SqlStore(engine)) == VALUES

    def test_what_others_wrote_comes_back_equal(self, engine: Engine, driver: Any) -> None:
        """What a connection of our own wrote reads the same."""
        given(SqlStore(engine), *VALUES)
        begin(driver)
        assert read(SqlStore.on_driver_connection(driver)) == VALUES

    def test_every_statement_works(self, driver: Any) -> None:
        """All that runs do, and what ends them, works as it does on an engine."""
        begin(driver)
        store = SqlStore.on_driver_connection(driver)
        run(store, 10)
        end(store, 10)

    def test_columns_are_declared_with_types_of_sqlite(self, engine: Engine, driver: Any) -> None:
        """No converter of a host is called for them, but for flags: it makes booleans too."""
        if engine.name == "sqlite":
            inspector = inspect(engine)
            declared = {
                f"{column['type']} {table} {column['name']}"
                for table in inspector.get_table_names()
                for column in inspector.get_columns(table)
                if str(column["type"]) not in {"TEXT", "INTEGER", "BLOB", "BIGINT"}
            }
            assert declared == {
                "BOOLEAN cyclades_holders contested",
                "BOOLEAN cyclades_reported_names is_key",
                "BOOLEAN cyclades_schools manages_candidates",
            }


class TestHostsTransaction:
    """Commit, rollback and the connection stay the host's."""

    def test_hosts_rollback_leaves_nothing(self, engine: Engine, driver: Any) -> None:
        """What units wrote is gone when the host rolls back."""
        begin(driver)
        given(SqlStore.on_driver_connection(driver), school())
        driver.rollback()
        with SqlStore(engine).reading() as unit:
            assert unit.people.school(uai()) is None

    def test_nobody_sees_it_before_the_host_commits(self, engine: Engine, driver: Any) -> None:
        """Nothing is committed, not even when the store is gone."""
        begin(driver)
        given(SqlStore.on_driver_connection(driver), school())
        with SqlStore(engine).reading() as unit:
            assert unit.people.school(uai()) is None
        driver.commit()
        with SqlStore(engine).reading() as unit:
            assert unit.people.school(uai()) == school()

    def test_failed_unit_is_undone_alone(self, driver: Any) -> None:
        """What the host did before a unit that failed remains, and it can go on."""
        begin(driver)
        store = SqlStore.on_driver_connection(driver)
        given(store, school(1), account(1))
        with pytest.raises(LoginTakenError), store.writing() as unit:
            unit.registry.put_school(school(2))
            unit.accounts.put([evolve(account(2), login=account(1).login)])
        given(SqlStore.on_driver_connection(driver), school(3))
        with store.reading() as unit:
            assert [unit.people.school(uai(number)) for number in (1, 2, 3)] == [school(1), None, school(3)]

    def test_reading_unit_writes_nothing(self, driver: Any) -> None:
        """A write in a unit that only reads is undone, and the host's transaction goes on."""
        begin(driver)
        store = SqlStore.on_driver_connection(driver)
        with store.reading() as unit:
            unit.accounts.put([account(1)])
        with store.reading() as unit:
            assert not unit.accounts.find(ids=[account(1).id])

    @pytest.mark.parametrize("kind", ["reading", "writing"])
    def test_without_a_transaction_units_are_refused(self, driver: Any, kind: str) -> None:
        """A unit outside a transaction is refused with the cure of Django, and leaves none behind."""
        store = SqlStore.on_driver_connection(driver)
        with pytest.raises(UnsafeTransactionError, match=r"transaction\.atomic\(\)"), getattr(store, kind)():
            pass
        begin(driver)
        given(store, school())

    def test_connection_stays_as_the_host_set_it_up(self, driver: Any) -> None:
        """Rows, functions, adapters and handlers of the host's own statements are the same after a unit."""
        begin(driver)
        given(SqlStore.on_driver_connection(driver), school())
        if isinstance(driver, sqlite3.Connection):
            row = driver.execute("SELECT 12 REGEXP '1' AS matched, floor(1.5) AS floored").fetchone()
            assert row == {"matched": 1, "floored": "the host's"}
        else:
            row = driver.execute("SELECT TIMESTAMPTZ '2025-01-13 10:30+01' AS moment").fetchone()
            assert row == {"moment": datetime(2025, 1, 13, 10, 30)}  # noqa: DTZ001  # the point: no zone
            assert not driver._notice_handlers  # noqa: SLF001  # nothing public tells


class TestPeople:
    """The host's own people over the driver's connection."""

    def test_people_are_those_of_the_host(self, engine: Engine, driver: Any) -> None:
        """They are made from the unit's connection, and read on the connection of the host."""

        class HostsPeople(Nobody):
            def __init__(self, connection: Connection) -> None:
                self.name = connection.exec_driver_sql("SELECT name FROM host_school").scalar_one()

            def school(self, uai: Uai) -> School:
                return School(uai, self.name, manages_candidates=True)

        begin(driver)
        driver.execute("CREATE TABLE host_school (name TEXT)")
        driver.execute("INSERT INTO host_school VALUES ('Collège')")
        store = SqlStore.on_driver_connection(driver, people=HostsPeople)
        assert not store.keeps_people
        with store.writing() as unit:
            assert unit.people.school(uai()) == evolve(school(), name="Collège")


class TestMigrating:
    """The tables are made and migrated in a migration of the host."""

    @pytest.mark.parametrize("registry", [True, False])
    def test_tables_are_made_in_the_hosts_transaction(self, engine: Engine, bare: Any, *, registry: bool) -> None:
        """They are there when the host commits, those of people only where the library keeps them."""
        begin(bare)
        store = SqlStore.on_driver_connection(bare, people=None if registry else Nobody)
        assert store.migrate() is None
        assert store.migrate() == SCHEMA_VERSION
        bare.commit()
        assert inspect(engine).has_table("cyclades_accounts")
        assert inspect(engine).has_table("cyclades_schools") == registry

    def test_units_write_without_the_tables_of_people(self, bare: Any) -> None:
        """A writing unit checks the references that are there."""
        begin(bare)
        store = SqlStore.on_driver_connection(bare, people=Nobody)
        store.migrate()
        given(store, account(1))
        with store.reading() as unit:
            assert tuple(unit.accounts.find(ids=[account(1).id])) == (account(1),)

    def test_rollback_undoes_it(self, engine: Engine, bare: Any) -> None:
        """A migration of the host that fails leaves no table of ours."""
        begin(bare)
        SqlStore.on_driver_connection(bare).migrate()
        bare.rollback()
        assert not inspect(engine).has_table("cyclades_accounts")

    def test_outside_a_transaction_it_is_refused(self, bare: Any) -> None:
        """Half a migration would remain."""
        with pytest.raises(UnsafeTransactionError):
            SqlStore.on_driver_connection(bare).migrate()


class TestOtherConnections:
    """What is no open connection of a driver that we know is refused by name."""

    @pytest.mark.parametrize("wrong", [None, object(), "sqlite://"])
    def test_other_objects_are_refused(self, wrong: object) -> None:
        """The error says where Django has its connection."""
        with pytest.raises(InvalidValueError, match=r"sqlite3 or psycopg; Django has one inside") as caught:
            SqlStore.on_driver_connection(wrong)
        assert caught.value.field == "driver_connection"

    def test_hosts_own_class_is_taken(self) -> None:
        """A class of the host that inherits the driver's is one of them."""

        class HostsConnection(sqlite3.Connection):
            """A host's own."""

        driver = sqlite3.connect(":memory:", factory=HostsConnection, isolation_level=None)
        driver.execute("BEGIN IMMEDIATE")
        SqlStore.on_driver_connection(driver).migrate()
        driver.close()
