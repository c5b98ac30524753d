"""Databases that earlier versions of the library wrote are brought to the present one, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from sqlalchemy import Engine, create_engine, text

from cyclades_accounts import Criteria, Generation, Provisioning, Renew
from cyclades_accounts.errors import RunIdReusedError
from cyclades_accounts.identifiers import CandidateId, DocumentId, Ine, Login, RunId, is_ine
from cyclades_accounts.model import (
    Credential,
    PapillonState,
    PastCredential,
    RefusalReason,
    Report,
    Subject,
    names_in,
)
from cyclades_accounts.provisioning import LoginVerdict
from cyclades_accounts.sealing import AesGcmSealer, HmacPseudonymizer, KeyRing
from cyclades_accounts.sql import (
    SCHEMA_VERSION,
    ConstraintFailedError,
    DatabaseFailedError,
    SchemaVersionError,
    SqlStore,
    UnsafeTransactionError,
    migrate,
)
from cyclades_accounts.sql._codec import report_from_text
from tests.sql.databases import described, empty, load, rows
from tests.support import NOW, OTHER_UAI, SESSION, UAI, desk, ine, make_service, read_slips

EARLIER = range(1, SCHEMA_VERSION)

_TOLD = ("family_name", "given_names", "birth_date", "usage_name")

CHECKED = 4
"""The first version that checks logins."""

UNCHECKED = {
    "sqlite": "PRAGMA ignore_check_constraints = ON",
    "postgresql": "ALTER TABLE cyclades_accounts DROP CONSTRAINT ck_cyclades_accounts_login",
}
"""Has the database take a login that it would refuse."""

SPACED = CandidateId("E 7 b")
"""A key with spaces in it, in the database of version 4."""

JOURNAL = {
    UAI: ["close", "renewal", "creation", "roster-1", "school-1"],
    OTHER_UAI: ["merge", "creation-2", "roster-2", "school-2"],
}
"""The runs of the two schools, newest first, that every earlier version wrote; the later ones wrote a few more."""


@pytest.fixture(scope="module")
def fresh(engine: Engine) -> dict[str, Any]:
    """Return what the tables look like when they are made on an empty database."""
    empty(engine)
    SqlStore(engine).create_schema()
    return described(engine)


def service_on(engine: Engine) -> Provisioning:
    """Return a service over the migrated database, with the key under which the documents were sealed."""
    keys = KeyRing("fixtures", {"fixtures": bytes(range(32))})
    return make_service(store=SqlStore(engine), sealer=AesGcmSealer(keys), clock=lambda: NOW + timedelta(days=1))


def reports(found: dict[str, list[dict[str, Any]]]) -> dict[str, Report]:
    """Return the reports of a database by run."""
    read = [report_from_text(row["report"]) for row in found["cyclades_journal"]]
    return {report.run.id: report for report in read}


@pytest.mark.parametrize("version", EARLIER)
class TestEveryVersion:
    """Whichever version wrote the database."""

    def test_tables_are_those_of_an_empty_database(self, engine: Engine, fresh: dict[str, Any], version: int) -> None:
        """Migrated tables are the fresh ones: columns, keys, constraints, indexes, triggers, and no others."""
        load(engine, version)
        assert SqlStore(engine).migrate() == version
        assert described(engine) == fresh

    def test_every_value_is_kept(self, engine: Engine, version: int) -> None:
        """Every row that was there is there, with the same values, and no other."""
        load(engine, version)
        before = rows(engine)
        SqlStore(engine).migrate()
        after = rows(engine)
        assert reports(after) == reports(before)
        people = {row["id"]: row for row in before.pop("cyclades_candidates")}
        for row in after["cyclades_candidatures"]:  # each shows the person, whom earlier versions kept once
            told = people[row["candidate_id"]]
            assert {name: row[name] for name in _TOLD} == {name: told[name] for name in _TOLD}
            assert row["ine"] == (told["id"] if is_ine(told["id"]) else None)
        del before["cyclades_journal"], before["cyclades_schema"]
        for name, old in before.items():
            assert sorted(({key: row[key] for key in old[0]} for row in after[name]), key=repr) == old

    def test_life_goes_on(self, engine: Engine, version: int) -> None:
        """Documents open, passwords hold, old slips say what became of them, and a later run works."""
        load(engine, version)
        SqlStore(engine).migrate()
        service = service_on(engine)
        newest, oldest = (
            next(one for one in desk(service).documents.page().items if one.run_id == run)
            for run in ("renewal", "creation")
        )
        opened = desk(service).documents.open(newest.id)
        states = {str(one.papillon.login): one.standing.state for one in opened.papillons}
        assert states["lea.martin2"] is PapillonState.HOLDS
        assert states["zoe.dherve"] is PapillonState.CHANGED
        assert states["lukasz.boeuf"] is PapillonState.CLOSED
        old = desk(service).documents.open(oldest.id)
        assert {one.standing.state for one in old.papillons} == {PapillonState.SUPERSEDED}
        assert {one.standing.run_id for one in old.papillons} == {"renewal"}
        printed = read_slips(opened.content)
        assert service.candidates.check_login("lea.martin2", printed["lea.martin2"]).verdict is LoginVerdict.ACCEPTED
        assert service.candidates.check_login("zoe.dherve", "Un autre mot de passe 22").verdict is LoginVerdict.ACCEPTED
        assert service.candidates.check_login("zoe.dherve", printed["zoe.dherve"]).verdict is LoginVerdict.REFUSED
        assert (
            service.candidates.check_login("ali.roux@example.org", "Un mot de passe bien long 1").verdict
            is LoginVerdict.ACCEPTED
        )
        later = desk(service).generate(Generation(renew=Renew.ALL))
        assert [outcome.login for outcome in later.renewed] == ["lea.martin", "lea.martin2", "zoe.dherve"]
        assert desk(service).documents.page().items[0].run_id == later.run.id

    def test_journal_has_its_schools_and_its_order(self, engine: Engine, version: int) -> None:
        """Each school finds what was done in its name, newest first, and a retry of an old run finds its report."""
        load(engine, version)
        SqlStore(engine).migrate()
        service = service_on(engine)
        for uai, runs in JOURNAL.items():
            found = [report.run.id for report in desk(service, uai).documents.journal().items]
            assert [run for run in found if run in runs] == runs
        with service.store.reading() as unit:
            assert "change" in unit.journal.naming([ine(3)])
            for run in map(RunId, [*JOURNAL[UAI], *JOURNAL[OTHER_UAI]]):
                report = unit.journal.get(run)
                assert report
                assert all(run in unit.journal.naming([name]) for name in names_in(report))

    def test_every_account_has_a_holder(self, engine: Engine, version: int) -> None:
        """The holder is the person as the store kept them, with the INE where the key is one, and their school."""
        load(engine, version)
        SqlStore(engine).migrate()
        with SqlStore(engine).reading() as unit:
            logins = [Login(row["login"]) for row in rows(engine)["cyclades_accounts"]]
            standing = {one.candidate_id: one for one in unit.accounts.find(logins=logins) if one.replaced_by is None}
            held = unit.holders.of(standing)
            assert {key: holder.uai for key, holder in held.items()} == {
                key: account.issued_by for key, account in standing.items()
            }
            people = {one.candidate_id: one.candidate for one in unit.people.of_candidates(standing)}
            for key, holder in held.items():
                assert holder.candidate.ine == (Ine(key) if is_ine(key) else None)
                assert key not in people or holder.candidate == people[key]
            assert len({*unit.holders.alike([Ine(key) for key in held if is_ine(key)], [])}) == len(
                [key for key in held if is_ine(key)]
            )

    @pytest.mark.parametrize("renew", [False, True])
    def test_a_key_of_another_is_held_back(self, engine: Engine, version: int, renew: bool) -> None:  # noqa: FBT001  # parametrized
        """Accounts of earlier versions are guarded like new ones."""
        load(engine, version)
        SqlStore(engine).migrate()
        service = service_on(engine)
        with service.store.writing() as unit:
            held = unit.holders.of([CandidateId(ine(1))])[CandidateId(ine(1))]
            unit.holders.put([evolve(held, candidate=evolve(held.candidate, given_names="Autre"))])
        report = desk(service).generate(Generation(renew=Renew(renew)))
        [outcome] = [one for one in report.outcomes if one.candidate_id == ine(1)]
        assert outcome.refusal is not None
        assert outcome.refusal.reason is RefusalReason.OTHER_PERSON

    def test_passwords_know_their_runs(self, engine: Engine, version: int) -> None:
        """Each password knows the run that issued it, those before it too, though versions 1 and 2 did not note it."""
        load(engine, version)
        SqlStore(engine).migrate()
        runs = {
            "zoe.dherve": ["creation", "renewal", "change"],
            "lea.martin2": ["creation", "renewal"],
            "ali.roux@example.org": ["email"],
            "eve.legoff": ["creation-2"],
        }
        with SqlStore(engine).reading() as unit:
            for login, expected in runs.items():
                account = next(iter(unit.accounts.find(logins=[Login(login)])), None)
                assert account is not None
                assert account.credential is not None
                history: list[Credential | PastCredential] = [*account.past, account.credential]
                assert [one.run_id for one in history] == expected
                assert [one.version for one in history] == list(range(1, len(expected) + 1))
                assert [one.issued_at for one in history] == sorted(one.issued_at for one in history)

    def test_failure_leaves_the_database_as_it_was(self, engine: Engine, version: int) -> None:
        """A row that breaks a constraint of the present version fails the migration, and nothing of it remains."""
        load(engine, version)
        with engine.begin() as connection:
            if version >= CHECKED:
                connection.execute(text(UNCHECKED[engine.dialect.name]))
            connection.execute(text("UPDATE cyclades_accounts SET login = 'Lea.Martin' WHERE login = 'lea.martin'"))
            if version >= CHECKED and engine.dialect.name == "sqlite":
                connection.execute(text("PRAGMA ignore_check_constraints = OFF"))
        before = described(engine), rows(engine)
        with pytest.raises(ConstraintFailedError) as caught:
            SqlStore(engine).migrate()
        assert "artin" not in f"{caught.value!r} {caught.value}"
        assert (described(engine), rows(engine)) == before
        with pytest.raises(SchemaVersionError, match=r"call SqlStore\.migrate") as refused:
            SqlStore.open(engine.url)
        assert refused.value == SchemaVersionError(version, SCHEMA_VERSION)

    def test_hosts_rollback_leaves_the_database_as_it_was(self, engine: Engine, version: int) -> None:
        """In the host's transaction a migration is undone with it, as often as the host likes."""
        load(engine, version)
        before = described(engine), rows(engine)
        with engine.connect() as connection:
            for _ in range(2):
                if engine.dialect.name == "sqlite":
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                assert migrate(connection) == version
                assert migrate(connection) == SCHEMA_VERSION
                connection.rollback()
        assert (described(engine), rows(engine)) == before


