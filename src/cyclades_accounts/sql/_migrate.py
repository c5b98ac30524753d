"""Migration of tables of an earlier version, with all their rows, in the transaction of the caller.

The rows are copied to temporary tables, the tables are created again as on an empty database, and the rows are copied
back. So the tables are those of an empty database, and one way serves both databases: SQLite can neither add nor drop a
constraint.
"""

from typing import Final

from sqlalchemy import Connection, Table, text, update

from cyclades_accounts.sql._errors import OLDEST_VERSION, SchemaVersionError, guarded
from cyclades_accounts.sql._schema import create_schema, found_version, lock_schema, tables
from cyclades_accounts.sql._tables import SCHEMA_VERSION, candidatures, metadata, schema_version
from cyclades_accounts.sql._transaction import check_begun
from cyclades_accounts.sql._version_5 import put_back_names, put_back_people

_NEW: Final = {"cyclades_holds", "cyclades_holders", "cyclades_reported_names", "cyclades_sessions"}
"""Tables that version 4 does not have."""

_GONE: Final = "cyclades_candidates"
"""The table that only version 4 has; its rows go to other tables."""

_FILLED: Final = {
    "cyclades_erased_logins": {"login": "NULL"},
    "cyclades_journal": {"redactions": "0", "number": "NULL"},
    "cyclades_schools": {"time_zone": "NULL"},
}
"""Columns that version 4 does not have, by table, with the SQL expression that fills each of them."""


def migrate(connection: Connection, *, registry: bool = True) -> int | None:
    """Migrate the tables to :data:`SCHEMA_VERSION`, or create them. Return the version found, ``None`` if no tables.

    Everything is done in the transaction of ``connection``, and nothing is committed: a rollback undoes it, and a
    failure leaves the tables as they were. Tables of the present version are not changed. Stop the application first,
    because every row is copied, and the tables are locked until you commit.

    A host with its own migrations calls this function in one of them, for example with ``op.get_bind()`` of Alembic.

    Args:
        connection: a connection in a transaction.
        registry: whether the library keeps the people, where the tables are created; false over a host's own people.
            A database that has the tables of the registry keeps them, and one without them gets none.

    Raises:
        SchemaVersionError: the tables have a version that this release does not know; nothing was changed.
        UnsafeTransactionError: a rollback of the transaction would not undo the migration.
        ConstraintFailedError: a row breaks a constraint that its version did not have; roll back, then correct the row.
        DatabaseFailedError: the database reports another error; roll back.
    """
    check_begun(connection)
    lock_schema(connection)
    found = found_version(connection)
    if found is None:
        create_schema(connection, registry=registry)
    elif not OLDEST_VERSION <= found <= SCHEMA_VERSION:
        raise SchemaVersionError(found, SCHEMA_VERSION)
    elif found < SCHEMA_VERSION:
        _rebuild(connection)
        guarded(lambda: connection.execute(update(schema_version).values(version=SCHEMA_VERSION)))
    return found


def _rebuild(connection: Connection) -> None:
    """Copy the rows aside, create the tables again and copy the rows back."""
    ours = [table for table in tables(registry=True) if table is not schema_version]
    old = [table for table in ours if table.name not in _NEW]
    names = [_GONE, *(table.name for table in old)]
    for name in names:
        _run(connection, f"CREATE TEMPORARY TABLE {_aside(name)} AS SELECT * FROM {name}")  # noqa: S608  # names of ours
    # On PostgreSQL a table that references of version 4 point to goes only together with them.
    also = " CASCADE" if connection.dialect.name == "postgresql" else ""
    for name in reversed(names):
        _run(connection, f"DROP TABLE {name}{also}")
    if also:
        _run(connection, "DROP FUNCTION IF EXISTS cyclades_refuse()")
    guarded(lambda: metadata.create_all(connection, ours))
    for table in old:
        if table is not candidatures:
            _put_back(connection, table)
    put_back_people(connection)
    put_back_names(connection)
    for table in old:
        go_on_counting(connection, table)
    for name in names:
        _run(connection, f"DROP TABLE {_aside(name)}")


def _put_back(connection: Connection, table: Table) -> None:
    filled = _FILLED.get(table.name, {})
    names = ", ".join(column.name for column in table.c)
    values = ", ".join(filled.get(column.name, column.name) for column in table.c)
    _run(connection, f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {_aside(table.name)}")  # noqa: S608  # names of ours


def go_on_counting(connection: Connection, table: Table) -> None:
    """Let the ranks of new rows continue after those that were copied; SQLite does this by itself."""
    if "rank" in table.c and connection.dialect.name == "postgresql":
        sequence = f"pg_get_serial_sequence('{table.name}', 'rank')"
        last = f"SELECT coalesce(max(rank), 0) + 1 FROM {table.name}"  # noqa: S608  # names of ours
        _run(connection, f"SELECT setval({sequence}, ({last}), FALSE)")


def _aside(name: str) -> str:
    return name.replace("cyclades_", "cyclades_before_")


def _run(connection: Connection, statement: str) -> None:
    guarded(lambda: connection.execute(text(statement)))
