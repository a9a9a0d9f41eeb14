"""The task that reminds of a step is set when the plan is agreed, so a signed step may come to hold it."""

from django.db import migrations

TRIGGER = """
DROP TRIGGER planning_step_frozen ON planning_actionstep;
CREATE TRIGGER planning_step_frozen BEFORE INSERT OR UPDATE OR DELETE ON planning_actionstep
  FOR EACH ROW WHEN (current_user <> 'keyworker_loader') EXECUTE FUNCTION planning_keep_content({});
"""
FORWARD = TRIGGER.format("'done_at', 'task_id', 'reminder_id'")
BACKWARD = TRIGGER.format("'done_at', 'task_id'")


class Migration(migrations.Migration):
    dependencies = [("planning", "0005_goals_in_full")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
