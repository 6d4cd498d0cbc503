"""Rule versions, the log and its checkpoints: public, append-only."""

import django.db.models.deletion
from django.db import migrations, models

from cofab.apps.base.rls import AppendOnly


class Migration(migrations.Migration):
    initial = True
    dependencies = [("base", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.BigIntegerField(unique=True)),
                ("root", models.TextField()),
                ("origin", models.TextField()),
                ("at", models.DateTimeField()),
                ("public_key", models.TextField()),
                ("signature", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="LogLeaf",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("leaf_hash", models.TextField()),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.event"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RuleVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("version", models.IntegerField()),
                ("values", models.JSONField()),
                ("hash", models.TextField(unique=True)),
                ("in_force_from", models.DateTimeField()),
                (
                    "amended",
                    models.BooleanField(default=False, help_text="By members; otherwise it came with a release."),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("name", "version"), name="stewardship_ruleversion_once")
                ]
            },
        ),
        AppendOnly("stewardship_checkpoint"),
        AppendOnly("stewardship_logleaf"),
        AppendOnly("stewardship_ruleversion"),
    ]
