"""Whether somebody may come in beside a person, answered by the database of whoever it is, for every row and page.

Not once their order, paper or the last day is over, their page was shut, the program is sealed, or the tie to the person
has ended; and not where anybody at all noted that they are a danger or must not be told anything: in the family and
circle, among those who decide, or as a colleague who is kept out of the file. What a sealed program noted counts, too, and
what stands in another record that was found to be the same person; nobody is told that it did. Whom a tie does not name
is known by name.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION keyworker_flat(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lower(regexp_replace(btrim(normalize(name, NFKC)), '\\s+', ' ', 'g'))
$$;

CREATE FUNCTION keyworker_companion_now(account uuid)
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
  CROSS JOIN LATERAL (
    WITH RECURSIVE records (id) AS (
      SELECT c.person_id
      UNION
      SELECT CASE WHEN l.person_id = records.id THEN l.other_id ELSE l.person_id END
      FROM records JOIN people_personlink l ON l.agency_id = c.agency_id AND records.id IN (l.person_id, l.other_id))
    SELECT array_agg(id) AS theirs FROM records) same
  WHERE c.agency_id = nullif(current_setting('keyworker.agency', true), '')::uuid AND c.account_id = $1 AND c.ended_at IS NULL
    AND (session_user <> 'keyworker_door' OR c.account_id = nullif(current_setting('keyworker.companion', true), '')::uuid OR c.person_id = nullif(current_setting('keyworker.person', true), '')::uuid)
    AND here.today BETWEEN m.from_on AND least(c.until_on, coalesce(m.until_on, c.until_on))
    AND NOT EXISTS (
      SELECT 1 FROM consent_decisionmaker w
      WHERE w.agency_id = c.agency_id AND w.person_id = ANY (same.theirs) AND w.adverse
        AND keyworker_flat(w.name) = keyworker_flat(c.name))
    AND NOT EXISTS (
      SELECT 1 FROM people_relationship r
      LEFT JOIN people_person o ON o.id = CASE WHEN r.person_id = ANY (same.theirs) THEN r.other_id ELSE r.person_id END
      WHERE r.agency_id = c.agency_id AND r.adverse AND same.theirs && ARRAY[r.person_id, r.other_id]
        AND (o.id = here.them OR keyworker_flat(c.name) IN (
          keyworker_flat(r.name), keyworker_flat(o.full_name), keyworker_flat(o.preferred_name))))
    AND NOT EXISTS (
      SELECT 1 FROM people_denial d JOIN agencies_staff s ON s.id = d.staff_id
      WHERE d.agency_id = c.agency_id AND d.person_id = ANY (same.theirs) AND d.lifted_at IS NULL
        AND keyworker_flat(s.name) = keyworker_flat(c.name))
$$;
CREATE FUNCTION keyworker_companion_stands(account uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM keyworker_companion_now($1))
$$;
CREATE FUNCTION keyworker_beside(what text) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT n.person_id FROM keyworker_companion_now(nullif(current_setting('keyworker.companion', true), '')::uuid) n WHERE $1 = '' OR $1 = ANY (n.granted)
$$;
CREATE FUNCTION keyworker_beside_program() RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT n.program_id FROM keyworker_companion_now(nullif(current_setting('keyworker.companion', true), '')::uuid) n
$$;
"""
FUNCTIONS = (
    "keyworker_companion_now(uuid)",
    "keyworker_companion_stands(uuid)",
    "keyworker_beside(text)",
    "keyworker_beside_program()",
)
RIGHTS = "".join(
    f"REVOKE ALL ON FUNCTION {each} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {each} TO keyworker_app, keyworker_door;"
    for each in FUNCTIONS
)
BACK = "".join(f"DROP FUNCTION {each};" for each in (*reversed(FUNCTIONS), "keyworker_flat(text)"))


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0005_companions"),
        ("people", "0018_accounts_beside"),
        ("access", "0006_door_of_companions"),
    ]
    operations = [migrations.RunSQL(FORWARD + RIGHTS, BACK)]
