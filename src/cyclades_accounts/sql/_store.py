"""The store on SQLAlchemy Core, with its own transactions."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, Self

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import SingletonThreadPool

from cyclades_accounts.errors import InvalidValueError, MissingExtraError
from cyclades_accounts.repositories import RegistryUnit, UnitOfWork
from cyclades_accounts.sql._connection import ConnectionStore
from cyclades_accounts.sql._driver import borrowed
from cyclades_accounts.sql._errors import DatabaseFailedError, UnsupportedDatabaseError, guarded
from cyclades_accounts.sql._migrate import migrate as _migrate
from cyclades_accounts.sql._people import PeopleOf
from cyclades_accounts.sql._schema import add_guards, check_schema, create_schema
from cyclades_accounts.sql._tables import SCHEMA_VERSION
from cyclades_accounts.sql._transaction import begin, check_begun, truncate_wal
from cyclades_accounts.sql._unit import Unit

BUSY_TIMEOUT: Final = 30_000
"""Milliseconds that a writing unit on SQLite waits for other writing units before it fails."""


_DIALECTS: Final = frozenset({"postgresql", "sqlite"})


class SqlStore:
    """A :class:`~cyclades_accounts.repositories.Store` on SQLite or PostgreSQL.

    Each unit of work takes one connection of the engine and is one transaction. A writing unit on SQLite begins
    IMMEDIATE, so that writers wait for each other instead of failing. On PostgreSQL it works under READ COMMITTED or a
    stricter level, and locks what it reads. A reading unit sees one snapshot and is rolled back at its end.

    Args:
        engine: the engine of the host. It should have ``hide_parameters=True``. On SQLite, foreign keys should be
            switched on and a busy timeout be set, as :meth:`open` does.
        people: makes the host's own people from the connection of a unit, so that both see the same rows; a host whose
            people are elsewhere ignores it. ``None`` to keep people in the library's own tables
            (:class:`~cyclades_accounts.provisioning.Registry`).

    Raises:
        UnsupportedDatabaseError: neither SQLite nor PostgreSQL.
    """

    def __init__(self, engine: Engine, *, people: PeopleOf | None = None) -> None:
        if engine.dialect.name not in _DIALECTS:
            raise UnsupportedDatabaseError(engine.dialect.name)
        self._engine = engine
        self._people = people
        self._checked = False

    @property
    def keeps_people(self) -> bool:
        """Whether the store keeps the people itself."""
        return self._people is None

    @classmethod
    def open(
        cls, where: str | os.PathLike[str] | URL, *, people: PeopleOf | None = None, migrate: bool = False
    ) -> Self:
        """Open a database, and create the tables if there are none. Close the store at the end.

        Args:
            where: the path of a SQLite file, created if it is missing, or a URL as SQLAlchemy takes it, for example
                ``postgresql+psycopg://user@/accounts``.
            people: the host's own people, as the class takes them. For a database of the host itself use
                ``SqlStore(engine, people=…)``: this method puts a SQLite file in WAL mode.
            migrate: whether tables of an earlier version are migrated first, as :meth:`migrate` does. By default they
                are refused.

        Raises:
            InvalidValueError: no URL; or SQLite in memory (use :class:`~cyclades_accounts.memory.InMemoryStore`).
            UnsupportedDatabaseError: neither SQLite nor PostgreSQL, or a driver that SQLAlchemy does not know.
            MissingExtraError: the driver that the URL names is not installed.
            SchemaVersionError: the tables have another version.
            DatabaseFailedError: the database cannot be opened.
        """
        engine = _engine(_url(where))
        store = cls(engine, people=people)
        try:
            if engine.dialect.name == "sqlite":
                _prepare_sqlite(engine)
            store._set_up(_migrate if migrate else create_schema, guards=True)
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
        self._set_up(create_schema)

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
        return self._set_up(_migrate)

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Open a unit that only reads."""
        with guarded(self._engine.connect) as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            connection.begin()
            begin(connection, writes=False)
            self._check(connection)
            yield Unit(connection, self._people, writes=False)

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[RegistryUnit]:
        """Open a unit that reads and writes. It is committed when its block ends normally."""
        with self._transaction(waits=waits) as connection:
            self._check(connection)
            unit = Unit(connection, self._people, writes=True, waits=waits)
            yield unit
        if unit.work.erases and self._engine.dialect.name == "sqlite":
            with guarded(self._engine.connect) as connection:
                truncate_wal(connection)

    def on_connection(self, connection: Connection) -> ConnectionStore:
        """Return a store that works in the transaction that the host has on ``connection``. It never commits."""
        return ConnectionStore(connection, self._people, self._check)

    @classmethod
    def on_driver_connection(cls, driver_connection: object, *, people: PeopleOf | None = None) -> ConnectionStore:
        """Return a store that works in the transaction that the host has on a connection of its database driver.

        It never commits, rolls back or closes. In Django this is ``connection.connection`` inside
        ``transaction.atomic()``; make a new store for each transaction.

        Args:
            driver_connection: an open connection of ``sqlite3`` or ``psycopg``. What the host has set on it (row
                factory, adapters, functions) stays as it is, and changes nothing here.
            people: the host's own people, as the class takes them. Django's ORM reads on the same connection by itself.

        Raises:
            InvalidValueError: it is no such connection; Django's is ``None`` before its first statement.
            UnsafeTransactionError: raised by each unit, also by one that only reads, where the host has not begun a
                transaction.
        """
        connection = borrowed(driver_connection)
        store = cls(connection.engine, people=people)

        def check(connection: Connection) -> None:
            check_begun(connection)  # on SQLite, the savepoint of a unit would begin one, and nobody would end it
            store._check(connection)

        return ConnectionStore(connection, people, check)

    def _set_up(self, make: Callable[..., int | None], *, guards: bool = False) -> int | None:
        """Create or migrate the tables; where that made new ones, add the guards if asked. Return the version found."""
        with self._transaction(isolation_level="READ COMMITTED") as connection:
            found = make(connection, registry=self.keeps_people)
            if guards and found != SCHEMA_VERSION:
                add_guards(connection)
            return found

    @contextmanager
    def _transaction(self, *, waits: bool = True, **on_postgresql: str) -> Iterator[Connection]:
        """Open a writing transaction. It is committed when its block ends normally."""
        with guarded(self._engine.connect) as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(**on_postgresql)
            transaction = connection.begin()
            begin(connection, writes=True, waits=waits)
            yield connection
            guarded(transaction.commit)

    def _check(self, connection: Connection) -> None:
        if not self._checked:
            check_schema(connection, registry=self.keeps_people)
            self._checked = True


