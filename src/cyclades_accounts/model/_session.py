"""The school and the exam session to which a run belongs (M1), and how moments and days are told."""

import inspect
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

import attrs
from attrs import evolve, field, frozen
from attrs.converters import optional

from cyclades_accounts import identifiers
from cyclades_accounts.errors import InvalidValueError

_Validator = Callable[[Any, Any, Any], None]
"""A validator of attrs: instance, attribute and value; or nothing, the name of an argument, and its value."""


def _taking(takes: Callable[[Any], bool], expected: str) -> _Validator:
    """Return a validator that refuses what ``takes`` does not take.

    The error names the class of the value and does not show the value, which may be a secret in the wrong place.
    """

    def check(_instance: object, attribute: object, value: object) -> None:
        if not takes(value):
            given = value if isinstance(value, int | date) else f"a {type(value).__name__}"
            raise InvalidValueError(_name(attribute), given, expected)

    return check


def exactly(kind: type) -> _Validator:
    """Return an attrs validator that takes nothing but ``kind``, not even a class below it.

    What is sent to a worker is known to the last field then.
    """
    return _taking(lambda value: type(value) is kind, f"a {kind.__name__}")


def counted(most: int, *, least: int = 1) -> _Validator:
    """Return an attrs validator that takes a whole number from ``least`` to ``most``."""
    expected = f"a whole number from {least} to {most}"
    return _taking(lambda value: type(value) is int and least <= value <= most, expected)


def fits(port: object) -> _Validator:
    """Return an attrs validator that takes an object with every method of ``port``; a function, where it has none.

    Hosts write ports of their own, so no class is asked for. A class in the place of its object is refused.
    """
    names = [name for name, _ in inspect.getmembers(port, inspect.isfunction) if not name.startswith("_")]
    if not names:
        return _taking(callable, "a function")

    def has_all(value: object) -> bool:
        return not isinstance(value, type) and all(callable(getattr(value, name, None)) for name in names)

    return _taking(has_all, f"an object with the methods {', '.join(names)}")


_HIDDEN: Final = re.compile(
    "[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
"""Controls and characters that show nothing or turn a line round: copying from a page or a PDF leaves them behind."""


def cleaned(value: str | None, longest: int = identifiers.TEXT_MAX_LENGTH) -> str:
    """Return a name or a label on one line: hidden characters go, runs of spaces become one, ``None`` is blank.

    What is too long or no plain text comes back as it is, for the validator of the field to refuse.
    """
    if type(value) is not str or len(value) > longest:
        return "" if value is None else value
    if value.isalnum() or (value.isprintable() and "  " not in value and value[:1] != " " != value[-1:]):
        return value  # nearly every text
    return " ".join((value if value.isprintable() else _HIDDEN.sub("", value)).split())


def storable(_instance: object, attribute: object, value: str) -> None:
    """Refuse a text that :func:`~cyclades_accounts.identifiers.checked_text` refuses, as an attrs validator."""
    # What prints holds neither NUL nor a surrogate; nearly every text does.
    if type(value) is not str or len(value) > identifiers.TEXT_MAX_LENGTH or not value.isprintable():
        identifiers.checked_text(_name(attribute), value)


def one_line(_instance: object, attribute: object, value: str) -> None:
    """Refuse a text that :func:`~cyclades_accounts.identifiers.checked_line` refuses, as an attrs validator."""
    identifiers.checked_line(_name(attribute), value)


def aware(_instance: Any, attribute: Any, value: Any) -> None:  # noqa: ANN401  # or anything else
    """Refuse what is not a moment with a time zone, as an attrs validator.

    Raises:
        InvalidValueError: ``value`` is no datetime, or its distance from UTC is unknown.
    """
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise InvalidValueError(_name(attribute), value, "a datetime with a time zone, such as UTC")


V = TypeVar("V")

_TOLD: Final = ("run", "credential")
"""Fields whose own moments are told with those of the value: of a report, and of an account."""


def told_in(value: V, zone: identifiers.TimeZone) -> V:
    """Return a moment, or a value with its own moments, as the clocks of a time zone show it; the instant is the same.

    The distance from UTC is fixed then: of two moments in one ``ZoneInfo`` Python compares what the clocks show, and
    one hour of autumn comes twice.
    """
    told: Any = value
    if isinstance(told, datetime):
        shown = told.astimezone(ZoneInfo(zone))
        told = told.astimezone(timezone(shown.utcoffset() or timedelta()))
    elif attrs.has(type(told)):
        parts = {one.name: getattr(told, one.name) for one in attrs.fields(type(told))}
        moments = {name: part for name, part in parts.items() if name in _TOLD or isinstance(part, datetime)}
        told = evolve(told, **{name: told_in(part, zone) for name, part in moments.items()})
    found: V = told
    return found


def day(_instance: object, attribute: object, value: Any) -> None:  # noqa: ANN401  # or anything else
    """Refuse what is not a day, as an attrs validator; a moment too: Python calls a datetime a date.

    Raises:
        InvalidValueError: ``value`` is no date, or is a datetime.
    """
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InvalidValueError(_name(attribute), value, "a date without time")


_BEHIND_UTC: Final = timedelta(hours=12)


def end_of_day(value: date) -> datetime:
    """Return the first moment after a day in every time zone on earth (UTC-12).

    French schools stand from UTC-10 (Polynésie) to UTC+12 (Wallis-et-Futuna): what serves until a day never ends before
    that day is over where the pupil lives. Our choice.
    """
    return datetime.combine(value + timedelta(days=1), time(), UTC) + _BEHIND_UTC


def last_full_day(end: datetime) -> date:
    """Return the last day that is over everywhere on earth at ``end``: the reverse of :func:`end_of_day`."""
    return (end.astimezone(UTC) - _BEHIND_UTC).date() - timedelta(days=1)


def _name(attribute: object) -> str:
    return str(getattr(attribute, "alias", attribute))  # as the argument is called


@frozen
class School:
    """A school (établissement), known by its code UAI."""

    uai: identifiers.Uai = field(converter=identifiers.parse_uai)
    """7 digits and a check letter; verified."""
    name: str = field(converter=cleaned, validator=storable)
    """As printed on slips and lists, for example « Collège Anita Conti »; at most 200 characters (our choice). Runs of
    spaces become one."""
    manages_candidates: bool = field(default=False, validator=exactly(bool))
    """Whether the exam manager granted the service « gestion des candidats en établissement » (M1); off until
    granted."""
    time_zone: identifiers.TimeZone | None = field(default=None, converter=optional(identifiers.parse_time_zone))
    """Time zone in which the school's days are counted, by its name in the IANA database, such as ``Pacific/Noumea``;
    ``None`` for that of the service."""

    def told(self, at: datetime) -> datetime:
        """Return a moment as the school's clocks show it; as it is where the school has no time zone of its own."""
        return told_in(at, self.time_zone) if self.time_zone else at


LABEL_MAX_LENGTH: Final = 80
"""Longest label of a session, in characters: our choice, so that a slip has room for it."""

_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2999


def _line(_instance: object, attribute: object, value: str) -> None:
    """Refuse what is not one line of text to be read, as an attrs validator. No-break spaces may stand in it."""
    if value != identifiers.checked_line(_name(attribute), value, longest=LABEL_MAX_LENGTH).strip():
        raise InvalidValueError(_name(attribute), value, "a text without spaces around it")


_in_bounds = _taking(
    lambda value: _FIRST_YEAR <= value.year <= _LAST_YEAR, f"a day of a year from {_FIRST_YEAR} to {_LAST_YEAR}"
)


_LIGATURES: Final = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})


