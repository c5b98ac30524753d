"""What only SQLite needs: transactions that begin IMMEDIATE whoever makes the engine, and files."""

# ruff: noqa: PT012  # a failing unit is a block with its store

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine, create_engine, create_mock_engine, event, text

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.sql import DatabaseFailedError, SqlStore, UnsafeTransactionError, UnsupportedDatabaseError
from cyclades_accounts.sql._store import BUSY_TIMEOUT
from cyclades_accounts.testing.samples import account, document, given, issued, report, school, slip, uai
from tests.sql.run_like import counted
from tests.support import NOW

CURE = 'Execute "BEGIN IMMEDIATE" first'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a database with our tables."""
    path = tmp_path / "accounts.sqlite"
    SqlStore.open(path).close()
    return path


@pytest.fixture(params=["as it comes", "begin event", "AUTOCOMMIT"])
def engine(request: pytest.FixtureRequest, path: Path) -> Iterator[Engine]:
    """Return an engine of a host that begins late, begins DEFERRED by itself, or never begins."""
    options: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"} if request.param == "AUTOCOMMIT" else {}
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 0}, **options)
    if request.param == "begin event":
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    yield engine
    engine.dispose()


class TestHostsEngine:
    """However the host's engine begins its transactions, a unit begins as it must."""

    def test_units_are_whole(self, engine: Engine) -> None:
        """A failed unit leaves nothing, and the next one is there."""
        store = SqlStore(engine)
        with pytest.raises(ZeroDivisionError), store.writing() as unit:
            unit.registry.put_school(school(1))
            raise ZeroDivisionError
        given(store, school(2))
        with store.reading() as unit:
            assert [unit.people.school(uai(number)) for number in (1, 2)] == [None, school(2)]

    def test_transactions_begin_as_they_must(self, engine: Engine) -> None:
        """A writing unit begins IMMEDIATE, before it reads anything, and a reading one does not."""
        store = SqlStore(engine)
        with counted(engine) as statements:
            with store.writing() as unit:
                unit.people.school(uai())
            with store.reading() as unit:
                unit.people.school(uai())
        begun = [statement for statement in statements if statement.startswith(("BEGIN ", "SELECT cyclades_schools"))]
        assert begun[0] == "BEGIN IMMEDIATE"
        assert begun.count("BEGIN IMMEDIATE") == 1
        assert [one for one in statements if one.startswith("BEGIN")][-1] == "BEGIN"

    def test_writing_unit_holds_the_lock_from_the_start(self, engine: Engine, path: Path) -> None:
        """A second writer is refused before it reads, not when it writes what it read too long ago."""
        with SqlStore.open(path) as first, first.writing(), pytest.raises(DatabaseFailedError) as caught:
            SqlStore(engine).writing().__enter__()
        assert caught.value.state == "SQLITE_BUSY"

    def test_file_that_cannot_be_opened_is_named_as_such(self, tmp_path: Path) -> None:
        """A folder in place of a file is a failure of the connection, and no statement is to blame."""
        with pytest.raises(DatabaseFailedError) as caught:
            SqlStore.open(tmp_path)
        assert caught.value.state == "SQLITE_CANTOPEN"
        assert caught.value.where == "the connection or the commit"

    def test_reader_does_not_wait_for_the_writer(self, engine: Engine, path: Path) -> None:
        """A reader reads what was before, at once."""
        with SqlStore.open(path) as first, first.writing() as writing:
            writing.registry.put_school(school(1))
            with SqlStore(engine).reading() as unit:
                assert unit.people.school(uai(1)) is None


class TestHostsTransaction:
    """In a transaction of the host, a writing unit makes sure that it holds the lock for writing."""

    def test_not_begun_is_refused(self, path: Path) -> None:
        """Python's sqlite3 has not begun what SQLAlchemy thinks it has: refused with the cure."""
        engine = create_engine(f"sqlite:///{path}")
        store = SqlStore(engine)
        with engine.connect() as connection:
            connection.begin()
            with pytest.raises(UnsafeTransactionError, match=CURE), store.on_connection(connection).writing():
                pass
        engine.dispose()

    def test_out_of_date_is_refused(self, path: Path) -> None:
        """A DEFERRED transaction that read before another wrote is refused with the cure."""
        engine = create_engine(f"sqlite:///{path}")
        store = SqlStore(engine)
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            connection.execute(text("SELECT * FROM cyclades_schools")).all()
            given(store, school(1))
            with pytest.raises(UnsafeTransactionError, match=CURE), store.on_connection(connection).writing():
                pass
        engine.dispose()

    def test_deferred_takes_the_lock(self, path: Path) -> None:
        """A DEFERRED transaction that is up to date takes the lock before the unit reads."""
        engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 0})
        store = SqlStore(engine)
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            with store.on_connection(connection).writing(), pytest.raises(DatabaseFailedError):
                store.writing().__enter__()
        engine.dispose()


