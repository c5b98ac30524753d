"""SQLAlchemy on a connection of a driver that the host opened, uses and closes, for example Django's."""

import sqlite3
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from typing import Any, Final

from attrs import frozen
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import NullPool

from cyclades_accounts.errors import InvalidValueError


def borrowed(driver_connection: object) -> Connection:
    """Return a connection of SQLAlchemy over one of a driver, which it neither commits, rolls back, closes nor sets up.

    Raises:
        InvalidValueError: it is no connection of sqlite3 or psycopg.
    """
    names = (f"{one.__module__}.{one.__qualname__}" for one in type(driver_connection).__mro__)
    url = next((_URLS[name] for name in names if name in _URLS), None)
    if url is None:
        expected = "an open connection of sqlite3 or psycopg; Django has one inside transaction.atomic()"
        raise InvalidValueError("driver_connection", type(driver_connection).__name__, expected)
    token = _LENT.set(driver_connection)
    try:
        return _engine(url).connect()
    finally:
        _LENT.reset(token)


_URLS: Final = {"sqlite3.Connection": "sqlite://", "psycopg.Connection": "postgresql+psycopg://"}
_LENT: Final[ContextVar[Any]] = ContextVar("_LENT")
"""The connection that an engine gets when it asks for one: SQLAlchemy's ``creator`` has no argument."""


@cache
def _engine(url: str) -> Engine:
    """Return the engine of a driver. It is made once, because it keeps the statements that it has compiled."""
    cursor, options = (sqlite3.Cursor, {}) if url == "sqlite://" else (_psycopg_cursor, {"use_native_hstore": False})
    # hstore apart: SQLAlchemy would register its own conversion on the connection of the host
    return create_engine(
        url, creator=lambda: _Borrowed(_LENT.get(), cursor), poolclass=NullPool, hide_parameters=True, **options
    )


def _psycopg_cursor(connection: Any) -> Any:  # noqa: ANN401  # psycopg's own classes, which an extra fits
    """Return a cursor as psycopg makes it where nobody has changed it.

    Django's merges values into the statement, so that the server's log shows them, and its moments lose their zone
    where ``USE_TZ`` is false.
    """
    from psycopg import Cursor  # noqa: PLC0415  # an extra: whoever has such a connection has it
    from psycopg.rows import tuple_row  # noqa: PLC0415  # an extra: whoever has such a connection has it
    from psycopg.types.datetime import TimestamptzLoader  # noqa: PLC0415  # an extra: whoever has such a connection has it

    cursor = Cursor(connection, row_factory=tuple_row)
    cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
    return cursor


@frozen
class _Borrowed:
    """A driver's connection as SQLAlchemy sees it. Whatever would end its transaction or set it up does nothing."""

    _connection: Any
    _cursor: Callable[[Any], Any]
    """Makes a cursor with rows as the driver returns them, whatever the host has set for its own."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever the driver has
        return getattr(self._connection, name)

    def cursor(self) -> Any:  # noqa: ANN401  # the driver's own class
        """Return a cursor."""
        return self._cursor(self._connection)

    def _nothing(self, *arguments: object, **options: object) -> None:
        """Do nothing, where SQLAlchemy wants to end the transaction, or to replace functions and handlers."""

    commit = rollback = close = create_function = add_notice_handler = _nothing
