"""Beginning our own transactions, and checking a transaction that the host has begun."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

from sqlalchemy import Connection, update

from cyclades_accounts.sql._errors import DatabaseFailedError, UnsafeTransactionError, guarded
from cyclades_accounts.sql._schema import tables
from cyclades_accounts.sql._tables import schema_version


def begin(connection: Connection, *, writes: bool, waits: bool = True) -> None:
    """Begin the transaction of a unit of :class:`SqlStore`.

    Args:
        connection: a connection without transaction.
        writes: whether the unit writes.
        waits: whether a unit that writes waits, on SQLite, for another one that does.

    Raises:
        UnsafeTransactionError: the engine commits every statement by itself.
    """
    if connection.dialect.name == "sqlite":
        # Python's sqlite3 begins a transaction at the first write, and DEFERRED. The engine of a host may have begun a
        # DEFERRED one already.
        if _driver(connection).in_transaction:
            guarded(lambda: connection.exec_driver_sql("ROLLBACK"))
        with nullcontext() if waits else _in_haste(_driver(connection)):
            guarded(lambda: connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN"))
    else:
        _refuse_autocommit(connection)


def check_begun(connection: Connection) -> None:
    """Check that the host has a transaction: a rollback must undo what is done in it.

    Raises:
        UnsafeTransactionError: on SQLite it was not begun; on PostgreSQL every statement is committed by itself.
    """
    if connection.dialect.name != "sqlite":
        _refuse_autocommit(connection)
    elif not _driver(connection).in_transaction:
        raise _not_immediate()


def claim(connection: Connection) -> None:
    """Make sure, on SQLite, that the host's transaction holds the write lock.

    SQLite does not tell how a transaction was begun. So this function executes a write that changes nothing. If the
    transaction was begun IMMEDIATE, it holds the lock already. Otherwise the write takes the lock now, or fails at once
    because what the transaction has read is out of date.

    Raises:
        UnsafeTransactionError: the transaction does not hold the lock and cannot take it.
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
            raise _not_immediate()  # outside the handler, so that the other exception is not attached


def check_references(connection: Connection, *, registry: bool) -> None:
    """On PostgreSQL, check the references of our rows now.

    Otherwise the host's commit would check them. That is too late for the unit, and the message of PostgreSQL would
    contain the row. SQLite has no statement for such a check; its message contains no row. The constraints of the host
    are not changed.

    Args:
        connection: whose transaction it is.
        registry: whether the database also keeps the people.

    Raises:
        ConstraintFailedError: a row that is referred to does not exist.
    """
    if connection.dialect.name == "postgresql":
        ours = sorted(str(one.name) for table in tables(registry=registry) for one in table.foreign_key_constraints)
        for when in ("IMMEDIATE", "DEFERRED"):
            guarded(lambda when=when: connection.exec_driver_sql(f"SET CONSTRAINTS {', '.join(ours)} {when}"))  # type: ignore[misc]  # mypy cannot type the default


def truncate_wal(connection: Connection) -> None:
    """Empty the write-ahead log of SQLite, which still holds what was removed. In other modes it does nothing.

    It waits for nobody. While a reader needs the log, it stays, until the next erasure or until the last connection is
    closed.

    Args:
        connection: without a transaction.
    """
    driver = _driver(connection)
    with _in_haste(driver), suppress(sqlite3.Error):  # the unit is committed, whatever becomes of the log
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _in_haste(driver: Any) -> Iterator[None]:  # noqa: ANN401  # the driver's own connection class
    """Have SQLite wait for nobody."""
    [usual] = driver.execute("PRAGMA busy_timeout").fetchone()
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout = {usual}")


def _driver(connection: Connection) -> Any:  # noqa: ANN401  # the driver's own connection class
    return connection.connection.driver_connection


def _refuse_autocommit(connection: Connection) -> None:
    if _driver(connection).autocommit:
        raise UnsafeTransactionError(
            "The connection commits every statement by itself (AUTOCOMMIT).",
            "Give the store an engine with another isolation level; in Django, open transaction.atomic() first.",
        )


def _not_immediate() -> UnsafeTransactionError:
    return UnsafeTransactionError(
        "The transaction on SQLite was not begun IMMEDIATE: another writer can make it fail at any moment.",
        'Execute "BEGIN IMMEDIATE" first, as SQLAlchemy documents for its "begin" event; in Django, set'
        ' "transaction_mode": "IMMEDIATE" in the OPTIONS of the database and open transaction.atomic().',
    )
