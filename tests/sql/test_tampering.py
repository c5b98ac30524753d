"""Whoever writes to our own database by hand is refused, or found out: every verb that no activity needs, on both."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from attrs import evolve
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from cyclades_accounts import Generation, LoginVerdict, Provisioning, Renew
from cyclades_accounts.errors import AlteredDocumentError, ErasureKeyError, UnknownDocumentError
from cyclades_accounts.identifiers import DocumentId
from cyclades_accounts.retention import EveryPapillonDone, OlderThan
from cyclades_accounts.sealing import AesGcmSealer, HmacPseudonymizer, KeyRing
from cyclades_accounts.sql import DatabaseFailedError, SqlStore, add_guards, migrate
from cyclades_accounts.sql._tables import REGISTRY, metadata
from cyclades_accounts.sql._triggers import GUARDS, REPLACED
from tests.sql.databases import described, empty, load
from tests.support import KEYS, OTHER_UAI, SESSION, UAI, candidature, desk, ine, make_school, registry, slips_of

ERASURES: Final = HmacPseudonymizer(KeyRing.generate("erasures"))

LONG_AGO: Final = "'2020-01-01 00:00:00.000000'"


def _renew(**changes: str) -> str:
    """Return the statement that puts another password in the place of one that was revoked, with other values."""
    values = {
        "credential_version": "credential_version + 1",
        "password_hash": "'other'",
        "password_run": "'other'",
        "password_revoked_at": "NULL",
        "past": "replace(past, ']', ', {}]')",
    }
    told = ", ".join(f"{column} = {value}" for column, value in (values | changes).items())
    return f"UPDATE cyclades_accounts SET {told} WHERE password_revoked_at IS NOT NULL"  # noqa: S608  # ours


ATTACKS: Final[Mapping[str, tuple[str, ...]]] = {
    "tr_cyclades_journal_redacted": (
        "UPDATE cyclades_journal SET report = '{}'",
        "UPDATE cyclades_journal SET report = replace(report, 'Mme Roux', 'M. Autre')",
        "UPDATE cyclades_journal SET school = NULL",
        "UPDATE cyclades_journal SET school = '0350002M', redactions = redactions + 1 WHERE run_id = 'create'",
        "UPDATE cyclades_journal SET school = NULL, redactions = redactions + 1 WHERE run_id = 'create'",
        "UPDATE cyclades_journal SET redactions = 0 WHERE redactions > 0",
        "UPDATE cyclades_journal SET at = '2020-01-01 00:00:00.000000', redactions = redactions + 1",
        "UPDATE cyclades_journal SET rank = rank + 1000, redactions = redactions + 1",
        "UPDATE cyclades_journal SET run_id = run_id || '!', redactions = redactions + 1",
        "UPDATE cyclades_journal SET number = number + 1000",
        "UPDATE cyclades_journal SET number = NULL WHERE run_id = 'create'",
        "UPDATE cyclades_journal SET number = NULL, redactions = redactions + 1 WHERE run_id = 'create'",
        "UPDATE cyclades_journal SET number = 1000, report = '{}' WHERE run_id = 'last'",
        "UPDATE cyclades_journal SET number = 1000, redactions = redactions + 1 WHERE run_id = 'last'",
    ),
    "tr_cyclades_journal_report": (
        "DELETE FROM cyclades_journal",
        "DELETE FROM cyclades_journal WHERE run_id = 'open'",
    ),
    "tr_cyclades_reported_names_kept": (
        "DELETE FROM cyclades_reported_names",
        "DELETE FROM cyclades_reported_names WHERE run_id = 'renew'",
        f"DELETE FROM cyclades_reported_names WHERE run_id = 'create' AND name = '{ine(1)}'",  # noqa: S608  # ours
    ),
    "tr_cyclades_reported_names_same": (
        "UPDATE cyclades_reported_names SET name = name || '0'",
        "UPDATE cyclades_reported_names SET is_key = NOT is_key",
        "UPDATE cyclades_reported_names SET run_id = 'there' WHERE run_id = 'create'",
    ),
    "tr_cyclades_accounts_same": (
        "UPDATE cyclades_accounts SET past = '[]' WHERE past <> '[]'",
        "UPDATE cyclades_accounts SET past = replace(past, 'provisional', 'chosen     ')",
        "UPDATE cyclades_accounts SET past = replace(past, '2025', '12025'), credential_version = 9",
        "UPDATE cyclades_accounts SET past = replace(past, ']', ', {}]') WHERE past <> '[]'",
        "UPDATE cyclades_accounts SET past = '[{}]' WHERE past = '[]'",
        "UPDATE cyclades_accounts SET password_revoked_at = NULL WHERE password_revoked_at IS NOT NULL",
        f"UPDATE cyclades_accounts SET password_revoked_at = {LONG_AGO} WHERE password_revoked_at IS NOT NULL",  # noqa: S608  # ours
        "UPDATE cyclades_accounts SET password_first_used_at = NULL WHERE password_first_used_at IS NOT NULL",
        f"UPDATE cyclades_accounts SET password_first_used_at = {LONG_AGO} WHERE password_first_used_at IS NOT NULL",  # noqa: S608  # ours
        "UPDATE cyclades_accounts SET credential_state = 'chosen', password_expires_at = NULL",
        "UPDATE cyclades_accounts SET password_expires_at = NULL",
        "UPDATE cyclades_accounts SET password_issued_at = password_expires_at WHERE password_expires_at IS NOT NULL",
        "UPDATE cyclades_accounts SET password_run = 'there'",
        _renew(credential_version="99"),
        _renew(credential_version="credential_version + 2"),
        _renew(past="past"),
        _renew(past="'[]'"),
        _renew(password_hash="password_hash"),
        _renew(past="past", password_hash="password_hash"),
        "UPDATE cyclades_accounts SET issued_by = '0350002M'",
        "UPDATE cyclades_accounts SET created_at = password_expires_at WHERE password_expires_at IS NOT NULL",
        "UPDATE cyclades_accounts SET kind = 'email'",
        "UPDATE cyclades_accounts SET replaced_by = NULL WHERE replaced_by IS NOT NULL",
    ),
    "tr_cyclades_accounts_person": (
        "UPDATE cyclades_accounts SET candidate_id = candidate_id || '0' WHERE login = 'lea.martin'",
        "UPDATE cyclades_accounts SET candidate_id = ' ' || id",
        f"UPDATE cyclades_accounts SET candidate_id = '{ine(2)}' WHERE candidate_id = '{ine(9)}'",  # noqa: S608  # ours
        "UPDATE cyclades_accounts SET login = 'lea.martin' WHERE login = 'lea.martin2'",
    ),
    "tr_cyclades_holders_same": ("UPDATE cyclades_holders SET candidate_id = candidate_id || '0'",),
    "tr_cyclades_merged_candidates_same": ("UPDATE cyclades_merged_candidates SET lost = lost || '0'",),
    "tr_cyclades_sessions_same": ("UPDATE cyclades_sessions SET id = id || '0'",),
    "tr_cyclades_sessions_kept": ("DELETE FROM cyclades_sessions",),
    "tr_cyclades_issued_logins_erased": (
        "DELETE FROM cyclades_issued_logins",
        "DELETE FROM cyclades_issued_logins WHERE login = 'lea.martin'",
        "DELETE FROM cyclades_issued_logins WHERE run_id = 'create'",
    ),
    "tr_cyclades_issued_logins_line": (
        "UPDATE cyclades_issued_logins SET number = 9 WHERE number = 1",
        "UPDATE cyclades_issued_logins SET login = 'other.one' WHERE login = 'lea.martin'",
        "UPDATE cyclades_issued_logins SET stem = NULL, number = NULL",
    ),
    "tr_cyclades_erased_logins_digest": ("DELETE FROM cyclades_erased_logins",),
    "tr_cyclades_erased_logins_same": (
        "UPDATE cyclades_erased_logins SET digest = digest || '0'",
        "UPDATE cyclades_erased_logins SET digest = 'other:00', key_id = 'other'",
        "UPDATE cyclades_erased_logins SET login = 'lea.martin'",
    ),
    "tr_cyclades_counters_borne": (
        "DELETE FROM cyclades_counters",
        "DELETE FROM cyclades_counters WHERE stem = 'lea.martin'",
    ),
    "tr_cyclades_counters_last": ("UPDATE cyclades_counters SET last = 0",),
    "tr_cyclades_documents_kept": ("DELETE FROM cyclades_documents",),
    "tr_cyclades_documents_place": (
        "UPDATE cyclades_documents SET school = '0350002M'",
        "UPDATE cyclades_documents SET session = 'DNB-2026'",
        "UPDATE cyclades_documents SET run_id = 'renew' WHERE run_id = 'create'",
        "UPDATE cyclades_documents SET layout = 'other'",
        "UPDATE cyclades_documents SET size = size + 1 WHERE purged_at IS NULL",
        "UPDATE cyclades_documents SET papillons = papillons + 1 WHERE purged_at IS NULL",
        "UPDATE cyclades_documents SET created_at = (SELECT max(at) FROM cyclades_journal), type = 'ODT'",
        "UPDATE cyclades_documents SET name = 'other.pdf'",
        "UPDATE cyclades_documents SET id = id || '0'",
        "UPDATE cyclades_documents SET title = 'Autre'",
        "UPDATE cyclades_documents SET purged_at = '2020-01-01 00:00:00.000000' WHERE purged_at IS NOT NULL",
        "UPDATE cyclades_documents SET size = size + 1 WHERE purged_at IS NOT NULL",
        "UPDATE cyclades_documents SET papillons = papillons + 1, purged_at = created_at, sealed = NULL",
    ),
    "tr_cyclades_papillons_place": (
        "UPDATE cyclades_papillons SET run_id = 'there'",
        "UPDATE cyclades_papillons SET credential_version = 9",
        "UPDATE cyclades_papillons SET account_id = (SELECT min(id) FROM cyclades_accounts)",
    ),
}
"""By trigger, what somebody at a console tries."""


def _put(table: str, verb: str = "REPLACE", **values: str) -> str:
    """Return the statement that puts each row in the place of the one that is there, with other values."""
    names = [column.name for column in metadata.tables[f"cyclades_{table}"].c]
    told = ", ".join({"rank": "rank + 1000", **values}.get(name, name) for name in names)
    return f"{verb} INTO cyclades_{table} ({', '.join(names)}) SELECT {told} FROM cyclades_{table} WHERE TRUE"  # noqa: S608  # ours


REPLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "tr_cyclades_journal_new": (
        _put("journal", report="'{}'"),
        _put("journal", "INSERT OR REPLACE", school="NULL"),
        _put("journal", run_id="run_id || '!'"),
        _put("journal", "INSERT OR IGNORE"),
    ),
    "tr_cyclades_journal_number": ("UPDATE OR REPLACE cyclades_journal SET number = 1 WHERE run_id = 'last'",),
    "tr_cyclades_journal_redacted": ("UPDATE OR REPLACE cyclades_journal SET rank = 1",),
    "tr_cyclades_reported_names_new": (_put("reported_names", is_key="NOT is_key"),),
    "tr_cyclades_accounts_new": (
        _put("accounts", credential_version="1", past="'[]'"),
        _put("accounts", "INSERT OR REPLACE", password_revoked_at="NULL"),
        _put("accounts", id="id || '0'"),
        _put("accounts", id="id || '0'", login="login || '0'"),
    ),
    "tr_cyclades_accounts_person": (
        "UPDATE OR REPLACE cyclades_accounts SET login = 'lea.martin' WHERE login = 'lea.martin2'",
        f"UPDATE OR REPLACE cyclades_accounts SET candidate_id = '{ine(1)}'",  # noqa: S608  # ours
    ),
    "tr_cyclades_issued_logins_new": (
        _put("issued_logins", number="9 * number"),
        _put("issued_logins", "INSERT OR REPLACE", account_id="(SELECT min(id) FROM cyclades_accounts)"),
        _put("issued_logins", account_id="NULL", issued_at="NULL", run_id="NULL", stem="NULL", number="NULL"),
    ),
    "tr_cyclades_issued_logins_line": ("UPDATE OR REPLACE cyclades_issued_logins SET login = 'lea.martin'",),
    "tr_cyclades_erased_logins_new": (
        _put("erased_logins", key_id="'other'"),
        _put("erased_logins", login="'lea.martin'"),
    ),
    "tr_cyclades_erased_logins_same": ("UPDATE OR REPLACE cyclades_erased_logins SET digest = 'erasures:00'",),
    "tr_cyclades_counters_new": (
        _put("counters", last="0"),
        _put("counters", "INSERT OR REPLACE", last="last - 1"),
    ),
    "tr_cyclades_counters_last": ("UPDATE OR REPLACE cyclades_counters SET stem = 'lea.martin' WHERE last < 2",),
    "tr_cyclades_documents_new": (
        _put("documents", title="'Autre'"),
        _put("documents", "INSERT OR REPLACE", school="'0350002M'"),
    ),
    "tr_cyclades_papillons_new": (
        _put("papillons", sealed="x'00'"),
        _put("papillons", "INSERT OR REPLACE", sealed="x'00'"),
    ),
    "tr_cyclades_sessions_same": ("UPDATE OR REPLACE cyclades_sessions SET id = 'DNB-2026'",),
}
"""By trigger, what SQLite's ``REPLACE`` would do, which deletes the row that is there without a trigger of deletion."""

