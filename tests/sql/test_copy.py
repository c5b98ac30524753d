"""A whole store moves to another database: from SQLite to PostgreSQL and back, checked, everything or nothing."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve
from sqlalchemy import URL, Engine, create_engine, event, text

from cyclades_accounts import Generation, Provisioning, Renew
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.provisioning import LoginVerdict
from cyclades_accounts.sql import (
    ConstraintFailedError,
    CopyDiffersError,
    DatabaseFailedError,
    SchemaVersionError,
    SqlStore,
    copy_store,
)
from cyclades_accounts.sql._schema import tables
from cyclades_accounts.testing import OwnPeople
from tests.sql.databases import described, empty, engine_on, load, rows
from tests.sql.test_tampering import ATTACKS, REPLACES, life
from tests.support import SCHOOL, SESSION, UAI, candidature, desk, ine, make_service, registry

Pair = tuple[Engine, Engine]
Place = Callable[[str], Engine]
WAYS: Final = [
    pytest.param(ways, marks=[pytest.mark.system] * ("postgresql" in ways), id=" to ".join(ways))
    for ways in (("sqlite", "sqlite"), ("sqlite", "postgresql"), ("postgresql", "sqlite"), ("postgresql", "postgresql"))
]


@pytest.fixture(params=WAYS)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pair]:
    """Return the engines of two empty databases, in each direction."""
    urls = [
        URL.create("sqlite", database=str(tmp_path / f"{name}.sqlite"))
        if database == "sqlite"
        else database_of(request.getfixturevalue("postgresql_url"), f"copy_{name}")
        for name, database in zip(("source", "target"), request.param, strict=True)
    ]
    with engine_on(urls[0]) as source, engine_on(urls[1]) as target:
        empty(source)
        empty(target)
        yield source, target


def database_of(url: URL, name: str) -> URL:
    """Return a database of its own on the server."""
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        if connection.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}).first() is None:
            connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return url.set(database=name)


def counted(engine: Engine) -> dict[str, int]:
    """Return the number of rows of each table."""
    return {name: len(found) for name, found in rows(engine).items() if name != "cyclades_schema"}


def read(store: SqlStore) -> dict[str, Any]:
    """Return every row of ours as a value, whatever the database."""
    with store.reading() as unit:
        connection = unit.work.connection  # type: ignore[attr-defined]  # of this store's units
        return {table.name: sorted(connection.execute(table.select()), key=repr) for table in tables(registry=True)}


def on(service: Provisioning, store: SqlStore) -> Provisioning:
    """Return the service over another store."""
    return evolve(service, store=store)


class TestWhatComesOver:
    """Every row, and what is written next."""

    def test_everything_is_there_and_goes_on(self, pair: Pair) -> None:
        """The rows are equal; slips open, logins open accounts, a retry is one, and the next homonym is the next."""
        with SqlStore.open(pair[0].url) as source, SqlStore.open(pair[1].url) as target:
            service = life(source)
            before = described(pair[1])
            told = copy_store(source, target)
            assert told == counted(pair[0]) == counted(pair[1])
            assert sum(told.values()) > 50
            assert read(source) == read(target)
            assert described(pair[1]) == before
            moved = on(service, target)
            assert desk(moved).documents.report("again") == desk(service).documents.report("again")
            document = next(one for one in desk(moved).documents.page().items if one.run_id == "again")
            [slip] = (one.papillon for one in desk(moved).documents.open(document.id).holding)
            check = moved.candidates.check_login(slip.login, slip.password.reveal())
            assert check.verdict is LoginVerdict.ACCEPTED
            logins = []
            for here in (service, moved):
                registry(here).register_roster(UAI, SESSION, [candidature(7), candidature(8)])
                report = desk(here).generate(run_id="later")
                logins.append([one.login for one in report.created])
            assert logins[0] == logins[1]
            assert "lea.martin" not in logins[0]
            with pair[1].connect() as connection:
                newest = "SELECT run_id FROM cyclades_{} ORDER BY rank DESC LIMIT 1"
                for table in ("journal", "documents", "papillons"):
                    assert connection.execute(text(newest.format(table))).scalar() == "later"

    def test_there_and_back(self, pair: Pair, tmp_path: Path) -> None:
        """What was copied to the other database and back is what it was, bytes, moments and accents."""
        with (
            SqlStore.open(pair[0].url) as source,
            SqlStore.open(pair[1].url) as target,
            SqlStore.open(tmp_path / "back.sqlite") as back,
        ):
            life(source)
            assert copy_store(source, target) == copy_store(target, back)
            assert read(source) == read(back)

    def test_the_guards_stand(self, pair: Pair) -> None:
        """What is refused in the source is refused in the copy."""
        with SqlStore.open(pair[0].url) as source, SqlStore.open(pair[1].url) as target:
            life(source)
            copy_store(source, target)
        sides = (ATTACKS, REPLACES) if pair[1].dialect.name == "sqlite" else (ATTACKS,)
        for trigger, statements in (one for side in sides for one in side.items()):
            for statement in statements:
                with pytest.raises(Exception, match=trigger), pair[1].begin() as connection:
                    connection.execute(text(statement))

    def test_a_host_has_its_own_tables(self, pair: Pair) -> None:
        """On engines of a host, without guards, the copy is the same, and has none either."""
        source, target = map(SqlStore, pair)
        source.create_schema()
        target.create_schema()
        life(source)
        bare = described(pair[1])
        copy_store(source, target)
        assert read(source) == read(target)
        assert described(pair[1]) == bare

    def test_over_the_people_of_a_host(self, pair: Pair) -> None:
        """The people stay where the host keeps them; all that is the library's comes over."""
        people = OwnPeople()
        people.put_school(SCHOOL)
        people.put([candidature(number, given_names=name) for number, name in enumerate(["Léa", "Tom"], 1)])
        with (
            SqlStore.open(pair[0].url, people=lambda _: people) as source,
            SqlStore.open(pair[1].url, people=lambda _: people) as target,
        ):
            service = make_service(store=source)
            desk(service).generate()
            told = copy_store(source, target)
            assert told == counted(pair[0]) == counted(pair[1])
            assert "cyclades_candidatures" not in told
            people.put([candidature(3)])
            report = desk(on(service, target)).generate(Generation(renew=Renew.ALL))
            assert [one.login for one in report.created] == ["lea.martin2"]
            assert len(report.renewed) == 2

    @pytest.mark.parametrize("size", [0, 1, 250])
    def test_stores_of_any_size(self, pair: Pair, size: int) -> None:
        """An empty store is copied as one, and one that is larger than what is read at once as a whole."""
        with SqlStore.open(pair[0].url) as source, SqlStore.open(pair[1].url) as target:
            people = [candidature(number) for number in range(1, size + 1)]
            if people:
                service = make_service(store=source)
                registry(service).register_school(SCHOOL)
                registry(service).register_roster(UAI, SESSION, people)
            told = copy_store(source, target)
            assert told["cyclades_candidatures"] == size
            assert read(source) == read(target)


