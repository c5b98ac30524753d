"""What can go wrong with a database, without a value of a row in it."""

import re
from collections.abc import Callable
from typing import Final, TypeVar

from attrs import frozen
from sqlalchemy.exc import DontWrapMixin, IntegrityError, StatementError

from cyclades_accounts.errors import (
    CycladesAccountsError,
    StoreConflictError,
    StoreFailedError,
    class_name,
)

T = TypeVar("T")


@frozen
class DatabaseFailedError(StoreFailedError):
    """The database refused or failed a statement; the unit is lost, and none of it is visible.

    The original exception is described, not chained: psycopg's messages print the row. ``where`` names the statement by
    its verb and its table, for example ``INSERT cyclades_accounts``.
    """

    port = "database"
    state: str = ""
    """PostgreSQL's SQLSTATE, for example ``40P01``, or SQLite's name of the error, for example ``SQLITE_BUSY``; empty
    where the driver gives none. A host that retries looks here."""

    @property
    def problem(self) -> str:
        """What is wrong: the cause, its place and the database's own code."""
        return f"The database failed with {self.cause} ({self.state or 'no code'}) at {self.where}."


class ConstraintFailedError(DatabaseFailedError):
    """A row breaks a constraint: something is there twice, or refers to what is not there when the unit ends."""

    _cure = "Read which values must be unique, and what must be there, in cyclades_accounts.repositories."


class DatabaseConflictError(StoreConflictError, DatabaseFailedError):
    """PostgreSQL made the unit give way to others: a serialization failure or a deadlock (``state`` 40001, 40P01)."""


@frozen
class UnstorableTextError(DontWrapMixin, CycladesAccountsError, ValueError):
    """A text holds NUL or a lone surrogate, which PostgreSQL cannot store; we refuse it on SQLite too."""

    character: str
    """The character, as ``U+0000``; the text itself may be anybody's name."""
    _problem = "A text holds {character}, which a database cannot store."
    _cure = "Remove the character where the text comes from."


@frozen
class SchemaVersionError(CycladesAccountsError, RuntimeError):
    """The tables in the database are not those that this version of the library works with."""

    found: int | None
    """Version of the tables in the database; ``None`` where there are none."""
    expected: int

    @property
    def problem(self) -> str:
        """What is wrong: both versions, or that there are no tables."""
        if self.found is None:
            return "The database does not hold the tables of cyclades_accounts."
        return f"The tables are of version {self.found}; this library works with version {self.expected}."

    @property
    def cure(self) -> str:
        """What to do: create the tables, migrate them, or take another version of the library."""
        if self.found is None:
            return "Call SqlStore.create_schema() once."
        if self.found < self.expected:
            return (
                "Stop the application and call SqlStore.migrate(), or sql.migrate(connection) in a migration of yours."
            )
        return "Use the version of cyclades_accounts that made the tables, or a newer one."


@frozen
class CopyDiffersError(CycladesAccountsError, RuntimeError):
    """A table of a store that was copied does not hold what was written; nothing of the copy is left."""

    table: str
    expected: int
    """Number of rows of the source."""
    found: int
    """Number of rows of the copy."""
    _problem = "The copy of {table} differs from its source: {found} rows for {expected}."
    _cure = "Look for triggers and rules on the table that are not the library's, and for other writers; copy again."


@frozen
class UnsupportedDatabaseError(CycladesAccountsError, ValueError):
    """The database is neither SQLite nor PostgreSQL."""

    dialect: str
    """SQLAlchemy's name of it."""
    _problem = "The SQL store does not know {dialect}."
    _cure = "Use SQLite or PostgreSQL, or implement the ports of cyclades_accounts.repositories."


@frozen
class UnsafeTransactionError(CycladesAccountsError, RuntimeError):
    """The transaction at hand cannot keep the promises of a unit of work."""

    reason: str
    """Why, as a sentence."""
    way_out: str
    """What to do, as a sentence."""
    _problem = "{reason}"
    _cure = "{way_out}"


_CONFLICTS: Final = frozenset({"40001", "40P01"})
"""serialization_failure and deadlock_detected (PostgreSQL, appendix A): the same unit may succeed a moment later."""


def guarded(work: Callable[[], T]) -> T:
    """Return what ``work`` returns.

    Raises:
        ConstraintFailedError: the database reports a broken constraint.
        DatabaseConflictError: it made the unit give way to others.
        DatabaseFailedError: it reports anything else, or was never asked because a value is not of its column's type.
    """
    try:
        return work()
    except StatementError as error:  # what the driver raised, or the type of a column
        failure = _failure(error)
    raise failure  # outside the handler, so that Python attaches no context: the original message prints the row


def _failure(error: StatementError) -> DatabaseFailedError:
    original = error.orig
    state = getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", None) or ""
    failure = DatabaseConflictError if state in _CONFLICTS else DatabaseFailedError
    if isinstance(error, IntegrityError):
        failure = ConstraintFailedError
    asked = re.findall(r"^\s*\w+|\bcyclades_\w+", error.statement or "")[:2]  # values are parameters: none stands there
    return failure(class_name(original), " ".join(asked).strip() or "the connection or the commit", state)
