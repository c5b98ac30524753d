"""The Django example: its people keep the contract, and the memo's year on Django's own connection."""

# ruff: noqa: PT012  # a failing unit is a block with its store

import ast
import sqlite3
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from sqlalchemy import URL

from cyclades_accounts import FRENCH_MESSAGES, Candidature, Generation, Provisioning, Renew, School
from cyclades_accounts.errors import ServiceNotGrantedError
from cyclades_accounts.identifiers import Login, RunId
from cyclades_accounts.people import People
from cyclades_accounts.provisioning import LoginVerdict
from cyclades_accounts.repositories import Store
from cyclades_accounts.sql import UnsafeTransactionError
from cyclades_accounts.testing import HARD_NAMES, Capability, PeopleContract
from tests.examples.django_databases import (
    DjangoPeople,
    DjangoStore,
    models,
    on_connection,
    on_postgresql,
    on_sqlite,
    provisioning,
)
from tests.sql.postgresql import server
from tests.support import OTHER_SCHOOL, OTHER_UAI, SCHOOL, UAI, candidature, desk, make_service, passwords_of

FOLDER = Path(__file__).parents[2] / "docs" / "examples" / "django_host"
NAME_MAX_LENGTH = 100
"""Of a name, in the tables of the host."""
LINES = 100
"""Logical lines of the host's people, store and tables for the library, at most."""


@pytest.fixture(scope="module")
def postgresql() -> Iterator[URL]:
    """Run one PostgreSQL for these tests."""
    with server() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.system)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """Let Django work on an empty database of each kind."""
    if request.param == "sqlite":
        with on_sqlite(tmp_path):
            yield
    else:
        with on_postgresql(request.getfixturevalue("postgresql")):
            yield


DAY = date(2010, 1, 1)
CODES = {label: code for code, label in models.State.choices}
only_on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


class DjangoHost:
    """The host, as the contract needs it: its own models."""

    def plant(self, school: School) -> None:
        """Save a school."""
        models.School(school.uai, school.name, school.manages_candidates).save()

    def enter(self, candidature: Candidature, state: str | None = None) -> None:
        """Save an entry, and its pupil."""
        person = candidature.candidate
        pupil = models.Pupil(
            int(person.id),
            person.family_name,
            person.given_names,
            person.usage_name or "",
            person.birth_date,
            person.ine or "",
        )
        pupil.save()
        models.Entry(
            pupil=pupil,
            school_id=candidature.uai,
            session=candidature.session_id,
            state=state or CODES[candidature.status],
            email=candidature.email or "",
            division=candidature.division,
            serie=candidature.serie,
            category=candidature.category,
        ).save()

    def spoil(self, candidature: Candidature) -> None:
        """Save an entry in a state that the host has no label for."""
        self.enter(candidature, "?")

    def dump(self) -> object:
        """Return all rows."""
        return [sorted(map(str, model.objects.values())) for model in (models.School, models.Pupil, models.Entry)]

    def people(self) -> People:
        """Return the people to prove."""
        return DjangoPeople()


class TestDjangoPeople(PeopleContract):
    """The people of the host, over the store of the host, each unit in a transaction of its own."""

    without: ClassVar[Collection[Capability]] = ()
    lacks: ClassVar = {"qualification", "number"}
    names: ClassVar = [one for one in HARD_NAMES if max(map(len, one)) <= NAME_MAX_LENGTH]

    @pytest.fixture
    def host(self, database: None) -> DjangoHost:
        """Return the host, with empty tables."""
        return DjangoHost()

    @pytest.fixture
    def store(self, host: DjangoHost) -> Store:
        """Return the store of the host."""
        return DjangoStore()

    @pytest.fixture
    def statements(self, host: DjangoHost) -> Iterator[Callable[[], int]]:
        """Count the statements of the ORM."""
        with CaptureQueriesContext(connection) as asked:
            yield lambda: len(asked)

    @pytest.fixture
    def read_only(self, host: DjangoHost) -> Callable[[], People]:
        """Forbid the connection to write, in this transaction and in those that come."""

        def people() -> People:
            forbid = "SET default_transaction_read_only = on; SET transaction_read_only = on"
            connection.cursor().execute("PRAGMA query_only = ON" if connection.vendor == "sqlite" else forbid)
            return host.people()

        return people


class TestInHostsTransaction(TestDjangoPeople):
    """The same, all in one ``transaction.atomic`` of the host, where each unit is a savepoint."""

    @pytest.fixture
    def host(self, database: None) -> Iterator[DjangoHost]:
        """Return the host, in a transaction."""
        with transaction.atomic():
            yield DjangoHost()
            transaction.set_rollback(True)


