"""What a store may declare it cannot do, and what becomes of the tests that need it: deselected, and told."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

import pytest

from cyclades_accounts.testing._capability import Capability

_T = TypeVar("_T", bound=Callable[..., object])

_PLUGIN: Final = "cyclades_accounts: declared capabilities"


def needs(*capabilities: Capability) -> Callable[[_T], _T]:
    """Return a decorator for a test that a host without these is not asked to pass."""

    def decorate(test: _T) -> _T:
        test.__dict__["needs"] = frozenset(capabilities)
        return test

    return decorate


class Declarations:
    """A pytest plugin that deselects what a store declared it cannot do, and says so when the tests are over."""

    def __init__(self) -> None:
        self._left_out: dict[str, Counter[Capability]] = {}

    @classmethod
    def register(cls, config: pytest.Config) -> None:
        """Register the plugin once: a contract does it when it is collected, so that a host configures nothing."""
        if not config.pluginmanager.has_plugin(_PLUGIN):
            config.pluginmanager.register(cls(), _PLUGIN)

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Deselect the tests that need what their class is declared to be without."""
        deselected = []
        for item in items:
            missing = missing_for(item)
            if missing:
                deselected.append(item)
                self._left_out.setdefault(item.nodeid.rpartition("::")[0], Counter()).update(missing)
        if deselected:
            items[:] = [item for item in items if item not in set(deselected)]
            config.hook.pytest_deselected(items=deselected)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say for each store what it is declared to be without, and how many tests that took away."""
        if self._left_out:
            terminalreporter.section("not proved, because the host declares to be without it")
        for name, counts in sorted(self._left_out.items()):
            told = ", ".join(f"{capability.value} ({counts[capability]} tests)" for capability in in_order(counts))
            terminalreporter.line(f"{name}: {told}")


def missing_for(item: pytest.Item) -> frozenset[Capability]:
    """Return what a test needs and its class is declared to be without."""
    needed: frozenset[Capability] = getattr(getattr(item, "function", None), "needs", frozenset())
    return needed.intersection(getattr(getattr(item, "cls", None), "without", ()))


def in_order(capabilities: Iterable[Capability]) -> list[Capability]:
    """Return the capabilities in the order of their definition."""
    given = set(capabilities)
    return [capability for capability in Capability if capability in given]
