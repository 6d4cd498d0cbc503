"""Pages of drawings are kept as pictures beside what was read from them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proposition", "0002_demand_edits")]

    operations = [
        migrations.RemoveConstraint(model_name="demandfile", name="demand_file_kind"),
        migrations.AddConstraint(
            model_name="demandfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("model", "drawing", "view", "page"))), name="demand_file_kind"
            ),
        ),
    ]
