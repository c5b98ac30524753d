"""Failures of ports become one typed error each, and nothing of foreign code that handles passwords comes along."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Final, TypeVar

from cyclades_accounts.errors import CycladesAccountsError, PortFailedError, StoreConflictError, StoreFailedError
from cyclades_accounts.repositories import Store, UnitOfWork

T = TypeVar("T")

CONFLICTS: Final = 50
"""How often work begins again because the store made it give way, before it gives up. Each time somebody else's work
was done, so that a crowd of writers gets through."""


def call(failure: type[PortFailedError], function: Callable[[], T]) -> T:
    """Return what ``function`` returns.

    Raises:
        CycladesAccountsError: as ``function`` raised it.
        PortFailedError: of the class ``failure``, for any other exception; neither cause nor context is attached,
            because the frames of a renderer or hasher hold passwords.
    """
    try:
        return function()
    except CycladesAccountsError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever a host's port raises becomes one typed error
        failed = failure(*_describe(error))
    raise failed  # outside the handler, so that Python attaches no context


def giving_way(work: Callable[[], T]) -> T:
    """Return what ``work`` returns, which begins again while the store makes it give way to others.

    Raises:
        StoreConflictError: it did so :data:`CONFLICTS` times.
    """
    for _ in range(CONFLICTS - 1):
        try:
            return work()
        except StoreConflictError:
            continue
    return work()


@contextmanager
def reading(store: Store) -> Iterator[UnitOfWork]:
    """Open a reading unit; a failure that is not the library's own becomes :class:`StoreFailedError`."""
    with _store_failures(), store.reading() as unit:
        yield unit


@contextmanager
def writing(store: Store) -> Iterator[UnitOfWork]:
    """Open a writing unit; a failure that is not the library's own becomes :class:`StoreFailedError`."""
    with _store_failures(), store.writing() as unit:
        yield unit


@contextmanager
def _store_failures() -> Iterator[None]:
    try:
        yield
    except CycladesAccountsError:
        raise
    except Exception as error:
        # Chained: the host needs the database's own error, and a store never sees a password.
        raise StoreFailedError(*_describe(error)) from error


def _describe(error: Exception) -> tuple[str, str]:
    kind = type(error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{kind.__module__}.{kind.__qualname__}", f"{PurePath(last.filename).name}:{last.lineno}"
