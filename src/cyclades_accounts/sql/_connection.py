"""The store inside a transaction of the host. It uses the host's connection and never commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from cyclades_accounts.repositories import RegistryUnit, UnitOfWork
from cyclades_accounts.sql._migrate import migrate
from cyclades_accounts.sql._people import PeopleOf
from cyclades_accounts.sql._savepoint import savepoint
from cyclades_accounts.sql._schema import add_guards
from cyclades_accounts.sql._transaction import check_begun, check_references, claim
from cyclades_accounts.sql._unit import Unit


class ConnectionStore:
    """A :class:`~cyclades_accounts.repositories.Store` over one connection, whose transaction the host owns.

    A unit of work is a savepoint. Its writes remain if its block ends normally *and* the host commits. References are
    checked at the end of the unit on PostgreSQL, and by the host's commit on SQLite. Like the connection, the store is
    for one thread. What a reading unit sees depends on the isolation level that the host chose.

    On SQLite the host must have begun the transaction with ``BEGIN IMMEDIATE``; otherwise a writing unit raises
    :class:`UnsafeTransactionError`.
    """

    def __init__(self, connection: Connection, people: PeopleOf | None, check: Callable[[Connection], None]) -> None:
        self._connection = connection
        self._people = people
        self._check = check

    @property
    def keeps_people(self) -> bool:
        """Whether the store keeps the people itself."""
        return self._people is None

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Open a unit that only reads. A write in it is rolled back."""
        self._check(self._connection)
        with savepoint(self._connection, keep=False):
            yield Unit(self._connection, self._people, writes=False)

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[RegistryUnit]:
        """Open a unit that reads and writes.

        Args:
            waits: whether it waits for rows that another transaction holds. The host's own transaction, on SQLite,
                waited when it began.

        Raises:
            UnsafeTransactionError: on SQLite, the host's transaction does not hold the write lock; on PostgreSQL, the
                connection commits every statement by itself.
        """
        check_begun(self._connection)
        self._check(self._connection)
        claim(self._connection)
        with savepoint(self._connection, keep=True):
            yield Unit(self._connection, self._people, writes=True, waits=waits)
            check_references(self._connection, registry=self.keeps_people)

    def migrate(self) -> int | None:
        """Migrate the tables, or create them, as :func:`cyclades_accounts.sql.migrate` does: for a migration of Django.

        Returns:
            The version found; ``None`` if there were no tables.

        Raises:
            SchemaVersionError: the tables have a version that this release does not know.
            UnsafeTransactionError: a rollback of the transaction would not undo the migration.
            DatabaseFailedError: the migration failed; roll back.
        """
        return migrate(self._connection, registry=self.keeps_people)

    def add_guards(self) -> None:
        """Add the guards, as :func:`cyclades_accounts.sql.add_guards` does: for a migration of Django.

        Raises:
            DatabaseFailedError: the tables are not there, or belong to another role; roll back.
        """
        add_guards(self._connection)
