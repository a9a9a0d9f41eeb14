"""Agencies for practice: made and thrown away by two functions alone, and no part of what all agencies do.

No login may make or remove an agency, or what stands in signed notes and plans; these functions do, for one that was
born for practice, asked by the agency it was made for. The trail of it stays.
"""

import django.db.models.deletion
from django.db import migrations, models

import keyworker.base.clock
import keyworker.base.context
import keyworker.base.ids

FORWARD = """
CREATE FUNCTION keyworker_make_practice(born uuid, short text, called text, ends timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE own agencies_agency;
BEGIN
  SELECT * INTO own FROM agencies_agency WHERE id = keyworker_agency();
  IF own.id IS NULL OR own.practice_until IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM training_practiceagency p WHERE p.agency_id = own.id AND p.practice_id = born) THEN
    RAISE EXCEPTION 'Nobody asked for this practice agency.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF ends IS NULL OR ends > now() + interval '15 days' OR short NOT LIKE 'practice-%'
     OR (SELECT count(*) FROM agencies_agency WHERE practice_until IS NOT NULL) >= 40 THEN
    RAISE EXCEPTION 'A practice agency lives for days, and there are few.' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO agencies_agency SELECT (jsonb_populate_record(own, jsonb_build_object(
    'id', born, 'created_at', now(), 'name', called, 'slug', short, 'code', 'PR', 'practice_until', ends))).*;
END $$;
REVOKE ALL ON FUNCTION keyworker_make_practice(uuid, text, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keyworker_make_practice(uuid, text, text, timestamptz) TO keyworker_app;

CREATE FUNCTION keyworker_throw_practice_away(gone uuid) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE place record; those uuid[]; nobody uuid[] := '{}'; elsewhere uuid[] := '{}'; many bigint; whole bigint := 0;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM agencies_agency WHERE id = gone) THEN RETURN 0; END IF;  -- it failed before it began
  IF NOT keyworker_is_practice(gone) OR NOT EXISTS (
    SELECT 1 FROM training_practiceagency p WHERE p.agency_id = keyworker_agency() AND p.practice_id = gone) THEN
    RAISE EXCEPTION 'That is no practice agency of this one.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR place IN  -- whoever signs in to it alone: staff without a password, people and companions with a page of their own
    SELECT k.conrelid::regclass AS name, a.attname AS of_whom
    FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
    WHERE k.contype = 'f' AND k.confrelid = 'accounts_user'::regclass AND EXISTS (
      SELECT 1 FROM pg_attribute o WHERE o.attrelid = k.conrelid AND o.attname = 'agency_id' AND NOT o.attisdropped)
    ORDER BY 1
  LOOP
    EXECUTE format('SELECT array_agg(%I) FROM %s WHERE agency_id = $1', place.of_whom, place.name)
      INTO those USING gone;
    nobody := nobody || coalesce(those, '{}');
    EXECUTE format('SELECT array_agg(%I) FROM %s WHERE agency_id <> $1', place.of_whom, place.name)
      INTO those USING gone;
    elsewhere := elsewhere || coalesce(those, '{}');
  END LOOP;
  nobody := ARRAY(SELECT unnest(nobody) EXCEPT SELECT unnest(elsewhere));
  SET CONSTRAINTS ALL DEFERRED;
  FOR place IN
    SELECT c.oid::regclass AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = 'agency_id'
      AND NOT a.attisdropped AND left(c.relname, 6) <> 'audit_'
  LOOP
    EXECUTE format('DELETE FROM %s WHERE agency_id = $1', place.name) USING gone;
    GET DIAGNOSTICS many = ROW_COUNT;
    whole := whole + many;
  END LOOP;
  FOR place IN
    SELECT k.conrelid::regclass AS name, a.attname AS of_whom
    FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
    WHERE k.contype = 'f' AND k.confrelid = 'accounts_user'::regclass AND NOT EXISTS (
      SELECT 1 FROM pg_attribute o WHERE o.attrelid = k.conrelid AND o.attname = 'agency_id' AND NOT o.attisdropped)
  LOOP
    EXECUTE format('DELETE FROM %s WHERE %I = ANY ($1)', place.name, place.of_whom) USING nobody;
  END LOOP;
  DELETE FROM accounts_user WHERE id = ANY (nobody);
  DELETE FROM procrastinate_jobs WHERE status = 'todo' AND args->>'agency_id' = gone::text;
  DELETE FROM agencies_agency WHERE id = gone;
  RETURN whole + 1;
END $$;
REVOKE ALL ON FUNCTION keyworker_throw_practice_away(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keyworker_throw_practice_away(uuid) TO keyworker_app;

-- The clock's work, and whose a text that comes in is, know true agencies alone.
CREATE OR REPLACE FUNCTION keyworker_agencies() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT id FROM agencies_agency WHERE practice_until IS NULL ORDER BY id
$$;
CREATE OR REPLACE FUNCTION keyworker_texts(number bytea, sent text, ours uuid)
  RETURNS TABLE (agency_id uuid, purpose text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT found.agency_id, found.purpose FROM (
    SELECT m.agency_id, 'sent' AS purpose FROM notices_textmessage m
    WHERE m.gateway_key = sent AND m.gateway_key <> ''
    UNION
    SELECT m.agency_id, 'sent' FROM notices_textmessage m WHERE m.id = ours
    UNION
    SELECT c.agency_id, CASE c.channel WHEN 'sms' THEN 'texts' ELSE 'calls' END
    FROM people_contactpoint c WHERE c.value_hash = number AND c.channel IN ('phone', 'sms')
  ) AS found WHERE NOT keyworker_is_practice(found.agency_id)
$$;

-- What is signed stands for ever, but where nobody it tells of was ever born.
DROP TRIGGER signed_note_is_not_deleted ON delivery_casenote;
CREATE TRIGGER signed_note_is_not_deleted BEFORE DELETE ON delivery_casenote
  FOR EACH ROW WHEN (OLD.status = 'signed' AND NOT delivery_came_with_a_list(OLD)
                     AND NOT keyworker_is_practice(OLD.agency_id))
  EXECUTE FUNCTION delivery_signed_note_stands();
DROP TRIGGER planning_plan_frozen ON planning_serviceplan;
DROP TRIGGER planning_goal_frozen ON planning_goal;
DROP TRIGGER planning_step_frozen ON planning_actionstep;
CREATE TRIGGER planning_plan_frozen BEFORE UPDATE ON planning_serviceplan
  FOR EACH ROW WHEN (current_user <> 'keyworker_loader') EXECUTE FUNCTION planning_keep_plan();
CREATE TRIGGER planning_goal_frozen BEFORE INSERT OR UPDATE ON planning_goal
  FOR EACH ROW WHEN (current_user <> 'keyworker_loader') EXECUTE FUNCTION planning_keep_content('progress', 'status');
CREATE TRIGGER planning_step_frozen BEFORE INSERT OR UPDATE ON planning_actionstep
  FOR EACH ROW WHEN (current_user <> 'keyworker_loader')
  EXECUTE FUNCTION planning_keep_content('done_at', 'task_id', 'reminder_id');
CREATE TRIGGER planning_plan_stays BEFORE DELETE ON planning_serviceplan FOR EACH ROW
  WHEN (current_user <> 'keyworker_loader' AND NOT keyworker_is_practice(OLD.agency_id))
  EXECUTE FUNCTION planning_keep_plan();
CREATE TRIGGER planning_goal_stays BEFORE DELETE ON planning_goal FOR EACH ROW
  WHEN (current_user <> 'keyworker_loader' AND NOT keyworker_is_practice(OLD.agency_id))
  EXECUTE FUNCTION planning_keep_content();
CREATE TRIGGER planning_step_stays BEFORE DELETE ON planning_actionstep FOR EACH ROW
  WHEN (current_user <> 'keyworker_loader' AND NOT keyworker_is_practice(OLD.agency_id))
  EXECUTE FUNCTION planning_keep_content();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0007_practice"),
        ("agencies", "0006_practice"),
        ("delivery", "0011_devices"),
        ("notices", "0003_whose_text"),
        ("people", "0017_passkeys"),
        ("planning", "0003_offered"),
        ("training", "0002_lessons"),
    ]

    operations = [
        migrations.CreateModel(
            name="PracticeAgency",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("practice_id", models.UUIDField(unique=True)),
                ("days", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Its turn comes"),
                            ("making", "It is being made"),
                            ("ready", "It is ready"),
                            ("failed", "It could not be made"),
                            ("gone", "Thrown away"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("whole", models.PositiveIntegerField(default=0)),
                ("places", models.JSONField(default=list)),
                ("moved_at", models.DateTimeField(default=keyworker.base.clock.now)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("gone_at", models.DateTimeField(blank=True, null=True)),
                ("rows_gone", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.staff"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "making", "ready"])),
                        fields=("agency_id",),
                        name="one_practice_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__range", (1, 14))), name="practice_lives_for_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("gone_at__isnull", False), ("state", "gone")),
                            models.Q(models.Q(("state", "gone"), _negated=True), ("gone_at", None)),
                            _connector="OR",
                        ),
                        name="practice_gone_when",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
