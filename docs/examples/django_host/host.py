"""The activities over Django's own connection, the people of the host, and its key."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.conf import settings
from django.db import connection, transaction

from cyclades_accounts import Provisioning
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.repositories import RegistryUnit, UnitOfWork
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from cyclades_accounts.sql import ConnectionStore, SqlStore
from django_host.people import DjangoPeople


class DjangoStore:
    """:class:`cyclades_accounts.repositories.Store`: a unit of work is ``transaction.atomic``.

    Inside ``transaction.atomic`` of the host, or with ``ATOMIC_REQUESTS``, it is a savepoint, and what the host rolls
    back never happened.
    """

    keeps_people = False

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Open a unit that only reads. Outside a transaction of the host it sees one snapshot."""
        alone = not connection.in_atomic_block
        with begun():
            if alone and connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            with on_connection().reading() as unit:
                yield unit

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[RegistryUnit]:
        """Open a unit that reads and writes."""
        with begun(waits=waits), on_connection().writing(waits=waits) as unit:
            yield unit


@contextmanager
def begun(*, waits: bool = True) -> Iterator[None]:
    """Begin a transaction. Leave the connection of this thread as a request does, if there was none before."""
    opened = connection.connection is None
    at_once = not waits and connection.vendor == "sqlite" and not connection.in_atomic_block
    try:
        if at_once:
            set_busy_timeout(0)
        with transaction.atomic():
            yield
    finally:
        if at_once:
            set_busy_timeout(connection.settings_dict["OPTIONS"].get("timeout", 5))
        if opened:
            connection.close_if_unusable_or_obsolete()


def set_busy_timeout(seconds: float) -> None:
    """Set how long SQLite waits for another writer."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {int(1000 * seconds)}")


def on_connection() -> ConnectionStore:
    """Return a store in the transaction that Django has begun on this thread's connection."""
    return SqlStore.on_driver_connection(connection.connection, people=lambda _: DjangoPeople())


@cache
def provisioning() -> Provisioning:
    """Return the activities, made once for the process."""
    ring = KeyRing("1", {"1": bytes.fromhex(settings.CYCLADES_SEALING_KEY)})
    return Provisioning(store=DjangoStore(), renderer=ReportlabRenderer(), sealer=AesGcmSealer(ring))
