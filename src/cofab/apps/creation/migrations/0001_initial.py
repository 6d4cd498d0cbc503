"""Plans, orders, requests, contracts, signatures, and what guards them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import cofab.apps.base.models.owned
from cofab.apps.base.rls import AppendOnly, Protect

PROTECTED = ("planrun", "planrow", "order", "request", "contract", "signature", "signingkey")
NUMBER = "CREATE SEQUENCE creation_order_number"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0001_initial"),
        ("proposition", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="pln", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("index", models.PositiveSmallIntegerField()),
                ("price_minor", models.BigIntegerField()),
                ("finish", models.DateTimeField()),
                ("bound_minor", models.BigIntegerField()),
                ("gap_ppm", models.BigIntegerField()),
                ("data", models.JSONField()),
            ],
            options={
                "ordering": ["run_id", "index"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="ord", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("mode", models.CharField(max_length=10)),
                ("way", models.CharField(default="custody", max_length=10)),
                ("title", models.CharField(max_length=120)),
                ("quantity", models.PositiveIntegerField()),
                ("price_minor", models.BigIntegerField()),
                ("lines", models.JSONField(default=list)),
                ("links", models.JSONField(default=dict)),
                ("currency", models.CharField(default="CNY", max_length=3)),
                ("due_at", models.DateTimeField()),
                ("promised_at", models.DateTimeField()),
                ("forecast_at", models.DateTimeField()),
                ("state", models.CharField(default="draft", max_length=12)),
                ("reserve_expires_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "demand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="proposition.demand"
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="base.organisation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="base.organisation"
                    ),
                ),
                (
                    "reorder_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reorders",
                        to="creation.order",
                    ),
                ),
                (
                    "sample_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="samples",
                        to="creation.order",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="creation.planrow"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="con", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("terms", models.JSONField()),
                ("hash", models.CharField(max_length=64)),
                ("rules", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
                    ),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.file"
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contracts", to="creation.order"
                    ),
                ),
            ],
            options={
                "ordering": ["order_id", "-version", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlanRun",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="run", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("due", models.DateTimeField()),
                ("reorder_of", models.CharField(blank=True, max_length=40)),
                ("state", models.CharField(default="queued", max_length=10)),
                ("result", models.JSONField(default=dict)),
                ("refusal", models.JSONField(default=dict)),
                ("offers", models.IntegerField(default=0)),
                ("took_ms", models.IntegerField(default=0)),
                ("rules", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "demand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="proposition.demand"
                    ),
                ),
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
        migrations.AddField(
            model_name="planrow",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="plans", to="creation.planrun"
            ),
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="req", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("operations", models.JSONField(default=list)),
                ("part", models.JSONField(default=dict)),
                ("price_minor", models.BigIntegerField()),
                ("state", models.CharField(default="asked", max_length=12)),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("note", models.TextField(blank=True)),
                ("counter_price_minor", models.BigIntegerField(blank=True, null=True)),
                ("counter_finish", models.DateTimeField(blank=True, null=True)),
                ("answer_by", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="creation.order"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="base.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["answer_by", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="sig", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("person_id", models.BigIntegerField()),
                ("public_key", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
                ("signed_at", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="creation.contract"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="key", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("public_key", models.CharField(max_length=64, unique=True)),
                ("private_key", models.TextField(blank=True)),
                ("active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.UniqueConstraint(
                fields=("order", "version", "customer", "supplier"), name="contract_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", ("main", "sub"))), name="contract_kind"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        (
                            "draft",
                            "reserved",
                            "cancelled",
                            "agreed",
                            "lapsed",
                            "signed",
                            "running",
                            "delivered",
                            "accepted",
                            "closed",
                        ),
                    )
                ),
                name="order_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(condition=models.Q(("mode__in", ("agent", "lead"))), name="order_mode"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("mode", "lead"), _negated=True), ("lead__isnull", False), _connector="OR"),
                name="order_lead",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("price_minor__gte", 0), ("quantity__gte", 1)), name="order_amounts"
            ),
        ),
        migrations.AddConstraint(
            model_name="planrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("queued", "running", "ready", "failed"))), name="plan_run_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="planrun",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gte", 1)), name="plan_run_quantity"),
        ),
        migrations.AddConstraint(
            model_name="planrow",
            constraint=models.UniqueConstraint(fields=("run", "index"), name="plan_once"),
        ),
        migrations.AddConstraint(
            model_name="planrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("bound_minor__lte", models.F("price_minor"))), name="plan_bound"
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("asked", "accepted", "declined", "countered", "lapsed", "withdrawn"))
                ),
                name="request_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(fields=("order", "organisation"), name="request_once"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(condition=models.Q(("price_minor__gte", 0)), name="request_price"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(fields=("contract", "organisation"), name="signature_once"),
        ),
        migrations.AddConstraint(
            model_name="signingkey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("active", True)), fields=("organisation",), name="signing_key_active"
            ),
        ),
        migrations.RunSQL(NUMBER, "DROP SEQUENCE creation_order_number"),
        *[Protect(f"creation_{table}") for table in PROTECTED],
        AppendOnly("creation_signature"),
    ]
