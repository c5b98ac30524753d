"""The statements of one transaction. The differences between the databases that concern statements are here."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
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
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects import postgresql, sqlite

from cyclades_accounts.sql._codec import Values
from cyclades_accounts.sql._errors import ConstraintFailedError, T, guarded
from cyclades_accounts.sql._savepoint import savepoint


class Work:
    """The connection of a unit of work.

    Both databases get the same statements, with two differences: how a list is passed (:meth:`among`), and which class
    builds an upsert. Locking clauses are written for both. SQLAlchemy leaves them out on SQLite, where writing units
    run one after the other anyway.
    """

    def __init__(self, connection: Connection, *, writes: bool, waits: bool = True) -> None:
        self.connection = connection
        self._writes = writes
        self.waits = waits
        self.erases = False
        """Whether something was removed that must not stay in the files of the database."""
        self._postgresql = connection.dialect.name == "postgresql"

    @property
    def writes(self) -> bool:
        """Whether the unit writes, and therefore must lock what it reads."""
        return self._writes

    def rows(self, query: Executable) -> Sequence[Row[Any]]:
        """Return the rows of a query."""
        return guarded(lambda: self.connection.execute(query).all())

    def chunks(self, query: Select[Any], *keys: ColumnElement[Any], size: int = 500) -> Iterator[Sequence[Row[Any]]]:
        """Yield the rows of a query in the order of their keys, so many at once, each chunk by a query of its own."""
        first = asked = query.order_by(*keys).limit(size)
        while rows := self.rows(asked):
            yield rows
            last = (literal(getattr(rows[-1], str(key.key)), key.type) for key in keys)
            asked = first.where(tuple_(*keys) > tuple_(*last))

    def one(self, query: Select[Any]) -> Row[Any] | None:
        """Return the only row of a query, or ``None``."""
        return guarded(lambda: self.connection.execute(query).one_or_none())

    def locked(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """Return the rows of a query. In a writing unit, no other unit can change them until it ends.

        If the unit does not wait, and another one holds one of them, the database refuses the query at once.

        The query must be ordered, so that two units lock rows in the same order. The lock is not the strongest one,
        because other units may insert rows that refer to these.
        """
        return self.rows(query.with_for_update(key_share=True, nowait=not self.waits) if self._writes else query)

    def run(self, statement: Executable, rows: Sequence[Values] | None = None) -> None:
        """Execute a statement; if ``rows`` are given, once for each of them."""
        if rows is None or rows:
            guarded(lambda: self.connection.execute(statement, rows))

    def insert(self, table: Table) -> "postgresql.Insert | sqlite.Insert":
        """Return an ``INSERT`` that supports ``ON CONFLICT``."""
        return postgresql.insert(table) if self._postgresql else sqlite.insert(table)

    def upsert(self, table: Table, rows: Sequence[Values]) -> None:
        """Insert each row, or replace the one with the same primary key.

        Rows are written in the order of their keys, so that two units lock them in the same order.
        """
        statement = self.insert(table)
        keys = [column.name for column in table.primary_key]
        others = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
        ordered = sorted(rows, key=lambda row: [row[key] for key in keys])
        self.run(statement.on_conflict_do_update(index_elements=keys, set_=others), ordered)

    def among(self, column: ColumnElement[str], values: Collection[str]) -> ColumnElement[bool]:
        """Return the condition that ``column`` is one of these texts. They are one parameter, whatever their number."""
        if self._postgresql:
            return column == any_(literal(list(values), ARRAY(Text)))
        each = func.json_each(json.dumps(list(values))).table_valued("value")
        return column.in_(select(each.c.value))

    def any_among(self, *asked: tuple[ColumnElement[str], Collection[str]]) -> ColumnElement[bool]:
        """Return the condition that one of these columns is one of its texts; a column without texts is left out."""
        return or_(false(), *(self.among(column, values) for column, values in asked if values))

    def write_unless(self, refuse: Callable[[], T], write: Callable[[T], None]) -> None:
        """Call ``refuse``, which raises if the rows cannot be written, and then ``write`` with what it returned.

        If another unit has written a conflicting row in between, the database refuses the rows. ``refuse`` is then
        called again: now it sees the conflicting row, and raises the error that names it.

        Raises:
            CycladesAccountsError: the error that ``refuse`` raises.
            ConstraintFailedError: the database refuses the rows, and ``refuse`` finds no reason.
        """
        seen = refuse()
        try:
            with savepoint(self.connection, keep=True):
                write(seen)
        except ConstraintFailedError:
            refuse()
            raise


class Repository:
    """A part of a unit: all parts work on the connection of the unit."""

    def __init__(self, work: Work) -> None:
        self._work = work
