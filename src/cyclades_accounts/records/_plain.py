"""Values of the model as what JSON has, and back: a rule for each type of field that a record has."""

import enum
import functools
from collections.abc import Callable
from datetime import date, datetime
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin

import attrs

from cyclades_accounts.records._errors import UnreadableRecordError

Reader = Callable[[Any, str], Any]
"""Makes a value of what JSON has; the text is the path of the field, for an error."""

_PLAIN: Final = {str: "a text", int: "a whole number", bool: "true or false"}
_WRITTEN: Final[dict[type, str]] = {datetime: "a moment in ISO 8601", date: "a day in ISO 8601"}


def plain(value: Any) -> Any:  # noqa: ANN401  # a field of any type
    """Return a value as JSON has it."""
    if type(value) is str or value is None:
        return value
    names = _names(value.__class__)
    if names is not None:
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, date):  # and datetime
        return value.isoformat()
    return list(map(plain, value)) if isinstance(value, tuple) else value


@functools.cache
def _names(kind: type) -> tuple[str, ...] | None:
    return tuple(one.name for one in attrs.fields(kind)) if attrs.has(kind) else None


@functools.cache
def reader_of(kind: Any) -> Reader:  # noqa: ANN401  # a type, or what stands for one
    """Return what reads values of a type: a class of attrs, a tuple, a text, a number, an enum, a moment or a day.

    It raises :class:`UnreadableRecordError`.
    """
    kind = getattr(kind, "__supertype__", kind)  # of a NewType
    of = get_args(kind)
    if get_origin(kind) in {Union, UnionType}:  # with None: no other union is in a record
        return _or_none(reader_of(of[0]))
    if get_origin(kind) is tuple:
        items = reader_of(of[0])
        return _list(items) if of[1:] == (...,) else _list(items, len(of))
    if attrs.has(kind):
        return _object(kind)
    return _leaf(kind)


def _or_none(read: Reader) -> Reader:
    return lambda value, path: None if value is None else read(value, path)


def _leaf(kind: Any) -> Reader:  # noqa: ANN401  # a class that JSON has, an enum, or one of moments and days
    what = (_PLAIN | _WRITTEN).get(kind, f"a value of {kind.__name__}")
    make, exact = kind.fromisoformat if issubclass(kind, date) else kind, kind in _PLAIN

    def read(value: object, path: str) -> object:
        try:
            found = value if exact else make(value)
        except (TypeError, ValueError):
            found = None
        if found is None or (exact and type(value) is not kind):
            raise UnreadableRecordError(path, f"is not {what}")
        return found

    return read


def _list(items: Reader, length: int | None = None) -> Reader:
    def read(value: object, path: str) -> tuple[Any, ...]:
        if not isinstance(value, list) or length not in {None, len(value)}:
            raise UnreadableRecordError(path, "is no list" + (f" of {length}" if length else ""))
        return tuple(items(one, f"{path}[{number}]") for number, one in enumerate(value))

    return read


def _object(kind: Any) -> Reader:  # noqa: ANN401  # a class of attrs
    fields = {one.name: one for one in attrs.fields(kind)}
    readers = {name: reader_of(one.type) for name, one in fields.items()}
    required = {name for name, one in fields.items() if one.default is attrs.NOTHING}

    def read(value: object, path: str) -> object:
        if not isinstance(value, dict):
            raise UnreadableRecordError(path, "is no JSON object")
        for names, fault in ((value.keys() - fields, "is not known"), (required - value.keys(), "is missing")):
            if names:
                raise UnreadableRecordError(f"{path}.{min(names):.60}", fault)
        found = {name: readers[name](one, f"{path}.{name}") for name, one in value.items()}
        try:
            return kind(**found)
        except ValueError as error:  # the model refuses a value; InvalidValueError is one
            where = f".{error.field}" if hasattr(error, "field") else ""
        raise UnreadableRecordError(f"{path}{where}", f"is refused by {kind.__name__}")

    return read
