"""The store in memory, and its units of work."""

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from cyclades_accounts.errors import StoreConflictError
from cyclades_accounts.memory._accounts import Accounts
from cyclades_accounts.memory._documents import Documents
from cyclades_accounts.memory._errors import NestedUnitError
from cyclades_accounts.memory._journal import Journal
from cyclades_accounts.memory._logins import IssuedLogins
from cyclades_accounts.memory._people import Holders, Registry
from cyclades_accounts.memory._sessions import Sessions
from cyclades_accounts.people import CheckedPeople, People
from cyclades_accounts.repositories import RegistryUnit, UnitOfWork


class _Unit:
    """The repositories. They record their changes in one shared undo log."""

    def __init__(self, people: People | None) -> None:
        self._undo: list[Callable[[], None]] = []
        self.registry = Registry(self._undo)
        self.people: People = CheckedPeople(people) if people else self.registry
        self.holders = Holders(self._undo, None if people else self.registry)
        self.sessions = Sessions(self._undo)
        self.accounts = Accounts(self._undo)
        self.logins = IssuedLogins(self._undo)
        self.documents = Documents(self._undo)
        self.journal = Journal(self._undo)

    def hold(self, keys: Collection[str]) -> None:
        """Do nothing: all units run one after the other."""

    def keep(self) -> None:
        """Keep the changes of the present unit for good."""
        self._undo.clear()

    def discard(self) -> None:
        """Undo the changes of the present unit, the last one first."""
        while self._undo:
            self._undo.pop()()


class InMemoryStore:
    """A :class:`~cyclades_accounts.repositories.Store` in memory, empty when built.

    It is safe to share between threads. All units, reading ones too, run one after the other. A thread that opens a
    unit inside another one gets a :class:`NestedUnitError`. What a reading unit writes is undone.

    Args:
        people: the host's own people, which the store reads; ``None`` to keep people in the store
            (:class:`~cyclades_accounts.provisioning.Registry`).
    """

    def __init__(self, *, people: People | None = None) -> None:
        self._unit = _Unit(people)
        self.keeps_people: bool = people is None
        self._lock = threading.Lock()
        self._owner: int | None = None

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Open a unit that only reads."""
        with self._alone():
            yield self._unit

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[RegistryUnit]:
        """Open a unit that reads and writes. Its changes are kept if the block ends normally."""
        with self._alone(waits=waits):
            yield self._unit
            self._unit.keep()

    @contextmanager
    def _alone(self, *, waits: bool = True) -> Iterator[None]:
        """Hold the lock. Changes that were not kept are undone before it is released."""
        if self._owner == threading.get_ident():
            raise NestedUnitError
        if not self._lock.acquire(blocking=waits):
            raise StoreConflictError("another unit", "the lock of the store")
        try:
            self._owner = threading.get_ident()
            yield
        finally:
            self._unit.discard()
            self._owner = None
            self._lock.release()
