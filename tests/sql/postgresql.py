"""A PostgreSQL server of our own: fresh, over a Unix socket, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL


def binaries() -> Path:
    """Return the folder of ``initdb`` and ``pg_ctl``; the test fails where PostgreSQL is not installed."""
    found = [Path(path).parent for path in [shutil.which("initdb")] if path]
    if shutil.which("pg_config"):
        found.append(Path(subprocess.check_output(["pg_config", "--bindir"], text=True).strip()))
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in found:
        if (folder / "initdb").exists():
            return folder
    return pytest.fail("PostgreSQL is not installed: apt-get install postgresql, or leave out «-m system»")


@contextmanager
def server() -> Iterator[URL]:
    """Run a server and yield the URL of its database; it sorts as a French dictionary does unless told otherwise."""
    programs = binaries()
    home = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a Unix socket has 107 bytes at most
    who = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name  # it refuses to run as root
    shutil.chown(home, who)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(home / "data"), *arguments]
        user = {"user": who, "group": pwd.getpwnam(who).pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        with (home / "log").open("a") as log:
            done = subprocess.run(command, cwd=home, stdout=log, stderr=log, check=False, **user)  # type: ignore[call-overload]  # keywords in a dict
        assert done.returncode == 0, (home / "log").read_text()

    try:
        run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale-provider=icu", "--icu-locale=fr")
        # Nothing here outlives a crash, so nothing waits for the disk.
        run("pg_ctl", "-w", "-l", str(home / "server"), "-o", f"-k {home} -c listen_addresses= -c fsync=off", "start")
        try:
            yield URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(home)})
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home)
