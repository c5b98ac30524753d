"""Moments carry a time zone; days are not moments."""

from datetime import date, datetime

from cyclades_accounts.errors import InvalidValueError


def aware(instance: object, attribute: object, value: datetime) -> None:
    """Refuse what is not a moment with a time zone, as an attrs validator.

    Raises:
        InvalidValueError: ``value`` is no datetime, or its distance from UTC is unknown.
    """
    del instance
    given: object = value
    if not isinstance(given, datetime) or given.utcoffset() is None:
        raise InvalidValueError(_name(attribute), value.isoformat(), "a datetime with a time zone, such as UTC")


def day(instance: object, attribute: object, value: date) -> None:
    """Refuse a moment where a day is asked for, as an attrs validator: Python calls a datetime a date.

    Raises:
        InvalidValueError: ``value`` is a datetime.
    """
    del instance
    if isinstance(value, datetime):
        raise InvalidValueError(_name(attribute), str(value), "a date without time")


def _name(attribute: object) -> str:
    return str(getattr(attribute, "name", attribute))
