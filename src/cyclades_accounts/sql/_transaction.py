"""Beginning a transaction of our own, and judging one that the host has begun."""

from typing import Any, Final

from sqlalchemy import Connection, update

from cyclades_accounts.sql._errors import DatabaseFailedError, UnsafeTransactionError, guarded
from cyclades_accounts.sql._tables import metadata, schema_version


def begin(connection: Connection, *, writes: bool) -> None:
    """Begin the transaction that a unit of our own needs.

    Raises:
        UnsafeTransactionError: the engine commits every statement by itself.
    """
    if connection.dialect.name == "sqlite":
        # Python's sqlite3 would begin late and DEFERRED; a host's engine may have begun DEFERRED already.
        if _driver(connection).in_transaction:
            guarded(lambda: connection.exec_driver_sql("ROLLBACK"))
        guarded(lambda: connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN"))
    else:
        _refuse_autocommit(connection)


def check_begun(connection: Connection) -> None:
    """Check that the host's transaction is one: what is done in it is undone with it.

    Raises:
        UnsafeTransactionError: on SQLite it was not begun; on PostgreSQL every statement is committed by itself.
    """
    if connection.dialect.name != "sqlite":
        _refuse_autocommit(connection)
    elif not _driver(connection).in_transaction:
        raise _not_immediate()


def claim(connection: Connection) -> None:
    """Make sure, on SQLite, that the host's transaction holds the lock for writing.

    Nothing tells how a transaction was begun. One that was begun IMMEDIATE holds the lock; for any other a write that
    changes nothing takes it now, or fails at once if what was read so far is out of date.

    Raises:
        UnsafeTransactionError: it does not, and cannot have it.
    """
    if connection.dialect.name == "sqlite":
        touch = update(schema_version).where(schema_version.c.version < 0).values(version=0)
        try:
            guarded(lambda: connection.execute(touch))
        except DatabaseFailedError:
            held = False
        else:
            held = True
        if not held:
            raise _not_immediate()  # outside the handler, so that Python attaches no context


def check_references(connection: Connection) -> None:
    """Check now, on PostgreSQL, that what our rows refer to is there.

    Otherwise the host's commit would find out: too late for the unit, and with a message that prints the row. SQLite
    has no way to ask, and its message prints nothing.

    Raises:
        ConstraintFailedError: something is not there.
    """
    if connection.dialect.name == "postgresql":
        for when in ("IMMEDIATE", "DEFERRED"):
            guarded(lambda when=when: connection.exec_driver_sql(f"SET CONSTRAINTS {_REFERENCES} {when}"))  # type: ignore[misc]  # mypy cannot type the default


_REFERENCES: Final = ", ".join(
    sorted(str(one.name) for table in metadata.sorted_tables for one in table.foreign_key_constraints)
)
"""Names of ours: the host's own constraints are the host's."""


def _driver(connection: Connection) -> Any:  # noqa: ANN401  # whatever the driver has
    return connection.connection.driver_connection


def _refuse_autocommit(connection: Connection) -> None:
    if _driver(connection).autocommit:
        raise UnsafeTransactionError(
            "The engine commits every statement by itself (AUTOCOMMIT).",
            "Give the store an engine with another isolation level.",
        )


def _not_immediate() -> UnsafeTransactionError:
    return UnsafeTransactionError(
        "The transaction on SQLite was not begun IMMEDIATE: another writer can make it fail at any moment.",
        'Execute "BEGIN IMMEDIATE" first, as SQLAlchemy documents for its "begin" event.',
    )
