"""A denial holds in every record that was found to be the same person, by whatever links lead there."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION keyworker_records_of(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  WITH RECURSIVE records (id) AS (
    SELECT $1
    UNION
    SELECT CASE WHEN l.person_id = records.id THEN l.other_id ELSE l.person_id END
    FROM records JOIN people_personlink l
      ON l.agency_id = nullif(current_setting('keyworker.agency', true), '')::uuid
        AND records.id IN (l.person_id, l.other_id))
  SELECT id FROM records
$$;
"""
BACK = "DROP FUNCTION keyworker_records_of(uuid);"


class Migration(migrations.Migration):
    dependencies = [("people", "0019_withheld")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
