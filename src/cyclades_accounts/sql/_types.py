"""Column types that return exactly the value that was stored."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Date, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from cyclades_accounts.sql._errors import UnstorableTextError


class ExactText(TypeDecorator[str]):
    """A text that is stored to the character and sorted by code point, as Python sorts it.

    SQLite compares UTF-8 bytes by default, which is the order of code points. PostgreSQL does the same under the
    collation ``C``. Neither folds case nor normalises.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """Return the type of the column."""
        return dialect.type_descriptor(Text(collation="C") if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Refuse a text with NUL or a lone surrogate, which the databases cannot store."""
        del dialect
        if value is not None:
            bad = "\0" if "\0" in value else _surrogate(value)
            if bad:
                raise UnstorableTextError(f"U+{ord(bad):04X}")
        return value


def _surrogate(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        return value[error.start]
    return ""


class Moment(TypeDecorator[datetime]):
    """A moment to the microsecond. It comes back in UTC, and is equal to the moment that was stored.

    PostgreSQL stores ``timestamptz``. SQLite has no type for moments and stores the text of the moment in UTC. This
    text has a fixed width, so that the order of the texts is the order in time. Its column is declared ``TEXT``: Django
    and others convert every column declared ``DATETIME``, whoever reads it.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type of the column."""
        return dialect.type_descriptor(DateTime(timezone=True) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401  # a text on SQLite
        """Convert the moment to UTC. A moment without a time zone is refused, because it could be in any zone."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("a moment without time zone")
        there = value.astimezone(UTC)
        return there if dialect.name == "postgresql" else there.replace(tzinfo=None).isoformat(" ", "microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401  # a text on SQLite
        """Convert the moment to UTC. SQLite returns its text, PostgreSQL a moment in the zone of the session."""
        if value is None:
            return None
        if dialect.name == "postgresql":
            found: datetime = value
            return found.astimezone(UTC)
        return datetime.fromisoformat(value).replace(tzinfo=UTC)


class Day(TypeDecorator[date]):
    """A day without time. On SQLite its column is declared ``TEXT``, for the same reason as :class:`Moment`."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type of the column."""
        return dialect.type_descriptor(Date() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:  # noqa: ANN401  # a text on SQLite
        """Write the day."""
        return value if value is None or dialect.name == "postgresql" else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:  # noqa: ANN401  # a text on SQLite
        """Read the day."""
        return value if value is None or dialect.name == "postgresql" else date.fromisoformat(value)
