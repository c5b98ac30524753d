"""What the SQL store does beyond the contract, on both databases."""

# ruff: noqa: PT012  # a failing unit is a block with its store

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from attrs import evolve
from sqlalchemy import Connection, Engine, Table, create_engine, event, insert, select, text, update

from cyclades_accounts.errors import LoginTakenError, StoreFailedError
from cyclades_accounts.identifiers import Login
from cyclades_accounts.model import PasswordHash
from cyclades_accounts.sql import (
    SCHEMA_VERSION,
    ConstraintFailedError,
    DatabaseFailedError,
    SchemaVersionError,
    SqlStore,
    UnstorableTextError,
    metadata,
)
from cyclades_accounts.testing.contract._samples import (
    MOMENT,
    Value,
    account,
    candidate,
    candidate_id,
    candidature,
    document,
    given,
    imposed,
    issued,
    people,
    replaced,
    report,
    school,
    slip,
    uai,
)
from tests.sql.postgresql import server
from tests.sql.run_like import counted, end, run


def _foreign_keys(connection: Any, record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.system)])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Return an engine as a host makes it, one for all tests."""
    with ExitStack() as stack:
        if request.param == "postgresql":
            made = create_engine(stack.enter_context(server()))
        else:
            made = create_engine(f"sqlite:///{tmp_path_factory.mktemp('sql')}/host.sqlite")
            event.listen(made, "connect", _foreign_keys)
        yield made
        made.dispose()


@pytest.fixture
def store(engine: Engine) -> SqlStore:
    """Return an empty store."""
    metadata.drop_all(engine)
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
            metadata.drop_all(engine)
            store.create_schema()
            with counted(engine) as statements:
                run(store, size)
            counts.append(
                [re.sub(r"\s+", " ", statement)[:40] for statement in statements if "pg_catalog" not in statement]
            )
        assert counts[0][-35:] == counts[1][-35:]  # the first unit of a store also looks for the tables
        assert len(counts[1]) <= 51

    def test_statements_that_end_a_run_do_not_grow(self, engine: Engine, store: SqlStore) -> None:
        """Sealing anew, purging and erasing 1,000 people sends as many statements as 10 do."""
        counts = []
        for size in (10, 1_000):
            metadata.drop_all(engine)
            store.create_schema()
            run(store, size)
            with counted(engine) as statements:
                end(store, size)
            counts.append(len(statements))
        assert counts[0] == counts[1] <= 30


class TestSchema:
    """Tables of another version are refused, whichever way they are met."""

    def test_missing_tables_are_named(self, engine: Engine) -> None:
        """A database without our tables is refused with the way to make them."""
        metadata.drop_all(engine)
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
            assert unit.schools.get(uai()) == school()

    def test_creating_at_once_succeeds(self, engine: Engine) -> None:
        """Four threads that open an empty database at once all succeed."""
        metadata.drop_all(engine)
        with ThreadPoolExecutor(4) as pool:
            for store in pool.map(lambda _: SqlStore.open(engine.url), range(4)):
                store.close()


NOT_ISSUED: dict[str, Any] = dict.fromkeys(["account_id", "issued_at", "run_id", "stem", "number"])
"""What the line of an imposed login leaves empty."""


class TestConstraints:
    """The database itself refuses what must never be, whoever writes it."""

    WORLD: tuple[Value, ...] = (
        school(),
        report(),
        candidature(1),
        candidate(2),
        candidate(3),
        account(1),
        account(2),
        issued(1, stem="zoe.nom", rank=1),
        imposed(2, "zoe.nom9"),
        document(1),
        slip(1),
    )

    @pytest.mark.parametrize(
        ("name", "change"),
        [
            ("schools", {"uai": "0350001"}),
            ("candidates", {"family_name": ""}),
            ("candidates", {"given_names": ""}),
            ("candidates", {"given_names": None}),
            ("candidatures", {"status": "inscrit"}),
            ("candidatures", {"school": uai(9)}),
            ("candidatures", {"candidate_id": "nobody"}),
            ("accounts", {"kind": "other"}),
            ("accounts", {"login": account(2).login}),
            ("accounts", {"candidate_id": candidate_id(2)}),
            ("accounts", {"candidate_id": "nobody"}),
            ("accounts", {"credential_version": 0}),
            ("accounts", {"credential_state": "other"}),
            ("accounts", {"credential_state": None}),
            ("accounts", {"password_hash": None}),
            ("accounts", {"password_issued_at": None}),
            ("accounts", {"password_run": None}),
            ("accounts", {"past": None}),
            ("accounts", {"issued_by": None}),
            ("accounts", {"replaced_by": account(2).id}),
            ("accounts", {"replaced_by": account(1).id, "closed_at": MOMENT}),
            ("accounts", {"replaced_by": "nobody", "closed_at": MOMENT}),
            ("issued_logins", {"account_id": "nobody"}),
            ("issued_logins", {"run_id": "nobody"}),
            ("issued_logins", {"issued_at": None}),
            ("issued_logins", {"account_id": None}),
            ("issued_logins", {"run_id": None}),
            ("issued_logins", NOT_ISSUED),
            ("issued_logins", {"imposed_on": candidate_id(3)}),
            ("issued_logins", NOT_ISSUED | {"imposed_on": candidate_id(2)}),
            ("issued_logins", NOT_ISSUED | {"imposed_on": "nobody"}),
            ("issued_logins", {"number": None}),
            ("issued_logins", {"number": 0}),
            ("counters", {"last": -1}),
            ("documents", {"run_id": "nobody"}),
            ("documents", {"school": uai(9)}),
            ("documents", {"papillons": 0}),
            ("documents", {"size": -1}),
            ("documents", {"purged_at": MOMENT}),
            ("documents", {"sealed": None}),
            ("erased_logins", {"digest": ""}),
            ("erased_logins", {"digest": None}),
            ("erased_logins", {"key_id": None}),
            ("papillons", {"run_id": "nobody"}),
            ("papillons", {"account_id": "nobody"}),
            ("papillons", {"credential_version": 0}),
            ("journal", {"report": None}),
        ],
        ids=str,
    )
    def test_database_refuses(self, engine: Engine, store: SqlStore, name: str, change: dict[str, Any]) -> None:
        """A statement of anybody that breaks a rule is refused, at once or at its commit."""
        given(store, *self.WORLD)
        with store.writing() as unit:
            unit.logins.add([evolve(issued(3), account_id=account(1).id)])
            unit.logins.erase({issued(3).login: "key:00"})
        one = table(name)
        first = select(*one.primary_key).limit(1)
        with pytest.raises(Exception, match=r"(?i)constraint"), engine.begin() as connection:
            key = connection.execute(first.order_by(*one.primary_key)).one()
            match = [column == value for column, value in zip(one.primary_key, key, strict=True)]
            connection.execute(update(one).where(*match).values(**change))

    def test_two_lines_for_one_login_are_refused(self, engine: Engine, store: SqlStore) -> None:
        """The ledger and the journal have one line for each key."""
        given(store, *self.WORLD)
        for name in ("issued_logins", "journal", "counters", "merged_candidates"):
            one = table(name)
            row: dict[str, Any] = {
                column.name: "x" if column.name not in {"issued_at", "at", "number", "last", "rank"} else 1
                for column in one.c
            }
            row |= {"at": MOMENT} if "at" in one.c else {}
            row.pop("rank", None)
            row |= {"issued_at": MOMENT} if "issued_at" in one.c else {}
            row |= {"lost": "y"} if "lost" in one.c else {}
            row |= {"imposed_on": None} if "imposed_on" in one.c else {}
            with pytest.raises(Exception, match=r"(?i)constraint"), engine.begin() as connection:
                connection.execute(insert(one), [row, row])

    @pytest.mark.parametrize(
        "rows",
        [
            [{"login": issued(1).login, "imposed_on": candidate_id(3)}],
            [{"login": "zoe.nom9", "account_id": account(1).id, "issued_at": MOMENT, "run_id": report().run.id}],
            [{"login": "zoe.nom9", "imposed_on": candidate_id(3)}],
            [{"login": "zoe.autre", "imposed_on": candidate_id(2)}],
            [{"login": "zoe.autre"}],
        ],
        ids=[
            "imposes an issued login",
            "issues an imposed one",
            "imposes it on another",
            "imposes two on one",
            "neither issues nor imposes",
        ],
    )
    def test_no_login_is_two_peoples(self, engine: Engine, store: SqlStore, rows: list[dict[str, Any]]) -> None:
        """A login is issued, or imposed on one person, or free, and a person has one imposed login at most."""
        given(store, *self.WORLD)
        with pytest.raises(Exception, match=r"(?i)constraint"), engine.begin() as connection:
            connection.execute(insert(table("issued_logins")), rows)

    def test_a_person_with_an_imposed_login_stays(self, store: SqlStore) -> None:
        """A key that is merged away while a login is imposed on it fails the unit: the login would be nobody's."""
        given(store, *people(1, 2), imposed(2, "zoe.nom9"))
        with pytest.raises(ConstraintFailedError), store.writing() as unit:
            unit.candidatures.merge(candidate_id(2), candidate_id(1))
        with store.reading() as unit:
            assert dict(unit.logins.imposed([candidate_id(2)])) == {candidate_id(2): "zoe.nom9"}

    def test_account_that_replaced_another_may_be_named_first(self, store: SqlStore) -> None:
        """References are checked when the unit ends, so a unit may write in any order."""
        given(store, *people(1), replaced(account(1), by=account(2)), account(2, of=1))

    def test_dangling_reference_fails_the_unit(self, store: SqlStore) -> None:
        """A unit that ends with a reference to nothing fails as a whole, with a typed error."""
        with pytest.raises(ConstraintFailedError) as caught:
            given(store, school(), account(1))
        assert isinstance(caught.value, StoreFailedError)
        with store.reading() as unit:
            assert unit.schools.get(uai()) is None


