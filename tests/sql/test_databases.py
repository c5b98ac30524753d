"""What the SQL store does beyond the contract, on both databases."""

# ruff: noqa: PT012  # a failing unit is a block with its store

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from attrs import evolve
from sqlalchemy import Connection, Engine, Table, create_engine, event, text, update
from sqlalchemy.exc import IntegrityError

from cyclades_accounts.errors import LoginTakenError, StoreFailedError
from cyclades_accounts.identifiers import Login
from cyclades_accounts.model import PasswordHash
from cyclades_accounts.people import People
from cyclades_accounts.repositories import UnitOfWork
from cyclades_accounts.sql import (
    SCHEMA_VERSION,
    ConstraintFailedError,
    DatabaseFailedError,
    SchemaVersionError,
    SqlStore,
    UnsafeTransactionError,
    UnstorableTextError,
    metadata,
)
from cyclades_accounts.testing.contract._threads import at_once
from cyclades_accounts.testing.samples import (
    MOMENT,
    account,
    candidate_id,
    candidature,
    document,
    given,
    registry_of,
    replaced,
    report,
    school,
    slip,
    uai,
)
from tests.sql.databases import empty
from tests.sql.run_like import counted, end, run


@pytest.fixture
def store(engine: Engine) -> SqlStore:
    """Return an empty store."""
    empty(engine)
    store = SqlStore(engine)
    store.create_schema()
    return store


def table(name: str) -> Table:
    """Return one of our tables."""
    return metadata.tables[f"cyclades_{name}"]


class TestStatements:
    """A run costs a number of statements that does not grow with its candidates."""

    def test_statements_do_not_grow(self, engine: Engine, store: SqlStore) -> None:
        """A run of 1,000 sends as many statements as a run of 10."""
        counts = []
        for size in (10, 1_000):
            empty(engine)
            store.create_schema()
            with counted(engine) as statements:
                run(store, size)
            counts.append(
                [re.sub(r"\s+", " ", statement)[:40] for statement in statements if "pg_catalog" not in statement]
            )
        assert counts[0][-40:] == counts[1][-40:]  # the first unit of a store also looks for the tables
        assert len(counts[1]) <= 55

    def test_statements_that_end_a_run_do_not_grow(self, engine: Engine, store: SqlStore) -> None:
        """Sealing anew, purging and erasing 1,000 people sends as many statements as 10 do."""
        counts = []
        for size in (10, 1_000):
            empty(engine)
            store.create_schema()
            run(store, size)
            with counted(engine) as statements:
                end(store, size)
            counts.append(len(statements))
        assert counts[0] == counts[1] <= 28


class TestSchema:
    """Tables of another version are refused, whichever way they are met."""

    def test_missing_tables_are_named(self, engine: Engine) -> None:
        """A database without our tables is refused with the way to make them."""
        empty(engine)
        with (
            pytest.raises(SchemaVersionError, match=r"Call SqlStore\.create_schema") as caught,
            SqlStore(engine).reading(),
        ):
            pass
        assert caught.value == SchemaVersionError(None, SCHEMA_VERSION)

    def test_empty_version_table_is_no_version(self, engine: Engine, store: SqlStore) -> None:
        """A version table without a row counts as no tables, and can be completed."""
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM cyclades_schema"))
        with pytest.raises(SchemaVersionError), SqlStore(engine).writing():
            pass
        store.create_schema()
        given(SqlStore(engine), school())

    def test_newer_tables_are_refused(self, engine: Engine, store: SqlStore) -> None:
        """Tables of a newer version are refused on opening, on reading, on writing and on creating."""
        with engine.begin() as connection:
            connection.execute(update(table("schema")).values(version=99))
        with pytest.raises(SchemaVersionError, match="version 99") as caught:
            SqlStore.open(engine.url)
        assert caught.value == SchemaVersionError(99, SCHEMA_VERSION)
        with pytest.raises(SchemaVersionError), SqlStore(engine).reading():
            pass
        with pytest.raises(SchemaVersionError), SqlStore(engine).writing():
            pass
        with pytest.raises(SchemaVersionError):
            store.create_schema()

    def test_creating_twice_keeps_the_data(self, store: SqlStore) -> None:
        """Creating the tables where they are changes nothing."""
        given(store, school())
        store.create_schema()
        with store.reading() as unit:
            assert unit.people.school(uai()) == school()

    def test_a_host_of_its_own_people_turns_to_the_registry(self, engine: Engine) -> None:
        """Tables made over a host's own people lack those of the registry: refused with the cure, which adds them."""
        empty(engine)

        def not_read(connection: Connection) -> People:
            raise AssertionError(connection)

        SqlStore(engine, people=not_read).create_schema()
        store = SqlStore(engine)
        with pytest.raises(SchemaVersionError, match=r"Call SqlStore\.create_schema"), store.reading():
            pass
        store.create_schema()
        given(store, school())
        with store.reading() as unit:
            assert unit.people.school(uai()) == school()

    def test_creating_at_once_succeeds(self, engine: Engine) -> None:
        """Four threads that open an empty database at once all succeed."""
        empty(engine)
        with ThreadPoolExecutor(4) as pool:
            for store in pool.map(lambda _: SqlStore.open(engine.url), range(4)):
                store.close()


