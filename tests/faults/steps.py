"""Steps of an activity: the calls of its ports, the statements and the commits; at one of them something happens.

The ports are the real ones, in a wrapper that says what is about to be called and what was.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from attrs import define, evolve, field
from sqlalchemy import Engine, Pool, event

from cyclades_accounts import Provisioning


def nothing(step: str) -> None:
    """Let the step pass."""


@define
class Steps:
    """Counts steps, and acts at each of them."""

    act: Callable[[str], None] = nothing
    """Called with the name of each step that counts, after it is noted; what it raises, the step raises."""
    counts: Callable[[str], bool] = bool
    """Which steps count, by name; all of them by default. Draws in a row always count as one: how many a password takes
    is up to chance."""
    names: list[str] = field(factory=list)
    """Those that counted so far, in order."""

    def at(self, name: str) -> None:
        """Note a step."""
        again = name == "random: before" and self.names[-1:] == [name]
        if self.counts(name) and name != "random: after" and not again:
            self.names.append(name)
            self.act(name)


def stepping(service: Provisioning, steps: Steps) -> Provisioning:
    """Return the service with every port of it in a wrapper that notes each call, before and after."""
    return evolve(
        service,
        store=_Store(service.store, steps),
        renderer=_Port(service.renderer, steps, "renderer"),
        sealer=_Port(service.sealer, steps, "sealer"),
        hasher=_Port(service.hasher, steps, "hasher"),
        clock=_Port(service.clock, steps, "clock"),
        random_for_tests=_Port(service.random_for_tests, steps, "random"),
    )


class _Port:
    """Passes everything on, and notes each call before and after it."""

    def __init__(self, target: Any, steps: Steps, name: str) -> None:
        self._target, self._steps, self._name = target, steps, name

    def __getattr__(self, name: str) -> Any:
        part = getattr(self._target, name)
        return _Port(part, self._steps, f"{self._name}.{name}") if callable(part) else part

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self._steps.at(f"{self._name}: before")
        result = self._target(*args, **kwargs)
        self._steps.at(f"{self._name}: after")
        return result


class _Store:
    """A store whose units note that they begin, each call, that they are about to end, and that they have ended."""

    keeps_people = True

    def __init__(self, store: Any, steps: Steps) -> None:
        self._store, self._steps = store, steps

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Open a reading unit."""
        yield from self._unit("reading")

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[Any]:
        """Open a writing unit."""
        yield from self._unit("writing", waits=waits)

    def _unit(self, kind: str, **options: bool) -> Iterator[Any]:
        self._steps.at(f"store.{kind}: before")
        with getattr(self._store, kind)(**options) as unit:
            self._steps.at(f"store.{kind}: begun")
            yield _Port(unit, self._steps, f"store.{kind}")
            self._steps.at(f"store.{kind}: ending")
        self._steps.at(f"store.{kind}: ended")


@contextmanager
def statements(steps: Steps) -> Iterator[None]:
    """Note every statement of every engine before it is sent, and every commit before and after, during the block."""

    def statement(connection: object, cursor: object, statement: str, *rest: object) -> None:
        steps.at(f"{statement.split(None, 1)[0]}: before")

    def commit(connection: object) -> None:
        steps.at("COMMIT: before")

    def checkin(connection: object, record: object) -> None:
        steps.at("COMMIT or ROLLBACK: done")

    listeners: Sequence[tuple[Any, str, Any]] = (
        (Engine, "before_cursor_execute", statement),
        (Engine, "commit", commit),
        (Pool, "checkin", checkin),
    )
    for target, name, listener in listeners:
        event.listen(target, name, listener)
    try:
        yield
    finally:
        for target, name, listener in listeners:
            event.remove(target, name, listener)
