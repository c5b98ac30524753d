"""A savepoint whose failure never hides the failure that caused it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from cyclades_accounts.sql._errors import guarded


@contextmanager
def savepoint(connection: Connection, *, keep: bool) -> Iterator[None]:
    """Do a block in a savepoint.

    What the block raises comes out as it is. SQLite undoes the whole transaction where the disk is full, and a lost
    connection takes its transaction along: there is no savepoint to go back to then, and no need.

    Args:
        connection: in a transaction.
        keep: whether what the block does remains when it ends normally.
    """
    nested = guarded(connection.begin_nested)
    try:
        yield
        guarded(nested.commit if keep else nested.rollback)
    except BaseException:
        with suppress(DBAPIError):
            nested.rollback()
        raise
