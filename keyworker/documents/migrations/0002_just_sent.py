"""Whether a file came through an outer door in this very transaction: asked of every row that a door leaves beside it.

The door's login cannot look at a file before the row beside it stands, so a function looks for it, and says no more.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION keyworker_just_sent(document uuid, program uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM documents_document d
    WHERE d.id = $1 AND d.program_id = $2 AND d.added_by_id IS NULL
      AND d.agency_id = nullif(current_setting('keyworker.agency', true), '')::uuid
      AND d.xmin = pg_current_xact_id()::xid)
$$;
REVOKE ALL ON FUNCTION keyworker_just_sent(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keyworker_just_sent(uuid, uuid) TO keyworker_door;
"""
BACK = "DROP FUNCTION keyworker_just_sent(uuid, uuid);"


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
