"""A published form and a finished response refuse change by trigger: an answer without its question means nothing."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION questionnaires_keep_form() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'draft' AND (
    (NEW.agency_id, NEW.url, NEW.form_version, NEW.title, NEW.fingerprint, NEW.definition, NEW.published_at)
      IS DISTINCT FROM
    (OLD.agency_id, OLD.url, OLD.form_version, OLD.title, OLD.fingerprint, OLD.definition, OLD.published_at)
    OR NEW.status = 'draft' OR (OLD.status = 'retired' AND NEW.status <> 'retired')
  ) THEN
    RAISE EXCEPTION 'A published questionnaire never changes; publish a new version.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER questionnaires_keep_form BEFORE UPDATE ON questionnaires_questionnaire
  FOR EACH ROW EXECUTE FUNCTION questionnaires_keep_form();

CREATE FUNCTION questionnaires_keep_response() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.agency_id, NEW.questionnaire_id, NEW.person_id) IS DISTINCT FROM
     (OLD.agency_id, OLD.questionnaire_id, OLD.person_id)
     OR (OLD.status = 'completed' AND (NEW.status, NEW.content, NEW.scores, NEW.language, NEW.completed_at)
         IS DISTINCT FROM (OLD.status, OLD.content, OLD.scores, OLD.language, OLD.completed_at)) THEN
    RAISE EXCEPTION 'A finished response never changes; fill the form in again.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER questionnaires_keep_response BEFORE UPDATE ON questionnaires_response
  FOR EACH ROW EXECUTE FUNCTION questionnaires_keep_response();
"""
BACKWARD = """
DROP TRIGGER questionnaires_keep_response ON questionnaires_response;
DROP FUNCTION questionnaires_keep_response();
DROP TRIGGER questionnaires_keep_form ON questionnaires_questionnaire;
DROP FUNCTION questionnaires_keep_form();
"""


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
