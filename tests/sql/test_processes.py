"""Several processes make or migrate the tables at once, as the workers of a host do when they start."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from cyclades_accounts.sql import SCHEMA_VERSION, DatabaseFailedError, SqlStore
from tests.sql.databases import described, empty, load

PROCESSES = 4

WORKER = """
import sys
from sqlalchemy import create_engine
from cyclades_accounts.sql import SqlStore

url, way, level = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
if way == "open":
    SqlStore.open(url, migrate=True).close()
else:
    engine = create_engine(url, **({"isolation_level": level} if level else {}))
    getattr(SqlStore(engine), way)()
    engine.dispose()
"""

LEVELS = {"postgresql": ["SERIALIZABLE", "REPEATABLE READ"], "sqlite": ["SERIALIZABLE"]}


def race(engine: Engine, way: str, level: str = "") -> None:
    """Start the processes, let them go at one moment, and see all of them succeed."""
    url = engine.url.render_as_string(hide_password=False)
    engine.dispose()
    command = [sys.executable, "-W", "error", "-c", WORKER, url, way, level]
    pipes: dict[str, Any] = dict.fromkeys(["stdin", "stdout", "stderr"], subprocess.PIPE)
    workers = [subprocess.Popen(command, text=True, **pipes) for _ in range(PROCESSES)]
    try:
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("\n")
            worker.stdin.flush()
        said = [worker.communicate(timeout=120) for worker in workers]
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    assert [(worker.returncode, err) for worker, (_, err) in zip(workers, said, strict=True)] == [(0, "")] * PROCESSES


@pytest.mark.parametrize("version", [None, SCHEMA_VERSION - 1])
class TestAtOnce:
    """One of the processes makes the tables; the others wait for it and find them."""

    def test_opening(self, engine: Engine, version: int | None) -> None:
        """A new or an old database that all open at once."""
        empty(engine)
        SqlStore.open(engine.url).close()
        expected = described(engine)
        empty(engine) if version is None else load(engine, version)
        race(engine, "open")
        assert described(engine) == expected

    def test_at_a_strict_level(self, engine: Engine, version: int | None) -> None:
        """An engine of the host whose transactions see what was when they began."""
        empty(engine)
        SqlStore(engine).create_schema()
        expected = described(engine)
        for level in LEVELS[engine.dialect.name]:
            empty(engine) if version is None else load(engine, version)
            race(engine, "migrate" if version else "create_schema", level)
            assert described(engine) == expected


class TestWhileAnotherWrites:
    """SQLite does not wait where a file is put in WAL mode while another connection holds the write lock. We do."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        """A file with a table, not in WAL mode."""
        path = tmp_path / "accounts.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE other (x)")
        return path

    @pytest.fixture
    def writer(self, path: Path) -> Iterator[sqlite3.Connection]:
        """A connection that holds the write lock of the file."""
        with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    def test_it_waits(self, path: Path, writer: sqlite3.Connection) -> None:
        """The store opens when the other connection has committed, and the file is in WAL mode."""
        end = threading.Timer(0.2, writer.execute, ["COMMIT"])
        end.start()
        SqlStore.open(path).close()
        end.join()
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchall() == [("wal",)]

    @pytest.mark.usefixtures("writer")
    def test_it_gives_up(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """After the time that a writing unit waits, it fails with SQLite's own code."""
        monkeypatch.setattr("cyclades_accounts.sql._store.BUSY_TIMEOUT", 0)
        with pytest.raises(DatabaseFailedError) as caught:
            SqlStore.open(path)
        assert caught.value.state == "SQLITE_BUSY"