class TestMigrating:
    """Whatever the database holds."""

    def test_empty_database_gets_the_tables(self, engine: Engine, fresh: dict[str, Any]) -> None:
        """Where there are no tables they are made."""
        empty(engine)
        assert SqlStore(engine).migrate() is None
        assert SqlStore(engine).migrate() == SCHEMA_VERSION
        assert described(engine) == fresh

    @pytest.mark.parametrize("version", [0, SCHEMA_VERSION + 1])
    def test_unknown_version_is_refused(self, engine: Engine, fresh: dict[str, Any], version: int) -> None:
        """A version that the library does not know, newer ones above all, is refused and nothing is touched."""
        del fresh
        load(engine, 3)
        with engine.begin() as connection:
            connection.execute(text(f"UPDATE cyclades_schema SET version = {version}"))  # noqa: S608  # a number of ours
        before = described(engine), rows(engine)
        with pytest.raises(SchemaVersionError) as caught:
            SqlStore(engine).migrate()
        assert caught.value == SchemaVersionError(version, SCHEMA_VERSION)
        assert (described(engine), rows(engine)) == before

    def test_tables_of_another_shape_are_a_failure(self, engine: Engine) -> None:
        """A table that its version should have and that is not there fails the migration, and nothing of it remains."""
        load(engine, 2)
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE cyclades_papillons"))
        before = described(engine), rows(engine)
        with pytest.raises(DatabaseFailedError):
            SqlStore(engine).migrate()
        assert (described(engine), rows(engine)) == before

    def test_migrating_at_once_migrates_once(self, engine: Engine) -> None:
        """Processes that open one old database at once all succeed, and one of them migrates it."""
        empty(engine)
        SqlStore.open(engine.url).close()
        fresh = described(engine)
        load(engine, 2)

        def open_it(_: int) -> None:
            SqlStore.open(engine.url, migrate=True).close()

        with ThreadPoolExecutor(3) as pool:
            assert list(pool.map(open_it, range(3))) == [None] * 3
        assert described(engine) == fresh

    def test_password_without_a_trace_has_an_unknown_run(self, engine: Engine) -> None:
        """Where neither slip nor report nor ledger tells who issued a password, its run reads «unknown»."""
        load(engine, 2)
        with engine.begin() as connection:
            for name in ("papillons", "issued_logins", "documents", "journal"):
                connection.execute(text(f"DELETE FROM cyclades_{name}"))  # noqa: S608  # a name of ours
        SqlStore(engine).migrate()
        with SqlStore(engine).reading() as unit:
            account = next(iter(unit.accounts.find(logins=[Login("zoe.dherve")])), None)
        assert account is not None
        assert account.credential is not None
        assert [account.credential.run_id, *(one.run_id for one in account.past)] == ["unknown"] * 3

    def test_transaction_that_could_not_be_undone_is_refused(self, engine: Engine) -> None:
        """Where the host's connection would commit each statement, nothing is touched, and the cure is named."""
        load(engine, 3)
        before = described(engine)
        loose = create_engine(engine.url, isolation_level="AUTOCOMMIT")
        with pytest.raises(UnsafeTransactionError), loose.connect() as connection:
            migrate(connection)
        loose.dispose()
        assert described(engine) == before


