"""One transaction and how we speak to it: the only place that knows which database it is."""

import json
from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Executable,
    Row,
    Select,
    Table,
    Text,
    any_,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from cyclades_accounts.sql._codec import Values
from cyclades_accounts.sql._errors import ConstraintFailedError, guarded
from cyclades_accounts.sql._savepoint import savepoint


class Work:
    """The connection of a unit of work.

    Two databases, one set of statements: what differs is how a list is handed over (:meth:`among`) and which class
    builds an upsert. Locking clauses are the same for both; SQLite leaves them out, because its writing units follow
    each other anyway.
    """

    def __init__(self, connection: Connection, *, writes: bool) -> None:
        self.connection = connection
        self._writes = writes
        self._postgresql = connection.dialect.name == "postgresql"

    @property
    def writes(self) -> bool:
        """Whether the unit writes, and so must lock what it reads."""
        return self._writes

    def rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """Return the rows of a query."""
        return guarded(lambda: self.connection.execute(query).all())

    def one(self, query: Select[Any]) -> Row[Any] | None:
        """Return the only row of a query, or ``None``."""
        return guarded(lambda: self.connection.execute(query).one_or_none())

    def locked(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """Return the rows of a query; in a writing unit nobody else changes them until it ends.

        The query must be ordered, so that two units lock rows in one order. Other units may go on referring to the
        rows, hence not the strongest lock.
        """
        return self.rows(query.with_for_update(key_share=True) if self._writes else query)

    def run(self, statement: Executable, rows: Sequence[Values] | None = None) -> None:
        """Execute a statement; given rows, for each of them (none: not at all)."""
        if rows is None or rows:
            guarded(lambda: self.connection.execute(statement, rows))

    def insert(self, table: Table) -> "postgresql.Insert | sqlite.Insert":
        """Return an ``INSERT`` that knows ``ON CONFLICT``."""
        return postgresql.insert(table) if self._postgresql else sqlite.insert(table)

    def upsert(self, table: Table, rows: Sequence[Values]) -> None:
        """Insert each row, or replace the one with the same primary key.

        Rows go in the order of their keys, so that two units lock them in one order.
        """
        statement = self.insert(table)
        keys = [column.name for column in table.primary_key]
        others = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
        ordered = sorted(rows, key=lambda row: [row[key] for key in keys])
        self.run(statement.on_conflict_do_update(index_elements=keys, set_=others), ordered)

    def among(self, column: ColumnElement[str], values: Collection[str]) -> ColumnElement[bool]:
        """Return the condition that ``column`` is one of these texts: one parameter, however many they are."""
        if self._postgresql:
            return column == any_(literal(list(values), ARRAY(Text)))
        each = func.json_each(json.dumps(list(values))).table_valued("value")
        return column.in_(select(each.c.value))

    def write_unless(self, refuse: Callable[[], None], write: Callable[[], None]) -> None:
        """Write after ``refuse`` found nothing to refuse.

        If another unit was quicker since, the database refuses the rows; ``refuse`` then sees that unit's and says
        which one stands in the way.

        Raises:
            CycladesAccountsError: whatever ``refuse`` raises.
            ConstraintFailedError: the database refuses the rows, and ``refuse`` does not know why.
        """
        refuse()
        try:
            with savepoint(self.connection, keep=True):
                write()
        except ConstraintFailedError:
            refuse()
            raise