def _url(where: str | os.PathLike[str] | URL) -> URL:
    if isinstance(where, URL):
        return where
    path = os.fspath(where)
    if "://" not in path:
        return URL.create("sqlite", database=path)
    try:
        return make_url(path)
    except (ArgumentError, ValueError):  # the text may hold a password, and so may the error
        pass
    raise InvalidValueError("where", "this text", "a path, or a URL such as postgresql+psycopg://user@/accounts")


def _engine(url: URL) -> Engine:
    """Make an engine; the dialect is looked at first, since making one imports its driver."""
    if url.get_backend_name() not in _DIALECTS:
        raise UnsupportedDatabaseError(url.get_backend_name())
    try:
        return create_engine(url, hide_parameters=True)
    except NoSuchModuleError:
        raise UnsupportedDatabaseError(url.drivername) from None
    except ModuleNotFoundError:
        raise MissingExtraError("postgresql", url.drivername) from None


def _prepare_sqlite(engine: Engine) -> None:
    """Set up the engine that :meth:`SqlStore.open` made, and put its file in WAL mode: readers do not wait for writers.

    A new file, and what SQLite puts beside it, is its owner's alone. What is deleted in it is overwritten.

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
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")

    path = str(engine.url.database)
    if not path.startswith("file:"):  # a URI of SQLite, which may be read only
        with suppress(OSError):  # there already, or its folder is not: SQLite says so
            os.close(os.open(os.path.realpath(path), os.O_CREAT | os.O_EXCL, 0o600))  # a link may lead to no file yet
    with guarded(engine.connect) as connection:
        _use_wal(connection)


def _use_wal(connection: Connection) -> None:
    """Put a SQLite file in WAL mode. Where several connections do so at once, SQLite makes all but one give way."""
    until = time.monotonic() + BUSY_TIMEOUT / 1000  # SQLite's own wait does not count here: a deadlock, to it
    while True:
        try:
            guarded(lambda: connection.exec_driver_sql("PRAGMA journal_mode = WAL"))
        except DatabaseFailedError as error:
            if error.state != "SQLITE_BUSY" or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return