OURS: Final = [str(table.name) for table in metadata.sorted_tables if table not in REGISTRY]


def life(store: SqlStore) -> Provisioning:
    """Have a year of two schools over a store: every activity that changes or removes a row."""
    people = [candidature(number, given_names=name) for number, name in enumerate(["Léa", "Tom", "Léa", "Zoé"], 1)]
    old = KeyRing("old", {"old": bytes(range(32))})
    service = make_school(*people, store=store, sealer=AesGcmSealer(old), pseudonymizer=ERASURES)
    registry(service).register_roster(OTHER_UAI, SESSION, [candidature(9, "NOM", uai=OTHER_UAI)])
    desk(service, OTHER_UAI).generate(run_id="there")
    here = desk(service)
    here.accounts.impose_logins({ine(4): "zoe.imposee"})
    here.accounts.impose_logins({ine(4): "zoe.choisie"})
    first = here.generate(run_id="create")
    here.generate(Generation(renew=Renew.ALL), run_id="renew")
    here.documents.open(first.documents[0], run_id="open")
    here.accounts.erase(ine(2), run_id="erase")
    here.accounts.close(ine(4))
    here.accounts.revoke(ine(1))
    here.accounts.rekey(ine(4), ine(3))
    service = evolve(service, sealer=AesGcmSealer(KeyRing(KEYS.current, {**old.keys, **KEYS.keys})))
    assert desk(service).documents.reseal().damaged == ()
    desk(service).generate(Generation(renew=Renew.ALL), run_id="again")
    assert service.upkeep(actor="Relais").events()
    desk(service).accounts.revoke(ine(1), run_id="last")
    (slip,) = slips_of(service, "there")
    assert service.candidates.check_login(slip.login, slip.password.reveal()).verdict is LoginVerdict.ACCEPTED
    desk(service).documents.purge(EveryPapillonDone())
    return service


