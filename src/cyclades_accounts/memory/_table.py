"""Rows by key, with indexes and an undo log."""

from collections.abc import Callable, Collection, Hashable
from typing import Generic, TypeVar

from cyclades_accounts.memory._errors import DuplicateKeyError

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


class Table(Generic[_K, _V]):
    """Rows by key, with indexes. Every change appends its inverse to ``undo``.

    An index is a function of a row. :meth:`find` returns rows in the order of insertion, also after a removal was
    undone.
    """

    def __init__(self, undo: list[Callable[[], None]], *indexes: Callable[[_V], Hashable]) -> None:
        self.rows: dict[_K, _V] = {}
        self._undo = undo
        self._ranks: dict[_K, int] = {}
        self._puts = 0
        self._indexes: list[tuple[Callable[[_V], Hashable], dict[Hashable, dict[_K, None]]]]
        self._indexes = [(index, {}) for index in indexes]

    def put(self, key: _K, new: _V | None) -> None:
        """Insert or replace the row; ``None`` removes it."""
        old = self.rows.get(key)
        rank = self._ranks[key] if old is not None else self._puts
        self._puts += 1
        self._swap(key, old, new, rank)
        self._undo.append(lambda: self._swap(key, new, old, rank))

    def add(self, key: _K, new: _V) -> None:
        """Insert a row whose key must be new."""
        if key in self.rows:
            raise DuplicateKeyError(str(key))
        self.put(key, new)

    def find(self, value: Hashable, index: int = 0) -> list[_V]:
        """Return the rows for which the function of index number ``index`` gives ``value``."""
        return [self.rows[key] for key in sorted(self._indexes[index][1].get(value, ()), key=self._ranks.__getitem__)]

    def matching(self, *asked: Collection[Hashable]) -> list[_V]:
        """Return the rows for which an index gives one of the values asked of it, each once, in order of insertion.

        The first collection asks the first index, the second the second one, and so on.
        """
        pairs = zip(self._indexes, asked, strict=False)
        keys = {key for (_, entries), values in pairs for value in values for key in entries.get(value, ())}
        return [self.rows[key] for key in sorted(keys, key=self._ranks.__getitem__)]

    def among(self, keys: Collection[_K]) -> dict[_K, _V]:
        """Return the rows that exist under these keys, by key."""
        return {key: self.rows[key] for key in keys if key in self.rows}

    def _swap(self, key: _K, old: _V | None, new: _V | None, rank: int) -> None:
        for index, entries in self._indexes:
            if old is not None and new is not None and index(old) == index(new):
                continue  # a replaced row keeps its place in the index
            if old is not None:
                keys = entries[index(old)]
                del keys[key]
                if not keys:
                    del entries[index(old)]
            if new is not None:
                entries.setdefault(index(new), {})[key] = None
        if new is None:
            self.rows.pop(key, None)
            self._ranks.pop(key, None)
        else:
            self.rows[key] = new
            self._ranks[key] = rank
