"""What must never change, refused by the database itself: a constraint judges a row, a trigger judges a change.

The triggers of :data:`TRIGGERS` are made with their table, whoever makes it. Those of :data:`GUARDS` refuse whatever no
activity does. A database that we open gets them too. A host adds them to its own, where they may stand in the way of
its tests and repairs. One condition serves both databases.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import DDL, MetaData, event
from sqlalchemy.schema import ExecutableDDLElement

from cyclades_accounts.model import PAPILLON_DE_CONNEXION
from cyclades_accounts.records import RECORD_VERSION

TRIGGERS: Final = {
    # A password that was replaced would open the account again.
    "tr_cyclades_accounts_version": ("BEFORE UPDATE", "coalesce(NEW.credential_version, 0) < OLD.credential_version"),
    # A login would be issued twice.
    "tr_cyclades_counters_last": ("BEFORE UPDATE", "NEW.last < OLD.last OR NEW.stem <> OLD.stem"),
    # Lines of the ledger are added and erased, never changed.
    "tr_cyclades_issued_logins_line": ("BEFORE UPDATE", "TRUE"),
    # The login of an erased person would be issued again.
    "tr_cyclades_erased_logins_digest": ("BEFORE DELETE", "TRUE"),
    # A retry would do the work again.
    "tr_cyclades_journal_report": ("BEFORE DELETE", "TRUE"),
    # Purged is for good.
    "tr_cyclades_documents_purged": ("BEFORE UPDATE", "OLD.purged_at IS NOT NULL AND NEW.purged_at IS NULL"),
}
"""By name, which is ``tr_``, the table and what is kept: what is done to a row, and when it is refused."""


def _changes(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


def _once(*columns: str) -> str:
    return " OR ".join(f"coalesce(NEW.{column} <> OLD.{column}, OLD.{column} IS NOT NULL)" for column in columns)


_LINE: Final = "SELECT 1 FROM cyclades_issued_logins AS line WHERE line.stem = OLD.stem"
_TOLD: Final = "SELECT 1 FROM cyclades_journal AS run WHERE run.run_id = OLD.run_id AND run.report <> ''"
_DIGEST: Final = "SELECT 1 FROM cyclades_erased_logins AS erased WHERE erased.login = OLD.login"
_REPORT: Final = f"{_changes('run_id', 'rank', 'at')} OR coalesce(NEW.school, '') <> coalesce(OLD.school, '')"
_REDACTED: Final = (
    "NEW.redactions = OLD.redactions + CASE WHEN OLD.report = '' THEN 0 ELSE 1 END"
    " AND coalesce(NEW.number, 0) = coalesce(OLD.number, 0)"
)
_NUMBERED: Final = f"OLD.number IS NULL AND NEW.number IS NOT NULL AND NOT ({_changes('redactions', 'report')})"
_DOCUMENT: Final = (
    f"{_changes('id', 'rank', 'run_id', 'school', 'session', 'name', 'layout', 'type', 'created_at')}"
    f" OR {_once('purged_at')} OR NEW.title NOT IN (OLD.title, '{PAPILLON_DE_CONNEXION}')"
)
_CONTENT: Final = f"coalesce(NEW.sealed = OLD.sealed, TRUE) AND ({_changes('size', 'papillons')})"
_ACCOUNT: Final = (
    f"{_changes('id', 'created_at', 'kind')} OR {_once('replaced_by')}"
    " OR coalesce(NEW.issued_by, '') <> coalesce(OLD.issued_by, '')"
)
_MERGED: Final = (
    "SELECT 1 FROM cyclades_merged_candidates AS merged"
    " WHERE merged.lost = OLD.candidate_id AND merged.kept = NEW.candidate_id"
)
_ISSUED: Final = (
    "SELECT 1 FROM cyclades_issued_logins AS line WHERE line.login = NEW.login AND line.account_id <> NEW.id"
)
_STILL: Final = "coalesce(NEW.credential_version, 0) = coalesce(OLD.credential_version, 0)"
_BEFORE: Final = "substr({}.past, 1, length(OLD.past) - 1)"
_FORM: Final = f'[{{"version": {RECORD_VERSION}, "kind"'
_PASSWORD: Final = (
    f"({_STILL} AND ({_changes('credential_state', 'password_issued_at', 'password_run')}"
    f" OR {_once('password_revoked_at', 'password_first_used_at')}"
    " OR (NEW.password_expires_at IS NULL AND OLD.password_expires_at IS NOT NULL)))"
    # A new one: the next version, another hash, and the one before it is told.
    f" OR ({_changes('credential_version')}) AND (NEW.credential_version <> OLD.credential_version + 1"
    " OR length(NEW.past) <= length(OLD.past) OR NEW.password_hash = OLD.password_hash)"
    # Those before it: each is added with the next password. What was written in an earlier form is written anew once.
    " OR length(NEW.past) < length(OLD.past)"
    f" OR (substr(OLD.past, 1, {len(_FORM)}) IN ('[]', '{_FORM}')"
    f" AND ({_BEFORE.format('NEW')} <> {_BEFORE.format('OLD')} OR ({_STILL} AND {_changes('past')})))"
)

GUARDS: Final = {
    # A report is redacted where a person is erased, and counts how often: it is empty while its names go. It gets its
    # number once. All else stays.
    "tr_cyclades_journal_redacted": ("BEFORE UPDATE", f"{_REPORT} OR NOT (({_REDACTED}) OR ({_NUMBERED}))"),
    "tr_cyclades_reported_names_kept": ("BEFORE DELETE", f"EXISTS ({_TOLD})"),
    "tr_cyclades_reported_names_same": ("BEFORE UPDATE", "TRUE"),
    # Without a new version a password is used, revoked or prolonged, and what was before it stays told.
    "tr_cyclades_accounts_same": ("BEFORE UPDATE", f"{_ACCOUNT} OR {_PASSWORD}"),
    # Another person gets the account only where two keys were made one, and no account the login of another.
    "tr_cyclades_accounts_person": (
        "BEFORE UPDATE",
        f"({_changes('candidate_id')}) AND NOT EXISTS ({_MERGED}) OR ({_changes('login')}) AND EXISTS ({_ISSUED})",
    ),
    "tr_cyclades_holders_same": ("BEFORE UPDATE", _changes("candidate_id")),
    "tr_cyclades_merged_candidates_same": ("BEFORE UPDATE", _changes("lost")),
    "tr_cyclades_sessions_same": ("BEFORE UPDATE", _changes("id")),
    "tr_cyclades_sessions_kept": ("BEFORE DELETE", "TRUE"),
    # A line of the ledger goes where its digest has come.
    "tr_cyclades_issued_logins_erased": ("BEFORE DELETE", f"OLD.account_id IS NOT NULL AND NOT EXISTS ({_DIGEST})"),
    "tr_cyclades_erased_logins_same": (
        "BEFORE UPDATE",
        f"{_changes('digest', 'key_id')} OR NEW.login IS NOT NULL",
    ),
    # A counter goes after the last line of its stem.
    "tr_cyclades_counters_borne": ("BEFORE DELETE", f"EXISTS ({_LINE})"),
    # A document is purged, drawn or sealed anew. It never goes away, and never to another run or school.
    "tr_cyclades_documents_kept": ("BEFORE DELETE", "TRUE"),
    "tr_cyclades_documents_place": ("BEFORE UPDATE", f"{_DOCUMENT} OR ({_CONTENT})"),
    "tr_cyclades_papillons_place": ("BEFORE UPDATE", _changes("rank", "run_id", "account_id", "credential_version")),
}
"""In the same form."""


def _there(table: str, *keys: str) -> str:
    return f"EXISTS (SELECT 1 FROM cyclades_{table} AS held WHERE {' OR '.join(keys)})"  # noqa: S608  # names of ours


def _same(*columns: str) -> str:
    return " AND ".join(f"held.{column} = NEW.{column}" for column in columns)


_STANDS: Final = f"{_same('candidate_id')} AND held.replaced_by IS NULL AND NEW.replaced_by IS NULL"
_SLIP: Final = _same("run_id", "account_id", "credential_version")

REPLACED: Final = {
    "tr_cyclades_journal_new": ("BEFORE INSERT", _there("journal", _same("run_id"), _same("number"))),
    "tr_cyclades_journal_number": (
        "BEFORE UPDATE",
        _there("journal", f"{_same('number')} AND held.rank <> OLD.rank"),
    ),
    "tr_cyclades_reported_names_new": ("BEFORE INSERT", _there("reported_names", _same("name", "run_id"))),
    "tr_cyclades_accounts_new": ("BEFORE INSERT", _there("accounts", _same("id"), _same("login"), _STANDS)),
    "tr_cyclades_issued_logins_new": ("BEFORE INSERT", _there("issued_logins", _same("login"))),
    "tr_cyclades_erased_logins_new": ("BEFORE INSERT", _there("erased_logins", _same("digest"))),
    "tr_cyclades_documents_new": ("BEFORE INSERT", _there("documents", _same("id"))),
    "tr_cyclades_papillons_new": ("BEFORE INSERT", _there("papillons", _SLIP)),
    # Afterwards: a row that an upsert does not insert is no counter behind its lines.
    "tr_cyclades_counters_new": (
        "AFTER INSERT",
        _there("issued_logins", f"{_same('stem')} AND held.number > NEW.last"),
    ),
}
"""In the same form, on SQLite alone: its ``REPLACE`` puts a row in place of another, and deletes it unseen by the
triggers above."""

_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF {refused} THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'constraint ' || TG_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN coalesce(NEW, OLD);
END
$body$
"""
"""One for each trigger on PostgreSQL, whose ``WHEN`` sees no other table; it names the trigger and no value."""