@pytest.fixture(scope="module")
def lived(engine: Engine) -> Iterator[tuple[Provisioning, Engine]]:
    """Return a database that we opened ourselves, after a year, and an engine as somebody at a console has it."""
    empty(engine)
    console = create_engine(engine.url)
    with SqlStore.open(engine.url) as store:
        yield life(store), console
    console.dispose()


@pytest.mark.parametrize(
    ("trigger", "statement"), [(trigger, one) for trigger, some in ATTACKS.items() for one in some], ids=str
)
def test_a_statement_that_no_activity_needs_is_refused(
    lived: tuple[Provisioning, Engine], trigger: str, statement: str
) -> None:
    """What somebody writes by hand is refused by the trigger that is made for it, with or without foreign keys."""
    with pytest.raises(IntegrityError, match=f"constraint {trigger}"), lived[1].begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("trigger", "statement"), [(trigger, one) for trigger, some in REPLACES.items() for one in some], ids=str
)
def test_no_row_is_put_in_place_of_another(lived: tuple[Provisioning, Engine], trigger: str, statement: str) -> None:
    """``REPLACE`` is refused on every table that has a row to lose; PostgreSQL does not have it."""
    console = lived[1]
    refused = f"constraint {trigger}" if console.dialect.name == "sqlite" else "syntax error"
    with pytest.raises(DBAPIError, match=refused), console.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("table", sorted(set(OURS) - {"cyclades_schema", "cyclades_holds"}))
