"""The ports of ``repositories`` on SQLAlchemy Core, for SQLite and PostgreSQL. Needs the extra ``sql``.

One implementation serves both databases. Moments come back in UTC. Texts come back to the character and sort by code
point.
"""

from cyclades_accounts.sql._connection import ConnectionStore
from cyclades_accounts.sql._copy import copy_store
from cyclades_accounts.sql._errors import (
    ConstraintFailedError,
    CopyDiffersError,
    DatabaseConflictError,
    DatabaseFailedError,
    SchemaVersionError,
    UnsafeTransactionError,
    UnstorableTextError,
    UnsupportedDatabaseError,
)
from cyclades_accounts.sql._migrate import migrate
from cyclades_accounts.sql._schema import add_guards
from cyclades_accounts.sql._store import SqlStore
from cyclades_accounts.sql._tables import SCHEMA_VERSION, metadata

__all__ = [
    "SCHEMA_VERSION",
    "ConnectionStore",
    "ConstraintFailedError",
    "CopyDiffersError",
    "DatabaseConflictError",
    "DatabaseFailedError",
    "SchemaVersionError",
    "SqlStore",
    "UnsafeTransactionError",
    "UnstorableTextError",
    "UnsupportedDatabaseError",
    "add_guards",
    "copy_store",
    "metadata",
    "migrate",
]