class TestOpening:
    """A store opens a file by its path, or any database by its URL."""

    def test_path_text_and_url_open_the_same_file(self, tmp_path: Path) -> None:
        """A path, its text and both kinds of URL open one file, even with a space, a percent and an accent."""
        path = tmp_path / "élèves 100%.sqlite"
        ways: list[Path | str | URL] = [path, str(path), URL.create("sqlite", database=str(path))]
        for number, where in enumerate(ways, 1):
            with SqlStore.open(where) as store:
                given(store, school(number))
        with SqlStore.open(path) as store, store.reading() as unit:
            assert [unit.people.school(uai(number)) for number in (1, 2, 3)] == [school(1), school(2), school(3)]

    def test_url_text_is_taken(self, tmp_path: Path) -> None:
        """A text with :// is a URL."""
        with SqlStore.open(f"sqlite:///{tmp_path / 'accounts.sqlite'}") as store:
            given(store, school())
        assert (tmp_path / "accounts.sqlite").exists()

    @pytest.mark.parametrize("where", [":memory:", "sqlite://", "sqlite:///:memory:"])
    def test_memory_is_refused(self, where: str) -> None:
        """SQLite in memory, of which every thread would have its own, is refused with what to use instead."""
        with pytest.raises(InvalidValueError, match="InMemoryStore"):
            SqlStore.open(where)

    def test_folder_that_is_not_there_is_a_failure(self, tmp_path: Path) -> None:
        """A file that cannot be made is a failure of the database."""
        with pytest.raises(DatabaseFailedError) as caught:
            SqlStore.open(tmp_path / "nowhere" / "accounts.sqlite")
        assert caught.value.state == "SQLITE_CANTOPEN"

    def test_other_databases_are_refused(self) -> None:
        """An engine for another database is refused by name."""
        engine: Any = create_mock_engine("mysql://", lambda *_: None)
        with pytest.raises(UnsupportedDatabaseError, match="does not know mysql") as caught:
            SqlStore(engine)
        assert "Use SQLite or PostgreSQL" in str(caught.value)


class TestFiles:
    """What is left in the files, and who may read them."""

    @pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
    def test_new_file_is_its_owners_alone(self, tmp_path: Path, umask: int) -> None:
        """A new file and those that SQLite puts beside it are readable by nobody else, whatever the umask."""
        path, former = tmp_path / "accounts.sqlite", os.umask(umask)
        try:
            with SqlStore.open(path) as store, store.writing() as unit:
                unit.registry.put_school(school())
                found = {one.name: one.stat().st_mode & 0o777 for one in tmp_path.iterdir()}
        finally:
            os.umask(former)
        assert found == dict.fromkeys(["accounts.sqlite", "accounts.sqlite-shm", "accounts.sqlite-wal"], 0o600)

    def test_a_link_to_no_file_yet(self, tmp_path: Path) -> None:
        """Where the path is a link, the file that it leads to is made readable by its owner alone."""
        link, former = tmp_path / "link.sqlite", os.umask(0o022)
        link.symlink_to(tmp_path / "accounts.sqlite")
        try:
            with SqlStore.open(link) as store, store.writing() as unit:
                unit.registry.put_school(school())
        finally:
            os.umask(former)
        assert {one.stat().st_mode & 0o777 for one in tmp_path.iterdir()} == {0o600}

    def test_mode_of_an_existing_file_stays(self, path: Path) -> None:
        """Who may read a file that is there is for its owner to say."""
        path.chmod(0o640)
        SqlStore.open(path).close()
        assert path.stat().st_mode & 0o777 == 0o640

    def test_uri_of_sqlite_makes_no_other_file(self, tmp_path: Path) -> None:
        """A URI is opened by SQLite itself."""
        SqlStore.open(f"sqlite:///file:{tmp_path / 'accounts.sqlite'}?uri=true").close()
        assert {one.name for one in tmp_path.iterdir()} == {"accounts.sqlite"}

    def _kept(self, path: Path, secret: bytes) -> set[str]:
        return {one.name for one in path.parent.iterdir() if secret in one.read_bytes()}

    def _filled(self, store: SqlStore) -> None:
        given(store, report(), school(), account(1), issued(1))
        with store.writing() as unit:
            unit.documents.add([(document(1), b"what was sealed" * 500)], [slip(1)])

    def test_what_was_removed_is_in_no_file(self, path: Path) -> None:
        """After an erasure no file holds the login or the sealed bytes, while the store stays open."""
        with SqlStore.open(path) as store:
            self._filled(store)
            assert self._kept(path, b"what was sealed")
            with store.writing() as unit:
                unit.documents.drop([document(1).purged(NOW)], [slip(1)])
                unit.logins.erase({issued(1).login: "key:00"})
                unit.accounts.erase([account(1).id])
            assert self._kept(path, b"what was sealed") == set()
            assert self._kept(path, issued(1).login.encode()) == set()
            assert (path.parent / f"{path.name}-wal").stat().st_size == 0

    def test_reader_keeps_the_log_and_nobody_waits(self, path: Path) -> None:
        """While somebody reads, the log stays and the erasure is not held up; the next one empties it."""
        log = path.parent / f"{path.name}-wal"
        with SqlStore.open(path) as store:
            self._filled(store)
            with SqlStore.open(path) as other, other.reading() as reads:
                assert reads.documents.content(document(1).id)
                started = time.monotonic()
                with store.writing() as unit:
                    unit.documents.drop([document(1).purged(NOW)], [])
                assert time.monotonic() - started < 10
                assert log.stat().st_size > 0
            with store.writing() as unit:
                unit.documents.drop([], [slip(1)])
            assert log.stat().st_size == 0
            with store._engine.connect() as connection:  # noqa: SLF001  # the engine that it opened
                assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == BUSY_TIMEOUT

    def test_hosts_engine_erases_too(self, engine: Engine) -> None:
        """However a host's engine begins its transactions, the log is emptied outside of them."""
        store = SqlStore(engine)
        self._filled(store)
        with store.writing() as unit:
            unit.documents.drop([document(1).purged(NOW)], [slip(1)])
        with store.reading() as after:
            assert after.documents.content(document(1).id) is None