def test_no_row_takes_the_number_of_another(lived: tuple[Provisioning, Engine], table: str) -> None:
    """On SQLite a row has a number besides its keys: ``REPLACE`` by it takes no row away; PostgreSQL has none."""
    console = lived[1]
    names = [column.name for column in metadata.tables[table].c if column.name != "rank"]
    keys = {names[0], "id", "run_id", "login", "number"}
    other = ", ".join(f"{name} || '!'" if name in keys else name for name in names)
    attacks = {
        "row": f"REPLACE INTO {table} (rowid, {', '.join(names)}) SELECT rowid, {other} FROM {table} WHERE TRUE",  # noqa: S608  # ours
        # A table of one row has nothing to lose.
        "moved|redacted|line|place|same": f"UPDATE OR REPLACE {table} SET rowid = (SELECT min(rowid) FROM {table})",  # noqa: S608  # ours
    }
    with console.connect() as connection:
        several = (connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0) > 1  # noqa: S608  # ours
    for triggers, attack in attacks.items() if several else list(attacks.items())[:1]:
        refused = f"constraint tr_{table}_({triggers})" if console.dialect.name == "sqlite" else "syntax error"
        with pytest.raises(DBAPIError, match=refused), console.begin() as connection:
            connection.execute(text(attack))


