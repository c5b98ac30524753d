"""The SQL store keeps the contract on a real PostgreSQL."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial
from typing import Any

import pytest
from attrs import evolve
from sqlalchemy import URL, Engine, create_engine, insert, select, text

from cyclades_accounts.identifiers import Login
from cyclades_accounts.model import RefusalReason, Report, RunReport
from cyclades_accounts.repositories import Store
from cyclades_accounts.sealing import HmacPseudonymizer
from cyclades_accounts.sql import DatabaseFailedError, SqlStore, UnsafeTransactionError, add_guards, metadata
from cyclades_accounts.sql._tables import holds
from cyclades_accounts.testing import CourseContract, OwnPeople, RegistryContract, StoreContract
from cyclades_accounts.testing.contract._holds import in_unit
from cyclades_accounts.testing.contract._threads import PATIENCE, start, start_and_wait
from cyclades_accounts.testing.samples import account, document, given, issued, registry_of, report, school, uai
from tests.sql.databases import empty
from tests.sql.run_like import counter_of
from tests.support import KEYS, NOW, OTHER_UAI, SESSION, candidature, desk, ine, make_school, registry
from tests.testing.wrapped import Instead, Wrapped

pytestmark = pytest.mark.system

UNGUARDED = text("SET LOCAL session_replication_role = 'replica'")
"""Lets a superuser do what the guards refuse, until the transaction ends."""


@pytest.fixture(scope="module")
def engine(postgresql_url: URL) -> Iterator[Engine]:
    """Return an engine on a server of our own, with the tables and the guards."""
    engine = create_engine(postgresql_url, hide_parameters=True)
    empty(engine)
    SqlStore(engine).create_schema()
    with engine.begin() as connection:
        add_guards(connection)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> SqlStore:
    """Return an empty store."""
    tables = ", ".join(table.name for table in metadata.sorted_tables if table.name != "cyclades_schema")
    with engine.begin() as connection:
        connection.execute(UNGUARDED)
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
    return SqlStore(engine)


class TestPostgresqlCoursesOverPeople(CourseContract):
    """Courses over people that the host keeps elsewhere."""

    courses = 10

    @pytest.fixture
    def tables(self) -> OwnPeople:
        """Return the host's people."""
        return OwnPeople()

    @pytest.fixture
    def store(self, store: SqlStore, engine: Engine, tables: OwnPeople) -> SqlStore:
        """Return an empty store that reads them."""
        del store  # the tables are empty by now
        return SqlStore(engine, people=lambda _: tables)


class TestPostgresqlStore(RegistryContract, StoreContract):
    """The contract, under READ COMMITTED."""

    without = ()
    courses = 10  # what a course finds on both databases, it finds on SQLite in half the time

    @pytest.fixture
    def store(self, store: SqlStore) -> SqlStore:
        """Return an empty store."""
        return store

    @pytest.fixture
    def statements(self, store: SqlStore) -> Callable[[], int]:
        """Count what the engine sends."""
        return counter_of(store._engine)  # noqa: SLF001  # whatever engine it opened

    @pytest.fixture
    def reopen(self, store: Store, engine: Engine) -> Iterator[Callable[[], SqlStore]]:
        """Open the database again, with an engine of its own."""
        with SqlStore.open(engine.url) as again:
            yield lambda: again


