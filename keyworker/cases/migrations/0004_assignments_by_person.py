"""Find who carried somebody's cases by agency and person, as the keys ask."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_numbers_by_their_beginning")]
    operations = [
        migrations.AddIndex(
            model_name="assignment", index=models.Index(fields=["agency_id", "person"], name="assignments_by_person")
        ),
        migrations.AlterField(
            model_name="assignment",
            name="person",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"),
        ),
    ]
