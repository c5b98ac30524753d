"""Creating the tables, and refusing those that are not ours."""

from typing import Final

from sqlalchemy import Connection, func, insert, inspect, select

from cyclades_accounts.sql import _triggers
from cyclades_accounts.sql._errors import SchemaVersionError, guarded
from cyclades_accounts.sql._tables import SCHEMA_VERSION, metadata, schema_version

_LOCK: Final = 0x43_59_43_4C  # "CYCL": any number that nobody else is likely to take


def lock_schema(connection: Connection) -> None:
    """Wait for whoever creates or migrates the tables; on SQLite, writers wait for each other anyway."""
    if connection.dialect.name == "postgresql":
        guarded(lambda: connection.execute(select(func.pg_advisory_xact_lock(_LOCK))))


def create_schema(connection: Connection) -> None:
    """Create the tables that are not there, in the transaction of ``connection``.

    Raises:
        SchemaVersionError: the database holds tables of another version; nothing is changed.
    """
    lock_schema(connection)
    found = found_version(connection)
    if found is None:
        guarded(lambda: metadata.create_all(connection))
        guarded(lambda: connection.execute(insert(schema_version).values(version=SCHEMA_VERSION)))
    elif found != SCHEMA_VERSION:
        raise SchemaVersionError(found, SCHEMA_VERSION)


def check_schema(connection: Connection) -> None:
    """Check that the tables are there and of the version we work with.

    Raises:
        SchemaVersionError: they are not.
    """
    found = found_version(connection)
    if found != SCHEMA_VERSION:
        raise SchemaVersionError(found, SCHEMA_VERSION)


def found_version(connection: Connection) -> int | None:
    """Return the highest version that the database says it has; ``None`` where it holds none of our tables."""
    if not guarded(lambda: inspect(connection).has_table(schema_version.name)):
        return None
    return guarded(lambda: connection.execute(select(func.max(schema_version.c.version))).scalar())


_triggers.declare()
