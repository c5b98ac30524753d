"""Stores made of another one: some methods, some repositories or whole units do something else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.repositories import Store


class Instead:
    """A repository or a unit, but for the attributes that something else stands for."""

    def __init__(self, real: Any, **others: Any) -> None:
        self._real = real
        self._others = others

    def __getattr__(self, name: str) -> Any:
        """Return what stands for the attribute, or the real one."""
        return self._others[name] if name in self._others else getattr(self._real, name)


class Wrapped:
    """A store whose units, reading and writing ones, are changed by a function; in memory unless told otherwise."""

    keeps_people = True

    def __init__(self, change: Callable[[Any], Any], real: Store | None = None) -> None:
        self._change = change
        self._real: Store = real or InMemoryStore()

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Open a unit that only reads."""
        with self._real.reading() as unit:
            yield self._change(unit)

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[Any]:
        """Open a unit that reads and writes."""
        with self._real.writing(waits=waits) as unit:
            yield self._change(unit)
