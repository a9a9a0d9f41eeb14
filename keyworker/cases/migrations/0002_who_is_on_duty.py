"""Who is on duty, looked up with the owner's rights: one member of staff's key, and whether they are on the team.

The client's own door must be able to call somebody in the moment an answer speaks of danger, and must see neither the
rota, nor roles, nor who is denied the file. From that door the function answers for the signed-in person alone.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION keyworker_on_duty(program uuid, person uuid, today date, at timestamptz, roles text[])
  RETURNS TABLE (staff_id uuid, placed boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH able AS (
    SELECT s.agency_id, s.id FROM agencies_staff s
    JOIN agencies_program p ON p.agency_id = s.agency_id AND p.id = $1
    WHERE s.agency_id = nullif(current_setting('keyworker.agency', true), '')::uuid AND s.ended_at IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM people_denial d
        WHERE d.agency_id = s.agency_id AND d.staff_id = s.id AND d.person_id = $2 AND d.lifted_at IS NULL)
      AND EXISTS (
        SELECT 1 FROM access_grant g
        WHERE g.agency_id = s.agency_id AND g.staff_id = s.id AND g.role = ANY ($5) AND g.revoked_at IS NULL
          AND g.since <= $4 AND (g.program_id = p.id OR (g.program_id IS NULL AND NOT p.sealed)))
  ), their_case AS (
    SELECT c.id, c.owner_id, o.supervisor_id FROM cases_case c
    JOIN agencies_staff o ON o.agency_id = c.agency_id AND o.id = c.owner_id
    WHERE c.agency_id = nullif(current_setting('keyworker.agency', true), '')::uuid
      AND c.program_id = $1 AND c.person_id = $2 AND c.status = 'active'
  ), called AS (
    SELECT t.staff_id AS id, 1 AS place, t.from_on, t.created_at FROM cases_dutyturn t
    WHERE t.agency_id = nullif(current_setting('keyworker.agency', true), '')::uuid
      AND t.program_id = $1 AND t.ended_at IS NULL AND $3 BETWEEN t.from_on AND t.until_on
    UNION ALL SELECT owner_id, 2, NULL, NULL FROM their_case
    UNION ALL SELECT supervisor_id, 3, NULL, NULL FROM their_case
    UNION ALL SELECT g.staff_id, 4, NULL, g.since FROM access_grant g
    WHERE g.agency_id = nullif(current_setting('keyworker.agency', true), '')::uuid AND g.role = 'supervisor'
      AND g.revoked_at IS NULL AND g.since <= $4 AND (g.program_id = $1 OR g.program_id IS NULL)
  )
  SELECT able.id, EXISTS (
    SELECT 1 FROM people_careteammember m
    WHERE m.agency_id = able.agency_id AND m.person_id = $2 AND m.program_id = $1 AND m.staff_id = able.id
      AND (m.until IS NULL OR m.until > $4))
  FROM called JOIN able USING (id)
  WHERE session_user <> 'keyworker_door' OR $2 = nullif(current_setting('keyworker.person', true), '')::uuid
  ORDER BY called.place, called.from_on DESC NULLS LAST, called.created_at DESC NULLS LAST, able.id
  LIMIT 1
$$;
REVOKE ALL ON FUNCTION keyworker_on_duty(uuid, uuid, date, timestamptz, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keyworker_on_duty(uuid, uuid, date, timestamptz, text[]) TO keyworker_app, keyworker_door;
"""
BACK = "DROP FUNCTION keyworker_on_duty(uuid, uuid, date, timestamptz, text[]);"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("people", "0001_initial"),
        ("access", "0001_initial"),
        ("agencies", "0001_initial"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