@pytest.mark.parametrize("column", ["candidate_id", "login"])
def test_two_accounts_are_not_exchanged(lived: tuple[Provisioning, Engine], column: str) -> None:
    """Neither people nor logins of two accounts change places, in however many steps."""
    asked = text(f"SELECT {column} FROM cyclades_accounts WHERE replaced_by IS NULL ORDER BY id LIMIT 2")  # noqa: S608  # ours
    change = text(f"UPDATE cyclades_accounts SET {column} = :value WHERE {column} = :held")  # noqa: S608  # ours

    def exchange(connection: Connection) -> None:
        mine, yours = connection.execute(asked).scalars()
        for value, held in (("~", mine), (mine, yours), (yours, "~")):
            connection.execute(change, {"value": value, "held": held})

    with lived[1].connect() as connection, pytest.raises(IntegrityError, match="tr_cyclades_accounts_person"):
        exchange(connection)


@pytest.mark.parametrize("table", OURS)
def test_no_table_is_emptied_at_one_stroke(lived: tuple[Provisioning, Engine], table: str) -> None:
    """``TRUNCATE``, which fires no trigger for rows, is refused on every table of ours; SQLite does not have it."""
    console = lived[1]
    if console.dialect.name == "sqlite":
        with pytest.raises(Exception, match="syntax error"), console.begin() as connection:
            connection.execute(text(f"TRUNCATE {table}"))
        return
    with pytest.raises(IntegrityError, match=r"constraint tr_cyclades_.*_emptied"), console.begin() as connection:
        connection.execute(text(f"TRUNCATE {table} CASCADE"))


def test_every_guard_is_attacked() -> None:
    """Whoever adds a guard adds the statement that it refuses."""
    assert ATTACKS.keys() >= GUARDS.keys()
    assert REPLACES.keys() >= REPLACED.keys()


def test_the_next_password_passes(lived: tuple[Provisioning, Engine]) -> None:
    """A new password as an activity writes it passes, so that each attack above is refused for what it leaves out."""
    with lived[1].connect() as connection:
        assert connection.execute(text(_renew())).rowcount > 0


