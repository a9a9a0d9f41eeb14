"""Since when an address is kept secret, so that what was written before is not told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0014_own_door")]
    operations = [
        migrations.AddField(
            model_name="safetyrule",
            name="address_protected_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(
            "UPDATE people_safetyrule SET address_protected_at = now() WHERE address_protected",
            migrations.RunSQL.noop,
        ),
    ]
