"""Values as JSON has them, and back: policies as settings, and what records keep. A rule for each type of field."""

import enum
import functools
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, ClassVar, Final, NewType, Self, Union, cast, get_args, get_origin

import attrs

from cyclades_accounts.errors import CycladesAccountsError, InvalidValueError

__all__ = ["Characters", "Setting", "plain", "read"]

_Reader = Callable[[Any, str], Any]
"""Makes a value of what JSON has; the text is the path of the field, for an error."""

Characters = NewType("Characters", frozenset[str])
"""Single characters: JSON has them as one text, by code point."""

_PLAIN: Final = {str: "a text", int: "a whole number", bool: "true or false"}
_WRITTEN: Final[dict[type, str]] = {datetime: "a moment in ISO 8601", date: "a day in ISO 8601"}

_LONGEST_SPEC: Final = 1_000
_ATTRS_SAYS: Final = re.compile(r"'(?P<field>\w+)' must be (?P<what>.+?)(?: \(got |: )")
"""What validators of attrs say, such as ``'days' must be >= 1: 0``: which field, and what it takes."""


class Setting:
    """A policy that a settings file can hold: a class of attrs inherits it, and its fields are the options."""

    __slots__ = ()

    kind: ClassVar[str] = ""
    """Tells policies apart where several may stand: the words of the class's name in lower case."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "kind" not in vars(cls):
            cls.kind = re.sub("(?<!^)(?=[A-Z])", " ", cls.__name__).lower()

    @property
    def spec(self) -> str:
        """The policy in one line, :meth:`as_data` as JSON; of more than 1,000 characters the beginning and a digest.

        A plan is bound to it.
        """
        text = json.dumps(self.as_data(), sort_keys=True, default=repr)  # a host's own class may hold anything
        digest = hashlib.sha256(text.encode()).hexdigest()
        return text if len(text) <= _LONGEST_SPEC else f"{text[:_LONGEST_SPEC]}... {digest}"

    def as_data(self) -> dict[str, Any]:
        """Return the options and the ``kind`` as values that JSON knows; :meth:`from_data` makes an equal policy."""
        return dict(plain(self))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Make a policy of options as :meth:`as_data` gives them; what is left out has its default.

        Raises:
            InvalidValueError: an option that does not exist, is missing, or has a value that it does not take. The
                error names the option by its path, such as ``rules[1].characters``.
        """
        made: Self = read(cls, data)
        return made


def plain(value: Any) -> Any:  # noqa: ANN401  # a field of any type
    """Return a value as JSON has it."""
    if type(value) is str or value is None:
        return value
    fields = _written(value.__class__)
    if fields is not None:
        return {name: write(getattr(value, name)) for name, write in fields}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, date):  # and datetime
        return value.isoformat()
    if isinstance(value, frozenset | tuple):
        return sorted(map(plain, value)) if isinstance(value, frozenset) else list(map(plain, value))
    return str(value) if isinstance(value, str) else value  # a grouping is its label


@functools.cache
def _written(kind: type) -> tuple[tuple[str, Callable[[Any], Any]], ...] | None:
    """Return each attribute of a class of attrs that is written, and how; ``None`` for another class."""
    if not attrs.has(kind):
        return None
    fields = ((one.name, _text if one.type is Characters else plain) for one in attrs.fields(kind) if one.init)
    return (("kind", plain), *fields) if issubclass(kind, Setting) else tuple(fields)


def _text(characters: frozenset[str]) -> str:
    return "".join(sorted(characters))


def read(kind: Any, data: object, path: str = "") -> Any:  # noqa: ANN401  # a type, or what stands for one, and a value of it
    """Return the value that :func:`plain` wrote.

    Args:
        kind: its type: a class of attrs, a tuple, a set, a text, a number, an enum, a moment, a day, or a union of
            settings.
        data: what JSON has.
        path: where the data stand, for an error.

    Raises:
        InvalidValueError: something does not exist, is missing, or has a wrong value; with the path of the field.
    """
    return _reader_of(kind)(data, path)