class TestWhatIsRefused:
    """Nothing is done, and the error says what is in the way."""

    def test_a_target_that_holds_something(self, pair: Pair) -> None:
        """One row in any table of ours is enough: the table is named, and nothing is written."""
        with SqlStore.open(pair[0].url) as source, SqlStore.open(pair[1].url) as target:
            life(source)
            registry(make_service(store=target)).register_school(SCHOOL)
            before = counted(pair[1])
            with pytest.raises(InvalidValueError) as caught:
                copy_store(source, target)
            assert caught.value.field == "target"
            assert "cyclades_" in caught.value.expected
            assert counted(pair[1]) == before

    def test_a_store_onto_itself(self, pair: Pair) -> None:
        """The same database twice holds something."""
        with SqlStore.open(pair[0].url) as source, SqlStore.open(pair[0].url) as target:
            life(source)
            before = counted(pair[0])
            with pytest.raises(InvalidValueError):
                copy_store(source, target)
            assert counted(pair[0]) == before

    @pytest.mark.parametrize("which", [0, 1])
    def test_one_that_keeps_people_and_one_that_does_not(self, pair: Pair, which: int) -> None:
        """People would be lost, or missing."""
        ways: list[Mapping[str, Any]] = [{}, {"people": lambda _: OwnPeople()}]
        stores = [SqlStore.open(one.url, **ways[(place + which) % 2]) for place, one in enumerate(pair)]
        with pytest.raises(InvalidValueError, match="keeps people if the source does"):
            copy_store(*stores)
        for store in stores:
            store.close()

    def test_tables_of_another_version(self, pair: Pair) -> None:
        """An earlier version is migrated first; where there are no tables, they are made first."""
        load(pair[0], 4)
        with SqlStore.open(pair[1].url) as target, pytest.raises(SchemaVersionError):
            copy_store(SqlStore(pair[0]), target)
        SqlStore(pair[0]).migrate()
        empty(pair[1])
        with pytest.raises(SchemaVersionError):
            copy_store(SqlStore(pair[0]), SqlStore(pair[1]))