class TestReferences:
    """What a value refers to must be there when the unit ends."""

    def test_account_that_replaced_another_may_be_named_first(self, store: SqlStore) -> None:
        """References are checked when the unit ends, so a unit may write in any order."""
        given(store, replaced(account(1), by=account(2)), account(2, of=1))

    def test_dangling_reference_fails_the_unit(self, store: SqlStore) -> None:
        """A unit that ends with a reference to nothing fails as a whole, with a typed error."""
        with pytest.raises(ConstraintFailedError) as caught:
            given(store, school(), replaced(account(1), by=account(2)))
        assert isinstance(caught.value, StoreFailedError)
        with store.reading() as unit:
            assert unit.people.school(uai()) is None


STEMS = [f"stem{number}" for number in (3, 1, 2, 20, 10)]

BATCH = (2, 1, 3)

LOCKING: dict[str, Callable[[UnitOfWork, int], object]] = {
    "stems": lambda unit, order: unit.logins.numbers(STEMS[::order]),
    "accounts read": lambda unit, order: unit.accounts.find(ids=[account(number).id for number in BATCH[::order]]),
    "accounts": lambda unit, order: unit.accounts.put([account(number) for number in BATCH[::order]]),
    "holds": lambda unit, order: unit.hold([candidate_id(number) for number in BATCH[::order]]),
    "imposed logins": lambda unit, order: unit.logins.impose({candidate_id(number): None for number in BATCH[::order]}),
    "candidatures": lambda unit, order: registry_of(unit).put(
        [candidature(number, at=number) for number in BATCH[::order]]
    ),
    "documents": lambda unit, order: unit.documents.reseal(
        {document(number).id: b"anew" for number in BATCH[::order]}, []
    ),
    "slips": lambda unit, order: unit.documents.reseal({}, [slip(number) for number in BATCH[::order]]),
    "reports": lambda unit, order: unit.journal.redact([report(number) for number in BATCH[::order]]),
}
"""What locks rows, with a batch in one order or the other."""


class TestLocks:
    """Rows are locked in one order, whatever the order of the batch."""

    @pytest.mark.parametrize("kind", LOCKING)
    def test_opposite_orders_do_not_lock_each_other_out(self, store: SqlStore, kind: str) -> None:
        """Two units with the same batch in opposite orders follow each other: neither fails, neither is stuck."""
        given(store, *map(school, (1, 2, 3)), *map(report, (1, 2, 3)), *map(candidature, (1, 2, 3)))
        given(store, *map(account, (1, 2, 3)), *map(document, (1, 2, 3)), *map(slip, (1, 2, 3)))

        def work(order: int) -> None:
            for _ in range(15):
                with store.writing() as unit:
                    LOCKING[kind](unit, order)

        at_once(lambda: work(1), lambda: work(-1))

    def test_stems_are_locked_in_sorted_order(self, engine: Engine, store: SqlStore) -> None:
        """Counters that are not there yet are made in sorted order, and those that are there locked in it."""
        sent: list[tuple[str, Any]] = []

        def note(connection: object, cursor: object, statement: str, parameters: Any, *rest: object) -> None:
            if "cyclades_counters" in statement:
                sent.append((statement, parameters))

        event.listen(engine, "before_cursor_execute", note)
        with store.writing() as unit:
            unit.logins.numbers(STEMS)
        event.remove(engine, "before_cursor_execute", note)
        (made, rows), (locked, _) = sent
        assert made.startswith("INSERT")
        assert [row["stem"] if isinstance(row, dict) else row[0] for row in rows] == sorted(STEMS)
        assert "ORDER BY cyclades_counters.stem" in locked
        assert ("FOR NO KEY UPDATE" in locked) == (engine.dialect.name == "postgresql")


