"""The store: a unit of work is ``transaction.atomic``."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction

from cyclades_accounts.errors import StoreFailedError, class_name
from cyclades_accounts.repositories import UnitOfWork
from django_host.ports.accounts import Accounts
from django_host.ports.candidatures import Candidatures
from django_host.ports.documents import Documents
from django_host.ports.journal import Journal
from django_host.ports.logins import IssuedLogins
from django_host.ports.schools import Schools

SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


class Unit:
    """The six ports over one database."""

    def __init__(self, using: str, *, writes: bool) -> None:
        self.schools = Schools(using, writes=writes)
        self.candidatures = Candidatures(using, writes=writes)
        self.accounts = Accounts(using, writes=writes)
        self.logins = IssuedLogins(using, writes=writes)
        self.documents = Documents(using, writes=writes)
        self.journal = Journal(using, writes=writes)


class DjangoStore:
    """:class:`cyclades_accounts.repositories.Store` on a database of Django.

    Inside ``transaction.atomic`` of the host (or ``ATOMIC_REQUESTS``) a unit is a savepoint, and what the host rolls
    back never happened.
    """

    def __init__(self, using: str = DEFAULT_DB_ALIAS) -> None:
        database = connections[using]
        if database.vendor not in {"postgresql", "sqlite"}:
            message = f"DATABASES[{using!r}] must be SQLite or PostgreSQL: nobody has proved the store on others."
            raise ImproperlyConfigured(message)
        if database.vendor == "sqlite" and database.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
            message = f"DATABASES[{using!r}]['OPTIONS'] must have 'transaction_mode': 'IMMEDIATE', or writers fail."
            raise ImproperlyConfigured(message)
        self.using = using

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Open a unit that only reads: one snapshot, rolled back."""
        with self._transaction():
            database = connections[self.using]
            if database.vendor == "postgresql" and not database.savepoint_ids:
                with database.cursor() as cursor:
                    cursor.execute(SNAPSHOT)
            yield Unit(self.using, writes=False)
            transaction.set_rollback(True, self.using)  # noqa: FBT003  # Django's signature

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """Open a unit that reads and writes."""
        with self._transaction():
            yield Unit(self.using, writes=True)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Run a transaction; leave the thread's connection as the end of a request does, if there was none before.

        Raises:
            StoreFailedError: the database failed. Its own error is left behind: PostgreSQL's would print the row.
        """
        database = connections[self.using]
        connected = database.connection is not None
        failure = None
        try:
            with transaction.atomic(self.using):
                yield
        except Error as error:
            failure = StoreFailedError(class_name(error.__cause__ or error), "the database")
        finally:
            if not connected:
                database.close_if_unusable_or_obsolete()
        if failure:
            raise failure  # outside the handler, so that Python attaches no context
