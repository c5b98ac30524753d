"""The store inside a transaction of the host: it takes the host's connection and never commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, update

from cyclades_accounts.repositories import UnitOfWork
from cyclades_accounts.sql._errors import DatabaseFailedError, UnsafeTransactionError, guarded
from cyclades_accounts.sql._tables import schema_version
from cyclades_accounts.sql._unit import Unit


class ConnectionStore:
    """A :class:`~cyclades_accounts.repositories.Store` over one connection, whose transaction the host owns.

    A unit of work is a savepoint: it remains if its block ends normally *and* the host commits; references are checked
    at that commit. For one thread, as the connection is. What a reading unit sees depends on the isolation level that
    the host chose.

    On SQLite the host must have begun the transaction, with ``BEGIN IMMEDIATE``: see :class:`UnsafeTransactionError`.
    """

    def __init__(self, connection: Connection, check: Callable[[Connection], None]) -> None:
        self._connection = connection
        self._check = check

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Open a unit that only reads; whatever else it does is rolled back."""
        savepoint = guarded(self._connection.begin_nested)
        try:
            self._check(self._connection)
            yield Unit(self._connection, writes=False)
        finally:
            savepoint.rollback()

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """Open a unit that reads and writes.

        Raises:
            UnsafeTransactionError: on SQLite, the host's transaction does not hold the lock for writing.
        """
        if self._connection.dialect.name == "sqlite":
            self._claim_sqlite()
        with guarded(self._connection.begin_nested):
            self._check(self._connection)
            yield Unit(self._connection, writes=True)

    def _claim_sqlite(self) -> None:
        """Make sure that the transaction holds the lock for writing.

        Nothing tells how a transaction was begun. One that was begun IMMEDIATE holds the lock; for any other a write
        that changes nothing takes it now, or fails at once if what was read so far is out of date.
        """
        driver: Any = self._connection.connection.driver_connection
        if driver.in_transaction:
            touch = update(schema_version).where(schema_version.c.version < 0).values(version=0)
            try:
                guarded(lambda: self._connection.execute(touch))
            except DatabaseFailedError:
                pass
            else:
                return
        raise UnsafeTransactionError(
            "The transaction on SQLite was not begun IMMEDIATE: another writer can make it fail at any moment.",
            'Execute "BEGIN IMMEDIATE" first, as SQLAlchemy documents for its "begin" event.',
        )