TRIGGERS: Final[Mapping[str, Mapping[str, str]]] = {
    "changes": {
        "sqlite": "CREATE TRIGGER mine AFTER INSERT ON cyclades_documents"
        " WHEN NEW.sealed IS NOT NULL BEGIN UPDATE cyclades_documents SET sealed = x'00' WHERE rank = NEW.rank; END",
        "postgresql": "NEW.title = upper(NEW.title) || '!'; RETURN NEW;",
    },
    "drops": {
        "sqlite": "CREATE TRIGGER mine BEFORE INSERT ON cyclades_documents"
        " WHEN NEW.run_id = 'again' BEGIN SELECT RAISE(IGNORE); END",
        "postgresql": "IF NEW.run_id = 'again' THEN RETURN NULL; END IF; RETURN NEW;",
    },
    "refuses": {
        "sqlite": "CREATE TRIGGER mine BEFORE INSERT ON cyclades_documents BEGIN SELECT RAISE(ABORT, 'no'); END",
        "postgresql": "RAISE EXCEPTION 'no'; RETURN NEW;",
    },
}
"""What a trigger of somebody else does to what is written."""


def add_trigger(engine: Engine, what: str) -> None:
    """Add the trigger to the documents."""
    body = TRIGGERS[what][engine.dialect.name]
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text(body))
            return
        connection.execute(text(f"CREATE FUNCTION mine() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"))
        connection.execute(
            text("CREATE TRIGGER mine BEFORE INSERT ON cyclades_documents FOR EACH ROW EXECUTE FUNCTION mine()")
        )


class TestWhatFails:
    """A copy that fails leaves nothing, and can be made again."""

    @pytest.mark.parametrize(("what", "lost"), [("changes", 0), ("drops", 2)])
    def test_what_is_not_what_was_written_is_found(self, pair: Pair, what: str, lost: int) -> None:
        """A trigger of somebody else that changes or drops rows is noticed at the end: nothing is left."""
        with SqlStore.open(pair[0].url) as source, SqlStore.open(pair[1].url) as target:
            life(source)
            add_trigger(pair[1], what)
            with pytest.raises(CopyDiffersError) as caught:
                copy_store(source, target)
            held = counted(pair[0])["cyclades_documents"]
            assert caught.value == CopyDiffersError("cyclades_documents", held, held - lost)
            assert set(counted(pair[1]).values()) == {0}

    @pytest.mark.parametrize("table", ["cyclades_accounts", "cyclades_papillons", "cyclades_journal"])
    def test_an_interrupt_leaves_nothing(self, pair: Pair, table: str) -> None:
        """Wherever the process is interrupted, the target is empty; the same call then does all of it."""
        with SqlStore.open(pair[0].url) as source, SqlStore(pair[1]) as target:
            life(source)
            target.create_schema()

            def interrupt(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
                if statement.startswith(f"INSERT INTO {table}"):
                    raise KeyboardInterrupt

            event.listen(pair[1], "before_cursor_execute", interrupt)
            with pytest.raises(KeyboardInterrupt):
                copy_store(source, target)
            event.remove(pair[1], "before_cursor_execute", interrupt)
            assert set(counted(pair[1]).values()) == {0}
            assert copy_store(source, target) == counted(pair[0])

    def test_a_database_that_fails(self, pair: Pair) -> None:
        """What the database refuses is typed, names no value, and leaves nothing."""
        with SqlStore.open(pair[0].url) as source, SqlStore.open(pair[1].url) as target:
            life(source)
            add_trigger(pair[1], "refuses")
            with pytest.raises(DatabaseFailedError) as caught:
                copy_store(source, target)
            assert caught.value.where == "INSERT cyclades_documents"
            assert ine(1) not in f"{caught.value} {caught.value!r}"
            assert set(counted(pair[1]).values()) == {0}

    def test_a_source_that_does_not_belong_together(self, pair: Pair) -> None:
        """A slip whose run is not there is refused when the copy ends."""
        with SqlStore.open(pair[0].url) as source, SqlStore.open(pair[1].url) as target:
            life(source)
            with pair[0].begin() as connection:
                if pair[0].dialect.name == "postgresql":
                    connection.execute(text("SET LOCAL session_replication_role = 'replica'"))
                else:
                    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
                    connection.execute(text("DROP TRIGGER tr_cyclades_journal_report"))
                connection.execute(text("DELETE FROM cyclades_journal WHERE run_id = 'again'"))
            with pytest.raises(ConstraintFailedError):
                copy_store(source, target)
            assert set(counted(pair[1]).values()) == {0}
