"""Creating the tables, and refusing tables of another version."""

from typing import Final

from sqlalchemy import Connection, func, insert, inspect, select

from cyclades_accounts.sql._errors import SchemaVersionError, guarded
from cyclades_accounts.sql._tables import SCHEMA_VERSION, metadata, schema_version

_LOCK: Final = 0x43_59_43_4C  # "CYCL"; the number only has to differ from the locks of other programs


def lock_schema(connection: Connection) -> None:
    """Wait until no other transaction creates or migrates the tables. On SQLite, writers wait for each other anyway."""
    if connection.dialect.name == "postgresql":
        guarded(lambda: connection.execute(select(func.pg_advisory_xact_lock(_LOCK))))


def create_schema(connection: Connection) -> None:
    """Create the tables if there are none, in the transaction of ``connection``.

    Raises:
        SchemaVersionError: the database has tables of another version; nothing was changed.
    """
    lock_schema(connection)
    found = found_version(connection)
    if found is None:
        guarded(lambda: metadata.create_all(connection))
        guarded(lambda: connection.execute(insert(schema_version).values(version=SCHEMA_VERSION)))
    elif found != SCHEMA_VERSION:
        raise SchemaVersionError(found, SCHEMA_VERSION)


def check_schema(connection: Connection) -> None:
    """Check that the tables exist and have the version :data:`SCHEMA_VERSION`.

    Raises:
        SchemaVersionError: they do not.
    """
    found = found_version(connection)
    if found != SCHEMA_VERSION:
        raise SchemaVersionError(found, SCHEMA_VERSION)


def found_version(connection: Connection) -> int | None:
    """Return the highest version that the table of versions holds; ``None`` if the database has none of our tables."""
    if not guarded(lambda: inspect(connection).has_table(schema_version.name)):
        return None
    return guarded(lambda: connection.execute(select(func.max(schema_version.c.version))).scalar())
