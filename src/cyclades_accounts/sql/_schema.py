"""Creating the tables, and refusing tables of another version."""

from typing import Final

from sqlalchemy import Connection, Table, func, insert, inspect, select, text

from cyclades_accounts.sql._errors import SchemaVersionError, guarded
from cyclades_accounts.sql._tables import REGISTRY, SCHEMA_VERSION, metadata, schema_version, schools
from cyclades_accounts.sql._triggers import guards

_LOCK: Final = 0x43_59_43_4C  # "CYCL"; the number only has to differ from the locks of other programs


def lock_schema(connection: Connection) -> None:
    """Wait until no other transaction creates or migrates the tables. On SQLite, writers wait for each other anyway."""
    if connection.dialect.name == "postgresql":
        guarded(lambda: connection.execute(select(func.pg_advisory_xact_lock(_LOCK))))


def tables(*, registry: bool) -> list[Table]:
    """Return the tables of a database, in the order in which they are made.

    Args:
        registry: whether it also keeps the people.
    """
    return [table for table in metadata.sorted_tables if registry or table not in REGISTRY]


def has_registry(connection: Connection) -> bool:
    """Return whether the database has the tables of the registry."""
    return guarded(lambda: inspect(connection).has_table(schools.name))


def create_schema(connection: Connection, *, registry: bool) -> int | None:
    """Create the tables if there are none, in the transaction of ``connection``; those of the registry where asked.

    Returns:
        The version found; ``None`` if there were no tables.

    Raises:
        SchemaVersionError: the database has tables of another version; nothing was changed.
    """
    lock_schema(connection)
    found = found_version(connection)
    if found not in {None, SCHEMA_VERSION}:
        raise SchemaVersionError(found, SCHEMA_VERSION)
    if found is None or (registry and not has_registry(connection)):
        guarded(lambda: metadata.create_all(connection, tables(registry=registry)))
    if found is None:
        guarded(lambda: connection.execute(insert(schema_version).values(version=SCHEMA_VERSION)))
    return found


def add_guards(connection: Connection) -> None:
    """Add the triggers that refuse what no activity does, in the transaction of ``connection``, anew where they are.

    They refuse to change a report but to redact it, to remove lines of the ledger, counters and documents, to give an
    account another person or a document another school, to put a row in the place of another (``REPLACE`` of SQLite),
    and on PostgreSQL to truncate a table. A database that :meth:`SqlStore.open` created
    or migrated has them. A host calls this function for its own tables: after :func:`migrate`, each time, because a
    migration creates the tables again.

    Args:
        connection: a connection in a transaction, of a role that owns the tables.

    Raises:
        DatabaseFailedError: the tables are not there, or belong to another role; roll back.
    """
    for statement in guards(connection.dialect.name, [table.name for table in tables(registry=False)]):
        guarded(lambda statement=statement: connection.execute(text(statement)))  # type: ignore[misc]  # mypy cannot type the default


def check_schema(connection: Connection, *, registry: bool) -> None:
    """Check that the tables exist and have the version :data:`SCHEMA_VERSION`, those of the registry where asked.

    Raises:
        SchemaVersionError: they do not.
    """
    found = found_version(connection)
    if found != SCHEMA_VERSION:
        raise SchemaVersionError(found, SCHEMA_VERSION)
    if registry and not has_registry(connection):
        raise SchemaVersionError(None, SCHEMA_VERSION)


def found_version(connection: Connection) -> int | None:
    """Return the highest version that the table of versions holds; ``None`` if the database has none of our tables."""
    if not guarded(lambda: inspect(connection).has_table(schema_version.name)):
        return None
    return guarded(lambda: connection.execute(select(func.max(schema_version.c.version))).scalar())