# ------------------------------------------------------------------------------------------------- the memo's year


@pytest.fixture
def host(database: None) -> DjangoHost:
    """Return a host with two schools: three pupils at the one, and one with the same name at the other."""
    host = DjangoHost()
    host.plant(SCHOOL)
    host.plant(OTHER_SCHOOL)
    host.enter(pupil(1))
    host.enter(pupil(2, given_names="Zoé"))
    host.enter(pupil(3, given_names="Ali", email=None))
    host.enter(pupil(4, uai=OTHER_UAI))
    return host


@pytest.fixture
def service(host: DjangoHost) -> Provisioning:
    """Return activities over the store of the host."""
    return make_service(store=DjangoStore())


def pupil(number: int, **changes: Any) -> Candidature:
    """Return a candidature as this host has it."""
    return candidature(number, id=str(number), **changes)


def opens(service: Provisioning, login: str, password: str) -> bool:
    """Return whether the password opens the account."""
    return service.candidates.check_login(login, password).verdict is LoginVerdict.ACCEPTED


class TestYear:
    """What the memo asks for, over the host's pupils."""

    def test_generation(self, service: Provisioning) -> None:
        """A run gives an account to those who may have one, and its slips open them (M2, M3, M9, M10)."""
        report = desk(service).generate()
        assert [one.login for one in report.created] == ["lea.martin", "zoe.martin"]
        assert [one.candidate_id for one in report.refused] == ["3"]
        passwords = passwords_of(service, report.documents)
        assert all(opens(service, login, password) for login, password in passwords.items())
        assert not opens(service, "lea.martin", "wrong")

    def test_second_run_serves_who_came_later(self, host: DjangoHost, service: Provisioning) -> None:
        """A later run keeps the accounts, and serves a pupil whose address the host has added (M6)."""
        first = desk(service).generate()
        models.Entry.objects.filter(pupil_id=3).update(email="ali@example.org")
        second = desk(service).generate()
        assert [one.login for one in second.created] == ["ali.martin"]
        assert len(second.kept) == 2
        assert all(opens(service, *one) for one in passwords_of(service, first.documents).items())

    def test_retry_is_harmless(self, service: Provisioning) -> None:
        """The same run id gets the same report."""
        assert desk(service).generate(run_id="january") == desk(service).generate(run_id="january")

    def test_forced_run(self, service: Provisioning) -> None:
        """A forced run renews the passwords of the school, and those before them open nothing any more (M7)."""
        before = passwords_of(service, desk(service).generate().documents)
        report = desk(service).generate(Generation(renew=Renew.ALL))
        assert len(report.renewed) == 2
        assert all(opens(service, *one) for one in passwords_of(service, report.documents).items())
        assert not any(opens(service, *one) for one in before.items())

    def test_coverage(self, service: Provisioning) -> None:
        """The school reads who has an account and who is missing (M5, M12)."""
        desk(service).generate()
        coverage = desk(service).coverage()
        assert (coverage.candidates, coverage.with_account) == (3, 2)
        assert [one.candidate_id for one in coverage.missing] == ["3"]

    def test_two_schools(self, host: DjangoHost, service: Provisioning) -> None:
        """A run touches one school, and two pupils of one name have two logins."""
        desk(service).generate()
        assert desk(service, OTHER_UAI).coverage().with_account == 0
        assert [one.login for one in desk(service, OTHER_UAI).generate().created] == ["lea.martin2"]
        assert len(desk(service).generate().kept) == 2

    def test_service_not_granted(self, host: DjangoHost, service: Provisioning) -> None:
        """What the host says of the service counts at once (M1)."""
        models.School.objects.filter(uai=UAI).update(manages_candidates=False)
        with pytest.raises(ServiceNotGrantedError):
            desk(service).generate()

    def test_row_that_is_no_candidature(self, host: DjangoHost, service: Provisioning) -> None:
        """An entry that the library cannot read is refused with its reason, and the others are served."""
        models.Pupil.objects.filter(pk=2).update(given_names=" ")
        report = desk(service).generate()
        assert [one.login for one in report.created] == ["lea.martin"]
        told = {one.candidate_id: FRENCH_MESSAGES.refusal(one.refusal) for one in report.refused if one.refusal}
        assert told[pupil(2).candidate_id].endswith("prénom non renseigné")
        assert set(told) == {"2", "3"}


