"""Row-level security on everything of somebody's, an append-only journal, and the ledger's own constraints."""

from pathlib import Path

from django.db import migrations

from cofab.apps.base.rls import AppendOnly, Protect

SQL = Path(__file__).parent / "sql"
OWNED = (
    "account", "cut", "custodytransfer", "directpayment", "entry", "hold", "milestone", "ordermoney", "posting",
    "rating", "record", "sharedecision",
)  # fmt: skip
FOREVER = ("cut", "entry", "posting", "sharedecision")


class Migration(migrations.Migration):
    dependencies = [("realisation", "0001_initial")]
    operations = [
        *[Protect(f"realisation_{table}") for table in OWNED],
        *[AppendOnly(f"realisation_{table}") for table in FOREVER],
        migrations.RunSQL((SQL / "ledger.sql").read_text("utf-8"), (SQL / "ledger_undo.sql").read_text("utf-8")),
    ]
