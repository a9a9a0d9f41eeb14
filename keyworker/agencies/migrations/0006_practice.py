"""Agencies of made-up people. One is born for practice or never is: what may be thrown away was never anything else."""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION keyworker_is_practice(agency uuid) RETURNS boolean LANGUAGE sql STABLE AS
 $$ SELECT EXISTS (SELECT 1 FROM agencies_agency a WHERE a.id = agency AND a.practice_until IS NOT NULL) $$;
CREATE FUNCTION agencies_born_for_practice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'An agency is born for practice or never is.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER agencies_born_for_practice BEFORE UPDATE ON agencies_agency FOR EACH ROW
  WHEN (OLD.practice_until IS DISTINCT FROM NEW.practice_until) EXECUTE FUNCTION agencies_born_for_practice();
"""
BACK = """
DROP TRIGGER agencies_born_for_practice ON agencies_agency; DROP FUNCTION agencies_born_for_practice();
DROP FUNCTION keyworker_is_practice(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_platforms"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="practice_until",
            field=models.DateTimeField(
                blank=True, editable=False, help_text="Its people are made up, and then it is thrown away.", null=True
            ),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