def test_what_passes_leaves_a_trace(lived: tuple[Provisioning, Engine]) -> None:
    """A forged redaction is one more than the erasures tell, and a forged digest stops whoever issues a login."""
    service, console = lived
    redacted = text("SELECT sum(redactions) FROM cyclades_journal")
    with console.connect() as connection:
        told = desk(service).documents.report("erase")
        before = connection.execute(redacted).scalar()
        assert before == getattr(told, "reports", None)
        connection.execute(text("UPDATE cyclades_journal SET report = '{}', redactions = redactions + 1"))
        assert connection.execute(redacted).scalar() != before
        connection.rollback()
        forged = (
            "INSERT INTO cyclades_erased_logins (digest, key_id, login) VALUES ('forged:00', 'forged', 'lea.martin')"
        )
        connection.execute(text(forged))
        connection.execute(text("DELETE FROM cyclades_issued_logins WHERE login = 'lea.martin'"))
        connection.execute(text("DELETE FROM cyclades_papillons"))
        connection.execute(text("DELETE FROM cyclades_accounts WHERE login = 'lea.martin'"))
        connection.commit()
    registry(service).register_roster(UAI, SESSION, [candidature(7)])
    with pytest.raises(ErasureKeyError):
        desk(service).generate()


@pytest.fixture
def bare(engine: Engine) -> tuple[Provisioning, Engine]:
    """Return a host's own database, without the guards, after a year."""
    empty(engine)
    store = SqlStore(engine)
    store.create_schema()
    return life(store), engine


@pytest.mark.parametrize(
    "change",
    [
        f"school = '{OTHER_UAI}'",
        "session = 'DNB-2026'",
        "run_id = 'renew'",
        "layout = 'two-per-page-large'",
        "size = size + 1",
    ],
)
def test_a_document_opens_nowhere_else(bare: tuple[Provisioning, Engine], change: str) -> None:
    """A row whose school, session, run, layout or size was changed does not open, whoever asks for it."""
    service, engine = bare
    document = next(one for one in desk(service).documents.page().items if one.run_id == "again")
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE cyclades_documents SET {change} WHERE id = '{document.id}'"))  # noqa: S608  # ours
    for uai in (UAI, OTHER_UAI):
        with pytest.raises((AlteredDocumentError, UnknownDocumentError)) as caught:
            desk(service, uai).documents.open(document.id)
        assert str(caught.value).count("\n") == 0


def test_slips_are_drawn_for_no_other_school(bare: tuple[Provisioning, Engine]) -> None:
    """Neither a document given another school nor one invented beside a run gets the slips of that run printed."""
    service, engine = bare
    document = next(one for one in desk(service).documents.page().items if one.run_id == "again")
    with engine.begin() as connection:
        connection.execute(
            text(f"UPDATE cyclades_documents SET school = '{OTHER_UAI}' WHERE id = '{document.id}'")  # noqa: S608  # ours
        )
    with service.store.writing() as unit:
        invented = evolve(document, id=DocumentId("invented"), uai=OTHER_UAI)
        unit.documents.add([(invented, b"nothing")], [])
        slips = unit.documents.slips(runs=[document.run_id])
        people = [one.candidate_id for one in unit.accounts.find(ids=[slip.account_id for slip in slips])]
    for document_id in (document.id, "invented"):
        assert desk(service, OTHER_UAI).documents.reprint(document_id).documents == ()
    for key in people:  # whom it holds, perhaps
        service.upkeep(actor="exploitation").transfer(key, to=OTHER_UAI)
    for document_id in (document.id, "invented"):
        with pytest.raises(AlteredDocumentError, match="sealed bytes of slip/again/"):
            desk(service, OTHER_UAI).documents.reprint(document_id)


