"""Whose a gateway's call is: the one function that answers before anybody is known.

It answers for a number's keyed hash, or for the key of a text of ours, with agencies and what they use it for. Numbers,
names and files it does not tell; nobody but the application's login may ask it.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION keyworker_texts(number bytea, sent text, ours uuid)
  RETURNS TABLE (agency_id uuid, purpose text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.agency_id, 'sent' FROM notices_textmessage m WHERE m.gateway_key = sent AND m.gateway_key <> ''
  UNION
  SELECT m.agency_id, 'sent' FROM notices_textmessage m WHERE m.id = ours
  UNION
  SELECT c.agency_id, CASE c.channel WHEN 'sms' THEN 'texts' ELSE 'calls' END
  FROM people_contactpoint c WHERE c.value_hash = number AND c.channel IN ('phone', 'sms')
$$;
REVOKE ALL ON FUNCTION keyworker_texts(bytea, text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keyworker_texts(bytea, text, uuid) TO keyworker_app;
"""
BACK = "DROP FUNCTION keyworker_texts(bytea, text, uuid);"


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_texts"), ("people", "0004_texts")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
