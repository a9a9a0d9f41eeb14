"""Whom clients call in danger, in each language they read."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_practice"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="crisis_help_in",
            field=ArrayField(
                base_field=ArrayField(base_field=models.TextField(), size=2),
                blank=True,
                default=list,
                help_text="The same, as (language, words).",
                size=None,
            ),
        ),
    ]