class TestGuards:
    """Who has them, and how a host gets them."""

    def test_a_host_opts_in(self, bare: tuple[Provisioning, Engine]) -> None:
        """A host's own tables get them when it asks, as often as it asks; until then, it may do as it likes."""
        service, engine = bare
        attack = text("UPDATE cyclades_journal SET report = report")
        with engine.begin() as connection:
            connection.execute(attack)
        for _ in range(2):
            with engine.begin() as connection:
                add_guards(connection)
        with pytest.raises(IntegrityError, match="tr_cyclades_journal_redacted"), engine.begin() as connection:
            connection.execute(attack)
        desk(service).accounts.erase(ine(3))
        desk(service).documents.purge(OlderThan(0))

    def test_a_guard_that_was_weakened_is_made_anew(self, bare: tuple[Provisioning, Engine]) -> None:
        """Whatever stands under the name of a guard, adding the guards again puts the guard there."""
        engine = bare[1]
        name = "tr_cyclades_documents_kept"
        with engine.begin() as connection:
            add_guards(connection)
            if engine.dialect.name == "sqlite":
                connection.execute(text(f"DROP TRIGGER {name}"))
                connection.execute(
                    text(f"CREATE TRIGGER {name} BEFORE DELETE ON cyclades_documents BEGIN SELECT 1; END")
                )
            else:
                weak = (
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$"
                )
                connection.execute(text(weak))
            connection.execute(text("DELETE FROM cyclades_documents WHERE run_id = 'there'"))
            add_guards(connection)
        with pytest.raises(IntegrityError, match=name), engine.begin() as connection:
            connection.execute(text("DELETE FROM cyclades_documents"))

    @pytest.mark.parametrize("version", [None, 4])
    def test_every_way_gives_the_same(self, engine: Engine, version: int | None) -> None:
        """Opening, migrating, and the host's own transaction end with the same tables, triggers and functions."""
        found = []
        for way in ("open", "migrate", "connection"):
            empty(engine) if version is None else load(engine, version)
            if way == "open":
                SqlStore.open(engine.url, migrate=version is not None).close()
            elif way == "migrate":
                SqlStore(engine).migrate()
                with engine.begin() as connection:
                    add_guards(connection)
            else:
                with engine.connect() as connection:
                    if engine.dialect.name == "sqlite":
                        connection.exec_driver_sql("BEGIN IMMEDIATE")
                    store = SqlStore(engine).on_connection(connection)
                    store.migrate()
                    store.add_guards()
                    connection.commit()
            found.append(described(engine))
        assert found[0] == found[1] == found[2]

    def test_a_host_that_opens_its_own_tables_gets_none(self, bare: tuple[Provisioning, Engine]) -> None:
        """Opening tables that are there changes nothing of them."""
        before = described(bare[1])
        SqlStore.open(bare[1].url, migrate=True).close()
        assert described(bare[1]) == before

    def test_there_must_be_tables(self, engine: Engine) -> None:
        """Where there are none, the error is of the database, and nothing is left behind."""
        empty(engine)
        with pytest.raises(DatabaseFailedError), engine.begin() as connection:
            add_guards(connection)
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            assert migrate(connection) is None
            add_guards(connection)
            connection.rollback()


def test_every_guard_is_explained() -> None:
    """The page about the tables names every guard beside what it refuses."""
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "tables.md").read_text(encoding="utf-8")
    assert {name for name in GUARDS | REPLACED if f"`{name.replace('cyclades_', '', 1)}`" not in page} == set()


PAGES: Final = Path(__file__).parents[2] / "docs" / "how-to"

MIXED: Final = [
    "UPDATE cyclades_counters SET last = 0",
    "DELETE FROM cyclades_counters WHERE stem = 'lea.martin'",
    "DELETE FROM cyclades_accounts WHERE login = 'lea.martin'",
    "DELETE FROM cyclades_journal WHERE run_id = 'again'",
    "DELETE FROM cyclades_issued_logins WHERE login = 'lea.martin'",
]
"""What a backup of some tables alone leaves behind."""


def told(engine: Engine) -> list[bool]:
    """Return, for each statement of the page, whether it finds something."""
    statements = (PAGES / "database_checks.sql").read_text(encoding="utf-8").split(";\n")
    with engine.connect() as connection:
        return [bool(connection.execute(text(one)).all()) for one in statements if one.strip()]


@pytest.mark.parametrize("damage", MIXED)
def test_tables_that_do_not_belong_together_are_recognised(engine: Engine, damage: str) -> None:
    """The statements of the page find nothing in a sound database, and something where tables are of another day."""
    empty(engine)
    store = SqlStore(engine)
    store.create_schema()
    life(store)
    assert told(engine) == [False] * 4
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = 'replica'"))
        else:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(damage))
    assert any(told(engine))
