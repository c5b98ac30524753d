"""A whole store copied to another database: every row as it is, checked, in one transaction."""

import hashlib
from collections.abc import Mapping
from typing import Final, cast

from sqlalchemy import Table, insert, select

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.sql._errors import CopyDiffersError
from cyclades_accounts.sql._migrate import go_on_counting
from cyclades_accounts.sql._schema import tables
from cyclades_accounts.sql._store import SqlStore
from cyclades_accounts.sql._tables import schema_version
from cyclades_accounts.sql._unit import Unit
from cyclades_accounts.sql._work import Work

_CHUNK: Final = 100
"""Number of rows read and written at once: a document is a row."""


def copy_store(source: SqlStore, target: SqlStore) -> Mapping[str, int]:
    """Copy all that a store keeps to one that is empty, on the same kind of database or on the other.

    The rows come from one snapshot of the source, which is not changed, and are written in one transaction: everything
    or nothing. At the end each table of the target is read again and compared with the source, row by row, and what the
    target writes next is numbered after what was copied. Its tables, triggers and guards stay as they are.

    Stop the application first: what it writes to the source after the snapshot is not in the copy. The keys of the
    sealer and of the pseudonymizer, and the people of a host that has its own, are not in the store.

    Args:
        source: a store of the present version of the tables.
        target: an open store without a row; on PostgreSQL of the role that owns the tables.

    Returns:
        The number of rows copied, by the name of the table.

    Raises:
        InvalidValueError: the target holds rows, or one of the two keeps people and the other does not.
        SchemaVersionError: one of them has no tables, or tables of another version.
        CopyDiffersError: what the target holds is not what was written.
        DatabaseFailedError: one of the databases failed.
    """
    if source.keeps_people != target.keeps_people:
        raise InvalidValueError("target", "a store", "a store that keeps people if the source does, and only then")
    ours = [table for table in tables(registry=source.keeps_people) if table is not schema_version]
    with source.reading() as old, target.writing() as new:
        there, here = (cast("Unit", unit).work for unit in (old, new))
        for table in ours:
            if here.rows(select(table).limit(1)):
                raise InvalidValueError("target", table.name, f"a store without a row; {table.name} holds some")
        for table in ours:
            for rows in there.chunks(select(table), *table.primary_key, size=_CHUNK):
                here.run(insert(table), [row._asdict() for row in rows])
            go_on_counting(here.connection, table)
        return {table.name: _same(there, here, table) for table in ours}


def _same(there: Work, here: Work, table: Table) -> int:
    """Return the number of rows, which are the same in both."""
    (expected, digest), (found, other) = (_summary(work, table) for work in (there, here))
    if digest != other:
        raise CopyDiffersError(table.name, expected, found)
    return found


def _summary(work: Work, table: Table) -> tuple[int, bytes]:
    count, digest = 0, hashlib.sha256()
    for rows in work.chunks(select(table), *table.primary_key, size=_CHUNK):
        count += len(rows)
        for row in rows:
            digest.update(repr(tuple(row)).encode())
    return count, digest.digest()