@functools.cache
def _reader_of(kind: Any) -> _Reader:  # noqa: ANN401  # a type, or what stands for one
    kind = str if kind is Characters else getattr(kind, "__supertype__", kind)  # of a NewType
    of, made_of = get_args(kind), get_origin(kind)
    if made_of in {Union, UnionType}:  # of settings, or of one type and None
        one, *others = (each for each in of if each is not NoneType)
        read = _setting((one, *others)) if others else _reader_of(one)
        return _or_none(read) if NoneType in of else read
    if made_of in {tuple, frozenset}:
        items = _reader_of(of[0])
        return _several(made_of, items, None if made_of is frozenset or of[1:] == (...,) else len(of))
    if attrs.has(kind):
        return _setting((kind,)) if issubclass(kind, Setting) else _object(kind)
    return _leaf(kind)


def _or_none(read: _Reader) -> _Reader:
    return lambda value, path: None if value is None else read(value, path)


def _leaf(kind: Any) -> _Reader:  # noqa: ANN401  # a class that JSON has, an enum, or one of moments and days
    members = ", ".join(str(one.value) for one in kind) if issubclass(kind, enum.Enum) else ""
    what = (_PLAIN | _WRITTEN).get(kind, f"one of: {members}" if members else f"a {kind.__name__}")
    make, exact = kind.fromisoformat if issubclass(kind, date) else kind, kind in _PLAIN
    single = str | int | float | enum.Enum  # an enum repeats, in its own error, data of whatever depth

    def read(value: object, path: str) -> object:
        try:
            found = value if exact else make(value) if isinstance(value, single) else None
        except (TypeError, ValueError):  # int() of an infinite number raises
            found = None
        if found is None or (exact and type(value) is not kind):
            raise InvalidValueError(path, value, what)
        return found

    return read


def _several(make: Callable[[Iterable[Any]], object], items: _Reader, length: int | None) -> _Reader:
    def read(value: object, path: str) -> object:
        if not isinstance(value, list | tuple) or length not in {None, len(value)}:
            raise InvalidValueError(path, value, "a list" + (f" of {length}" if length else ""))
        return make(items(one, f"{path}[{number}]") for number, one in enumerate(value))

    return read


def _setting(kinds: Iterable[type[Setting]]) -> _Reader:
    """Return what reads one of several kinds of settings; where there is one kind, it need not be named."""
    known = {one.kind: _object(one) for one in kinds if one.kind}
    only = next(iter(known)) if len(known) == 1 else None

    def read(value: object, path: str) -> object:
        kind = value.get("kind", only) if isinstance(value, Mapping) else None
        if not isinstance(value, Mapping) or not isinstance(kind, str) or kind not in known:
            raise InvalidValueError(path or "kind", value, f"a mapping whose kind is one of: {', '.join(known)}")
        return known[kind]({name: one for name, one in value.items() if name != "kind"}, path)

    return read


def _object(kind: Any) -> _Reader:  # noqa: ANN401  # a class of attrs
    fields = {one.name: one for one in attrs.fields(kind) if one.init}
    readers = {name: _reader_of(one.type) for name, one in fields.items()}
    required = [name for name, one in fields.items() if one.default is attrs.NOTHING]

    def read(value: object, path: str) -> object:
        if not isinstance(value, Mapping):
            raise InvalidValueError(path, value, "a mapping")
        inside = f"{path}." if path else ""
        for name in value:
            if name not in fields:
                known = f"a field that exists: {', '.join(fields)}"
                raise InvalidValueError(f"{inside}{name!s:.60}", value[name], known)
        given = dict.fromkeys(required, attrs.NOTHING) | dict(value)  # a reader refuses what is nothing
        found = {name: readers[name](one, f"{inside}{name}") for name, one in given.items()}
        try:
            return kind(**found)
        except InvalidValueError as error:
            field = next((name for name in found if not _converts(fields[name], found[name])), error.field)
            told, what = cast("object", error.value), error.expected
        except CycladesAccountsError:  # the options do not go together, and it says why
            raise
        except (TypeError, ValueError) as error:
            said = _ATTRS_SAYS.match(str(*error.args[:1]))
            field, what = (said["field"], f"a value {said['what']}") if said else ("", f"what {kind.__name__} takes")
            told = found.get(field)
        raise InvalidValueError(f"{inside}{field}".removesuffix("."), told, what) from None

    return read


def _converts(field: Any, value: object) -> bool:  # noqa: ANN401  # a field of attrs
    """Whether the converter of a field takes a value."""
    try:
        return field.converter is None or bool([field.converter(value)])
    except ValueError:
        return False
