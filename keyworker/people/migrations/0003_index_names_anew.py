"""Keeps the names that stand under their sounds, short forms and pieces, too."""

from django.db import migrations

from keyworker.people.rebuilding import rebuild


def index_names(apps, schema_editor):
    rebuild(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_names_of_every_kind")]

    operations = [migrations.RunPython(index_names, migrations.RunPython.noop)]
