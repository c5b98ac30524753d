"""Tells Hypothesis which strategy belongs to which type, so that ``st.from_type(Account)`` works without an import.

The entry point ``hypothesis`` of this package calls :func:`register` whenever Hypothesis is imported. It runs for
whoever imports Hypothesis beside us, so it imports neither pytest nor the strategies, loads no library for PDF or
encryption, and passes over a room whose import fails: a strategy is made when somebody first draws from it. The values
of the rooms that need such a library are registered where that room is imported already, else by importing
:mod:`cyclades_accounts.testing.strategies`.
"""

import contextlib
import functools
import importlib
import sys
from typing import TYPE_CHECKING, Any, Final, NewType

import attrs

from cyclades_accounts.model import Grouping, Password, ProvisionalPassword
from cyclades_accounts.retention import RetentionRule

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_ROOMS: Final = (
    "campaign",
    "eligibility",
    "identifiers",
    "lists",
    "logins",
    "messages",
    "model",
    "papillons",
    "passwords",
    "provisioning",
    "retention",
    "rosters",
)
"""The rooms that have values. Errors and what the others offer Hypothesis puts together itself."""

_HEAVY_ROOMS: Final = ("pdf", "sealing")
"""Those that need a library for PDF or encryption."""

_NO_ATTRS_CLASSES: Final = (Grouping, Password, ProvisionalPassword, RetentionRule)


def register() -> None:
    """Register a strategy for each type of the rooms that can be imported without a library for PDF or encryption."""
    rooms = [*_ROOMS, *(name for name in _HEAVY_ROOMS if f"cyclades_accounts.{name}" in sys.modules)]
    for room in rooms:
        with contextlib.suppress(Exception):  # a broken dependency of ours is no business of Hypothesis
            _register(room)


@functools.cache
def register_all() -> None:
    """Register a strategy for each type, once."""
    for room in (*_ROOMS, *_HEAVY_ROOMS):
        _register(room)


def _register(room: str) -> None:
    from hypothesis import strategies as st  # noqa: PLC0415  # Hypothesis imports us: we must be whole before it is

    for kind in _types_of(room):
        st.register_type_strategy(kind, functools.partial(_strategy, kind))


def public_types() -> list[Any]:
    """Return the classes and ``NewType`` of the values that a host can import."""
    return [kind for room in (*_ROOMS, *_HEAVY_ROOMS) for kind in _types_of(room)]


def _types_of(room: str) -> list[Any]:
    found = importlib.import_module(f"cyclades_accounts.{room}")
    return [kind for name in getattr(found, "__all__", dir(found)) if _is_value(kind := getattr(found, name))]


def _is_value(offered: Any) -> bool:  # noqa: ANN401  # whatever a room offers
    if isinstance(offered, type):
        return offered in _NO_ATTRS_CLASSES or (attrs.has(offered) and not issubclass(offered, BaseException))
    return isinstance(offered, NewType)


def _strategy(kind: Any, _asked: object) -> "SearchStrategy[Any]":  # noqa: ANN401  # a class, or a NewType
    made: SearchStrategy[Any] = importlib.import_module("cyclades_accounts.testing.strategies._of_type").of_type(kind)
    return made
