import django.db.models.deletion
from django.db import migrations, models

OWNERS = """
UPDATE base_file SET owner_id = base_organisation.id FROM base_event, base_organisation
WHERE base_event.kind = 'file.store' AND base_event.subject = base_file.key
    AND base_organisation.key = base_event.on_behalf
"""
CODES = """
UPDATE base_message SET text = regexp_replace(text, '[0-9]{6}', '••••••')
WHERE text LIKE 'Cofab%' AND at < now() - interval '10 minutes'
"""


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="file",
            name="owner",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.organisation"
            ),
        ),
        migrations.AddField(model_name="message", name="secret", field=models.TextField(blank=True)),
        migrations.AddField(model_name="message", name="secret_until", field=models.DateTimeField(null=True)),
        migrations.RunSQL(OWNERS, migrations.RunSQL.noop),
        migrations.RunSQL(CODES, migrations.RunSQL.noop),
    ]
