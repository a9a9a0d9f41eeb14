"""Notes that came with a list are marked; whoever takes the list back takes them too, as long as nobody touched them."""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION delivery_came_with_a_list(note delivery_casenote) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT note.brought_in AND note.version = 1 AND EXISTS (
    SELECT 1 FROM people_broughtin came WHERE came.agency_id = note.agency_id AND came.file_id = note.person_id
    AND came.created_at = note.created_at)
$$;
DROP TRIGGER signed_note_is_not_deleted ON delivery_casenote;
CREATE TRIGGER signed_note_is_not_deleted BEFORE DELETE ON delivery_casenote
  FOR EACH ROW WHEN (OLD.status = 'signed' AND NOT delivery_came_with_a_list(OLD))
  EXECUTE FUNCTION delivery_signed_note_stands();
"""
BACK = """
DROP TRIGGER signed_note_is_not_deleted ON delivery_casenote;
CREATE TRIGGER signed_note_is_not_deleted BEFORE DELETE ON delivery_casenote
  FOR EACH ROW WHEN (OLD.status = 'signed') EXECUTE FUNCTION delivery_signed_note_stands();
DROP FUNCTION delivery_came_with_a_list(delivery_casenote);
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0006_words_found"), ("people", "0012_brought_in")]
    operations = [
        migrations.AddField(
            model_name="casenote", name="brought_in", field=models.BooleanField(db_default=False, default=False)
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
