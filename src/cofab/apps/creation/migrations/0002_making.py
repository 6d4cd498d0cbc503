"""Machines at work: gateways, points, work orders, inspections, shipments, acceptance."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cofab.apps.base.models.owned
from cofab.apps.base.rls import Protect

PROTECTED = (
    "gateway",
    "gatewayrun",
    "inspectorkey",
    "inspection",
    "machinenow",
    "observation",
    "shipment",
    "workorder",
    "acceptance",
    "daystates",
    "proposal",
)


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0001_initial"),
        ("creation", "0001_initial"),
        ("proposition", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Gateway",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="gtw", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("public_key", models.CharField(max_length=64, unique=True)),
                ("active", models.BooleanField(default=True)),
                ("registered_at", models.DateTimeField()),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
                ("points", models.BigIntegerField(default=0)),
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
        migrations.CreateModel(
            name="GatewayRun",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="gwr", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("run", models.CharField(max_length=64)),
                (
                    "gateway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="creation.gateway"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InspectorKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="ink", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("public_key", models.CharField(max_length=64, unique=True)),
                ("private_key", models.TextField(blank=True)),
                (
                    "scope",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), default=list, size=None
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=80)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("active", models.BooleanField(default=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="ins", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("order_key", models.CharField(db_index=True, max_length=40)),
                ("order_title", models.CharField(max_length=120)),
                ("method", models.CharField(max_length=80)),
                ("lot", models.PositiveIntegerField()),
                ("plan", models.JSONField()),
                ("characteristics", models.JSONField()),
                ("rule", models.CharField(default="guarded", max_length=10)),
                ("state", models.CharField(default="planned", max_length=12)),
                ("pieces", models.JSONField(default=list)),
                (
                    "bad",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "undecided",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("accepted", models.BooleanField(blank=True, null=True)),
                ("retained", models.CharField(blank=True, max_length=120)),
                ("number", models.CharField(blank=True, max_length=40, null=True, unique=True)),
                ("statement", models.JSONField(blank=True, null=True)),
                ("signature", models.CharField(blank=True, max_length=128)),
                ("public_key", models.CharField(blank=True, max_length=64)),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "appointed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="inspections", to="creation.order"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
                    ),
                ),
                (
                    "paid_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
                    ),
                ),
                (
                    "key_used",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="creation.inspectorkey",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MachineNow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="now", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("state", models.CharField(default="unknown", max_length=10)),
                ("busy", models.CharField(default="unknown", max_length=10)),
                ("fault", models.TextField(blank=True)),
                ("since", models.DateTimeField(blank=True, null=True)),
                ("state_at", models.DateTimeField(blank=True, null=True)),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
                ("program", models.TextField(blank=True)),
                ("counter", models.PositiveIntegerField(default=0)),
                ("counted_at", models.DateTimeField(blank=True, null=True)),
                ("marked_down", models.BooleanField(default=False)),
                ("tells_state", models.BooleanField(default=False)),
                ("heartbeat_s", models.PositiveIntegerField(default=600)),
                (
                    "machine",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="proposition.machine"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Observation",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "machine_id",
                        "source_id",
                        "sequence",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("sequence", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("item", models.TextField()),
                ("value", models.TextField()),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "machine",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposition.machine",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="creation.gatewayrun",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="prp", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("cause", models.CharField(max_length=40)),
                ("rank", models.PositiveSmallIntegerField(default=0)),
                ("way", models.CharField(max_length=10)),
                ("state", models.CharField(default="open", max_length=10)),
                ("moves", models.JSONField(default=list)),
                ("data", models.JSONField(default=dict)),
                ("cost_minor", models.BigIntegerField(default=0)),
                ("forecast_at", models.DateTimeField()),
                ("answers", models.JSONField(default=dict)),
                ("answer_by", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                (
                    "machine",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="proposition.machine"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="creation.order"
                    ),
                ),
            ],
            options={
                "ordering": ["order_id", "rank"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Shipment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="shp", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("order_key", models.CharField(db_index=True, max_length=40)),
                ("order_title", models.CharField(max_length=120)),
                ("from_town", models.CharField(max_length=60)),
                ("to_town", models.CharField(max_length=60)),
                ("index", models.PositiveSmallIntegerField(default=0)),
                ("lot", models.IntegerField(default=0)),
                ("to_buyer", models.BooleanField(default=False)),
                ("quantity", models.PositiveIntegerField()),
                ("weight_g", models.BigIntegerField(default=0)),
                ("planned_depart", models.DateTimeField()),
                ("planned_arrive", models.DateTimeField()),
                ("departed_at", models.DateTimeField(blank=True, null=True)),
                ("arrived_at", models.DateTimeField(blank=True, null=True)),
                ("state", models.CharField(default="planned", max_length=12)),
                ("counted_out", models.PositiveIntegerField(blank=True, null=True)),
                ("bag_out", models.CharField(blank=True, max_length=40)),
                ("photo_out", models.CharField(blank=True, max_length=40)),
                ("counted_in", models.PositiveIntegerField(blank=True, null=True)),
                ("bag_in", models.CharField(blank=True, max_length=40)),
                ("photo_in", models.CharField(blank=True, max_length=40)),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
                    ),
                ),
                (
                    "destination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shipments", to="creation.order"
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["order_id", "index", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorkOrder",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="wor", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("order_key", models.CharField(db_index=True, max_length=40)),
                ("order_title", models.CharField(max_length=120)),
                ("machine_key", models.CharField(max_length=40)),
                ("machine_name", models.CharField(max_length=80)),
                ("op", models.CharField(max_length=120)),
                ("lot", models.IntegerField(default=0)),
                ("title", models.CharField(blank=True, max_length=160)),
                ("quantity", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("scrap", models.PositiveIntegerField(default=0)),
                ("counter", models.PositiveIntegerField(default=0)),
                ("state", models.CharField(default="planned", max_length=12)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("setup_s", models.PositiveIntegerField(default=0)),
                ("piece_s", models.PositiveIntegerField(default=0)),
                ("run_s", models.PositiveIntegerField(default=0)),
                ("paced", models.PositiveIntegerField(default=0)),
                ("planned_start", models.DateTimeField()),
                ("planned_end", models.DateTimeField()),
                ("forecast_end", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("counted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "photos",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                (
                    "machine",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="proposition.machine"
                    ),
                ),
                (
                    "moved_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moved_to",
                        to="creation.workorder",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="work_orders", to="creation.order"
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
                "ordering": ["planned_start", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="acp", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("order_key", models.CharField(max_length=40, unique=True)),
                ("state", models.CharField(default="waiting", max_length=12)),
                ("quantity", models.PositiveIntegerField()),
                ("reason", models.TextField(blank=True)),
                ("delivered_at", models.DateTimeField()),
                ("answer_until", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acceptance", to="creation.order"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("waiting", "accepted", "refused", "silent"))),
                        name="acceptance_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="acceptance_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DayStates",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="day", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("day", models.DateField()),
                ("seconds", models.JSONField()),
                ("spans", models.JSONField()),
                ("points", models.IntegerField(default=0)),
                ("rolled_at", models.DateTimeField()),
                (
                    "machine",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="proposition.machine"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("machine", "day"), name="day_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="gatewayrun",
            constraint=models.UniqueConstraint(fields=("gateway", "run"), name="gateway_run_once"),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("planned", "received", "recorded", "passed", "failed", "cancelled"))),
                name="inspection_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(("rule__in", ("simple", "guarded"))), name="inspection_rule"
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("passed", "failed")), _negated=True),
                    models.Q(
                        ("accepted__isnull", False),
                        ("number__isnull", False),
                        ("statement__isnull", False),
                        models.Q(("signature", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="inspection_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="machinenow",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("running", "setup", "idle", "down", "off", "unknown"))),
                name="now_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="machinenow",
            constraint=models.CheckConstraint(
                condition=models.Q(("busy__in", ("busy", "free", "unknown"))), name="now_busy"
            ),
        ),
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(fields=["machine", "item", "at"], name="observation_told"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("open", "agreed", "refused", "lapsed", "withdrawn", "applied"))),
                name="proposal_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ("own_shop", "market", "wait"))), name="proposal_way"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(fields=("order", "cause", "rank"), name="proposal_rank"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["agreed", "applied"])),
                fields=("order", "cause"),
                name="proposal_agreed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="shipment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("planned", "ready", "moving", "arrived", "lost", "cancelled"))),
                name="shipment_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="shipment",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned_depart__lte", models.F("planned_arrive"))), name="shipment_times"
            ),
        ),
        migrations.AddConstraint(
            model_name="shipment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("moving", "arrived", "lost")), _negated=True),
                    ("counted_out__gte", 1),
                    _connector="OR",
                ),
                name="shipment_counted_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="shipment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "arrived"), _negated=True),
                    models.Q(("arrived_at__isnull", False), ("counted_in__gte", 1)),
                    _connector="OR",
                ),
                name="shipment_counted_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="workorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("planned", "ready", "running", "paused", "done", "moved", "cancelled"))
                ),
                name="work_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="workorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("done__lte", models.F("quantity")), ("quantity__gte", 1)), name="work_count"
            ),
        ),
        migrations.AddConstraint(
            model_name="workorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned_start__lt", models.F("planned_end"))), name="work_window"
            ),
        ),
        migrations.AddConstraint(
            model_name="workorder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "running")), fields=("machine",), name="work_one_running"
            ),
        ),
        migrations.AddConstraint(
            model_name="workorder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("moved", "cancelled")), _negated=True),
                fields=("order", "machine", "op", "lot"),
                name="work_once",
            ),
        ),
        *[Protect(f"creation_{table}") for table in PROTECTED],
    ]
