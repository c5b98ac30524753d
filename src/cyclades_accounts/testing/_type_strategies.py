"""Tells Hypothesis which strategy belongs to which type, so that ``st.from_type(Account)`` works without an import.

The entry point ``hypothesis`` of this package calls :func:`register` whenever Hypothesis is imported. It runs for
whoever imports Hypothesis beside us, so it imports neither pytest nor the strategies, and needs no extra: a strategy is
made when somebody first draws from it.
"""

import functools
import importlib
from typing import TYPE_CHECKING, Any, Final, NewType

import attrs

from cyclades_accounts.model import Password, ProvisionalPassword
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
    "pdf",
    "provisioning",
    "retention",
    "rosters",
    "sealing",
)
"""The rooms that have values. Errors and what the others offer Hypothesis puts together itself."""

_NO_ATTRS_CLASSES: Final = (Password, ProvisionalPassword, RetentionRule)


@functools.cache
def register() -> None:
    """Register a strategy for each type, once."""
    from hypothesis import strategies as st  # noqa: PLC0415  # Hypothesis imports us: we must be whole before it is

    for kind in public_types():
        st.register_type_strategy(kind, functools.partial(_strategy, kind))


def public_types() -> list[Any]:
    """Return the classes and ``NewType`` of the values that a host can import."""
    rooms = [importlib.import_module(f"cyclades_accounts.{name}") for name in _ROOMS]
    return [kind for room in rooms for name in room.__all__ if _is_value(kind := getattr(room, name))]


def _is_value(offered: Any) -> bool:  # noqa: ANN401  # whatever a room offers
    if isinstance(offered, type):
        return offered in _NO_ATTRS_CLASSES or (attrs.has(offered) and not issubclass(offered, BaseException))
    return isinstance(offered, NewType)


def _strategy(kind: Any, _asked: object) -> "SearchStrategy[Any]":  # noqa: ANN401  # a class, or a NewType
    made: SearchStrategy[Any] = importlib.import_module("cyclades_accounts.testing.strategies._of_type").of_type(kind)
    return made
