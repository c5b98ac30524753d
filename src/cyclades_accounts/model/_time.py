"""Moments carry a time zone."""

from datetime import datetime

from cyclades_accounts.errors import InvalidValueError


def aware(instance: object, attribute: object, value: datetime) -> None:
    """Refuse a moment without time zone, as an attrs validator.

    Raises:
        InvalidValueError: ``value`` is naive.
    """
    del instance
    if value.tzinfo is None:
        raise InvalidValueError(
            str(getattr(attribute, "name", attribute)), value.isoformat(), "a datetime with a time zone, such as UTC"
        )
