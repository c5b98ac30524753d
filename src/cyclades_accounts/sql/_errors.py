"""What can go wrong with a database, without a value of a row in it."""

import traceback
from collections.abc import Callable
from pathlib import PurePath
from typing import ClassVar, Final, TypeVar

from attrs import field, frozen
from sqlalchemy.exc import DBAPIError, DontWrapMixin, IntegrityError, StatementError

from cyclades_accounts.errors import CycladesAccountsError, StoreConflictError, StoreFailedError

T = TypeVar("T")


@frozen(eq=False, str=False)
class DatabaseFailedError(StoreFailedError):
    """The database refused or failed a statement; the unit is lost, and none of it is visible.

    The original exception is described, not chained: psycopg's messages print the row.
    """

    code: ClassVar[str] = "DATABASE_FAILED"
    port: ClassVar[str] = "database"
    state: str = field(default="")
    """PostgreSQL's SQLSTATE, for example ``40P01``, or SQLite's name of the error, for example ``SQLITE_BUSY``; empty
    where the driver gives none. A host that retries looks here."""

    @property
    def problem(self) -> str:
        """Name the cause, its place and the database's own code."""
        return f"The database failed with {self.cause} ({self.state or 'no code'}) at {self.where}."


class ConstraintFailedError(DatabaseFailedError):
    """A row breaks a constraint: something is there twice, or refers to what is not there when the unit ends."""

    code: ClassVar[str] = "CONSTRAINT_FAILED"

    @property
    def cure(self) -> str:
        """Point to the promises of the ports."""
        return "Read which values must be unique, and what must be there, in cyclades_accounts.repositories."


_CONFLICTS: Final = frozenset({"40001", "40P01"})
"""serialization_failure and deadlock_detected (PostgreSQL, appendix A): the same unit may succeed a moment later."""


class DatabaseConflictError(StoreConflictError, DatabaseFailedError):
    """PostgreSQL made the unit give way to others: a serialization failure or a deadlock (``state`` 40001, 40P01)."""

    code: ClassVar[str] = "DATABASE_CONFLICT"


@frozen(eq=False, str=False)
class UnstorableTextError(DontWrapMixin, CycladesAccountsError, ValueError):
    """A text holds NUL or a lone surrogate, which PostgreSQL cannot store; we refuse it on SQLite too."""

    code: ClassVar[str] = "UNSTORABLE_TEXT"
    character: str
    """The character, as ``U+0000``."""

    @property
    def problem(self) -> str:
        """Name the character; the text itself may be anybody's name."""
        return f"A text holds {self.character}, which a database cannot store."

    @property
    def cure(self) -> str:
        """Say what to do."""
        return "Remove the character where the text comes from."


@frozen(eq=False, str=False)
class SchemaVersionError(CycladesAccountsError, RuntimeError):
    """The tables in the database are not those that this version of the library works with."""

    code: ClassVar[str] = "SCHEMA_VERSION"
    found: int | None
    """Version of the tables in the database; ``None`` where there are none."""
    expected: int

    @property
    def problem(self) -> str:
        """Name both versions."""
        if self.found is None:
            return "The database does not hold the tables of cyclades_accounts."
        return f"The tables are of version {self.found}; this library works with version {self.expected}."

    @property
    def cure(self) -> str:
        """Say what to do."""
        if self.found is None:
            return "Call SqlStore.create_schema() once."
        if self.found < self.expected:
            return (
                "Stop the application and call SqlStore.migrate(), or sql.migrate(connection) in a migration of yours."
            )
        return "Use the version of cyclades_accounts that made the tables, or a newer one."


@frozen(eq=False, str=False)
class UnsupportedDatabaseError(CycladesAccountsError, ValueError):
    """The database is neither SQLite nor PostgreSQL."""

    code: ClassVar[str] = "UNSUPPORTED_DATABASE"
    dialect: str
    """SQLAlchemy's name of it."""

    @property
    def problem(self) -> str:
        """Name the database."""
        return f"The SQL store does not know {self.dialect}."

    @property
    def cure(self) -> str:
        """Name those it knows."""
        return "Use SQLite or PostgreSQL, or implement the ports of cyclades_accounts.repositories."


@frozen(eq=False, str=False)
class UnsafeTransactionError(CycladesAccountsError, RuntimeError):
    """The transaction at hand cannot keep the promises of a unit of work."""

    code: ClassVar[str] = "UNSAFE_TRANSACTION"
    reason: str
    """Why, as a sentence."""
    way_out: str
    """What to do, as a sentence."""

    @property
    def problem(self) -> str:
        """Give the reason."""
        return self.reason

    @property
    def cure(self) -> str:
        """Give the way out."""
        return self.way_out


_GO_BETWEENS: Final = frozenset({"_errors.py", "_savepoint.py", "_work.py"})
"""Files that do what others ask for; an error names those others."""


def guarded(work: Callable[[], T]) -> T:
    """Return what ``work`` returns.

    Raises:
        ConstraintFailedError: the database reports a broken constraint.
        DatabaseConflictError: it made the unit give way to others.
        DatabaseFailedError: it reports anything else, or was never asked because a value is not of its column's type.
    """
    try:
        return work()
    except DBAPIError as error:
        failure = _failure(error)
    except StatementError as error:  # a value that is not of its column's type: the message would print the row
        cause = type(error.orig)
        failure = DatabaseFailedError(f"{cause.__module__}.{cause.__qualname__}", "a value of a statement")
    raise failure  # outside the handler, so that Python attaches no context


def _failure(error: DBAPIError) -> DatabaseFailedError:
    original = error.orig
    state = getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", None) or ""
    kind = DatabaseConflictError if state in _CONFLICTS else DatabaseFailedError
    if isinstance(error, IntegrityError):
        kind = ConstraintFailedError
    cause = type(original)
    places = ((PurePath(frame.f_code.co_filename).name, line) for frame, line in traceback.walk_stack(None))
    name, line = next(place for place in places if place[0] not in _GO_BETWEENS)
    return kind(f"{cause.__module__}.{cause.__qualname__}", f"{name}:{line}", state)
