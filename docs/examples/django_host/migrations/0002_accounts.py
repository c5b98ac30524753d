"""Make the tables of ``cyclades_accounts``. A release with another version of them needs the same migration again."""

from typing import Any, ClassVar

from django.db import migrations

from cyclades_accounts.sql import SqlStore
from django_host.people import DjangoPeople


def migrate_accounts(apps: object, schema_editor: Any) -> None:  # noqa: ANN401  # of the database's own class
    """Make or migrate the tables in the transaction of the migration."""
    del apps
    connection = schema_editor.connection.connection
    SqlStore.on_driver_connection(connection, people=lambda _: DjangoPeople()).migrate()


class Migration(migrations.Migration):
    """Backwards does nothing: accounts stay."""

    dependencies: ClassVar = [("exams", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(migrate_accounts, migrations.RunPython.noop)]
