"""Real databases for the fault tests: a SQLite file, or a database of its own on a real PostgreSQL."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from attrs import frozen
from sqlalchemy import URL, create_engine, func, select
from sqlalchemy.schema import CreateSchema

from cyclades_accounts.sql import SqlStore, metadata
from tests.faults.invariants import Seen

SERIALIZABLE: Final = "-c default_transaction_isolation=serializable"


@frozen
class Database:
    """Where a database is, so that any process can open it."""

    url: str

    @property
    def is_postgresql(self) -> bool:
        """Whether it is PostgreSQL."""
        return self.url.startswith("postgresql")

    @contextmanager
    def opened(self) -> Iterator[SqlStore]:
        """Open it with an engine of its own, as a process does that starts anew."""
        with SqlStore.open(self.url) as store:
            yield store

    def strays(self, seen: Seen) -> dict[str, int]:
        """Return, by table, how many rows there are beyond those that ``seen`` shows through the ports; 0 for all."""
        shown = {
            "candidatures": len(seen.candidatures),
            "accounts": len(seen.accounts),
            "issued_logins": len(seen.lines),
            "documents": len(seen.documents),
            "papillons": len(seen.slips),
            "journal": len(seen.reports),
        }
        engine = create_engine(self.url)
        with engine.connect() as connection:
            tables = {name: metadata.tables[f"cyclades_{name}"] for name in shown}
            count = {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in tables.items()
            }
        engine.dispose()
        return {name: count[name] - number for name, number in shown.items()}


def sqlite(folder: Path) -> Database:
    """Return a database in a file of its own."""
    return Database(f"sqlite:///{folder / 'accounts.sqlite'}")


_number = itertools.count(1)


def postgresql(server: URL, *, options: str = "") -> Database:
    """Make an empty schema on a server, which its connections take for the whole database.

    Args:
        server: URL of the server.
        options: settings of every connection, such as :data:`SERIALIZABLE`.
    """
    name = f"faults{next(_number)}"
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(CreateSchema(name))
    engine.dispose()
    return Database(server.update_query_dict({"options": f"-c search_path={name} {options}"}).render_as_string())