def add_triggers(metadata: MetaData) -> None:
    """Have each trigger made right after its table."""
    for name, (act, refused) in TRIGGERS.items():
        for database in ("sqlite", "postgresql"):
            for statement in _statements(database, name, act, refused):
                made: ExecutableDDLElement = DDL(statement)  # type: ignore[no-untyped-call]  # SQLAlchemy's own has no types
                event.listen(metadata.tables[_table(name)], "after_create", made.execute_if(dialect=database))


def guards(database: str, tables: Iterable[str]) -> Iterator[str]:
    """Return the statements that make the guards, anew where they are already.

    Args:
        database: SQLAlchemy's name of it.
        tables: the names of those that no row is taken from unseen. SQLite has no ``TRUNCATE``, PostgreSQL no
            ``REPLACE``.
    """
    more = dict(REPLACED) if database == "sqlite" else {}
    for table in tables:
        if database == "sqlite":  # a row has a number besides its keys, which REPLACE goes by too
            numbered = _there(table.removeprefix("cyclades_"), _same("rowid"))
            more[f"tr_{table}_row"] = ("BEFORE INSERT", numbered)
            more[f"tr_{table}_moved"] = ("BEFORE UPDATE", f"NEW.rowid <> OLD.rowid AND {numbered}")
        else:
            more[f"tr_{table}_emptied"] = ("BEFORE TRUNCATE", "TRUE")
    for name, (act, refused) in (GUARDS | more).items():
        yield from _statements(database, name, act, refused)


def _table(name: str) -> str:
    return name.removeprefix("tr_").rpartition("_")[0]


def _statements(database: str, name: str, act: str, refused: str) -> Iterator[str]:
    each = "STATEMENT" if act == "BEFORE TRUNCATE" else "ROW"
    head = f"{name} {act} ON {_table(name)} FOR EACH {each}"
    if database == "sqlite":
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f"CREATE TRIGGER {head} WHEN {refused} BEGIN SELECT RAISE(ABORT, 'constraint {name}'); END"
    else:
        yield _FUNCTION.format(name=name, refused=refused)
        yield f"CREATE OR REPLACE TRIGGER {head} EXECUTE FUNCTION {name}()"
