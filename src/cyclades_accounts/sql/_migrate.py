"""Migration of tables of an earlier version, with all their rows, in the transaction of the caller.

The rows are copied to temporary tables, the tables are created again as on an empty database, and the rows are copied
back. So the tables are the same whichever version they come from, and one way serves both databases: SQLite can neither
add nor drop a constraint.
"""

from collections.abc import Callable, Mapping
from typing import Final

from attrs import frozen
from sqlalchemy import Connection, Table, text, update

from cyclades_accounts.sql._errors import SchemaVersionError, guarded
from cyclades_accounts.sql._schema import create_schema, found_version, has_registry, lock_schema, tables
from cyclades_accounts.sql._tables import SCHEMA_VERSION, accounts, metadata, schema_version
from cyclades_accounts.sql._transaction import check_begun
from cyclades_accounts.sql._version_3 import put_back_accounts, put_back_journal
from cyclades_accounts.sql._version_5 import put_back_names, put_back_people


@frozen(kw_only=True)
class _Version:
    """What a version added, and what the rows of earlier versions get."""

    number: int
    tables: frozenset[str] = frozenset()
    """Tables that earlier versions do not have."""
    gone: tuple[str, ...] = ()
    """Tables that only earlier versions have; ``put_back`` moves their rows to other tables."""
    columns: Mapping[str, Mapping[str, str]] = {}
    """Columns that earlier versions do not have, by table, with the SQL expression that fills each of them."""
    put_back: Mapping[str, Callable[[Connection], None]] = {}
    """Functions that copy the rows of a table back, where an SQL expression cannot. They are called in this order,
    when the rows of all other tables are back."""


_VERSIONS: Final = (
    _Version(number=2, columns={"cyclades_issued_logins": {"imposed_on": "NULL"}}),
    _Version(
        number=3,
        tables=frozenset({"cyclades_erased_logins"}),
        columns={"cyclades_documents": {"purged_at": "NULL"}},
        put_back={
            "cyclades_journal": put_back_journal,
            "cyclades_reported_names": put_back_names,  # of version 5, but the next one reads them
            "cyclades_accounts": put_back_accounts,
        },
    ),
    _Version(number=4),  # more constraints, and triggers
    _Version(  # no reference from accounts, logins and documents to people: they may be the host's own
        number=5,
        tables=frozenset({"cyclades_holds", "cyclades_holders", "cyclades_reported_names", "cyclades_sessions"}),
        gone=("cyclades_candidates",),
        columns={
            "cyclades_erased_logins": {"login": "NULL"},
            "cyclades_journal": {"redactions": "0", "number": "NULL"},
            "cyclades_schools": {"time_zone": "NULL"},
        },
        put_back={"cyclades_candidatures": put_back_people, "cyclades_reported_names": put_back_names},
    ),
)


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
    elif not 1 <= found <= SCHEMA_VERSION:
        raise SchemaVersionError(found, SCHEMA_VERSION)
    elif found < SCHEMA_VERSION:
        _rebuild(connection, [version for version in _VERSIONS if version.number > found])
        guarded(lambda: connection.execute(update(schema_version).values(version=SCHEMA_VERSION)))
    return found


def _rebuild(connection: Connection, news: list[_Version]) -> None:
    """Copy the rows aside, create the tables again and copy the rows back."""
    new_tables = frozenset[str]().union(*(version.tables for version in news))
    ours = [table for table in tables(registry=has_registry(connection)) if table is not schema_version]
    old = [table for table in ours if table.name not in new_tables]
    names = [name for version in news for name in version.gone] + [table.name for table in old]
    for name in names:
        _run(connection, f"CREATE TEMPORARY TABLE {_aside(name)} AS SELECT * FROM {name}")  # noqa: S608  # names of ours
    # Before SQLite drops a row, it searches for references to it. Version 3 had no index for this search.
    _run(connection, f"CREATE INDEX ix_cyclades_before_replaced_by ON {accounts.name} (replaced_by)")
    # On PostgreSQL a table that references of an earlier version point to goes only together with them.
    also = " CASCADE" if connection.dialect.name == "postgresql" else ""
    for name in reversed(names):
        _run(connection, f"DROP TABLE {name}{also}")
    if also:
        _run(connection, "DROP FUNCTION IF EXISTS cyclades_refuse()")  # of version 4
    guarded(lambda: metadata.create_all(connection, ours))
    by_hand = {name: put_back for version in news for name, put_back in version.put_back.items()}
    for table in old:
        if table.name not in by_hand:
            _put_back(connection, table, news)
    for put_back in by_hand.values():
        put_back(connection)
    for table in old:
        go_on_counting(connection, table)
    for name in names:
        _run(connection, f"DROP TABLE {_aside(name)}")


def _put_back(connection: Connection, table: Table, news: list[_Version]) -> None:
    filled = {name: value for version in news for name, value in version.columns.get(table.name, {}).items()}
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
