"""What the page about backups says: which copies are whole, what they lack, and how that is noticed."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve
from sqlalchemy import URL, Engine, create_engine

from cyclades_accounts import Provisioning
from cyclades_accounts.sql import SqlStore
from tests.sql.databases import described, empty, engine_on, rows
from tests.sql.postgresql import binaries
from tests.sql.test_copy import database_of
from tests.sql.test_tampering import life
from tests.support import SESSION, UAI, candidature, desk, make_school, registry


@pytest.fixture
def lived(tmp_path: Path) -> Iterator[tuple[Provisioning, Path]]:
    """Return a service over an open SQLite file after a year, and the file."""
    path = tmp_path / "accounts.sqlite"
    with SqlStore.open(path) as store:
        yield life(store), path


def vacuum(path: Path, backup: Path) -> None:
    """Copy as the page says."""
    backup.touch(mode=0o600)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM INTO ?", [str(backup)])


def back_up(path: Path, backup: Path) -> None:
    """Copy as SQLite's own shell and Python do."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)


WHOLE: Final = {"VACUUM INTO": vacuum, "backup": back_up}


def next_zoe(service: Provisioning, number: int, run_id: str) -> str | None:
    """Give one more pupil of a name an account; return the login."""
    registry(service).register_roster(UAI, SESSION, [candidature(number, "D'HERVÉ", "Zoé")])
    return desk(service).generate(run_id=run_id).created[0].login


class TestSqlite:
    """A file that is open."""

    def test_a_copy_of_an_open_file_is_an_empty_store(self, tmp_path: Path) -> None:
        """What was written is in the file beside it: the copy opens without an error, and holds nothing."""
        with SqlStore.open(tmp_path / "accounts.sqlite") as store:
            desk(make_school(candidature(1), store=store)).generate()
            shutil.copy(tmp_path / "accounts.sqlite", tmp_path / "copied")
        SqlStore.open(tmp_path / "copied").close()
        with engine_on(URL.create("sqlite", database=str(tmp_path / "copied"))) as engine:
            assert {name for name, found in rows(engine).items() if found} == {"cyclades_schema"}

    @pytest.mark.parametrize("copy", WHOLE.values(), ids=WHOLE)
    def test_a_backup_is_whole(self, lived: tuple[Provisioning, Path], copy: Callable[[Path, Path], None]) -> None:
        """Every row, trigger and guard is there while the store is open, and the next run goes on."""
        service, path = lived
        backup = path.with_name("backup")
        copy(path, backup)
        urls = [URL.create("sqlite", database=str(one)) for one in (path, backup)]
        with engine_on(urls[0]) as one, engine_on(urls[1]) as other:
            assert rows(one) == rows(other)
            assert described(one) == described(other)
        with SqlStore.open(backup) as store:
            restored = evolve(service, store=store)
            assert desk(restored).documents.report("again") == desk(service).documents.report("again")
            assert next_zoe(restored, 20, "next") == "zoe.dherve"

    def test_a_backup_is_its_owners(self, lived: tuple[Provisioning, Path]) -> None:
        """What the page makes can be read by nobody else, whatever the umask."""
        before = os.umask(0)
        vacuum(lived[1], lived[1].with_name("backup"))
        os.umask(before)
        assert lived[1].with_name("backup").stat().st_mode & 0o777 == 0o600

    def test_what_was_deleted_is_not_copied(self, lived: tuple[Provisioning, Path]) -> None:
        """``VACUUM INTO`` leaves out the pages of rows that are gone, though somebody deleted them without zeros."""
        path = lived[1]
        backup = path.with_name("backup")
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA secure_delete = OFF")
            connection.execute("CREATE TABLE mine AS SELECT 'canari ' || hex(randomblob(99)) FROM cyclades_journal")
            connection.execute("DROP TABLE mine")
            connection.commit()
        vacuum(path, backup)
        assert b"canari" not in backup.read_bytes()

    def test_a_restored_backup_issues_a_login_again(self, lived: tuple[Provisioning, Path]) -> None:
        """What came after the backup is unknown: the next homonym gets its login, and the run is in no journal."""
        service, path = lived
        vacuum(path, path.with_name("backup"))
        assert next_zoe(service, 20, "february") == "zoe.dherve"
        with SqlStore.open(path.with_name("backup")) as store:
            restored = evolve(service, store=store)
            assert next_zoe(restored, 21, "march") == "zoe.dherve"
            assert desk(restored).documents.report("february") is None
            assert desk(restored).documents.report("again") is not None


def without_checks(engine: Engine) -> dict[str, Any]:
    """Return what tables look like, with the names alone of the checks: PostgreSQL writes ``IN`` anew in a dump."""
    found = described(engine)
    for table in (one for one in found.values() if "checks" in one):
        table["checks"] = [check["name"] for check in table["checks"]]
    return found


@pytest.mark.system
def test_a_dump_of_postgresql_is_whole(postgresql_url: URL, tmp_path: Path) -> None:
    """``pg_dump`` and ``pg_restore`` bring rows, triggers and guards, and the next run goes on."""
    urls = [database_of(postgresql_url, name) for name in ("dumped", "restored")]
    for url in urls:
        engine = create_engine(url)
        empty(engine)
        engine.dispose()
    dump = tmp_path / "accounts.dump"
    folder = (binaries() / "initdb").resolve().parent
    connects = ["--host", str(postgresql_url.query["host"]), "--username", "postgres"]
    with SqlStore.open(urls[0]) as store:
        service = life(store)
        subprocess.run([folder / "pg_dump", *connects, "--format=custom", f"--file={dump}", "dumped"], check=True)
    restores = ["--exit-on-error", "--single-transaction", "--dbname=restored"]
    subprocess.run([folder / "pg_restore", *connects, *restores, dump], check=True)
    with engine_on(urls[0]) as one, engine_on(urls[1]) as other:
        assert rows(one) == rows(other)
        assert without_checks(one) == without_checks(other)
    with SqlStore.open(urls[1]) as store:
        assert next_zoe(evolve(service, store=store), 20, "next") == "zoe.dherve"
