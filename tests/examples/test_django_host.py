"""What the Django example does beyond the contract: its command, its settings, the host's own transaction."""

# ruff: noqa: PT012  # a failing unit is a block with its store

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from attrs import evolve
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from cyclades_accounts.errors import LoginTakenError, StoreFailedError
from cyclades_accounts.model import School
from cyclades_accounts.testing.samples import account, document, given, people, school, uai
from docs.examples import invented_school
from tests.examples.django_databases import DjangoStore, database, empty, provisioning
from tests.sql.postgresql import server
from tests.support import SESSION as DNB
from tests.support import UAI, desk, make_school, registry
from tests.support import candidature as invented

TODAY = datetime.now(UTC).date()
SESSION = ["--year", str(TODAY.year), "--last-day", str(TODAY), "--actor", "secrétariat"]


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the alias of a SQLite file with the example's tables."""
    with database("default", NAME=tmp_path_factory.mktemp("django") / "accounts.sqlite3") as alias:
        yield alias


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """Return the alias of a PostgreSQL database with the example's tables."""
    with server() as url, database("postgresql", HOST=str(url.query["host"])) as alias:
        yield alias


@pytest.fixture
def store(sqlite: str) -> DjangoStore:
    """Return an empty store."""
    empty(sqlite)
    return DjangoStore(sqlite)


def generate(folder: Path, *more: str) -> str:
    """Run the command for the first pupils of the invented collège and return what it prints."""
    roster = folder.with_name("roster.csv")
    roster.write_bytes(b"".join(invented_school.LISTE_DETAILLEE.read_bytes().splitlines(keepends=True)[:15]))
    out = StringIO()
    arguments = [invented_school.SCHOOL_UAI, str(roster), str(folder), *SESSION, *more]
    call_command("generate_papillons", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


class TestCommand:
    """``generate_papillons``: from the roster to the slips."""

    def test_it_writes_the_documents_of_the_run(self, store: DjangoStore, tmp_path: Path) -> None:
        """The slips of a run are written for their owner alone, and who asked stands in the journal."""
        service = provisioning()
        registry(service).register_school(
            School(invented_school.SCHOOL_UAI, invented_school.SCHOOL_NAME, manages_candidates=True)
        )
        printed = generate(tmp_path, "--run-id", "january")
        pages = {path.name: len(PdfReader(path).pages) for path in tmp_path.iterdir()}
        created = int(re.findall(r"run january: (\d+) created", printed)[0])
        assert sorted(pages.values()) == [(created + 1) // 2, created]
        assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())
        done = desk(service, invented_school.SCHOOL_UAI).documents.journal().items
        assert [one.run.actor for one in done] == ["secrétariat"] * 4 + [""]

    def test_retry_writes_the_same_documents(self, store: DjangoStore, tmp_path: Path) -> None:
        """The same run id gets the same documents, byte for byte, and no new password."""
        registry(provisioning()).register_school(School(invented_school.SCHOOL_UAI, "Collège", manages_candidates=True))
        generate(tmp_path, "--run-id", "january")
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        generate(tmp_path, "--run-id", "january")
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before

    def test_refusals_are_errors_of_the_command(self, store: DjangoStore, tmp_path: Path) -> None:
        """A school that nobody registered is refused with the library's sentence, and nothing is written."""
        with pytest.raises(CommandError, match=invented_school.SCHOOL_UAI):
            generate(tmp_path)
        assert not list(tmp_path.iterdir())


class TestHostsTransaction:
    """Inside ``transaction.atomic`` of the host, a unit is a savepoint."""

    def test_hosts_rollback_leaves_nothing(self, store: DjangoStore) -> None:
        """What a unit wrote is gone when the host rolls back."""
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            given(store, school(1))
            with store.reading() as unit:
                assert unit.schools.get(uai(1)) == school(1)
            raise ZeroDivisionError
        with store.reading() as unit:
            assert unit.schools.get(uai(1)) is None

    def test_failed_unit_leaves_the_hosts_work(self, store: DjangoStore) -> None:
        """A failed unit is undone alone: what the host did before remains, and it can go on."""
        with transaction.atomic():
            given(store, *people(1, 2), account(1), school(1))
            with pytest.raises(LoginTakenError), store.writing() as unit:
                unit.schools.put(school(2))
                unit.accounts.add([evolve(account(2), login=account(1).login)])
            given(store, school(3))
        with store.reading() as unit:
            assert [unit.schools.get(uai(number)) for number in (1, 2, 3)] == [school(1), None, school(3)]


class TestDatabase:
    """What the store asks of a database, and says of its failures."""

    def test_deferred_transactions_are_refused(self, store: DjangoStore, monkeypatch: pytest.MonkeyPatch) -> None:
        """SQLite without IMMEDIATE is refused with the setting to change."""
        monkeypatch.setitem(settings.DATABASES["default"], "OPTIONS", {})
        with pytest.raises(ImproperlyConfigured, match="IMMEDIATE"):
            DjangoStore()

    def test_other_databases_are_refused(self, sqlite: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """A database on which nobody has proved the store is refused."""
        monkeypatch.setattr(connections[sqlite], "vendor", "oracle")
        with pytest.raises(ImproperlyConfigured, match="SQLite or PostgreSQL"):
            DjangoStore()

    @pytest.mark.parametrize(
        ("alias", "cause"),
        [
            ("sqlite", "sqlite3.IntegrityError"),
            pytest.param("postgresql", "psycopg.errors.ForeignKeyViolation", marks=pytest.mark.system),
        ],
    )
    def test_failure_shows_no_row(self, alias: str, cause: str, request: pytest.FixtureRequest) -> None:
        """A reference to what is not there fails when the unit ends, without the database's own message."""
        database = request.getfixturevalue(alias)
        empty(database)
        with pytest.raises(StoreFailedError) as caught:
            given(DjangoStore(database), document())
        assert caught.value.cause == cause
        assert caught.value.__cause__ is caught.value.__context__ is None

    def test_connection_of_a_thread_is_closed(self, store: DjangoStore) -> None:
        """A unit that opened the connection of its thread leaves it as the end of a request does: closed."""
        connections["default"].close()
        given(store, school())
        assert connections["default"].connection is None

    @pytest.mark.parametrize("alias", ["sqlite", pytest.param("postgresql", marks=pytest.mark.system)])
    def test_statements_of_a_school(self, alias: str, request: pytest.FixtureRequest) -> None:
        """A school of 150 costs at most 48 statements, savepoints included; on PostgreSQL one of 300 costs as many."""
        database = request.getfixturevalue(alias)
        counts = []
        for size in (150, 300) if alias == "postgresql" else (150,):
            empty(database)
            roster = [invented(number, f"NOM {number:03d}") for number in range(size)]
            service = make_school(*roster, store=DjangoStore(database))
            with CaptureQueriesContext(connections[database]) as statements:
                assert len(desk(service, UAI, DNB).generate().created) == size
            counts.append(len(statements))
        assert len(set(counts)) == 1
        assert counts[0] <= 48

    def test_migrations_make_the_models(self, sqlite: str) -> None:
        """The migrations are up to date with the models."""
        call_command("makemigrations", "cyclades", check=True, dry_run=True, verbosity=0)
