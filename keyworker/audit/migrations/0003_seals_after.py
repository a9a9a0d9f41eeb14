"""Lets whoever seals learn the seals that the copy outside still lacks: numbers and digests, nothing else."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION keyworker_seals_after(last bigint) RETURNS TABLE(number bigint, digest bytea)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s.number, s.digest FROM audit_auditseal s WHERE s.number > last ORDER BY s.number $$;
REVOKE ALL ON FUNCTION keyworker_seals_after(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keyworker_seals_after(bigint) TO keyworker_app;
"""
BACKWARD = "DROP FUNCTION keyworker_seals_after(bigint);"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
