"""A host that has Alembic takes our tables in among its own: for its metadata, and for its migrations."""

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, event

from cyclades_accounts.sql import SCHEMA_VERSION, SqlStore, metadata
from tests.sql.databases import described, empty, load

ENV = """
from alembic import context
from cyclades_accounts.sql import metadata

with context.config.attributes["engine"].connect() as connection:
    context.configure(connection, target_metadata=metadata, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
"""

REVISION = """
import cyclades_accounts.sql
from alembic import op

revision, down_revision = "1", None


def upgrade():
    cyclades_accounts.sql.migrate(op.get_bind())
"""


@pytest.fixture(scope="module")
def engine(engine: Engine) -> Engine:
    """Return an engine of a host whose transactions on SQLite begin as SQLAlchemy documents it."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


@pytest.fixture
def config(engine: Engine, tmp_path: Path) -> Config:
    """Return the host's folder of migrations, with one that calls ours."""
    (tmp_path / "versions").mkdir()
    (tmp_path / "env.py").write_text(ENV)
    (tmp_path / "script.py.mako").touch()
    (tmp_path / "versions" / "1_cyclades_accounts.py").write_text(REVISION)
    config = Config()
    config.set_main_option("script_location", str(tmp_path))
    config.set_main_option("path_separator", "os")
    config.attributes["engine"] = engine
    return config


@pytest.mark.parametrize("version", [None, 1, SCHEMA_VERSION - 1])
def test_hosts_revision_migrates(engine: Engine, config: Config, version: int | None) -> None:
    """A revision of the host that calls ``migrate`` makes the tables, or brings them up, in the host's transaction."""
    empty(engine) if version is None else load(engine, version)
    with redirect_stdout(StringIO()):
        command.upgrade(config, "head")
    migrated = described(engine)
    assert "alembic_version" in migrated
    empty(engine)
    SqlStore(engine).create_schema()
    assert {name: one for name, one in migrated.items() if name.startswith("cyclades_")} == {
        name: one for name, one in described(engine).items() if name.startswith("cyclades_")
    }


def test_autogenerate_finds_nothing_to_do(engine: Engine) -> None:
    """Our metadata and our tables are the same to Alembic, so that no revision of the host touches them."""
    empty(engine)
    SqlStore(engine).create_schema()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences: Any = compare_metadata(context, metadata)
    assert differences == []
