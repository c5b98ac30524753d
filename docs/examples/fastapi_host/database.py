"""The host's database: its own tables, and one transaction for each request, which the host begins and commits."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from cyclades_accounts.sql import SqlStore


class Base(DeclarativeBase):
    """The tables of the host; those of the library stand beside them."""


class Secretary(Base):
    """Somebody who may act for a school. The library knows no rights: the host has them."""

    __tablename__ = "secretary"

    school: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)


class Delivery(Base):
    """A run whose slips somebody must print and bring to the school. What the library knows is not repeated here."""

    __tablename__ = "delivery"

    run_id: Mapped[str] = mapped_column(primary_key=True)
    school: Mapped[str]
    asked_by: Mapped[str]
    slips: Mapped[int]
    delivered: Mapped[bool] = mapped_column(default=False)


def open_database(url: URL | str) -> Engine:
    """Return the engine, with the tables of the host and of the library."""
    engine = create_engine(url, hide_parameters=True)  # or an error prints whatever a statement was given
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    Base.metadata.create_all(engine)
    SqlStore(engine).create_schema()
    return engine


def transaction(engine: Engine) -> Iterator[Session]:
    """Yield a session; commit it if the block ends normally, else roll it back, with all that the library wrote."""
    with Session(engine) as session, session.begin():
        if engine.dialect.name == "sqlite":
            session.execute(text("BEGIN IMMEDIATE"))  # or the library refuses to write: see UnsafeTransactionError
        yield session


def _prepare_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401  # whatever the driver has
    del record
    for setting in ("foreign_keys = ON", "busy_timeout = 30000", "journal_mode = WAL"):
        connection.execute(f"PRAGMA {setting}")
