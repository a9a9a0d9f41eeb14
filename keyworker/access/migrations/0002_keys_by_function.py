"""Functions that answer with keys alone, for those who have no context yet.

`keyworker_resolve` is the one way to learn an agency before anybody is known: it answers for a hash, and tells nothing
about anyone. `keyworker_agencies` gives the keys of all agencies, so that a job of the clock can go round them; each
is then opened by an actor of its own.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION keyworker_resolve(door text, hash bytea)
  RETURNS TABLE (agency_id uuid, subject_id uuid, person_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.agency_id, k.subject_id, k.person_id FROM access_doorkey k
  WHERE k.kind = door AND k.key_hash = hash AND k.revoked_at IS NULL
    AND (k.expires_at IS NULL OR k.expires_at > now())
$$;
REVOKE ALL ON FUNCTION keyworker_resolve(text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keyworker_resolve(text, bytea) TO keyworker_app;

CREATE FUNCTION keyworker_agencies() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT id FROM agencies_agency ORDER BY id
$$;
REVOKE ALL ON FUNCTION keyworker_agencies() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keyworker_agencies() TO keyworker_app;
"""
BACK = "DROP FUNCTION keyworker_agencies(); DROP FUNCTION keyworker_resolve(text, bytea);"


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("agencies", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