class TestFailures:
    """What the database reports is typed, and holds no value of a row."""

    def test_no_value_of_a_row_comes_out(self, store: SqlStore) -> None:
        """The error for a broken constraint shows no value and chains nothing, even on a host's engine."""
        given(store, *people(1, 2), account(1))
        secret = account(2).credential
        assert secret is not None
        hidden = evolve(
            account(2), id=account(1).id, credential=evolve(secret, password_hash=PasswordHash("hidden-hash"))
        )
        with pytest.raises(ConstraintFailedError) as caught, store.writing() as unit:
            unit.accounts.add([hidden])
        error = caught.value
        assert error.state in {"SQLITE_CONSTRAINT_PRIMARYKEY", "23505"}
        assert re.fullmatch(r"_accounts\.py:\d+", error.where)
        assert error.state in str(error)
        assert "hidden" not in f"{error} {error!r} {error.args}"
        assert error.__cause__ is None
        assert error.__context__ is None

    def test_any_failure_is_typed(self, engine: Engine, store: SqlStore) -> None:
        """A table that is gone is a failure of the database, with its code."""
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE cyclades_papillons"))
        with pytest.raises(DatabaseFailedError, match="The database failed with") as caught, store.writing() as unit:
            unit.documents.papillons(report().run.id)
        assert not isinstance(caught.value, ConstraintFailedError)
        assert caught.value.state

    @pytest.mark.parametrize(("bad", "code"), [("a\0b", "U+0000"), ("a\ud800b", "U+D800")])
    def test_unstorable_text_is_refused(self, store: SqlStore, bad: str, code: str) -> None:
        """NUL and a lone surrogate are refused by name, on both databases, without the text."""
        with pytest.raises(UnstorableTextError) as caught:
            given(store, evolve(school(), name=bad))
        assert caught.value == UnstorableTextError(code)
        assert str(caught.value) == (
            f"A text holds {code}, which a database cannot store. Remove the character where the text comes from."
        )

    def test_moments_are_the_same_instant(self, store: SqlStore) -> None:
        """A moment given in any zone comes back equal, in UTC."""
        east = datetime(2025, 7, 14, 23, 59, 59, 999_999, timezone(timedelta(hours=11)))
        given(store, *people(1), evolve(account(1), created_at=east))
        with store.reading() as unit:
            found = unit.accounts.by_login(account(1).login)
        assert found is not None
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
            assert unit.schools.get(uai(2)) is None

    def test_hosts_commit_keeps_it(self, store: SqlStore, connection: Connection) -> None:
        """What a unit wrote is invisible to others until the host commits."""
        mine = store.on_connection(connection)
        given(mine, school(2))
        with mine.reading() as unit:
            assert unit.schools.get(uai(2)) == school(2)
        with store.reading() as unit:
            assert unit.schools.get(uai(2)) is None
        connection.commit()
        with store.reading() as unit:
            assert unit.schools.get(uai(2)) == school(2)

    def test_failed_unit_leaves_the_hosts_work(self, store: SqlStore, connection: Connection) -> None:
        """A failed unit is undone alone: what the host did before remains, and it can go on."""
        mine = store.on_connection(connection)
        given(mine, *people(1, 2), account(1))
        with pytest.raises(LoginTakenError), mine.writing() as unit:
            unit.schools.put(school(3))
            unit.accounts.add([evolve(account(2), login=Login(account(1).login))])
        given(mine, school(4))
        connection.commit()
        with store.reading() as unit:
            assert unit.accounts.by_login(account(1).login) == account(1)
            assert [unit.schools.get(uai(number)) for number in (3, 4)] == [None, school(4)]

    def test_reading_leaves_no_trace(self, store: SqlStore, connection: Connection) -> None:
        """A write in a reading unit is undone."""
        mine = store.on_connection(connection)
        with mine.reading() as unit:
            unit.candidatures.put_candidate(candidate(1))
        connection.commit()
        with store.reading() as unit:
            assert not unit.candidatures.candidates([candidate_id(1)])

    def test_version_is_checked(self, engine: Engine, connection: Connection) -> None:
        """Tables of another version are refused here too."""
        connection.execute(update(table("schema")).values(version=99))
        with pytest.raises(SchemaVersionError), SqlStore(engine).on_connection(connection).writing():
            pass
