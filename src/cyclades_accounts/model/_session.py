"""The school and the exam session to which a run belongs (M1), and how moments and days are told."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from attrs import field, frozen
from attrs.validators import ge, instance_of, le, matches_re

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import SessionId, Uai, parse_uai


def exactly(kind: type) -> Callable[[Any, Any, Any], None]:
    """Return an attrs validator that takes nothing but ``kind``, not even a class below it.

    What is sent to a worker is known to the last field then. The error names the class of the value and does not show
    the value, which may be a secret in the wrong place.
    """

    def check(instance: object, attribute: object, value: object) -> None:
        del instance
        if type(value) is not kind:
            raise InvalidValueError(_name(attribute), f"a {type(value).__name__}", f"a {kind.__name__}")

    return check


def aware(instance: object, attribute: object, value: datetime) -> None:
    """Refuse what is not a moment with a time zone, as an attrs validator.

    Raises:
        InvalidValueError: ``value`` is no datetime, or its distance from UTC is unknown.
    """
    del instance
    given: object = value
    if not isinstance(given, datetime) or given.utcoffset() is None:
        raise InvalidValueError(_name(attribute), str(given), "a datetime with a time zone, such as UTC")


def day(instance: object, attribute: object, value: date) -> None:
    """Refuse a moment where a day is asked for, as an attrs validator: Python calls a datetime a date.

    Raises:
        InvalidValueError: ``value`` is a datetime.
    """
    del instance
    if isinstance(value, datetime):
        raise InvalidValueError(_name(attribute), str(value), "a date without time")


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
    return str(getattr(attribute, "name", attribute))


def _uai(value: str) -> Uai:
    return parse_uai(value)


@frozen
class School:
    """A school (établissement), known by its code UAI."""

    uai: Uai = field(converter=_uai)
    """7 digits and a check letter; verified."""
    name: str
    """As printed on slips and lists, for example « Collège Anita Conti »."""
    manages_candidates: bool = False
    """Whether the exam manager granted the service « gestion des candidats en établissement » (M1); off until
    granted."""


@frozen
class ExamSession:
    """A session of an exam (session d'examen)."""

    year: int = field(validator=[instance_of(int), ge(2000), le(2999)])
    """Calendar year in which the session ends; 2000 to 2999."""
    last_day: date = field(validator=[instance_of(date), day])
    """Last day, inclusive, on which the accounts of the session serve: provisional passwords expire after it. A slip
    printed in January must open the results in July, so take the day after which nobody reads results any more."""
    exam: str = field(default="DNB", validator=matches_re("[A-Za-z0-9]{1,20}"))
    """Short name of the exam, 1 to 20 ASCII letters and digits; DNB is the diplôme national du brevet."""

    @property
    def id(self) -> SessionId:
        """Key of the session: exam and year, for example ``DNB-2025``."""
        return SessionId(f"{self.exam}-{self.year}")

    @property
    def ends_at(self) -> datetime:
        """First moment after :attr:`last_day`, wherever the pupil lives: see :func:`end_of_day`."""
        return end_of_day(self.last_day)
