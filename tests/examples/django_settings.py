"""The example's settings, and a second database; the tests fill in where both are."""

from typing import Any

from django_host import settings

INSTALLED_APPS = settings.INSTALLED_APPS
USE_TZ = settings.USE_TZ
DATABASES: dict[str, dict[str, Any]] = {
    **settings.DATABASES,
    "postgresql": {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "postgres"},
}
DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous = OFF"  # nothing here outlives a crash
CYCLADES_SEALING_KEY = "00" * 32
