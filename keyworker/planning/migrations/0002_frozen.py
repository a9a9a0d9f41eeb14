"""A signed plan never changes and never goes: the database refuses it, whoever asks. A draft may be thrown away."""

from django.db import migrations

# Progress, ticks, the task that reminds of a step and what became of the plan may still change; what was agreed may
# not. The bulk loader (demo and
# bench databases only) writes signed plans in one go, so it is let through.
FORWARD = """
CREATE FUNCTION planning_keep_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := ARRAY['status', 'review_on', 'version'];
BEGIN
  IF OLD.status = 'draft' THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;
  IF TG_OP = 'DELETE' OR NEW.status = 'draft' OR to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
    RAISE EXCEPTION 'A signed plan is never changed; begin a new version.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER planning_plan_frozen BEFORE UPDATE OR DELETE ON planning_serviceplan
  FOR EACH ROW WHEN (current_user <> 'keyworker_loader') EXECUTE FUNCTION planning_keep_plan();

CREATE FUNCTION planning_keep_content() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := TG_ARGV::text[] || 'version'::text; signed boolean;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - free = to_jsonb(OLD) - free THEN RETURN NEW; END IF;
  SELECT bool_or(status <> 'draft') INTO signed FROM (
    SELECT p.status FROM planning_serviceplan p
    WHERE (TG_OP <> 'INSERT' AND p.id = OLD.plan_id) OR (TG_OP <> 'DELETE' AND p.id = NEW.plan_id) FOR SHARE) AS of_plan;
  IF signed THEN
    RAISE EXCEPTION 'A signed plan is never changed; begin a new version.' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER planning_goal_frozen BEFORE INSERT OR UPDATE OR DELETE ON planning_goal
  FOR EACH ROW WHEN (current_user <> 'keyworker_loader') EXECUTE FUNCTION planning_keep_content('progress', 'status');
CREATE TRIGGER planning_step_frozen BEFORE INSERT OR UPDATE OR DELETE ON planning_actionstep
  FOR EACH ROW WHEN (current_user <> 'keyworker_loader')
  EXECUTE FUNCTION planning_keep_content('done_at', 'task_id', 'reminder_id');
"""
BACKWARD = """
DROP TRIGGER planning_step_frozen ON planning_actionstep; DROP TRIGGER planning_goal_frozen ON planning_goal;
DROP FUNCTION planning_keep_content(); DROP TRIGGER planning_plan_frozen ON planning_serviceplan;
DROP FUNCTION planning_keep_plan();
"""


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
