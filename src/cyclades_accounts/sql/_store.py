"""The store on SQLAlchemy Core, with its own transactions."""

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
"""Milliseconds that a writing unit on SQLite waits for other writing units before it fails."""


class SqlStore:
    """A :class:`~cyclades_accounts.repositories.Store` on SQLite or PostgreSQL.

    Each unit of work takes one connection of the engine and is one transaction. A writing unit on SQLite begins
    IMMEDIATE, so that writers wait for each other instead of failing. On PostgreSQL it works under READ COMMITTED or a
    stricter level, and locks what it reads. A reading unit sees one snapshot and is rolled back at its end.

    Args:
        engine: the engine of the host. It should have ``hide_parameters=True``. On SQLite, foreign keys should be
            switched on and a busy timeout be set, as :meth:`open` does.

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
        """Open a database, and create the tables if there are none. Close the store at the end.

        Args:
            where: the path of a SQLite file, created if it is missing, or a URL as SQLAlchemy takes it, for example
                ``postgresql+psycopg://user@/accounts``.
            migrate: whether tables of an earlier version are migrated first, as :meth:`migrate` does. By default they
                are refused.

        Raises:
            InvalidValueError: SQLite in memory; use :class:`~cyclades_accounts.memory.InMemoryStore` instead.
            SchemaVersionError: the tables have another version.
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
        """Create the tables if there are none.

        Raises:
            SchemaVersionError: the database has tables of another version.
        """
        with self._transaction() as connection:
            create_schema(connection)

    def migrate(self) -> int | None:
        """Migrate the tables to the present version, or create them, in one transaction: everything or nothing.

        :func:`cyclades_accounts.sql.migrate` does the same in a transaction of the host.

        Returns:
            The version found; ``None`` if there were no tables.

        Raises:
            SchemaVersionError: the tables have a version that this release does not know.
            DatabaseFailedError: the migration failed, and nothing was changed. It is a :class:`ConstraintFailedError`
                if a row breaks a constraint that its version did not have.
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
        """Open a unit that reads and writes. It is committed when its block ends normally."""
        with self._transaction() as connection:
            self._check(connection)
            yield Unit(connection, writes=True)

    def on_connection(self, connection: Connection) -> ConnectionStore:
        """Return a store that works in the transaction that the host has on ``connection``. It never commits."""
        return ConnectionStore(connection, self._check)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """Open a writing transaction. It is committed when its block ends normally."""
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
    """Set up the engine that :meth:`SqlStore.open` made, and put its file in WAL mode: readers do not wait for writers.

    Raises:
        InvalidValueError: the database is in memory; each thread would then have its own database.
    """
    if isinstance(engine.pool, SingletonThreadPool):
        raise InvalidValueError(
            "where", str(engine.url), "a file; cyclades_accounts.memory.InMemoryStore keeps data in memory"
        )

    @event.listens_for(engine, "connect")
    def _(connection: Any, record: object) -> None:  # noqa: ANN401  # the driver's own connection class
        del record
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")

    with guarded(engine.connect) as connection:
        guarded(lambda: connection.exec_driver_sql("PRAGMA journal_mode = WAL"))
