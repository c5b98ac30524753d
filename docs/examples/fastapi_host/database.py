"""The database of the host, and one transaction for each request, which the host begins and commits."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, text
from sqlalchemy.orm import Session

from cyclades_accounts.sql import SqlStore
from fastapi_host.people import OwnPeople
from fastapi_host.tables import Base


def open_database(url: URL | str) -> Engine:
    """Return the engine, with the tables of the host and of the library."""
    engine = create_engine(url, hide_parameters=True)  # or an error prints whatever a statement was given
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    Base.metadata.create_all(engine)
    open_store(engine).create_schema()
    return engine


def open_store(engine: Engine) -> SqlStore:
    """Return the store of the library, which reads the people of the host."""
    return SqlStore(engine, people=OwnPeople)


def transaction(engine: Engine) -> Iterator[Session]:
    """Yield a session; commit it if the block ends normally, else roll it back, with all that the library wrote."""
    with Session(engine) as session, session.begin():
        if engine.dialect.name == "sqlite":
            session.execute(text("BEGIN IMMEDIATE"))  # or the library refuses to write: see UnsafeTransactionError
        yield session


def _prepare_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401  # whatever the driver has
    del record
    for setting in ("foreign_keys = ON", "secure_delete = ON", "busy_timeout = 30000", "journal_mode = WAL"):
        connection.execute(f"PRAGMA {setting}")
