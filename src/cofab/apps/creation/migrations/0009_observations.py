"""Points in monthly partitions, with unit and quality; which numbers of a run were kept; hourly sums of signals."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from cofab.apps.base.rls import Protect

PARTITIONED = """
ALTER TABLE creation_observation RENAME TO creation_observation_before;
CREATE TABLE creation_observation (
    machine_id bigint NOT NULL, source_id bigint NOT NULL, sequence bigint NOT NULL, at timestamptz NOT NULL,
    item text COLLATE "C" NOT NULL, value text NOT NULL, unit text NOT NULL DEFAULT '',
    quality smallint NOT NULL DEFAULT 0, audience bigint[] NOT NULL,
    CONSTRAINT observation_once UNIQUE (machine_id, item, at, source_id, sequence)
) PARTITION BY RANGE (at);
CREATE TABLE creation_observation_rest PARTITION OF creation_observation DEFAULT;
ALTER TABLE creation_observation_rest ENABLE ROW LEVEL SECURITY;
ALTER TABLE creation_observation_rest FORCE ROW LEVEL SECURITY;

-- Run as the migrations' role: the plain role may, as the platform, make months and drop old ones, and nothing else.
CREATE FUNCTION cofab_observation_month(wanted timestamptz) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
    first timestamptz := date_trunc('month', wanted AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
    after timestamptz := (date_trunc('month', wanted AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
    name text := 'creation_observation_' || to_char(wanted AT TIME ZONE 'UTC', 'YYYYMM');
BEGIN
    IF NOT cofab_is_system() THEN
        RAISE EXCEPTION 'only the platform makes months' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(7305, 1);
    IF to_regclass('public.' || name) IS NULL
       AND wanted BETWEEN now() - interval '3 years' AND now() + interval '62 days' THEN
        BEGIN
            EXECUTE format('CREATE TABLE public.%I PARTITION OF public.creation_observation '
                           'FOR VALUES FROM (%L) TO (%L)', name, first, after);
            EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
            EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
        EXCEPTION WHEN check_violation THEN
            RETURN 'creation_observation_rest';
        END;
    END IF;
    RETURN name;
END $$;
CREATE FUNCTION cofab_observation_drop(before timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
    name text;
    dropped integer := 0;
BEGIN
    IF NOT cofab_is_system() THEN
        RAISE EXCEPTION 'only the platform lets go of points' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF before > now() - interval '30 days' THEN
        RAISE EXCEPTION 'points of the last 30 days are kept' USING ERRCODE = 'check_violation';
    END IF;
    FOR name IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'public.creation_observation'::regclass AND c.relname ~ '^creation_observation_[0-9]{6}$'
          AND to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month' <= before AT TIME ZONE 'UTC'
    LOOP
        EXECUTE format('DROP TABLE public.%I', name);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;
"""
FILLED = """
SELECT cofab_observation_month(month) FROM (
    SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS month
    FROM creation_observation_before) months;
INSERT INTO creation_observation (machine_id, source_id, sequence, at, item, value, audience)
    SELECT machine_id, source_id, sequence, at, item, value, audience FROM creation_observation_before;
UPDATE creation_gatewayrun r SET kept = jsonb_build_array(jsonb_build_array(1, m.last)) FROM (
    SELECT source_id, max(sequence) AS last FROM creation_observation_before GROUP BY source_id) m
    WHERE m.source_id = r.id;
DROP TABLE creation_observation_before;
"""


class Migration(migrations.Migration):
    dependencies = [("creation", "0008_cloud_factory"), ("proposition", "0001_initial")]

    operations = [
        migrations.AddField("gatewayrun", "kept", models.JSONField(default=list)),
        migrations.AddField("gateway", "clock_off_s", models.IntegerField(default=0)),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(PARTITIONED),
                Protect("creation_observation"),
                migrations.RunSQL(FILLED),
            ],
            state_operations=[
                migrations.AddField("observation", "unit", models.TextField(default="")),
                migrations.AddField("observation", "quality", models.SmallIntegerField(default=0)),
                migrations.AlterField(
                    "observation",
                    "item",
                    models.TextField(db_collation="C"),
                ),
                migrations.AlterField(
                    "observation",
                    "machine",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        related_name="+",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="proposition.machine",
                    ),
                ),
                migrations.AlterField(
                    "observation",
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        related_name="+",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="creation.gatewayrun",
                    ),
                ),
                migrations.RemoveIndex("observation", "observation_told"),
                migrations.AddConstraint(
                    "observation",
                    models.UniqueConstraint(
                        fields=["machine", "item", "at", "source", "sequence"], name="observation_once"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SignalHour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("item", models.TextField()),
                ("hour", models.DateTimeField()),
                ("unit", models.TextField(default="")),
                ("count", models.IntegerField()),
                ("doubtful", models.IntegerField(default=0)),
                ("low", models.FloatField()),
                ("high", models.FloatField()),
                ("mean", models.FloatField()),
                (
                    "machine",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="proposition.machine"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "signalhour",
            models.UniqueConstraint(fields=["machine", "item", "hour"], name="signal_hour_once"),
        ),
        migrations.CreateModel(
            name="OpenHour",
            fields=[("hour", models.DateTimeField(primary_key=True, serialize=False))],
        ),
        Protect("creation_signalhour"),
    ]
