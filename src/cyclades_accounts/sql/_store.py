"""The store on SQLAlchemy Core, with transactions of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, Self

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import SingletonThreadPool

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.repositories import UnitOfWork
from cyclades_accounts.sql._connection import ConnectionStore
from cyclades_accounts.sql._errors import UnsupportedDatabaseError, guarded
from cyclades_accounts.sql._migrate import migrate
from cyclades_accounts.sql._schema import check_schema, create_schema
from cyclades_accounts.sql._transaction import begin
from cyclades_accounts.sql._unit import Unit

BUSY_TIMEOUT: Final = 30_000
"""Milliseconds that a writing unit on SQLite waits for those before it."""


class SqlStore:
    """A :class:`~cyclades_accounts.repositories.Store` on SQLite or PostgreSQL.

    Each unit of work takes a connection of the engine for itself and is one transaction. A writing unit on SQLite
    begins IMMEDIATE, so that writers queue instead of failing; on PostgreSQL it works under READ COMMITTED or stricter
    and locks what it reads. A reading unit sees one snapshot and is rolled back.

    Args:
        engine: the host's. It should have ``hide_parameters=True``, and on SQLite foreign keys switched on and a busy
            timeout, as :meth:`open` does.

    Raises:
        UnsupportedDatabaseError: neither SQLite nor PostgreSQL.
    """

    def __init__(self, engine: Engine) -> None:
        if engine.dialect.name not in {"postgresql", "sqlite"}:
            raise UnsupportedDatabaseError(engine.dialect.name)
        self._engine = engine
        self._checked = False

    @classmethod
    def open(cls, where: str | os.PathLike[str] | URL, *, migrate: bool = False) -> Self:
        """Open a database, creating the tables if there are none. Close the store at the end.

        Args:
            where: the path of a SQLite file, made if need be, or a URL as SQLAlchemy takes it, for example
                ``postgresql+psycopg://user@/accounts``.
            migrate: bring tables of an earlier version to the present one first, as :meth:`migrate` does; off, they are
                refused.

        Raises:
            InvalidValueError: SQLite in memory; :class:`~cyclades_accounts.memory.InMemoryStore` is what you want.
            SchemaVersionError: the tables there are of another version.
            DatabaseFailedError: the database cannot be opened.
        """
        engine = create_engine(_url(where), hide_parameters=True)
        store = cls(engine)
        try:
            if engine.dialect.name == "sqlite":
                _prepare_sqlite(engine)
            if migrate:
                store.migrate()
            else:
                store.create_schema()
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close the connections of the engine that no unit uses."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def create_schema(self) -> None:
        """Create the tables, if there are none.

        Raises:
            SchemaVersionError: there are tables of another version.
        """
        with self._transaction() as connection:
            create_schema(connection)

    def migrate(self) -> int | None:
        """Bring the tables to the present version, or create them, in a transaction of its own: all or nothing.

        See :func:`cyclades_accounts.sql.migrate`, which does it in a transaction of yours.

        Returns:
            The version that was there; ``None`` if there were no tables.

        Raises:
            SchemaVersionError: the tables are of a version that this one does not know.
            DatabaseFailedError: it failed, and nothing was done; a :class:`ConstraintFailedError` where a row breaks a
                constraint that its version did not have.
        """
        with self._transaction() as connection:
            return migrate(connection)

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Open a unit that only reads."""
        with guarded(self._engine.connect) as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            connection.begin()
            begin(connection, writes=False)
            self._check(connection)
            yield Unit(connection, writes=False)

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """Open a unit that reads and writes, and is committed when its block ends normally."""
        with self._transaction() as connection:
            self._check(connection)
            yield Unit(connection, writes=True)

    def on_connection(self, connection: Connection) -> ConnectionStore:
        """Return a store that works in the transaction the host has on ``connection``, and never commits."""
        return ConnectionStore(connection, self._check)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """Open a transaction that writes, committed when its block ends normally."""
        with guarded(self._engine.connect) as connection:
            transaction = connection.begin()
            begin(connection, writes=True)
            yield connection
            guarded(transaction.commit)

    def _check(self, connection: Connection) -> None:
        if not self._checked:
            check_schema(connection)
            self._checked = True


def _url(where: str | os.PathLike[str] | URL) -> str | URL:
    if isinstance(where, URL):
        return where
    path = os.fspath(where)
    return path if "://" in path else URL.create("sqlite", database=path)


def _prepare_sqlite(engine: Engine) -> None:
    """Set up an engine of our own, and its file for readers that do not wait for writers (WAL).

    Raises:
        InvalidValueError: the database is in memory, where each thread would have its own.
    """
    if isinstance(engine.pool, SingletonThreadPool):
        raise InvalidValueError(
            "where", str(engine.url), "a file; cyclades_accounts.memory.InMemoryStore keeps data in memory"
        )

    @event.listens_for(engine, "connect")
    def _(connection: Any, record: object) -> None:  # noqa: ANN401  # whatever the driver has
        del record
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")

    with guarded(engine.connect) as connection:
        guarded(lambda: connection.exec_driver_sql("PRAGMA journal_mode = WAL"))
