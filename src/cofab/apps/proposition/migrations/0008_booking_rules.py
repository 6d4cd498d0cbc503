"""Each machine's own booking rules, kept by the database for whoever holds time without an order."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / "sql"
UNDO = """
DROP TRIGGER proposition_occupancy_booking ON proposition_occupancy;
DROP FUNCTION proposition_booking_rules();
"""
LONGEST_S = 90 * 86_400


class Migration(migrations.Migration):
    dependencies = [("proposition", "0007_openings")]

    operations = [
        migrations.AddField("machine", "buffer_s", models.IntegerField(default=0)),
        migrations.AddField("machine", "cancel_s", models.IntegerField(default=0)),
        migrations.AddConstraint(
            "machine",
            models.CheckConstraint(
                condition=models.Q(
                    minimum_slot_s__range=(0, LONGEST_S),
                    notice_s__range=(0, LONGEST_S),
                    buffer_s__range=(0, LONGEST_S),
                    cancel_s__range=(0, LONGEST_S),
                ),
                name="machine_booking_rules",
            ),
        ),
        migrations.RunSQL((SQL / "booking.sql").read_text(encoding="utf-8"), UNDO),
    ]
