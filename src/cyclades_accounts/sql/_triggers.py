"""What must never change, refused by the database itself: a constraint judges a row, a trigger judges a change.

The triggers of :data:`TRIGGERS` are made with their table, whoever makes it. Those of :data:`GUARDS` refuse whatever no
activity does. A database that we open gets them too. A host adds them to its own, where they may stand in the way of
its tests and repairs. One condition serves both databases.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import DDL, MetaData, event
from sqlalchemy.schema import ExecutableDDLElement

TRIGGERS: Final = {
    # A password that was replaced would open the account again.
    "tr_cyclades_accounts_version": ("UPDATE", "coalesce(NEW.credential_version, 0) < OLD.credential_version"),
    # A login would be issued twice.
    "tr_cyclades_counters_last": ("UPDATE", "NEW.last < OLD.last OR NEW.stem <> OLD.stem"),
    # Lines of the ledger are added and erased, never changed.
    "tr_cyclades_issued_logins_line": ("UPDATE", "TRUE"),
    # The login of an erased person would be issued again.
    "tr_cyclades_erased_logins_digest": ("DELETE", "TRUE"),
    # A retry would do the work again.
    "tr_cyclades_journal_report": ("DELETE", "TRUE"),
    # Purged is for good.
    "tr_cyclades_documents_purged": ("UPDATE", "OLD.purged_at IS NOT NULL AND NEW.purged_at IS NULL"),
}
"""By name, which is ``tr_``, the table and what is kept: what is done to a row, and when it is refused."""


def _changes(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


_LINE: Final = "SELECT 1 FROM cyclades_issued_logins AS line WHERE line.stem = OLD.stem"
_DIGEST: Final = "SELECT 1 FROM cyclades_erased_logins AS erased WHERE erased.login = OLD.login"
_REPORT: Final = f"{_changes('run_id', 'rank', 'at')} OR coalesce(NEW.school, '') <> coalesce(OLD.school, '')"
_DOCUMENT: Final = _changes("id", "rank", "run_id", "school", "session", "name", "layout", "type", "created_at")
_CONTENT: Final = f"NEW.sealed = OLD.sealed AND ({_changes('size', 'papillons')})"
_ACCOUNT: Final = f"{_changes('id', 'created_at')} OR coalesce(NEW.issued_by, '') <> coalesce(OLD.issued_by, '')"
_PASSWORD: Final = (
    "(NEW.credential_version = OLD.credential_version AND (length(NEW.past) < length(OLD.past)"
    " OR (NEW.password_revoked_at IS NULL AND OLD.password_revoked_at IS NOT NULL)))"
)

GUARDS: Final = {
    # A report is redacted where a person is erased, and counts how often. Its run, school and moment stay.
    "tr_cyclades_journal_redacted": ("UPDATE", f"NEW.redactions <> OLD.redactions + 1 OR {_REPORT}"),
    # A password that was revoked opens nothing again, and what was before it stays told.
    "tr_cyclades_accounts_same": ("UPDATE", f"{_ACCOUNT} OR {_PASSWORD}"),
    "tr_cyclades_sessions_kept": ("DELETE", "TRUE"),
    # Nor is a row put in place of another (REPLACE on SQLite).
    "tr_cyclades_journal_new": ("INSERT", "EXISTS (SELECT 1 FROM cyclades_journal WHERE run_id = NEW.run_id)"),
    "tr_cyclades_documents_new": ("INSERT", "EXISTS (SELECT 1 FROM cyclades_documents WHERE id = NEW.id)"),
    # A line of the ledger goes where its digest has come.
    "tr_cyclades_issued_logins_erased": ("DELETE", f"OLD.account_id IS NOT NULL AND NOT EXISTS ({_DIGEST})"),
    "tr_cyclades_erased_logins_same": ("UPDATE", _changes("digest", "key_id")),
    # A counter goes after the last line of its stem.
    "tr_cyclades_counters_borne": ("DELETE", f"EXISTS ({_LINE})"),
    # A document is purged, drawn or sealed anew. It never goes away, and never to another run or school.
    "tr_cyclades_documents_kept": ("DELETE", "TRUE"),
    "tr_cyclades_documents_place": ("UPDATE", f"{_DOCUMENT} OR ({_CONTENT})"),
    "tr_cyclades_papillons_place": ("UPDATE", _changes("rank", "run_id", "account_id", "credential_version")),
}
"""In the same form."""

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
    """Return the statements that make the guards, also where they are already.

    Args:
        database: SQLAlchemy's name of it.
        tables: the names of those that are never emptied; SQLite has no ``TRUNCATE``.
    """
    emptied = {f"tr_{table}_emptied": ("TRUNCATE", "TRUE") for table in tables if database == "postgresql"}
    for name, (act, refused) in (GUARDS | emptied).items():
        yield from _statements(database, name, act, refused)


def _table(name: str) -> str:
    return name.removeprefix("tr_").rpartition("_")[0]


def _statements(database: str, name: str, act: str, refused: str) -> Iterator[str]:
    each = "STATEMENT" if act == "TRUNCATE" else "ROW"
    head = f"{name} BEFORE {act} ON {_table(name)} FOR EACH {each}"
    if database == "sqlite":
        yield f"CREATE TRIGGER IF NOT EXISTS {head} WHEN {refused} BEGIN SELECT RAISE(ABORT, 'constraint {name}'); END"
    else:
        yield _FUNCTION.format(name=name, refused=refused)
        yield f"CREATE OR REPLACE TRIGGER {head} EXECUTE FUNCTION {name}()"