class TestFailures:
    """What the database reports is typed, and holds no value of a row."""

    def test_no_value_of_a_row_comes_out(self, store: SqlStore) -> None:
        """The error for a broken constraint names the statement, shows no value and chains nothing, on any engine."""
        given(store, account(1))
        secret = account(2).credential
        assert secret is not None
        hidden = evolve(account(2), credential=evolve(secret, password_hash=PasswordHash("hidden-hash")))
        with pytest.raises(ConstraintFailedError) as caught, store.writing() as unit:
            unit.accounts.put([hidden, hidden])
        error = caught.value
        assert error.state in {"SQLITE_CONSTRAINT_UNIQUE", "23505"}
        assert error.where == "INSERT cyclades_accounts"
        assert error.state in str(error)
        assert "hidden" not in f"{error} {error!r} {error.args}"
        assert error.__cause__ is None
        assert error.__context__ is None

    @pytest.mark.parametrize(
        ("moment", "cause"), [("hidden", "AttributeError"), (MOMENT.replace(tzinfo=None), "ValueError")], ids=str
    )
    def test_no_value_comes_out_of_a_value_of_another_type(self, store: SqlStore, moment: object, cause: str) -> None:
        """What is no moment, or has no time zone, fails the unit without a word of the row, even on a host's engine."""
        wrong = evolve(account(1), login=Login("hidden.login"))
        object.__setattr__(wrong, "created_at", moment)
        with pytest.raises(DatabaseFailedError) as caught, store.writing() as unit:
            unit.accounts.put([wrong])
        assert not re.search("hidden|2025", f"{caught.value} {caught.value!r} {caught.value.args}")
        assert caught.value.cause == f"builtins.{cause}"
        assert caught.value.where == "INSERT cyclades_accounts"
        assert caught.value.__context__ is None

    def test_any_failure_is_typed(self, engine: Engine, store: SqlStore) -> None:
        """A table that is gone is a failure of the database, with its code."""
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE cyclades_papillons"))
        with pytest.raises(DatabaseFailedError, match="The database failed with") as caught, store.writing() as unit:
            unit.documents.slips(runs=[report().run.id])
        assert not isinstance(caught.value, ConstraintFailedError)
        assert caught.value.state
        assert caught.value.where == "SELECT cyclades_papillons"

    @pytest.mark.parametrize(("bad", "code"), [("a\0b", "U+0000"), ("a\ud800b", "U+D800")])
    def test_unstorable_text_is_refused(self, store: SqlStore, bad: str, code: str) -> None:
        """NUL and a lone surrogate are refused by name, on both databases, without the text."""
        with pytest.raises(UnstorableTextError) as caught:
            given(store, report(), evolve(document(1), title=bad))
        assert caught.value == UnstorableTextError(code)
        assert str(caught.value) == (
            f"A text holds {code}, which a database cannot store. Remove the character where the text comes from."
        )

    def test_moments_are_the_same_instant(self, store: SqlStore) -> None:
        """A moment given in any zone comes back equal, in UTC."""
        east = datetime(2025, 7, 14, 23, 59, 59, 999_999, timezone(timedelta(hours=11)))
        given(store, evolve(account(1), created_at=east))
        with store.reading() as unit:
            (found,) = unit.accounts.find(logins=[account(1).login])
        assert found.created_at == east
        assert found.created_at.utcoffset() == timedelta(0)