class TestReportsOfVersion4:
    """Until version 4 the subject of a run was one text, parted by spaces, and its digest was made of every field."""

    @pytest.fixture
    def service(self, engine: Engine) -> Provisioning:
        """Return a service over a database as the library wrote it at version 4."""
        load(engine, 4)
        SqlStore(engine).migrate()
        return service_on(engine)

    def test_parts_of_a_subject_are_read(self, service: Provisioning) -> None:
        """Each part of an old text is read for what it is, a key with spaces in it included."""
        session = SESSION.id
        document = DocumentId("4be7f95f525ba05919237e8ce22f75e2")
        expected = {
            "school-2": Subject(uai=OTHER_UAI),
            "roster-3": Subject(uai=OTHER_UAI, session_id=session),
            "creation-3": Subject(uai=OTHER_UAI, session_id=session, request="44cfbae383a7"),
            "close-spaced": Subject(uai=OTHER_UAI, candidate_id=SPACED),
            "regeneration": Subject(uai=OTHER_UAI, session_id=session, request="d8ee15722ea5"),
            "reprint": Subject(uai=OTHER_UAI, document_id=document, request="fc33dbf557f8"),
            "impose-spaced": Subject(uai=OTHER_UAI, request="fd8f86d9d9af"),
        }
        found = {
            report.run.id: report.run.subject for report in desk(service, OTHER_UAI).documents.journal(size=50).items
        }
        assert {run: found[RunId(run)] for run in expected} == expected
        with service.store.reading() as unit:
            change, email = unit.journal.get(RunId("change")), unit.journal.get(RunId("email"))
        assert change is not None
        assert change.run.subject == Subject(login="zoe.dherve")
        assert email is not None
        assert email.run.subject == Subject(candidate_id=CandidateId(ine(6)))

    def test_a_retry_over_the_upgrade_is_harmless(self, service: Provisioning) -> None:
        """A run that was asked for before the upgrade and is tried again after it returns its report."""
        here, there = desk(service, actor="Mme Martin"), desk(service, OTHER_UAI, actor="Mme Martin")
        before = here.documents.journal().total, there.documents.journal(size=50).total
        criteria = Criteria(candidates=[SPACED])
        reports: dict[str, Report] = {
            "supplementary": here.generate(run_id="supplementary"),
            "creation-3": there.generate(run_id="creation-3"),
            "regeneration": desk(service, OTHER_UAI, actor="M. Roux").regenerate(criteria, run_id="regeneration"),
        }
        assert {run: report.run.id for run, report in reports.items()} == {run: run for run in reports}
        assert (here.documents.journal().total, there.documents.journal(size=50).total) == before

    def test_another_request_under_an_old_run_id_is_refused(self, service: Provisioning) -> None:
        """An old digest still tells one request from another: other groups or criteria, a renewal, somebody else."""
        here, there = desk(service, actor="Mme Martin"), desk(service, OTHER_UAI, actor="M. Roux")
        asks: list[Callable[[], object]] = [
            lambda: here.generate(Generation(renew=Renew.ALL), run_id="supplementary"),
            lambda: here.generate(Generation(groups=["3A"]), run_id="supplementary"),
            lambda: there.generate(run_id="supplementary"),
            lambda: there.regenerate(Criteria(candidates=[ine(7)]), run_id="regeneration"),
            lambda: desk(service).generate(run_id="supplementary"),
            lambda: desk(service, OTHER_UAI).regenerate(Criteria(candidates=[SPACED]), run_id="regeneration"),
        ]
        for ask in asks:
            with pytest.raises(RunIdReusedError):
                ask()

    def test_erasing_a_key_with_spaces_leaves_no_trace(self, service: Provisioning, engine: Engine) -> None:
        """After an erasure no report names the pupil any more, whatever version wrote it."""
        pseudonymizer = HmacPseudonymizer(KeyRing.generate("erasures"))
        desk(evolve(service, pseudonymizer=pseudonymizer), OTHER_UAI).accounts.erase(SPACED)
        kept = repr(rows(engine))
        assert SPACED not in kept
        assert "eve.legoff3" not in kept


def test_each_version_has_its_files() -> None:
    """Every earlier version has a database, for both databases."""
    folder = Path(__file__).parent / "earlier"
    files = {f"version_{version}.{database}.sql" for version in EARLIER for database in ("sqlite", "postgresql")}
    assert {path.name for path in folder.glob("*.sql")} == files
