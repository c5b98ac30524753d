"""What must never change, refused by the database itself: a constraint judges a row, a trigger judges a change.

Each trigger is made with its table, whoever makes it. One condition serves both databases.
"""

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

_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION cyclades_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'constraint ' || TG_NAME, CONSTRAINT = TG_NAME;
END
$body$
"""
"""One for all triggers; it names the trigger and no value."""


def add_triggers(metadata: MetaData) -> None:
    """Have each trigger made right after its table."""
    for name, (act, refused) in TRIGGERS.items():
        table = name.removeprefix("tr_").rpartition("_")[0]
        head = f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW"
        for database, statement in (
            ("sqlite", f"{head} WHEN {refused} BEGIN SELECT RAISE(ABORT, 'constraint {name}'); END"),
            ("postgresql", _FUNCTION),
            ("postgresql", f"{head} WHEN ({refused}) EXECUTE FUNCTION cyclades_refuse()"),
        ):
            made: ExecutableDDLElement = DDL(statement)  # type: ignore[no-untyped-call]  # SQLAlchemy's own has no types
            event.listen(metadata.tables[table], "after_create", made.execute_if(dialect=database))
