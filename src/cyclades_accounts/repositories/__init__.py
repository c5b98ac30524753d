"""The ports a host implements to keep the data where it wants: stores, documents, journal, sealer.

A *store* hands out *units of work*. Everything an activity writes goes through one writing unit, so that accounts,
issued logins, documents and the report of a run become visible together or not at all.

What every implementation promises, beyond the words of each method:

- Values come back equal to what was put in, to the character (no case folding, no Unicode normalisation, no cutting).
- Texts sort by code point, as Python sorts them. Where no order is named, a sequence is sorted by key; a mapping and a
  set have none.
- A mapping has the keys that were found and no other, unless its method says so.
- A batch method costs a number of statements that does not grow with the batch.
- An empty batch does nothing and returns an empty result. A collection of keys may be a set or a view, and hold a key
  twice or keys that nobody knows.
- A batch is written as a whole: where one of it is refused, the others do not remain.
- Exceptions of the library named under *Raises* are raised as such; every other failure may be raised as it is. After
  either the unit is to be left by that exception: what it would still read or write is not defined.

What a store may count on:

- Texts hold neither NUL nor a lone surrogate: PostgreSQL stores neither, and a store may refuse them.
- Moments carry a time zone; the same instant in another zone is the same value.
- A login is lower case; a key of a person and a run id have 1 to 100 characters.
- The version of an account's password never goes down, and a document that was purged is not given content again.
- When a writing unit ends, all that its values refer to is there, though not always before them: the candidate and the
  school of a candidature, the candidate of an account, the account that replaced another, the account and the run of an
  issued login and of a slip, the person of an imposed login, the school and the run of a document. A run is there when
  the journal has its report. The school that issued an account and the run of a password need not be there.
- A thread has one unit open at a time.

*Holding.* Some reads of a writing unit hold what they return: until the unit ends nobody else changes it, and another
unit that reads the same waits. They are named one by one, and summed up in :meth:`Store.writing`. A store whose writing
units all follow each other, as on SQLite, keeps every such word at once.

``cyclades_accounts.testing`` has the contract to inherit.
"""

from cyclades_accounts.repositories._accounts import AccountRepository
from cyclades_accounts.repositories._candidatures import CandidatureRepository
from cyclades_accounts.repositories._documents import DocumentRepository
from cyclades_accounts.repositories._journal import Journal
from cyclades_accounts.repositories._logins import IssuedLoginRepository
from cyclades_accounts.repositories._schools import SchoolRepository
from cyclades_accounts.repositories._sealing import Pseudonymizer, Sealer
from cyclades_accounts.repositories._store import Store, UnitOfWork

__all__ = [
    "AccountRepository",
    "CandidatureRepository",
    "DocumentRepository",
    "IssuedLoginRepository",
    "Journal",
    "Pseudonymizer",
    "SchoolRepository",
    "Sealer",
    "Store",
    "UnitOfWork",
]
