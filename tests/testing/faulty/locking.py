"""A store in memory whose units run at once and lock rows, as a database does; and such stores with one fault each."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from random import Random
from threading import Condition
from typing import Any

from attrs import field, frozen

from cyclades_accounts.errors import StoreConflictError
from cyclades_accounts.memory import InMemoryStore

Key = tuple[str, str]


class AbortedError(Exception):
    """What a database says in its own words when it makes a unit give way."""


def _sorted(keys: Iterable[Key]) -> list[Key]:
    return sorted(set(keys))


@frozen
class RowLocks:
    """A store whose units lock the rows that the ports say, until they end, and each row for one unit."""

    locks: Callable[[str, Iterable[Key]], Iterable[Key]] = lambda _, keys: keys
    """Which of the keys a call locks; the call is named after its port and method, and ``find by person`` apart."""
    order: Callable[[Iterable[Key]], list[Key]] = _sorted
    """The order in which they are locked."""
    conflict: Callable[[], Exception] = lambda: StoreConflictError("DeadlockDetected", "here")
    """What a unit raises that has to give way."""
    keeps_people = True
    rows: InMemoryStore = field(factory=InMemoryStore)
    owners: dict[Key, object] = field(factory=dict)
    waits: dict[object, Key] = field(factory=dict)
    free: Condition = field(factory=Condition)
    heeds: bool = True
    """Whether a unit that is not to wait does not."""

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Open a unit that only reads."""
        with self.rows.reading() as unit:
            yield unit

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[Any]:
        """Open a unit; what it wrote is undone if it fails, and its locks are released."""
        unit = _Unit(self, waits=waits or not self.heeds)
        try:
            yield unit
        except BaseException:
            with self.free:
                while unit.undo:
                    unit.undo.pop()()
                self.rows._unit.keep()  # noqa: SLF001  # undoing is no change
            raise
        finally:
            with self.free:
                for key in [key for key, owner in self.owners.items() if owner is unit]:
                    del self.owners[key]
                self.free.notify_all()

    def lock(self, unit: "_Unit", call: str, keys: Iterable[Key]) -> None:
        """Lock the keys for the unit, one after the other; it gives way if it would wait for ever."""
        with self.free:
            for key in self.order(self.locks(call, keys)):
                while self.owners.setdefault(key, unit) is not unit:
                    self.waits[unit] = key
                    if not unit.waits or self._goes_round(unit):
                        del self.waits[unit]
                        raise self.conflict()
                    self.free.wait(10)
                    del self.waits[unit]

    def _goes_round(self, unit: object) -> bool:
        owner = self.owners.get(self.waits[unit])
        while owner in self.waits and owner is not unit:
            owner = self.owners.get(self.waits[owner])
        return owner is unit


class _Unit:
    """A unit, or a port of it, that locks before it works."""

    def __init__(self, store: RowLocks, *, waits: bool) -> None:
        self.store = store
        self.waits = waits
        self.undo: list[Callable[[], None]] = []

    def hold(self, keys: Any) -> None:
        self.store.lock(self, "hold", [("hold", key) for key in keys])

    def __getattr__(self, port: str) -> Any:
        return _Port(self, port)


class _Port:
    def __init__(self, unit: _Unit, port: str) -> None:
        self._unit, self._port = unit, port

    def __getattr__(self, method: str) -> Any:
        unit, store = self._unit, self._unit.store
        real = store.rows._unit  # noqa: SLF001  # the rows without their lock: each call takes it by itself

        def call(*given: Any, **named: Any) -> Any:
            def work() -> Any:
                with store.free:
                    answer = getattr(getattr(real, self._port), method)(*given, **named)
                    unit.undo += real._undo  # noqa: SLF001  # kept for this unit alone
                    real.keep()
                    return answer

            if (self._port, method) == ("logins", "numbers"):
                store.lock(unit, "numbers", [("stem", stem) for stem in (*given, *named.values())[0]])
            elif (self._port, method) == ("accounts", "put"):
                store.lock(unit, "put", [("account", one.id) for one in (*given, *named.values())[0]])
            elif self._port == "accounts" and method in {"standing", "find"}:
                found = work()
                accounts = found.values() if method == "standing" else found
                name = "find by person" if "candidates" in named else method
                store.lock(unit, name, [("account", one.id) for one in accounts])
            return work()

        return call


def holding_nothing() -> RowLocks:
    """Return a store whose ``hold`` does nothing."""
    return RowLocks(locks=lambda call, keys: [] if call == "hold" else keys)


def holding_in_any_order() -> RowLocks:
    """Return a store that locks schools and people in the order in which they are given."""
    return RowLocks(order=list)


def waiting_all_the_same() -> RowLocks:
    """Return a store whose units wait, whether they are to wait or not."""
    return RowLocks(heeds=False)


def not_holding_by_person() -> RowLocks:
    """Return a store whose accounts are not held when they are looked for by person."""
    return RowLocks(locks=lambda call, keys: [] if call == "find by person" else keys)


def not_holding_new_stems() -> RowLocks:
    """Return a store that holds the stems that have a row."""
    store: RowLocks

    def known(call: str, keys: Iterable[Key]) -> Iterable[Key]:
        rows = store.rows._unit.logins._numbers.rows  # noqa: SLF001  # a fault reaches behind the port
        return [key for key in keys if call != "numbers" or key[1] in rows]

    store = RowLocks(locks=known)
    return store


def locking_accounts_at_random() -> RowLocks:
    """Return a store that locks accounts in the order in which the database happens to meet them."""
    random = Random(1)  # a fault that is the same at every run

    def order(keys: Iterable[Key]) -> list[Key]:
        known = _sorted(keys)
        return random.sample(known, len(known)) if ("account", "account-1") in known else known

    return RowLocks(order=order)


def aborting_in_its_own_words() -> RowLocks:
    """Return a store that lets the database's own error out when a unit has to give way."""
    return RowLocks(conflict=AbortedError)
