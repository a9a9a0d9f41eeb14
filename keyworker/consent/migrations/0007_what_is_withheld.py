"""What is kept back from whoever's door it is: the keys of the records, and nothing of why."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION keyworker_withheld() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.record_id FROM people_withheld w
  WHERE w.agency_id = nullif(current_setting('keyworker.agency', true), '')::uuid AND w.lifted_at IS NULL
    AND w.person_id = coalesce(nullif(current_setting('keyworker.person', true), '')::uuid, keyworker_beside(''))
$$;
CREATE FUNCTION keyworker_is_withheld(record uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM keyworker_withheld() kept WHERE kept = $1)
$$;
REVOKE ALL ON FUNCTION keyworker_is_withheld(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keyworker_is_withheld(uuid) TO keyworker_app, keyworker_door;
REVOKE ALL ON FUNCTION keyworker_withheld() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keyworker_withheld() TO keyworker_app, keyworker_door;
"""
BACK = "DROP FUNCTION keyworker_is_withheld(uuid); DROP FUNCTION keyworker_withheld();"


class Migration(migrations.Migration):
    dependencies = [("consent", "0006_who_may_come_in_beside"), ("people", "0019_withheld")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
