"""The words have moved into rows of their own: see 0005."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0005_move_safety_words")]
    operations = [
        migrations.RemoveField(
            model_name="person",
            name="address_protected",
        ),
        migrations.RemoveField(
            model_name="person",
            name="code_word",
        ),
        migrations.RemoveField(
            model_name="person",
            name="risk_if_contacted",
        ),
    ]
