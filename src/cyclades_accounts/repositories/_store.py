"""The ports of a store and of one transaction over it."""

from contextlib import AbstractContextManager
from typing import Protocol

from cyclades_accounts.repositories._accounts import AccountRepository
from cyclades_accounts.repositories._candidatures import CandidatureRepository
from cyclades_accounts.repositories._documents import DocumentRepository
from cyclades_accounts.repositories._journal import Journal
from cyclades_accounts.repositories._logins import IssuedLoginRepository
from cyclades_accounts.repositories._schools import SchoolRepository


class UnitOfWork(Protocol):
    """The repositories of one transaction. Not to be used after its ``with`` block, nor by two threads."""

    @property
    def schools(self) -> SchoolRepository:
        """Schools."""
        ...

    @property
    def candidatures(self) -> CandidatureRepository:
        """Candidates and candidatures."""
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


class Store(Protocol):
    """Opens units of work. Safe to share between threads, each of which opens its own units."""

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """Open a unit that only reads, and sees one consistent state; it holds nothing.

        Whatever else it does fails or leaves no trace.
        """
        ...

    def writing(self) -> AbstractContextManager[UnitOfWork]:
        """Open a unit that reads and writes.

        It becomes visible to others, whole, when the ``with`` block ends normally; if the block raises, nothing of it
        remains, and that exception comes out as it is. It sees its own writes.

        Units that write the same school, account or stem follow each other, for until its end a unit holds:

        - the school that :meth:`SchoolRepository.get` returned, and those of the candidatures it writes;
        - the accounts that it read or wrote;
        - the stems that :meth:`IssuedLoginRepository.numbers` was asked for, in sorted order;
        - the people whose imposed login it changes.

        A unit may fail at its end, for example where the connection is lost while it is committed: then nobody knows
        whether it was, and a retry of the run finds out.

        Raises:
            StoreConflictError: the database made the unit give way to others (PostgreSQL: a serialization failure, a
                deadlock); nothing of it remains, and activities begin again by themselves. Whatever the unit does may
                raise it.
        """
        ...
