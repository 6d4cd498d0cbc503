import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import cofab.apps.base.models.owned
from cofab.apps.base.rls import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_owners_and_secrets"),
        ("creation", "0009_observations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Waiting",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="wai", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("wanted", models.JSONField(default=dict)),
                ("until", models.DateTimeField()),
                ("state", models.CharField(default="waiting", max_length=10)),
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
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["until"], name="waiting_due")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("waiting", "told", "ended", "over"))), name="waiting_state"
                    )
                ],
            },
        ),
        Protect("creation_waiting"),
    ]
