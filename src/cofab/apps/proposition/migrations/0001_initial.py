"""Reference data, machines, claims on their time, demands, and what guards them."""

from pathlib import Path

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import cofab.apps.base.models.owned
from cofab.apps.base.rls import Protect

SQL = Path(__file__).parent / "sql"
UNDO = "DROP TRIGGER proposition_occupancy_down ON proposition_occupancy; DROP FUNCTION proposition_refuse_down();"
PROTECTED = ("machine", "occupancy", "demand", "demandfile")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Process",
            fields=[
                ("id", models.CharField(max_length=80, primary_key=True, serialize=False)),
                (
                    "families",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("trade_zh", models.CharField(max_length=80)),
                ("trade_en", models.CharField(max_length=120)),
                ("name_zh", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=120)),
                ("din_group", models.CharField(blank=True, max_length=40)),
                ("machine_zh", models.CharField(blank=True, max_length=120)),
                ("machine_en", models.CharField(blank=True, max_length=160)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Tariff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carrier", models.CharField(max_length=40)),
                ("up_to_km", models.PositiveIntegerField()),
                ("up_to_kg", models.PositiveIntegerField(default=0)),
                ("base_minor", models.BigIntegerField(default=0)),
                ("per_km_minor", models.BigIntegerField(default=0)),
                ("per_kg_minor", models.BigIntegerField(default=0)),
                ("per_kg_km_millionths", models.BigIntegerField(default=0)),
                ("minimum_minor", models.BigIntegerField(default=0)),
                (
                    "departures",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), default=list, size=None
                    ),
                ),
                ("travel_s", models.PositiveIntegerField(default=0)),
                ("arrive_days", models.PositiveSmallIntegerField(default=0)),
                ("arrive_at", models.CharField(default="08:00", max_length=5)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Town",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("name_zh", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=60)),
                ("latitude_udeg", models.IntegerField()),
                ("longitude_udeg", models.IntegerField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Demand",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="dem", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("material", models.CharField(max_length=60)),
                ("quantity", models.PositiveIntegerField()),
                ("due", models.DateTimeField()),
                ("town", models.CharField(max_length=40)),
                ("finishes", models.JSONField(default=list)),
                ("callouts", models.JSONField(default=list)),
                ("blank_um", models.JSONField(default=list)),
                ("tolerance_um", models.IntegerField(default=0)),
                ("note", models.TextField(blank=True)),
                ("state", models.CharField(default="draft", max_length=10)),
                ("reading", models.JSONField(default=dict)),
                ("routing", models.JSONField(default=dict)),
                ("price", models.JSONField(default=dict)),
                ("answers", models.JSONField(default=dict)),
                ("refusal", models.JSONField(default=dict)),
                ("rules", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wants", to="base.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DemandFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="dfl", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                (
                    "demand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="proposition.demand"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.file"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("calendar", models.CharField(default="cn", max_length=20)),
                ("day", models.DateField()),
                ("works", models.BooleanField(default=False)),
                ("name", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "ordering": ["day"],
                "constraints": [models.UniqueConstraint(fields=("calendar", "day"), name="holiday_once")],
            },
        ),
        migrations.CreateModel(
            name="Machine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="mac", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, max_length=80)),
                ("model", models.CharField(blank=True, max_length=80)),
                ("code", models.CharField(max_length=120, unique=True)),
                (
                    "processes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), default=list, size=None
                    ),
                ),
                (
                    "families",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("envelope_x_um", models.BigIntegerField(default=0)),
                ("envelope_y_um", models.BigIntegerField(default=0)),
                ("envelope_z_um", models.BigIntegerField(default=0)),
                ("tolerance_um", models.IntegerField(default=0)),
                (
                    "materials",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("rate_minor_per_h", models.BigIntegerField(default=0)),
                ("minimum_minor", models.BigIntegerField(default=0)),
                ("unit", models.CharField(blank=True, max_length=10)),
                ("unit_minor", models.BigIntegerField(default=0)),
                ("bulk_units", models.BigIntegerField(default=0)),
                ("bulk_unit_minor", models.BigIntegerField(default=0)),
                ("minimum_pieces", models.IntegerField(default=0)),
                ("speed_ppm", models.IntegerField(default=1000000)),
                ("lead_s", models.IntegerField(default=0)),
                ("carbon_g_per_h", models.IntegerField(default=0)),
                ("skill", models.CharField(blank=True, max_length=80)),
                ("visibility", models.CharField(default="request", max_length=10)),
                ("minimum_slot_s", models.IntegerField(default=0)),
                ("notice_s", models.IntegerField(default=0)),
                ("shift", models.JSONField(default=dict)),
                ("telemetry", models.BooleanField(default=False)),
                ("active", models.BooleanField(default=True)),
                ("down_since", models.DateTimeField(blank=True, null=True)),
                ("down_until", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="machines", to="base.organisation"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Occupancy",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="occ", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("kind", models.CharField(max_length=12)),
                ("state", models.CharField(default="active", max_length=10)),
                ("order_key", models.CharField(blank=True, db_index=True, max_length=40)),
                ("op", models.CharField(blank=True, max_length=40)),
                ("lot", models.IntegerField(default=0)),
                ("label", models.CharField(blank=True, max_length=120)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                (
                    "machine",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="occupancies",
                        to="proposition.machine",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("credit_ppm", models.IntegerField(default=500000)),
                ("on_time_ppm", models.IntegerField(default=850000)),
                ("new_member", models.BooleanField(default=False)),
                ("operators", models.PositiveIntegerField(default=0)),
                ("rules", models.CharField(blank=True, max_length=64)),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="standing", to="base.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Road",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("km", models.PositiveIntegerField()),
                (
                    "destination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="proposition.town"
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="proposition.town"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="demand",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("draft", "reading", "asking", "ready", "refused"))),
                name="demand_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="demand",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gte", 1)), name="demand_quantity"),
        ),
        migrations.AddConstraint(
            model_name="demandfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("model", "drawing", "view"))), name="demand_file_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="demandfile",
            constraint=models.UniqueConstraint(fields=("demand", "file"), name="demand_file_once"),
        ),
        migrations.AddConstraint(
            model_name="machine",
            constraint=models.CheckConstraint(
                condition=models.Q(("visibility__in", ("request", "partners", "open"))), name="machine_visibility"
            ),
        ),
        migrations.AddConstraint(
            model_name="machine",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minimum_minor__gte", 0),
                    ("rate_minor_per_h__gte", 0),
                    ("speed_ppm__gt", 0),
                    ("unit_minor__gte", 0),
                ),
                name="machine_price",
            ),
        ),
        migrations.AddConstraint(
            model_name="machine",
            constraint=models.CheckConstraint(
                condition=models.Q(("down_until__isnull", True), ("down_since__isnull", False), _connector="OR"),
                name="machine_down_order",
            ),
        ),
        migrations.AddIndex(
            model_name="occupancy",
            index=models.Index(
                condition=models.Q(("kind", "reservation"), ("state", "active")),
                fields=["expires_at"],
                name="reservation_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state", "active")),
                expressions=[("machine", "="), ("during", "&&")],
                name="occupancy_excludes",
            ),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("own", "reservation", "booking", "closure"))), name="occupancy_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("active", "released", "lapsed", "done", "moved"))),
                name="occupancy_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("during__endswith__isnull", False),
                    ("during__isempty", False),
                    ("during__startswith__isnull", False),
                ),
                name="occupancy_window",
            ),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "reservation"), _negated=True), ("expires_at__isnull", False), _connector="OR"
                ),
                name="reservation_expires",
            ),
        ),
        migrations.AddConstraint(
            model_name="road",
            constraint=models.UniqueConstraint(fields=("origin", "destination"), name="road_once"),
        ),
        migrations.RunSQL((SQL / "down.sql").read_text(encoding="utf-8"), UNDO),
        *[Protect(f"proposition_{table}") for table in PROTECTED],
    ]
