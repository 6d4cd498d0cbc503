"""A demand counts its changes and what is open; the edits of its routing are kept."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import cofab.apps.base.models.owned
from cofab.apps.base.rls import AppendOnly, Protect


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0001_initial"),
        ("proposition", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoutingEdit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="red", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("edit", models.JSONField()),
                ("told", models.JSONField(default=dict)),
                ("person", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="demand",
            name="checked",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="demand",
            name="unsettled",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="demand",
            name="version",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="demand",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("state", "ready"), _negated=True), ("unsettled", 0), _connector="OR"),
                name="demand_settled",
            ),
        ),
        migrations.AddField(
            model_name="routingedit",
            name="demand",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="proposition.demand"
            ),
        ),
        migrations.AddField(
            model_name="routingedit",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="routingedit",
            constraint=models.UniqueConstraint(fields=("demand", "number"), name="routing_edit_once"),
        ),
        Protect("proposition_routingedit"),
        AppendOnly("proposition_routingedit"),
    ]
