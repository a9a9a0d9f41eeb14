"""Find what is somebody's by agency and person, as the keys ask: by the person alone, a new table was walked whole."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0015_address_protected_at")]
    operations = [
        migrations.AddIndex(
            model_name="contactpoint", index=models.Index(fields=["agency_id", "person"], name="ways_by_person")
        ),
        migrations.AddIndex(
            model_name="nametoken", index=models.Index(fields=["agency_id", "person"], name="tokens_by_person")
        ),
        migrations.AddIndex(
            model_name="householdmember", index=models.Index(fields=["agency_id", "person"], name="homes_by_person")
        ),
        migrations.AlterField(
            model_name="contactpoint",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contact_points",
                to="people.person",
            ),
        ),
        migrations.AlterField(
            model_name="householdmember",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="household_places",
                to="people.person",
            ),
        ),
        migrations.AlterField(
            model_name="nametoken",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="name_tokens",
                to="people.person",
            ),
        ),
    ]
