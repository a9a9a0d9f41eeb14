"""Whoever is denied a person is not on duty for another record of theirs, either."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("keyworker.cases.migrations.0002_who_is_on_duty").FORWARD.replace(
    "CREATE F", "CREATE OR REPLACE F"
)
ONE = "d.person_id = $2"
EVERY = "$2 IN (SELECT keyworker_records_of(d.person_id))"


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_assignments_by_person"), ("people", "0020_denied_in_every_record")]
    operations = [migrations.RunSQL(BEFORE.replace(ONE, EVERY), BEFORE)]
