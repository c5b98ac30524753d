"""Several threads at once, without a test that waits for ever or loses an error."""

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Barrier, Event, Thread
from typing import Final, TypeVar

T = TypeVar("T")

PATIENCE: Final = 60
"""Seconds after which a thread counts as stuck."""

GRACE: Final = 0.05
"""Seconds that a thread gets, once it runs, to do what it should not be able to do yet."""


def start(work: Callable[[], T]) -> Future[T]:
    """Start ``work`` in a thread of its own; a stuck one does not keep the process alive."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001  # whoever asks for the result gets it
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    return future


def start_and_wait(work: Callable[[], T]) -> Future[T]:
    """Start ``work`` and give it a moment: it may be done then, or wait for the unit of the caller to end."""
    runs = Event()

    def run() -> T:
        runs.set()
        return work()

    future = start(run)
    runs.wait(PATIENCE)
    wait([future], GRACE)
    return future


def at_once(*works: Callable[[], T]) -> list[T]:
    """Do all the works at the same moment, each in its thread, and return what they return, in order.

    Raises:
        BaseException: what a work raised, the first one of them.
        TimeoutError: one of them is stuck.
    """
    barrier = Barrier(len(works))

    def together(work: Callable[[], T]) -> T:
        barrier.wait(PATIENCE)
        return work()

    futures = [start(lambda work=work: together(work)) for work in works]  # type: ignore[misc]  # mypy cannot type the default
    return [future.result(PATIENCE) for future in futures]
