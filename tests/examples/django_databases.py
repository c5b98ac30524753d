"""Django as the example sets it up, on databases of the tests' own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.models import QuerySet

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.examples.django_settings"
django.setup()

from django_host.host import provisioning  # noqa: E402  # models can be imported from here on
from django_host.store import DjangoStore  # noqa: E402  # the same

__all__ = ["DjangoStore", "database", "empty", "provisioning"]


@contextmanager
def database(alias: str, **where: str | Path) -> Iterator[str]:
    """Point an alias to a database, make the example's tables there, and close every connection afterwards."""
    settings.DATABASES[alias] |= where
    call_command("migrate", database=alias, verbosity=0)
    try:
        yield alias
    finally:
        connections.close_all()
        del connections[alias]


def empty(alias: str) -> None:
    """Remove every row."""
    with transaction.atomic(alias):
        for model in apps.get_app_config("cyclades").get_models():
            QuerySet(model, using=alias).delete()