def _words(name: str, text: str) -> str:
    """Bring a text to the form of a key: without accents, with a hyphen for whatever is no letter and no digit.

    Raises:
        InvalidValueError: not one line of text, or nothing of it is left.
    """
    _line(None, name, text)
    marked = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    bare = "".join(character for character in marked if not unicodedata.combining(character))
    words = re.sub("[^A-Za-z0-9]+", "-", bare).strip("-")
    if not words:
        raise InvalidValueError(name, text, "a text with a letter from A to Z or a digit in it")
    return words


@frozen
class ExamSession:
    """A session of an exam (session d'examen). The store keeps it once, and all who use its id must mean the same.

    Build it with :meth:`of`, or from an id of the host's own.
    """

    id: identifiers.SessionId = field(converter=identifiers.parse_session_id)
    """Key of the session, for example ``DNB-2025``: see :data:`~cyclades_accounts.identifiers.SessionId`."""
    label: str = field(validator=_line)
    """What slips and lists print, in French, for example « DNB 2025 »: one line of 1 to 80 characters."""
    last_day: date = field(validator=[day, _in_bounds])
    """Last day, inclusive, on which the accounts of the session serve: provisional passwords expire after it. A slip
    printed in January must open the results in July, so take the day after which nobody reads results any more. Of a
    year from 2000 to 2999."""

    @classmethod
    def of(cls, exam: str, year: int, last_day: date, *, turn: str = "", label: str = "") -> "ExamSession":
        """Return the session of an exam in a year, with a key made of both: ``DNB-2025``, ``BAC-PRO-2025``.

        Args:
            exam: name of the exam, such as « DNB » or « Baccalauréat général »; one line of 1 to 80 characters. In the
                key it loses its accents and is in upper case; a name that has the form of a key already stays as it is.
            year: calendar year in which the session ends, from 2000 to 2999.
            last_day: see :attr:`last_day`.
            turn: tells apart several sessions of one year, such as « septembre »; in the key it is in lower case, as
                in ``DNB-2025-septembre``.
            label: what slips print; by default exam and year, and the turn where there is one: « DNB 2025 »,
                « DNB 2025, septembre ».

        Raises:
            InvalidValueError: one of them has not this form, or the key would be longer than 60 characters.
        """
        if type(year) is not int or not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise InvalidValueError("year", str(year), f"a whole number from {_FIRST_YEAR} to {_LAST_YEAR}")
        words = _words("exam", exam)
        parts = [words if words == exam else words.upper(), str(year)]
        told = f"{exam} {year}"
        if turn:
            parts.append(_words("turn", turn).lower())
            told = f"{told}, {turn}"
        return cls(identifiers.SessionId("-".join(parts)), label or told, last_day)

    @property
    def ends_at(self) -> datetime:
        """First moment after :attr:`last_day`, wherever the pupil lives: see :func:`end_of_day`."""
        return end_of_day(self.last_day)
