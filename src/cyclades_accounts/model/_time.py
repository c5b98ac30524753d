"""Moments carry a time zone; days are not moments."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from cyclades_accounts.errors import InvalidValueError


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
