"""How every error of the library is made: fields, a kind, and two sentences that are filled in from the fields."""

import re
from collections.abc import Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any, ClassVar, Final

import attrs
from attrs import asdict, frozen


class ErrorKind(Enum):
    """Who can do something about an error. A host knows from it how to answer, over HTTP for example.

    Each error is also a builtin exception, which follows from its kind. A refusal is no ``PermissionError``: that is an
    ``OSError``, which rewrites its arguments and is caught by whoever opens a file.
    """

    UNKNOWN = "unknown"
    """What was named is not there. Also a ``LookupError``; HTTP status 404."""
    CONFLICT = "conflict"
    """The request was right, but the data have changed or are in the way: look again. Also a ``RuntimeError``; 409."""
    REFUSED = "refused"
    """A rule forbids it, however the request is worded. Also a ``ValueError``; 403."""
    INVALID = "invalid"
    """What was given must be corrected. Also a ``ValueError``; 422."""
    OURS = "ours"
    """A part of the host failed or is badly set up: a store, a renderer, a key. The sentence is for the host's log, not
    for the caller. Also a ``RuntimeError``; 500, or 503 where the same request may succeed later."""


_KINDS: Final[dict[type, ErrorKind]] = {LookupError: ErrorKind.UNKNOWN, ValueError: ErrorKind.INVALID}
"""The kind of an error that names none, by its builtin."""


class _Attributes:
    """The attributes of an error, by name, for its sentences."""

    def __init__(self, error: "CycladesAccountsError") -> None:
        self._error = error

    def __getitem__(self, name: str) -> object:
        return getattr(self._error, name)


@frozen
class CycladesAccountsError(Exception):
    """Root of the library's exceptions.

    Two errors are equal when they are of the same class and have the same fields. ``str(error)`` is the problem
    followed by the cure, in English, for the host's developer and its logs. Neither it nor ``repr`` nor ``args`` shows
    a name, a key, an address or a login, nor any text that a caller gave: these are attributes, for whoever may see
    them.
    """

    code: ClassVar[str] = "CYCLADES_ACCOUNTS"
    """Stable name of the class: what a host may test for, and hand to other programs."""
    kind: ClassVar[ErrorKind] = ErrorKind.OURS
    """Who can do something about it; where a class does not say, what its builtin stands for: ``UNKNOWN`` for a
    ``LookupError``, ``INVALID`` for a ``ValueError``, else ``OURS``."""
    _problem: ClassVar[str] = "Something went wrong."
    _cure: ClassVar[str] = "Read the error's fields."

    def __init_subclass__(cls) -> None:
        if CycladesAccountsError in cls.__bases__ and "kind" not in vars(cls):
            cls.kind = next((kind for builtin, kind in _KINDS.items() if issubclass(cls, builtin)), ErrorKind.OURS)
        # UnknownSchoolError has the code UNKNOWN_SCHOOL.
        if "code" not in vars(cls):
            cls.code = re.sub("(?<!^)(?=[A-Z])", "_", cls.__name__.removesuffix("Error")).upper()

    @property
    def problem(self) -> str:
        """What is wrong, in one sentence with the facts."""
        return self._problem.format_map(_Attributes(self))

    @property
    def cure(self) -> str:
        """What to do about it, in one sentence."""
        return self._cure.format_map(_Attributes(self))

    @property
    def facts(self) -> Mapping[str, Any]:
        """The fields by name, for a template or for JSON: texts, numbers, ``None``, and tuples and mappings of these.

        A day is a text in ISO 8601. No field of any error holds a password.
        """
        return MappingProxyType(asdict(self, value_serializer=_plain))

    @property
    def args(self) -> tuple[Any, ...]:  # type: ignore[override]  # an exception keeps its fields there, and logs show it
        """The text alone."""
        return (str(self),)

    def __str__(self) -> str:
        return f"{self.problem} {self.cure}"

    def __reduce__(self) -> str | tuple[Any, ...]:
        # What an exception does anyway, but under a name of our own: tblib, which Dask installs into pickle, sets the
        # attributes of any exception that has not its own way, and ours are frozen.
        return super().__reduce__()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return attrs.astuple(self, recurse=False) == attrs.astuple(other, recurse=False)

    def __hash__(self) -> int:
        return hash((type(self), attrs.astuple(self, recurse=False)))


def _plain(_error: object, _field: object, value: object) -> object:
    """Return a value of a field as JSON can hold it."""
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


_LONGEST_SHOWN: Final = 500


def _shown(value: object) -> str:
    """Return what an error tells of a value: texts, of a long one the beginning, numbers, days; else its class."""
    if isinstance(value, date):
        value = value.isoformat()
    if type(value) in {bool, float} or (type(value) is int and value.bit_length() < _LONGEST_SHOWN):
        value = str(value)
    if type(value) is not str:
        return f"a {type(value).__name__}"
    if len(value) > _LONGEST_SHOWN:
        value = f"{value[:60]}… ({len(value)} characters)"
    return value.encode(errors="backslashreplace").decode()  # a lone surrogate can be written to no log


@frozen
class InvalidValueError(CycladesAccountsError, ValueError):
    """A value does not have the form its field demands."""

    field: str
    """Name of the field or argument."""
    value: str = attrs.field(converter=_shown, repr=False)
    """The value as given (never a secret): of a text of more than 500 characters the beginning, of what is neither text
    nor number the class. It may be anybody's name, so no text of the error shows it."""
    expected: str
    """What the field takes, as the end of the sentence "expected …"."""
    _problem = "{field} cannot be what was given."
    _cure = "Expected {expected}."


@frozen
class MissingExtraError(CycladesAccountsError, RuntimeError, ImportError):
    """A package that only some hosts need is not installed."""

    extra: str
    """The extra that brings it."""
    package: str
    _problem = "The package {package} is not installed."
    _cure = "Install cyclades_accounts[{extra}]."
