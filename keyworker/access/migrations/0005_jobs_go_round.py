"""The keys of all agencies, so that a job of the clock can go round them; each is then opened by an actor of its own.

The application's login sees one agency at a time and none without a context. The function tells ids and nothing else.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION keyworker_agencies() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT id FROM agencies_agency ORDER BY id
$$;
REVOKE ALL ON FUNCTION keyworker_agencies() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keyworker_agencies() TO keyworker_app;
"""
BACK = "DROP FUNCTION keyworker_agencies();"


class Migration(migrations.Migration):
    dependencies = [("access", "0004_roles_by_two"), ("agencies", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
