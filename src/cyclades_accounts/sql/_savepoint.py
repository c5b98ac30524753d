"""A savepoint whose own failure never hides the exception of its block."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from cyclades_accounts.sql._errors import guarded


@contextmanager
def savepoint(connection: Connection, *, keep: bool) -> Iterator[None]:
    """Run a block in a savepoint.

    An exception of the block passes unchanged. The savepoint may no longer exist at that moment: SQLite undoes the
    whole transaction when the disk is full, and a lost connection ends its transaction. Then the rollback to the
    savepoint fails, and this failure is ignored.

    Args:
        connection: a connection in a transaction.
        keep: whether the writes of the block remain when it ends normally.
    """
    nested = guarded(connection.begin_nested)
    try:
        yield
        guarded(nested.commit if keep else nested.rollback)
    except BaseException:
        with suppress(DBAPIError):
            nested.rollback()
        raise
