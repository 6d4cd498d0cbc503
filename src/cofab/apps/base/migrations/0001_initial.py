"""People, organisations, the one history and what guards it."""

from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import cofab.apps.base.models.owned
from cofab.apps.base.rls import AppendOnly, Protect

SQL = Path(__file__).parent / "sql"
EXTENSIONS = "CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE EXTENSION IF NOT EXISTS btree_gist;"
PROTECTED = ("code", "event", "file", "message", "searchentry", "token", "invitation")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(EXTENSIONS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="per", unique=True)),
                ("phone", models.TextField(blank=True, null=True, unique=True)),
                ("email", models.TextField(blank=True, null=True, unique=True)),
                ("name", models.TextField(blank=True)),
                ("language", models.TextField(blank=True)),
                ("is_active", models.BooleanField(default=True)),
                ("is_demo", models.BooleanField(default=False)),
                ("joined_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("phone__isnull", False), ("email__isnull", False), _connector="OR"),
                        name="base_person_is_reachable",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("offset_s", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="base_clock_is_one")],
            },
        ),
        migrations.CreateModel(
            name="Code",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="otc", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("contact", models.TextField()),
                ("address", models.TextField(blank=True)),
                ("hash", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("tries", models.SmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["contact", "-id"], name="base_code_contact")],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="evt", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor", models.TextField(blank=True)),
                ("on_behalf", models.TextField(blank=True)),
                ("kind", models.TextField()),
                ("subject", models.TextField()),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("facts", models.JSONField(default=dict)),
                ("rules", models.TextField(blank=True)),
                ("salt", models.BinaryField()),
                ("commitment", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "id"], name="base_event_subject"),
                    models.Index(fields=["kind", "id"], name="base_event_kind"),
                ],
            },
        ),
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="fil", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("name", models.TextField()),
                ("kind", models.TextField()),
                ("sha256", models.TextField()),
                ("size", models.BigIntegerField()),
                ("stored_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["sha256"], name="base_file_sha256")],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="msg", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("to", models.TextField()),
                ("subject", models.TextField(blank=True)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["to", "-id"], name="base_message_to")],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="org", unique=True)),
                ("kind", models.TextField()),
                ("is_supplier", models.BooleanField(default=False)),
                ("is_demander", models.BooleanField(default=False)),
                ("name_zh", models.TextField(blank=True)),
                ("name_en", models.TextField(blank=True)),
                ("town", models.TextField(blank=True)),
                ("registration", models.TextField(blank=True, help_text="Number in the public register of companies.")),
                ("is_demo", models.BooleanField(default=False)),
                ("phone_only", models.BooleanField(default=False)),
                ("certificates", models.JSONField(blank=True, default=list)),
                ("vat_ppm", models.IntegerField(default=130000)),
                ("admission", models.TextField(default="applied")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "supplier",
                                    "demander",
                                    "carrier",
                                    "inspection",
                                    "bank",
                                    "material",
                                    "maintenance",
                                    "training",
                                    "operator",
                                    "committee",
                                ),
                            )
                        ),
                        name="base_organisation_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("admission__in", ("applied", "admitted", "suspended", "left"))),
                        name="base_organisation_admission",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="fnd", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("subject", models.TextField(unique=True)),
                ("title", models.TextField()),
                ("text", models.TextField(blank=True)),
                ("url", models.TextField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("text"), name="gin_trgm_ops"
                        ),
                        name="base_searchentry_text",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="tok", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("name", models.TextField()),
                ("hash", models.TextField(unique=True)),
                ("start", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to="base.organisation"),
                ),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Idempotency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("request", models.TextField()),
                ("status", models.SmallIntegerField()),
                ("content_type", models.TextField()),
                ("body", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "name"), name="base_idempotency_once")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("roles", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="base.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "organisation"), name="base_membership_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "roles__contained_by",
                                [
                                    "owner",
                                    "planner",
                                    "buyer",
                                    "engineer",
                                    "accountant",
                                    "worker",
                                    "inspector",
                                    "committee",
                                    "operator",
                                    "merchandiser",
                                ],
                            )
                        ),
                        name="base_membership_roles",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", cofab.apps.base.models.owned.KeyField(editable=False, prefix="inv", unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("contact", models.TextField()),
                ("roles", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("invited_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="base.organisation"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "contact"), name="base_invitation_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "roles__contained_by",
                                [
                                    "owner",
                                    "planner",
                                    "buyer",
                                    "engineer",
                                    "accountant",
                                    "worker",
                                    "inspector",
                                    "committee",
                                    "operator",
                                    "merchandiser",
                                ],
                            )
                        ),
                        name="base_invitation_roles",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_event", models.BigIntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="base.organisation"),
                ),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "organisation"), name="base_readmark_once")],
            },
        ),
        migrations.RunSQL(
            (SQL / "functions.sql").read_text(encoding="utf-8"),
            (SQL / "functions_undo.sql").read_text(encoding="utf-8"),
        ),
        *[Protect(f"base_{table}") for table in PROTECTED],
        AppendOnly("base_event"),
    ]
