"""Django as the example sets it up, on databases of the tests' own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import django
import psycopg
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from sqlalchemy import URL

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.examples.django_settings"
django.setup()

from django_host import models  # noqa: E402  # models can be imported from here on
from django_host.host import DjangoStore, on_connection, provisioning  # noqa: E402  # models can be imported from here on
from django_host.people import DjangoPeople  # noqa: E402  # models can be imported from here on

__all__ = ["DjangoPeople", "DjangoStore", "models", "on_connection", "on_postgresql", "on_sqlite", "provisioning"]

SQLITE: Final = dict(connections.settings[DEFAULT_DB_ALIAS])
SQLITE["OPTIONS"] = SQLITE["OPTIONS"] | {"init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF"}
"""Nothing here outlives a crash."""


@contextmanager
def on_sqlite(folder: Path) -> Iterator[None]:
    """Let Django work on a new SQLite file, with the tables of the host and of the library."""
    with _database({**SQLITE, "NAME": folder / "exams.sqlite3"}):
        yield


@contextmanager
def on_postgresql(url: URL) -> Iterator[None]:
    """Let Django work on this database of PostgreSQL, emptied, with the tables of the host and of the library."""
    host = str(url.query["host"])
    with psycopg.connect(host=host, user="postgres", dbname="postgres") as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    given = {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "postgres", "HOST": host}
    with _database({**SQLITE, **given, "OPTIONS": {}}):
        yield


@contextmanager
def _database(settings: dict[str, Any]) -> Iterator[None]:
    before = connections.settings[DEFAULT_DB_ALIAS]
    _use(settings)
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        _use(before)


def _use(settings: dict[str, Any]) -> None:
    connections[DEFAULT_DB_ALIAS].close()
    del connections[DEFAULT_DB_ALIAS]
    connections.settings[DEFAULT_DB_ALIAS] = settings
