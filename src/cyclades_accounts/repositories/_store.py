"""The ports of a store and of one transaction over it."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from typing import Protocol

from cyclades_accounts.people import People
from cyclades_accounts.repositories._accounts import AccountRepository
from cyclades_accounts.repositories._documents import DocumentRepository
from cyclades_accounts.repositories._journal import Journal
from cyclades_accounts.repositories._logins import IssuedLoginRepository
from cyclades_accounts.repositories._people import HolderRepository, RegistryRepository
from cyclades_accounts.repositories._sessions import SessionRepository


class UnitOfWork(Protocol):
    """The repositories of one transaction. Do not use it after its ``with`` block, nor in two threads."""

    @property
    def people(self) -> People:
        """Schools and candidatures, read: the host's own, or those that the store keeps."""
        ...

    @property
    def holders(self) -> HolderRepository:
        """Whose the accounts are."""
        ...

    @property
    def sessions(self) -> SessionRepository:
        """Exam sessions."""
        ...

    @property
    def accounts(self) -> AccountRepository:
        """Accounts."""
        ...

    @property
    def logins(self) -> IssuedLoginRepository:
        """The ledger of issued logins."""
        ...

    @property
    def documents(self) -> DocumentRepository:
        """Sealed documents and slips."""
        ...

    @property
    def journal(self) -> Journal:
        """Reports of the runs."""
        ...

    def hold(self, keys: Collection[str]) -> None:
        """Hold schools and people, named by their keys, until the unit ends; they need not exist.

        They are locked in sorted order, so that two units cannot deadlock. A unit that only reads holds nothing.
        """
        ...


class RegistryUnit(UnitOfWork, Protocol):
    """A unit of a store that also keeps the people, for a host that has none of its own."""

    @property
    def registry(self) -> RegistryRepository:
        """Schools and candidatures, written."""
        ...


class Store(Protocol):
    """Opens units of work. It is safe to share between threads; each thread opens its own units."""

    @property
    def keeps_people(self) -> bool:
        """Whether the store keeps the people itself: its writing units then are each a :class:`RegistryUnit`."""
        ...

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """Open a unit that only reads. It sees one consistent state and holds nothing.

        A write in this unit fails, or is undone at the end of the unit.
        """
        ...

    def writing(self, *, waits: bool = True) -> AbstractContextManager[UnitOfWork]:
        """Open a unit that reads and writes.

        Its writes become visible to others together, when the ``with`` block ends normally. If the block raises, none
        of them remains, and the exception passes unchanged. The unit sees its own writes.

        Units that write the same school, account or stem run one after the other, because a unit holds until its end:

        - the schools and people that :meth:`UnitOfWork.hold` was called with, locked in sorted order;
        - the accounts that it read or wrote;
        - the stems that :meth:`IssuedLoginRepository.numbers` was called with, locked in sorted order.

        With ``waits=False`` the unit waits for no other: where another one holds what it asks for, it raises at once.

        A unit may fail at its end, for example because the connection is lost during the commit. Then nobody knows
        whether it was committed, and a retry of the run tells.

        Raises:
            StoreConflictError: the database aborted the unit because of another one (PostgreSQL: a serialization
                failure, a deadlock). None of its writes remains, and activities start again by themselves. Every method
                of the unit may raise it.
        """
        ...
