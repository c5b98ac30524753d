"""The ports of ``repositories`` on SQLAlchemy Core, for SQLite and PostgreSQL. Needs the extra ``sql``.

One implementation serves both databases. Moments come back in UTC. Texts come back to the character and sort by code
point.
"""

from cyclades_accounts.sql._connection import ConnectionStore as ConnectionStore
from cyclades_accounts.sql._copy import copy_store as copy_store
from cyclades_accounts.sql._errors import ConstraintFailedError as ConstraintFailedError
from cyclades_accounts.sql._errors import CopyDiffersError as CopyDiffersError
from cyclades_accounts.sql._errors import DatabaseConflictError as DatabaseConflictError
from cyclades_accounts.sql._errors import DatabaseFailedError as DatabaseFailedError
from cyclades_accounts.sql._errors import SchemaVersionError as SchemaVersionError
from cyclades_accounts.sql._errors import UnsafeTransactionError as UnsafeTransactionError
from cyclades_accounts.sql._errors import UnstorableTextError as UnstorableTextError
from cyclades_accounts.sql._errors import UnsupportedDatabaseError as UnsupportedDatabaseError
from cyclades_accounts.sql._migrate import migrate as migrate
from cyclades_accounts.sql._schema import add_guards as add_guards
from cyclades_accounts.sql._store import SqlStore as SqlStore
from cyclades_accounts.sql._tables import SCHEMA_VERSION as SCHEMA_VERSION
from cyclades_accounts.sql._tables import metadata as metadata
