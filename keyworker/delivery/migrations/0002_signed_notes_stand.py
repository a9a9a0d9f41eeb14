"""A signed note is never edited and never deleted, whoever asks: the database refuses."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION delivery_signed_note_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A signed note is amended, never changed.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER signed_note_is_not_edited BEFORE UPDATE ON delivery_casenote
  FOR EACH ROW WHEN (OLD.status = 'signed') EXECUTE FUNCTION delivery_signed_note_stands();
CREATE TRIGGER signed_note_is_not_deleted BEFORE DELETE ON delivery_casenote
  FOR EACH ROW WHEN (OLD.status = 'signed') EXECUTE FUNCTION delivery_signed_note_stands();
"""
BACK = """
DROP TRIGGER signed_note_is_not_deleted ON delivery_casenote;
DROP TRIGGER signed_note_is_not_edited ON delivery_casenote;
DROP FUNCTION delivery_signed_note_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
