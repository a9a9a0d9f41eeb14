"""Whoever must not be told anything is known by whatever name and in whatever record: written in another order, without
accents, as they were called before, or in a second record of theirs.

A no too many costs a phone call here, and a yes too many may cost a life.
"""

from django.db import migrations

# Small letters, no marks above or below (of Arabic neither), no apostrophes; the words of a name in one order.
FLAT = r"""
CREATE OR REPLACE FUNCTION keyworker_flat(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT string_agg(word, ' ' ORDER BY word COLLATE "C")
  FROM regexp_split_to_table(
    regexp_replace(
      regexp_replace(lower(normalize($1, NFKD)), '[\u0300-\u036f\u0640\u064b-\u065f\u0670''`\u2018\u2019\u02bc]', '', 'g'),
      '[-\u2010-\u2015,.;]', ' ', 'g'),
    '\s+') AS word
  WHERE word <> ''
$$;
CREATE FUNCTION keyworker_called(person uuid) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT keyworker_flat(said.name)
  FROM keyworker_records_of($1) AS record (id) JOIN people_person o ON o.id = record.id
  CROSS JOIN LATERAL (
    VALUES (o.full_name), (o.preferred_name)
    UNION ALL SELECT n.name FROM people_othername n WHERE n.agency_id = o.agency_id AND n.person_id = o.id) AS said (name)
  WHERE keyworker_flat(said.name) IS NOT NULL
$$;
REVOKE ALL ON FUNCTION keyworker_called(uuid) FROM PUBLIC;
"""
FORWARD = """
CREATE OR REPLACE FUNCTION keyworker_companion_now(account uuid)
  RETURNS TABLE (person_id uuid, program_id uuid, granted text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.person_id, c.program_id, c.granted::text[]
  FROM consent_companion c
  JOIN people_portalaccount a ON a.id = c.account_id AND a.ended_at IS NULL
  JOIN consent_decisionmaker m ON m.id = c.maker_id AND m.ended_at IS NULL AND NOT m.adverse
  JOIN agencies_program p ON p.id = c.program_id AND NOT p.sealed
  JOIN agencies_agency g ON g.id = c.agency_id
  JOIN people_relationship t ON t.id = c.tie_id AND NOT t.adverse AND NOT t.died AND t.until IS NULL
  CROSS JOIN LATERAL (
    SELECT (now() AT TIME ZONE g.time_zone)::date AS today,
      CASE WHEN t.person_id = c.person_id THEN t.other_id ELSE t.person_id END AS them) here
  CROSS JOIN LATERAL (SELECT ARRAY(SELECT keyworker_records_of(c.person_id)) AS theirs) same
  CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT keyworker_records_of(here.them)) AS records,
      ARRAY(SELECT keyworker_flat(c.name) UNION SELECT keyworker_called(here.them)) AS names) his
  WHERE c.agency_id = nullif(current_setting('keyworker.agency', true), '')::uuid AND c.account_id = $1 AND c.ended_at IS NULL
    AND (session_user <> 'keyworker_door' OR c.account_id = nullif(current_setting('keyworker.companion', true), '')::uuid OR c.person_id = nullif(current_setting('keyworker.person', true), '')::uuid)
    AND here.today BETWEEN m.from_on AND least(c.until_on, coalesce(m.until_on, c.until_on))
    AND NOT EXISTS (
      SELECT 1 FROM consent_decisionmaker w
      WHERE w.agency_id = c.agency_id AND w.person_id = ANY (same.theirs) AND w.adverse
        AND keyworker_flat(w.name) = ANY (his.names))
    AND NOT EXISTS (
      SELECT 1 FROM people_relationship r
      CROSS JOIN LATERAL (
        SELECT CASE WHEN r.person_id = ANY (same.theirs) THEN r.other_id ELSE r.person_id END AS id) o
      WHERE r.agency_id = c.agency_id AND r.adverse AND same.theirs && ARRAY[r.person_id, r.other_id]
        AND (o.id = ANY (his.records) OR keyworker_flat(r.name) = ANY (his.names)
          OR EXISTS (SELECT 1 FROM keyworker_called(o.id) AS n (name) WHERE n.name = ANY (his.names))))
    AND NOT EXISTS (
      SELECT 1 FROM people_denial d JOIN agencies_staff s ON s.id = d.staff_id
      WHERE d.agency_id = c.agency_id AND d.person_id = ANY (same.theirs) AND d.lifted_at IS NULL
        AND keyworker_flat(s.name) = ANY (his.names))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0007_what_is_withheld"), ("people", "0020_denied_in_every_record")]
    operations = [migrations.RunSQL(FLAT + FORWARD, migrations.RunSQL.noop)]
