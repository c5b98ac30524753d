"""The ports that a host implements to keep the data where it wants: store, repositories, sealer, pseudonymizer.

A *store* opens *units of work*. Everything that an activity writes goes through one writing unit, so that accounts,
issued logins, documents and the report of a run become visible together or not at all.

Every implementation must keep these rules, beside what each method says:

- Values come back equal to what was put in, to the character: no case folding, no Unicode normalisation, no cutting.
- Texts are sorted by code point, as Python sorts them. If a method names no order, a sequence is sorted by key;
  mappings and sets have no order.
- A mapping has exactly the keys that were found, unless its method says otherwise.
- The number of statements of a batch method does not grow with the batch.
- An empty batch does nothing and returns an empty result. A collection of keys may be a set or a view. It may contain a
  key twice, and keys that the store does not know.
- A batch is written as a whole: if one element is refused, the others are not written either.
- The exceptions of the library named under *Raises* are raised as such. Any other exception may pass unchanged. After
  an exception the caller must leave the unit with it: further reads and writes of this unit are not defined.

A store may rely on these facts:

- Texts contain neither NUL nor a lone surrogate. PostgreSQL cannot store them, and a store may refuse them.
- Moments have a time zone. The same instant in another zone is the same value.
- A login is lower case. The key of a person and a run id have 1 to 100 characters.
- The version of an account's password never goes down, and a purged document never gets content again.
- When a writing unit ends, everything that its values refer to exists, but it may have been written later than they
  were: the account that replaced another, the account and the run of an issued login and of a slip, the run of a
  document; in the registry, the candidate and the school of a candidature. A run exists when the journal has its
  report. Nothing else refers to people: they may be the host's own.
- A thread has one unit open at a time.

*Holding.* Some reads of a writing unit *hold* what they return: until the unit ends, no other unit changes it, and
another unit that reads the same waits. The methods say so one by one, and :meth:`Store.writing` gives the list. A store
that runs all writing units one after the other, as on SQLite, satisfies this without further work.

A host tests its store with the contract in ``cyclades_accounts.testing``.
"""

from cyclades_accounts.repositories._accounts import AccountRepository as AccountRepository
from cyclades_accounts.repositories._documents import DocumentRepository as DocumentRepository
from cyclades_accounts.repositories._journal import Journal as Journal
from cyclades_accounts.repositories._logins import IssuedLoginRepository as IssuedLoginRepository
from cyclades_accounts.repositories._logins import UsedLogins as UsedLogins
from cyclades_accounts.repositories._people import HolderRepository as HolderRepository
from cyclades_accounts.repositories._people import RegistryRepository as RegistryRepository
from cyclades_accounts.repositories._sealing import Pseudonymizer as Pseudonymizer
from cyclades_accounts.repositories._sealing import Sealer as Sealer
from cyclades_accounts.repositories._sessions import SessionRepository as SessionRepository
from cyclades_accounts.repositories._store import RegistryUnit as RegistryUnit
from cyclades_accounts.repositories._store import Store as Store
from cyclades_accounts.repositories._store import UnitOfWork as UnitOfWork
