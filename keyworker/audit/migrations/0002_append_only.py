"""The trail refuses change by trigger as well as by grant, queues each row for sealing, and seals in the database."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'The audit trail is append-only.' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_auditevent
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_auditseal
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

CREATE FUNCTION audit_queue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN INSERT INTO audit_auditpending (event_id) SELECT id FROM fresh; RETURN NULL; END $$;
CREATE TRIGGER audit_event_queue AFTER INSERT ON audit_auditevent
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION audit_queue();

CREATE FUNCTION keyworker_seal() RETURNS TABLE (number bigint, digest bytea)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  last record; pairs bytea; many integer; next_number bigint; before bytea; sealed bytea;
BEGIN
  PERFORM pg_advisory_xact_lock(7265616, 1);
  WITH taken AS (DELETE FROM audit_auditpending RETURNING event_id)
  SELECT count(*), string_agg(uuid_send(t.event_id) || coalesce(e.hash, decode(repeat('00', 32), 'hex')), ''::bytea
                              ORDER BY t.event_id)
    INTO many, pairs FROM taken t LEFT JOIN audit_auditevent e ON e.id = t.event_id;
  IF many = 0 THEN RETURN; END IF;
  SELECT s.number, s.digest INTO last FROM audit_auditseal s ORDER BY s.number DESC LIMIT 1;
  next_number := coalesce(last.number, 0) + 1;
  before := coalesce(last.digest, decode(repeat('00', 32), 'hex'));
  sealed := sha256(before || int8send(next_number) || int4send(many) || pairs);
  INSERT INTO audit_auditseal (number, sealed_at, count, entries, previous, digest)
    VALUES (next_number, clock_timestamp(), many, pairs, before, sealed);
  RETURN QUERY SELECT next_number, sealed;
END $$;
REVOKE ALL ON FUNCTION keyworker_seal() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keyworker_seal() TO keyworker_app;
"""
BACKWARD = """
DROP FUNCTION keyworker_seal(); DROP TRIGGER audit_event_queue ON audit_auditevent; DROP FUNCTION audit_queue();
DROP TRIGGER audit_seal_append_only ON audit_auditseal; DROP TRIGGER audit_event_append_only ON audit_auditevent;
DROP FUNCTION audit_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
