"""Both databases for a test: an engine as a host makes it, emptied at will, and what its tables look like."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, inspect, text
from sqlalchemy.engine.interfaces import ReflectedIndex

EARLIER = Path(__file__).parent / "earlier"
"""Databases as earlier versions wrote them."""


@contextmanager
def engine_on(url: URL) -> Iterator[Engine]:
    """Yield an engine as a host makes it; on SQLite with foreign keys switched on."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    yield engine
    engine.dispose()


def empty(engine: Engine) -> None:
    """Remove whatever the database holds."""
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        return
    engine.dispose()
    path = Path(str(engine.url.database))
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


def load(engine: Engine, version: int) -> None:
    """Empty the database and load the one that an earlier version wrote."""
    empty(engine)
    script = (EARLIER / f"version_{version}.{engine.dialect.name}.sql").read_text(encoding="utf-8")
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if engine.dialect.name == "sqlite":
            driver.executescript("PRAGMA foreign_keys = OFF;\n" + script + "PRAGMA foreign_keys = ON;")
        else:
            driver.execute(script)
            driver.commit()


def rows(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Return every row of ours, as the driver gives it, by table."""
    with engine.connect() as connection:
        return {
            table: sorted(
                (dict(row._mapping) for row in connection.execute(text(f"SELECT * FROM {table}"))),  # noqa: S608, SLF001  # names of ours; a row has no other mapping by column
                key=repr,
            )
            for table in sorted(inspect(connection).get_table_names())
        }


def _readable(index: ReflectedIndex) -> dict[str, Any]:
    """Return an index with its condition as a text: two conditions of one text are not equal to SQLAlchemy."""
    return {**index, "dialect_options": {name: str(value) for name, value in index["dialect_options"].items()}}


def described(engine: Engine) -> dict[str, Any]:
    """Return all that SQLAlchemy reflects of the tables, and the triggers, functions and sequences it does not."""
    with engine.connect() as connection:
        inspector = inspect(connection)
        found: dict[str, Any] = {
            table: {
                "columns": [{**column, "type": repr(column["type"])} for column in inspector.get_columns(table)],
                "primary key": inspector.get_pk_constraint(table),
                "unique": sorted(inspector.get_unique_constraints(table), key=repr),
                "references": sorted(inspector.get_foreign_keys(table), key=repr),
                "checks": sorted(inspector.get_check_constraints(table), key=repr),
                "indexes": sorted(map(_readable, inspector.get_indexes(table)), key=repr),
            }
            for table in inspector.get_table_names()
        }
        if engine.dialect.name == "sqlite":
            others = ["SELECT type, name, tbl_name, sql FROM sqlite_master", "SELECT * FROM sqlite_temp_master"]
        else:
            others = [
                "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
                "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE '%cyclades%'",
                "SELECT relname, relkind, relpersistence FROM pg_class WHERE relname LIKE '%cyclades%'",
            ]
        for query in others:
            found[query] = sorted(map(tuple, connection.execute(text(query))), key=repr)
        return found
