"""Creating the tables, and refusing tables of another version."""

from typing import Final

from sqlalchemy import Connection, Table, func, insert, inspect, select

from cyclades_accounts.sql._errors import SchemaVersionError, guarded
from cyclades_accounts.sql._tables import REGISTRY, SCHEMA_VERSION, metadata, schema_version, schools

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


def create_schema(connection: Connection, *, registry: bool) -> None:
    """Create the tables if there are none, in the transaction of ``connection``; those of the registry where asked.

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