class TestHostsTransaction:
    """Inside ``transaction.atomic`` of the host, all that the library does is part of it."""

    def test_hosts_rollback_leaves_nothing(self, service: Provisioning) -> None:
        """A run in a block that fails never happened: no account, slip or report, and it can be made again."""
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            models.Pupil.objects.filter(pk=1).update(family_name="DURAND")
            assert len(desk(service).generate(run_id="first").created) == 2
            raise ZeroDivisionError
        with service.store.reading() as unit:
            assert unit.journal.get(RunId("first")) is None
            assert not unit.accounts.find(logins=[Login("lea.durand"), Login("lea.martin")])
        assert desk(service).documents.page().total == 0
        assert [one.login for one in desk(service).generate(run_id="first").created] == ["lea.martin", "zoe.martin"]

    def test_run_reads_what_the_host_has_just_written(self, service: Provisioning) -> None:
        """A run sees the pupils of the open transaction, and its accounts last with them."""
        with transaction.atomic():
            models.Pupil.objects.filter(pk=1).update(family_name="DURAND")
            desk(service).generate()
        assert [one.login for one in desk(service).generate().kept] == ["lea.durand", "zoe.martin"]

    def test_refusal_leaves_the_hosts_work(self, service: Provisioning) -> None:
        """A refusal of the library undoes nothing of the host, who catches it and goes on."""
        with transaction.atomic():
            models.Pupil.objects.filter(pk=1).update(family_name="DURAND")
            models.School.objects.filter(uai=UAI).update(manages_candidates=False)
            with pytest.raises(ServiceNotGrantedError):
                desk(service).generate()
        assert models.Pupil.objects.get(pk=1).family_name == "DURAND"

    def test_failed_unit_is_undone_alone(self, service: Provisioning) -> None:
        """An exception inside a unit undoes the unit; what the host did before it and does after it remains."""
        with transaction.atomic():
            desk(service).generate(run_id="first")
            with pytest.raises(ZeroDivisionError), service.store.writing() as unit:
                unit.logins.impose({pupil(3).candidate_id: Login("ali.impose")})
                raise ZeroDivisionError
            desk(service, OTHER_UAI).generate(run_id="second")
        with service.store.reading() as unit:
            assert not unit.logins.imposed([pupil(3).candidate_id])
            assert all(unit.journal.get(RunId(one)) for one in ("first", "second"))

    def test_reading_leaves_no_transaction(self, service: Provisioning) -> None:
        """After a unit, Django's connection is as it was: outside a transaction."""
        desk(service).coverage()
        assert connection.get_autocommit()
        assert not connection.in_atomic_block

    def test_without_a_transaction_it_is_refused(self, host: DjangoHost) -> None:
        """A store on Django's connection outside ``atomic`` is refused, and nothing is left open."""
        for kind in ("reading", "writing"):
            with pytest.raises(UnsafeTransactionError, match=r"transaction\.atomic\(\)"):
                getattr(on_connection(), kind)().__enter__()
        with transaction.atomic(), on_connection().writing() as unit:
            assert unit.people.school(UAI)

    def test_statements_do_not_grow(self, host: DjangoHost, service: Provisioning) -> None:
        """The host's own statements, savepoints included, are as many for 40 more pupils as for 4."""
        counts = []
        for first, last in ((5, 9), (10, 14), (20, 60)):
            for number in range(first, last):
                host.enter(pupil(number, family_name=f"NOM {number}", birth_date=DAY + timedelta(days=number)))
            with CaptureQueriesContext(connection) as asked:
                assert len(desk(service).generate().created) >= last - first
            counts.append(len(asked))
        assert counts[0] <= counts[1] == counts[2] <= 16

    def test_connection_of_a_thread_is_closed(self, service: Provisioning) -> None:
        """A thread works on a connection of its own, and a unit that opened it closes it."""
        left = []

        def work() -> None:
            desk(service).generate(run_id="elsewhere")
            left.append(connection.connection)

        thread = Thread(target=work)
        thread.start()
        thread.join()
        assert left == [None]
        with service.store.reading() as unit:
            assert unit.journal.get(RunId("elsewhere"))


