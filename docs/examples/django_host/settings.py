"""Settings: SQLite, unless ``PGDATABASE`` names a database of a PostgreSQL server (libpq's own variables say which)."""

import os
from typing import Any

INSTALLED_APPS = ["django_host.apps.ExamsConfig"]
USE_TZ = True
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("CYCLADES_SQLITE", "exams.sqlite3"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": "PRAGMA journal_mode = WAL"},
    }
}
if "PGDATABASE" in os.environ:
    DATABASES["default"] = {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ["PGDATABASE"]}

CYCLADES_SEALING_KEY = os.environ.get("CYCLADES_SEALING_KEY", "")
"""The key that opens the documents: 64 hexadecimal digits. Never in a file beside the database or in its backups."""
