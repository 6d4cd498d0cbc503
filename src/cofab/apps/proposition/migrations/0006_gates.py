"""A new product on its way through six gates."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import cofab.apps.base.models.owned
from cofab.apps.base.rls import Protect

ONLY_WIDENED = """
CREATE FUNCTION proposition_only_widened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - 'audience' <> to_jsonb(OLD) - 'audience' THEN
        RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_widened BEFORE UPDATE OR DELETE ON proposition_gateevent
    FOR EACH ROW EXECUTE FUNCTION proposition_only_widened();
CREATE TRIGGER only_widened BEFORE UPDATE OR DELETE ON proposition_reviewnote
    FOR EACH ROW EXECUTE FUNCTION proposition_only_widened();
"""
UNDO = """
DROP TRIGGER only_widened ON proposition_reviewnote;
DROP TRIGGER only_widened ON proposition_gateevent;
DROP FUNCTION proposition_only_widened();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0001_initial"),
        ("proposition", "0005_review"),
    ]

    operations = [
        migrations.CreateModel(
            name="GateRun",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="gtr", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("started_at", models.DateTimeField()),
                (
                    "demand",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gates", to="proposition.demand"
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
        migrations.CreateModel(
            name="GateEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="gte", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("event", models.JSONField()),
                ("person", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="proposition.gaterun"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("run", "number"), name="gate_event_once")],
            },
        ),
        Protect("proposition_gaterun"),
        Protect("proposition_gateevent"),
        migrations.RunSQL(ONLY_WIDENED, UNDO),
    ]