class TestSettings:
    """What the store asks of the settings."""

    @only_on_sqlite
    def test_deferred_transaction_that_is_out_of_date_is_refused(
        self, service: Provisioning, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Without IMMEDIATE, a transaction that read before another program wrote is refused with the setting."""
        monkeypatch.setattr(connection, "transaction_mode", None)
        other = sqlite3.connect(tmp_path / "exams.sqlite3", isolation_level=None)
        with transaction.atomic():
            models.Pupil.objects.first()
            other.execute("UPDATE exams_pupil SET family_name = 'DURAND'")
            with pytest.raises(UnsafeTransactionError, match='"transaction_mode": "IMMEDIATE"'):
                on_connection().writing().__enter__()
        other.close()

    def test_moments_do_not_depend_on_the_time_zone(
        self, service: Provisioning, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With ``USE_TZ`` off, Django's moments have no zone; those of the library are the same as before."""
        report = desk(service).generate(run_id="first")
        with service.store.reading() as unit:
            before = unit.accounts.find(logins=[one.login for one in report.created if one.login])
        connection.close()
        monkeypatch.setattr("django.conf.settings.USE_TZ", False)
        monkeypatch.setattr("django.conf.settings.TIME_ZONE", "Pacific/Wallis")
        for cached in ("timezone", "timezone_name"):
            vars(connections[DEFAULT_DB_ALIAS]).pop(cached, None)
        with service.store.reading() as unit:
            assert unit.accounts.find(logins=[one.login for one in report.created if one.login]) == before
        connection.close()


class TestMigrations:
    """The tables of the library are made in a migration of the host."""

    def test_migrations_make_the_models(self, database: None) -> None:
        """The migrations are up to date with the models."""
        call_command("makemigrations", "exams", check=True, dry_run=True, verbosity=0)

    def test_backwards_keeps_the_accounts(self, service: Provisioning) -> None:
        """Taking the migration back and making it again leaves every account."""
        desk(service).generate()
        call_command("migrate", "exams", "0001", verbosity=0)
        call_command("migrate", "exams", verbosity=0)
        assert len(desk(service).generate().kept) == 2

    def test_no_table_of_people_is_made(self, database: None) -> None:
        """The people are the host's alone."""
        tables = connection.introspection.table_names()
        assert "cyclades_accounts" in tables
        assert "cyclades_schools" not in tables


class TestCommand:
    """``generate_papillons``: a run for the pupils of the host."""

    @pytest.fixture(autouse=True)
    def invented(self, database: None) -> Iterator[None]:
        """Load the pupils of the example."""
        call_command("loaddata", "invented", verbosity=0)
        yield
        provisioning.cache_clear()

    def test_it_writes_the_documents_of_the_run(self, tmp_path: Path) -> None:
        """The slips of a run are written for their owner alone, and who asked stands in the journal."""
        assert "run january: 2 created, 1 refused" in generate(tmp_path, "--run-id", "january")
        files = list(tmp_path.glob("*.pdf"))
        assert sorted(len(PdfReader(path).pages) for path in files) == [1, 2]
        assert all(path.stat().st_mode & 0o077 == 0 for path in files)
        journal = desk(provisioning(), PHARES).documents.journal().items
        assert [one.run.actor for one in journal] == ["secrétariat"] * 3

    def test_retry_writes_the_same_documents(self, tmp_path: Path) -> None:
        """The same run id gets the same documents, byte for byte, and no new password."""
        generate(tmp_path, "--run-id", "january")
        before = {path.name: path.read_bytes() for path in tmp_path.glob("*.pdf")}
        generate(tmp_path, "--run-id", "january")
        assert {path.name: path.read_bytes() for path in tmp_path.glob("*.pdf")} == before

    def test_refusals_are_errors_of_the_command(self, tmp_path: Path) -> None:
        """A school that the host does not know is refused with the library's sentence, and nothing is written."""
        with pytest.raises(CommandError, match=UAI):
            generate(tmp_path, uai=UAI)
        assert not list(tmp_path.glob("*.pdf"))


PHARES = "0359947X"
"""The school of the fixture."""


def generate(folder: Path, *more: str, uai: str = PHARES) -> str:
    """Run the command and return what it prints."""
    out = StringIO()
    given = ["--year", "2026", "--last-day", "2026-12-31", "--actor", "secrétariat"]
    call_command("generate_papillons", uai, str(folder), *given, *more, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_a_host_writes_few_lines() -> None:
    """People, store and migration of the library's tables are a hundred logical lines at most, imports included."""
    files = ("people.py", "host.py", "migrations/0002_accounts.py")
    assert sum(map(logical_lines, (FOLDER / name for name in files))) <= LINES


def logical_lines(path: Path) -> int:
    """Return the statements of a module, docstrings left out."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    texts = (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in nodes)
    return sum(isinstance(node, ast.stmt) for node in nodes) - sum(texts)
