"""The tables."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make them."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="ErasedLogin",
            fields=[
                ("digest", models.TextField(primary_key=True, serialize=False)),
                ("key_id", models.TextField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="School",
            fields=[
                ("uai", models.TextField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("manages_candidates", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="Stem",
            fields=[
                ("stem", models.TextField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("family_name", models.TextField()),
                ("given_names", models.TextField()),
                ("birth_date", models.DateField(null=True)),
                ("usage_name", models.TextField(null=True)),
                ("former_schools", models.JSONField(default=list)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("family_name", ""), _negated=True), models.Q(("given_names", ""), _negated=True)
                        ),
                        name="named",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("login", models.TextField(unique=True)),
                ("kind", models.TextField()),
                ("issued_by", models.TextField(null=True)),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("credential", models.JSONField(null=True)),
                ("past", models.JSONField(default=list)),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cyclades.account",
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="cyclades.candidate"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MergedCandidate",
            fields=[
                ("lost", models.TextField(primary_key=True, serialize=False)),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="cyclades.candidate"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("rank", models.BigAutoField(primary_key=True, serialize=False)),
                ("run_id", models.TextField(unique=True)),
                ("school", models.TextField(null=True)),
                ("candidate_id", models.TextField(db_index=True, null=True)),
                ("at", models.DateTimeField()),
                ("report", models.JSONField()),
            ],
            options={
                "indexes": [models.Index(fields=["school", "-at", "rank"], name="journal_list")],
            },
        ),
        migrations.CreateModel(
            name="IssuedLogin",
            fields=[
                ("login", models.TextField(primary_key=True, serialize=False)),
                ("issued_at", models.DateTimeField(null=True)),
                ("stem", models.TextField(db_index=True, null=True)),
                ("number", models.PositiveIntegerField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cyclades.account",
                    ),
                ),
                (
                    "imposed_on",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cyclades.candidate",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cyclades.report",
                        to_field="run_id",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("rank", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("session", models.TextField()),
                ("title", models.TextField()),
                ("name", models.TextField()),
                ("layout", models.TextField()),
                ("size", models.PositiveBigIntegerField()),
                ("papillons", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField()),
                ("type", models.TextField()),
                ("purged_at", models.DateTimeField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cyclades.report",
                        to_field="run_id",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cyclades.school",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Candidature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("session", models.TextField()),
                ("status", models.TextField()),
                ("email", models.TextField(null=True)),
                ("serie", models.TextField()),
                ("division", models.TextField()),
                ("qualification", models.TextField()),
                ("category", models.TextField()),
                ("number", models.TextField(null=True)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="cyclades.candidate"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cyclades.school",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                ("rank", models.BigAutoField(primary_key=True, serialize=False)),
                ("credential_version", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="cyclades.account"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cyclades.report",
                        to_field="run_id",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_by__isnull", True)), fields=("candidate",), name="one_account_stands"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", ["prenom.nom", "email"])), name="kind"),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "email"),
                    models.Q(("credential__isnull", False), ("issued_by__isnull", False)),
                    _connector="OR",
                ),
                name="generated_by_a_school",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaced_by__isnull", True), ("closed_at__isnull", False), _connector="OR"),
                name="replaced_is_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuedlogin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("account__isnull", True),
                        ("imposed_on__isnull", False),
                        ("issued_at__isnull", True),
                        ("run__isnull", True),
                    ),
                    models.Q(
                        ("account__isnull", False),
                        ("imposed_on__isnull", True),
                        ("issued_at__isnull", False),
                        ("run__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="issued_or_imposed",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuedlogin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number__isnull", True), ("stem__isnull", True)),
                    models.Q(("number__gte", 1), ("stem__isnull", False)),
                    _connector="OR",
                ),
                name="numbered_with_a_stem",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["school", "session", "-created_at", "rank"], name="document_list"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("purged_at__isnull", True), ("sealed__isnull", False)),
                    models.Q(("purged_at__isnull", False), ("sealed__isnull", True)),
                    _connector="OR",
                ),
                name="purged_has_no_content",
            ),
        ),
        migrations.AddIndex(
            model_name="candidature",
            index=models.Index(fields=["school", "session"], name="candidature_list"),
        ),
        migrations.AddConstraint(
            model_name="candidature",
            constraint=models.UniqueConstraint(fields=("candidate", "school", "session"), name="one_candidature"),
        ),
        migrations.AddConstraint(
            model_name="candidature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        ["Inscrit", "Pré-inscrit", "En cours", "Non inscrit", "Démissionnaire", "Radié", "Annulé"],
                    )
                ),
                name="status",
            ),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.UniqueConstraint(fields=("run", "account", "credential_version"), name="one_slip"),
        ),
    ]