class TestPostgresqlAlone:
    """What only PostgreSQL needs."""

    def test_autocommit_is_refused(self, engine: Engine, store: SqlStore) -> None:
        """An engine that commits every statement by itself is refused for writing, with the cure."""
        loose = create_engine(engine.url, isolation_level="AUTOCOMMIT")
        with pytest.raises(UnsafeTransactionError, match="another isolation level"):
            given(SqlStore(loose), school())
        with SqlStore(loose).reading() as unit:
            assert unit.people.school(uai()) is None
        loose.dispose()

    def test_reading_unit_cannot_write(self, store: SqlStore) -> None:
        """The database itself refuses a write in a reading unit."""
        with pytest.raises(DatabaseFailedError) as caught, store.reading() as unit:
            registry_of(unit).put_school(school())
        assert caught.value.state == "25006"  # read_only_sql_transaction

    def test_a_new_reference_does_not_wait_for_the_school(self, engine: Engine, store: SqlStore) -> None:
        """While a unit holds a school, others may refer to it: the lock is not the strongest."""
        given(store, school(), report())
        with store.writing() as unit:
            assert unit.people.school(uai()) == school()
            start(lambda: given(store, document())).result(PATIENCE)

    def test_erasing_waits_for_who_issues_the_stem(self, store: SqlStore) -> None:
        """A stem is not forgotten whose next login another unit issued while the erasure waited."""
        given(store, report(), account(1), account(2), issued(1, stem="zoe.nom", rank=1))

        def erase() -> None:
            with store.writing() as other:
                other.logins.erase({issued(1).login: "key:00"})

        with store.writing() as unit:
            assert dict(unit.logins.numbers(["zoe.nom"])) == {"zoe.nom": 1}
            unit.logins.add([issued(2, stem="zoe.nom", rank=2)])
            eraser = start_and_wait(erase)
        eraser.result(PATIENCE)
        with store.reading() as after:
            assert dict(after.logins.numbers(["zoe.nom"])) == {"zoe.nom": 2}

    def test_stem_forgotten_meanwhile_is_held_all_the_same(self, engine: Engine, store: SqlStore) -> None:
        """A unit that waited for a stem which is then forgotten reads 0 and holds it from then on."""
        given(store, report(), account(1), account(2), issued(1, stem="zoe.nom", rank=1))

        def issue(number: int) -> int:
            with store.writing() as unit:
                rank = unit.logins.numbers(["zoe.nom"])["zoe.nom"] + 1
                unit.logins.add([evolve(issued(number, stem="zoe.nom", rank=rank), login=Login(f"new{rank}"))])
                return rank

        with engine.begin() as connection:
            connection.execute(text("SELECT * FROM cyclades_counters FOR UPDATE"))
            issuers = [start_and_wait(partial(issue, number)) for number in (1, 2)]
            connection.execute(UNGUARDED)
            connection.execute(text("DELETE FROM cyclades_counters"))
        assert sorted(issuer.result(PATIENCE) for issuer in issuers) == [1, 2]

    def test_no_key_that_was_held_stays(self, engine: Engine, store: SqlStore) -> None:
        """Neither an erased person's key nor one that nobody has is left where keys are held (RGPD, article 17)."""
        pseudonymizer = HmacPseudonymizer(KEYS)
        service = make_school(candidature(1), candidature(2), store=store, pseudonymizer=pseudonymizer)
        accounts = desk(service).accounts
        accounts.impose_logins({ine(1): "lea.imposee", ine(9): "nobody.known"})
        accounts.confirm_other(ine(1))
        desk(service).generate()
        accounts.rekey(ine(2), ine(1))
        accounts.erase(ine(1))
        accounts.impose_logins({ine(1): "lea.revenue"})
        with engine.connect() as connection:
            assert connection.execute(select(holds)).all() == []

    def test_a_row_that_an_earlier_release_left_is_held(self, engine: Engine, store: SqlStore) -> None:
        """Where the key stood from before, units wait for each other all the same, and it goes."""
        with engine.begin() as connection:
            connection.execute(insert(holds).values(name=uai()))
        with store.writing() as unit:
            unit.hold([uai()])
            comer = start_and_wait(in_unit(store, lambda other: other.hold([uai()])))
            assert not comer.done()
        comer.result(PATIENCE)
        with engine.connect() as connection:
            assert connection.execute(select(holds)).all() == []

    def test_holding_without_waiting(self, store: SqlStore) -> None:
        """``writing(waits=False)``: a key that another unit holds is refused at once, another is held."""

        def hold(key: str) -> None:
            with store.writing(waits=False) as other:
                other.hold([key])

        with store.writing() as unit:
            unit.hold([uai()])
            hold("another")
            with pytest.raises(DatabaseFailedError) as caught:
                hold(uai())
        assert caught.value.state == "55P03"  # lock_not_available
        hold(uai())


def test_one_person_at_two_schools_at_once(store: SqlStore) -> None:
    """A run that comes while another one creates the same person under another key waits, and holds the person back."""
    service = make_school(candidature(1, birth_date=NOW.date(), id="here"), store=store)
    there = candidature(1, birth_date=NOW.date(), id="there", uai=OTHER_UAI)
    registry(service).register_roster(OTHER_UAI, SESSION, [there])
    late: list[Future[RunReport]] = []

    def meanwhile(unit: Any) -> Any:
        """Have the other school come when the accounts are written, and before they are committed."""

        def add(report: Report) -> None:
            late.append(start_and_wait(desk(service, OTHER_UAI).generate))
            unit.journal.add(report)

        return Instead(unit, journal=Instead(unit.journal, add=add))

    first = desk(evolve(service, store=Wrapped(meanwhile, store))).generate()
    second = late[0].result(PATIENCE)
    assert (len(first.created), len(second.created)) == (1, 0)
    assert [one.refusal and one.refusal.reason for one in second.refused] == [RefusalReason.PERHAPS_KNOWN_ELSEWHERE]
