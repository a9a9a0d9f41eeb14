"""What the columns of an agency's own list of services are, as somebody said by hand, kept under the list's name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interop", "0003_agency_exports")]
    operations = [
        migrations.RemoveConstraint(model_name="sheetmapping", name="sheet_mapping_once"),
        migrations.AddField(model_name="directoryfile", name="columns", field=models.JSONField(default=dict)),
        migrations.AddField(
            model_name="sheetmapping",
            name="of",
            field=models.CharField(
                choices=[("people", "People"), ("services", "Services")], default="people", max_length=8
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetmapping",
            constraint=models.UniqueConstraint(fields=("agency_id", "of", "name"), name="sheet_mapping_once"),
        ),
    ]
