"""A draft of a plan may be thrown away; what was signed still never changes and never goes."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION planning_keep_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := ARRAY['status', 'review_on', 'version'];
BEGIN
  {}
  IF TG_OP = 'DELETE' OR NEW.status = 'draft' OR to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
    RAISE EXCEPTION 'A signed plan is never changed; begin a new version.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""
FORWARD = FUNCTION.format("IF OLD.status = 'draft' THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;")
BACKWARD = FUNCTION.format("IF OLD.status = 'draft' AND TG_OP = 'UPDATE' THEN RETURN NEW; END IF;")


class Migration(migrations.Migration):
    dependencies = [("planning", "0003_goals_made_of_needs")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
