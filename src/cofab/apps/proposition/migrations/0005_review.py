"""A review of a part by buyer and shop, and everything said in it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import cofab.apps.base.models.owned
from cofab.apps.base.rls import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0001_initial"),
        ("proposition", "0004_intake"),
    ]

    operations = [
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="rvw", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("shown", models.JSONField()),
                ("opened_at", models.DateTimeField()),
                (
                    "demand",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review", to="proposition.demand"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
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
                "ordering": ["-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReviewNote",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="rvn", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("faces", models.JSONField(default=list)),
                ("text", models.TextField(blank=True)),
                ("change", models.JSONField(default=dict)),
                ("effect", models.JSONField(default=dict)),
                ("to", models.PositiveIntegerField(default=0)),
                ("person", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="proposition.review"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("review", "number"), name="review_note_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "sign")),
                        fields=("review", "version", "to", "organisation"),
                        name="review_signed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("pin", "change", "sign", "decline", "version"))),
                        name="review_note_kind",
                    ),
                ],
            },
        ),
        Protect("proposition_review"),
        Protect("proposition_reviewnote"),
    ]
