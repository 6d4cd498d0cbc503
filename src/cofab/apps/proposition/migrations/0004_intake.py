"""Files dropped together, each read on its own, before they become demands."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import cofab.apps.base.models.owned
from cofab.apps.base.rls import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0001_initial"),
        ("proposition", "0003_demand_pages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="itk", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("person", models.CharField(max_length=60)),
                ("state", models.CharField(default="open", max_length=10)),
                ("text", models.TextField(blank=True)),
                ("facts", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IntakeFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="itf", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("pages", models.JSONField(default=list)),
                ("kind", models.CharField(max_length=10)),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("stage", models.CharField(blank=True, max_length=40)),
                ("percent", models.PositiveIntegerField(default=0)),
                ("count", models.PositiveIntegerField(default=1)),
                ("reading", models.JSONField(default=dict)),
                ("refusal", models.JSONField(default=dict)),
                ("event", models.CharField(blank=True, max_length=60)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "file",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.file"),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="proposition.intake"
                    ),
                ),
                (
                    "view",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.file"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(condition=models.Q(("state__in", ("open", "done"))), name="intake_state"),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("organisation", "person"), name="intake_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="intakefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("waiting", "reading", "read", "refused", "cancelled"))),
                name="intake_file_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("model", "drawing"))), name="intake_file_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="intakefile",
            constraint=models.CheckConstraint(condition=models.Q(("count__gte", 1)), name="intake_file_count"),
        ),
        Protect("proposition_intake"),
        Protect("proposition_intakefile"),
    ]
