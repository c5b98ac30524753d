"""What must never change, refused by the database itself: a constraint judges a row, a trigger judges a change.

Each trigger is made with its table. One condition serves both databases.
"""

from typing import Final

from sqlalchemy import DDL, Table, event
from sqlalchemy.schema import ExecutableDDLElement

from cyclades_accounts.sql._tables import accounts, counters, documents, erased_logins, issued_logins, journal

_RULES: Final = (
    (
        accounts,
        "version",
        "UPDATE",
        "coalesce(NEW.credential_version, 0) < OLD.credential_version",
    ),  # or a password that was replaced would open the account again
    (counters, "last", "UPDATE", "NEW.last < OLD.last OR NEW.stem <> OLD.stem"),  # or a login would be issued twice
    (issued_logins, "line", "UPDATE", "TRUE"),  # lines are added and erased, never changed
    (erased_logins, "digest", "DELETE", "TRUE"),  # or the login of an erased person would be issued again
    (journal, "report", "DELETE", "TRUE"),  # or a retry would do the work again
    (documents, "purged", "UPDATE", "OLD.purged_at IS NOT NULL AND NEW.purged_at IS NULL"),  # purged is for good
)
"""Table, name, what is done, and when it is refused."""

_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION cyclades_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'constraint ' || TG_NAME, CONSTRAINT = TG_NAME;
END
$body$
"""
"""One for all triggers; it names the trigger and no value."""


def declare() -> None:
    """Have each trigger made with its table, whoever makes it: to be called once."""
    for rule in _RULES:
        _listen(*rule)


def trigger_names() -> tuple[str, ...]:
    """Return the names of the triggers, which the metadata do not know."""
    return tuple(f"tr_{table.name}_{name}" for table, name, *_ in _RULES)


def _listen(table: Table, name: str, act: str, refused: str) -> None:
    trigger = f"tr_{table.name}_{name}"
    head = f"CREATE TRIGGER {trigger} BEFORE {act} ON {table.name} FOR EACH ROW"
    for database, statement in (
        ("sqlite", f"{head} WHEN {refused} BEGIN SELECT RAISE(ABORT, 'constraint {trigger}'); END"),
        ("postgresql", _FUNCTION),
        ("postgresql", f"{head} WHEN ({refused}) EXECUTE FUNCTION cyclades_refuse()"),
    ):
        made: ExecutableDDLElement = DDL(statement)  # type: ignore[no-untyped-call]  # SQLAlchemy's own has no types
        event.listen(table, "after_create", made.execute_if(dialect=database))