class TestHostsConnection:
    """In the host's transaction nothing is committed but by the host."""

    @pytest.fixture
    def connection(self, engine: Engine, store: SqlStore) -> Iterator[Connection]:
        """Return a connection whose transaction was begun as it must be."""
        given(store, school(1))
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    def test_hosts_rollback_leaves_nothing(self, store: SqlStore, connection: Connection) -> None:
        """What a unit wrote is gone when the host rolls back."""
        given(store.on_connection(connection), school(2))
        connection.rollback()
        with store.reading() as unit:
            assert unit.people.school(uai(2)) is None

    def test_hosts_commit_keeps_it(self, store: SqlStore, connection: Connection) -> None:
        """What a unit wrote is invisible to others until the host commits."""
        mine = store.on_connection(connection)
        given(mine, school(2))
        with mine.reading() as unit:
            assert unit.people.school(uai(2)) == school(2)
        with store.reading() as unit:
            assert unit.people.school(uai(2)) is None
        connection.commit()
        with store.reading() as unit:
            assert unit.people.school(uai(2)) == school(2)

    def test_failed_unit_leaves_the_hosts_work(self, store: SqlStore, connection: Connection) -> None:
        """A failed unit is undone alone: what the host did before remains, and it can go on."""
        mine = store.on_connection(connection)
        given(mine, account(1))
        with pytest.raises(LoginTakenError), mine.writing() as unit:
            registry_of(unit).put_school(school(3))
            unit.accounts.put([evolve(account(2), login=Login(account(1).login))])
        given(mine, school(4))
        connection.commit()
        with store.reading() as unit:
            assert unit.accounts.find(logins=[account(1).login]) == (account(1),)
            assert [unit.people.school(uai(number)) for number in (3, 4)] == [None, school(4)]

    def test_reading_leaves_no_trace(self, store: SqlStore, connection: Connection) -> None:
        """A write in a reading unit is undone."""
        mine = store.on_connection(connection)
        with mine.reading() as unit:
            unit.accounts.put([account(1)])
        connection.commit()
        with store.reading() as unit:
            assert not unit.accounts.find(ids=[account(1).id])

    def test_dangling_reference_fails_the_unit_alone(
        self, engine: Engine, store: SqlStore, connection: Connection
    ) -> None:
        """On PostgreSQL what a unit refers to is checked when the unit ends; on SQLite when the host commits.

        Either way no value of a row comes out, and what the unit wrote does not stay.
        """
        mine, dangling = store.on_connection(connection), replaced(account(1), by=account(2))
        if engine.dialect.name == "postgresql":
            with pytest.raises(ConstraintFailedError) as typed:
                given(mine, dangling)
            said = str(typed.value)
            given(mine, school(5))
            connection.commit()
        else:
            given(mine, dangling)
            with pytest.raises(IntegrityError) as caught:
                connection.commit()
            said = str(caught.value)
            connection.rollback()
        assert account(1).candidate_id not in said
        with store.reading() as unit:
            assert unit.accounts.find(logins=[account(1).login]) == ()
            assert (unit.people.school(uai(5)) is None) == (engine.dialect.name == "sqlite")

    def test_host_may_still_write_in_any_order(self, engine: Engine, store: SqlStore, connection: Connection) -> None:
        """After a unit the host's own statements may refer to what comes later, as before it."""
        given(store.on_connection(connection), school(2))
        kept, old = account(2, of=1), replaced(account(1), by=account(2))
        with store.on_connection(connection).writing() as unit:
            unit.accounts.put([old])
            unit.accounts.put([kept])
        connection.execute(
            text(
                "INSERT INTO cyclades_candidatures VALUES"
                " (:id, :uai, 'DNB-2025', 'NOM', 'Zoé', NULL, NULL, NULL, 'Inscrit', '', '', '', '', '', '')"
            ),
            {"id": candidate_id(7), "uai": uai(7)},
        )
        connection.execute(text("INSERT INTO cyclades_schools VALUES (:uai, 'Collège', TRUE, NULL)"), {"uai": uai(7)})
        connection.commit()
        with store.reading() as unit:
            assert unit.accounts.find(candidates=[candidate_id(1)]) == (old, kept)

    def test_host_that_commits_each_statement_is_refused(self, engine: Engine, store: SqlStore) -> None:
        """A connection in AUTOCOMMIT cannot undo a unit: refused with the cure, and nothing is written."""
        loose = create_engine(engine.url, isolation_level="AUTOCOMMIT")
        with loose.connect() as connection, pytest.raises(UnsafeTransactionError):
            given(store.on_connection(connection), school(2))
        loose.dispose()
        with store.reading() as unit:
            assert unit.people.school(uai(2)) is None

    def test_missing_tables_are_named(self, engine: Engine, connection: Connection) -> None:
        """Tables that are not there are told apart from a transaction that was not begun as it must be."""
        connection.close()
        empty(engine)
        with engine.connect() as other:
            if engine.dialect.name == "sqlite":
                other.exec_driver_sql("BEGIN IMMEDIATE")
            with pytest.raises(SchemaVersionError), SqlStore(engine).on_connection(other).writing():
                pass

    def test_version_is_checked(self, engine: Engine, connection: Connection) -> None:
        """Tables of another version are refused here too."""
        connection.execute(update(table("schema")).values(version=99))
        with pytest.raises(SchemaVersionError), SqlStore(engine).on_connection(connection).writing():
            pass
