"""Stores that change what they are given: texts, moments or bytes, wherever they stand."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from typing import Any, TypeVar

import attrs

from tests.testing.wrapped import Wrapped

T = TypeVar("T")

PORTS = ("people", "registry", "holders", "sessions", "accounts", "logins", "documents", "journal")


def rewrite(value: Any, kind: type[T], change: Callable[[T], T]) -> Any:
    """Return the value with every part of that kind changed, however deep it stands."""
    again = partial(rewrite, kind=kind, change=change)
    if isinstance(value, Enum):
        return value
    if isinstance(value, kind):
        return change(value)
    if attrs.has(type(value)):
        return attrs.evolve(
            value,
            **{
                field.alias or field.name: again(getattr(value, field.name))
                for field in attrs.fields(type(value))
                if field.init
            },
        )
    if isinstance(value, Mapping):
        return {again(key): again(one) for key, one in value.items()}
    if isinstance(value, list | tuple | frozenset):
        return type(value)(map(again, value))
    return value


class _Rewritten:
    """A repository, or a unit of them, whose methods are given something else than the caller gave."""

    def __init__(self, real: Any, again: Callable[[Any], Any]) -> None:
        self._real = real
        self._again = again

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if name == "hold":
            return found
        if name in PORTS:
            return _Rewritten(found, self._again)
        return lambda *given, **named: found(*self._again(given), **self._again(named))


def rewriting(kind: type[T], change: Callable[[T], T]) -> Wrapped:
    """Return a store in memory that changes every such part of what it is given, to write or to look for."""
    return Wrapped(lambda unit: _Rewritten(unit, lambda value: rewrite(value, kind, change)))


def nfc() -> Wrapped:
    """Return a store that composes letters and accents, as some file systems and databases do."""
    return rewriting(str, partial(unicodedata.normalize, "NFC"))


def truncating() -> Wrapped:
    """Return a store whose columns cut texts at 50 characters without a word."""
    return rewriting(str, lambda text: text[:50])


def trimming() -> Wrapped:
    """Return a store that drops spaces at the end of a text, as ``CHAR`` columns do."""
    return rewriting(str, str.rstrip)


def without_zone() -> Wrapped:
    """Return a store that keeps what the clock shows and forgets in which time zone."""
    return rewriting(datetime, lambda moment: moment.replace(tzinfo=UTC))


def without_microseconds() -> Wrapped:
    """Return a store whose moments have whole seconds."""
    return rewriting(datetime, lambda moment: moment.replace(microsecond=0))


def text_mode() -> Wrapped:
    """Return a store that writes documents to files in text mode."""
    return rewriting(bytes, lambda content: content.replace(b"\r\n", b"\n"))
