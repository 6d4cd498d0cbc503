"""Entries are written and checked in sets: one statement, one look at its end."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"
BEFORE = (SQL / "ledger.sql").read_text("utf-8").split("CREATE FUNCTION realisation_apply_holds")[0]


class Migration(migrations.Migration):
    dependencies = [("realisation", "0003_disputes")]
    operations = [
        migrations.AlterField(
            model_name="posting",
            name="account",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="postings",
                to="realisation.account",
            ),
        ),
        migrations.AlterField(
            model_name="posting",
            name="entry",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="postings",
                to="realisation.entry",
            ),
        ),
        migrations.RunSQL(
            (SQL / "journal.sql").read_text("utf-8"), (SQL / "journal_undo.sql").read_text("utf-8") + BEFORE
        ),
    ]
