"""Samples before the bulk: approved and sealed, taken off the bulk's price once."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import cofab.apps.base.models.owned
from cofab.apps.base.rls import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_owners_and_secrets"),
        ("creation", "0002_making"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sample",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="smp", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("demand_key", models.CharField(max_length=40)),
                ("maker_key", models.CharField(max_length=40)),
                ("price_minor", models.BigIntegerField()),
                ("state", models.CharField(default="ordered", max_length=12)),
                ("seal", models.CharField(blank=True, max_length=40)),
                ("note", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sample", to="creation.order"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="base.file",
                    ),
                ),
                (
                    "used_in",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deducted_sample",
                        to="creation.order",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("ordered", "sealed", "refused", "cancelled", "used"))),
                        name="sample_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("sealed", "used")), _negated=True),
                            models.Q(("seal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="sample_sealed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "used"), ("used_in__isnull", False)),
                            models.Q(models.Q(("state", "used"), _negated=True), ("used_in__isnull", True)),
                            _connector="OR",
                        ),
                        name="sample_used",
                    ),
                    models.CheckConstraint(condition=models.Q(("price_minor__gte", 0)), name="sample_price"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("sealed", "used"))),
                        fields=("demand_key",),
                        name="sample_standing_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("seal", ""), _negated=True),
                        fields=("organisation", "seal"),
                        name="sample_seal_once",
                    ),
                ],
            },
        ),
        Protect("creation_sample"),
    ]
