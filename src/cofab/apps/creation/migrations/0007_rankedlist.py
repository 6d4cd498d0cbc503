import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import cofab.apps.base.models.owned
from cofab.apps.base.rls import AppendOnly, Protect


class Migration(migrations.Migration):
    dependencies = [
        ("creation", "0006_recombine"),
        ("proposition", "0006_gates"),
    ]

    operations = [
        migrations.CreateModel(
            name="RankedList",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="rkl", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("op", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField(default=0)),
                ("quantity", models.PositiveIntegerField()),
                ("rules", models.CharField(max_length=64)),
                ("seed", models.CharField(max_length=120)),
                ("inputs", models.JSONField(default=list)),
                ("placed", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField()),
                (
                    "demand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="proposition.demand"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [models.Index(fields=["demand", "op", "-id"], name="ranked_list_latest")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity__gte", 1)), name="ranked_list_quantity")
                ],
            },
        ),
        Protect("creation_rankedlist"),
        AppendOnly("creation_rankedlist"),
    ]
