"""The tables of the host."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make them."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Pupil",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("family_name", models.CharField(max_length=100)),
                ("given_names", models.CharField(max_length=100)),
                ("usage_name", models.CharField(blank=True, max_length=100)),
                ("birth_date", models.DateField(null=True)),
                ("ine", models.CharField(blank=True, max_length=11)),
            ],
        ),
        migrations.CreateModel(
            name="School",
            fields=[
                ("uai", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("manages_candidates", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("session", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[("E", "Inscrit"), ("C", "Pré-inscrit"), ("W", "Démissionnaire")], max_length=1
                    ),
                ),
                ("email", models.CharField(blank=True, max_length=254)),
                ("division", models.CharField(blank=True, max_length=20)),
                ("serie", models.CharField(blank=True, max_length=50)),
                ("category", models.CharField(blank=True, max_length=50)),
                ("pupil", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="exams.pupil")),
                (
                    "school",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="exams.school"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["school", "session"], name="entries_of_a_school")],
                "constraints": [models.UniqueConstraint(fields=("pupil", "school", "session"), name="one_entry")],
            },
        ),
    ]
