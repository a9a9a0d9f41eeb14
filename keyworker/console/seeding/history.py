"""Contacts, notes and the timeline of every case, made inside the database: millions of rows in minutes."""

from collections.abc import Iterator

import psycopg

from keyworker.console.seeding.shape import ENTRIES_A_CASE, SHARE_OF_NOTES, Shape
from keyworker.delivery.indexing import hidden_words

# A UUIDv7 as `shape.key` makes them: the time in milliseconds, then a hash of what the row is.
KEY = """
(lpad(to_hex((extract(epoch FROM {at}) * 1000)::bigint), 12, '0') || '7' || substr(h, 1, 3)
 || 'a' || substr(h, 4, 15))::uuid
"""
# Each case's entries, spread from its opening to its closing or today; `n` counts them.
ENTRIES = """
SELECT c.agency_id, c.id AS case_id, c.person_id, c.program_id, c.owner_id AS staff_id, n,
       c.opened_at + (coalesce(c.closed_at, %(now)s) - c.opened_at) * ((n - 0.5) / {entries}) AS at,
       md5(%(seed)s || '/{topic}/' || c.number || '/' || n) AS h
FROM cases_case c JOIN agencies_agency a ON a.id = c.agency_id, generate_series({first}, {last}) AS n
WHERE c.number LIKE 'S-%%'
"""
WORDS = """
'We met as agreed. She has heard from the landlord and will bring the letter on ' || to_char(at, 'Day') ||
'. What went well: she called the clinic herself. What is hard: nights. Next we look at the budget together, and I '
|| 'ask about the place at the nursery. Entry ' || n || '.'
"""
CONTACTS = """
INSERT INTO delivery_casecontact (id, agency_id, created_at, version, case_id, person_id, program_id, kind, direction,
  outcome, why_failed, happened_at, minutes, distance_unit, who_took_part,
  summary, noted_at, by_id)
SELECT {key}, agency_id, at, 1, case_id, person_id, program_id,
  (ARRAY['visit','phone','phone','message'])[1 + n %% 4], 'outgoing',
  CASE WHEN n %% 5 = 0 THEN 'attempted' ELSE 'reached' END, '', at, 20 + n, '', '',
  'Talked about the week.', CASE WHEN n %% 5 <> 0 THEN at END, staff_id
FROM ({entries}) e
"""
NOTES = """
INSERT INTO delivery_casenote (id, agency_id, created_at, version, case_id, person_id, program_id, format, text,
  parts, category, status, author_id, saved_at, signed_at, amendment_reason, edited_in)
SELECT {key}, agency_id, at, 1, case_id, person_id, program_id, 'free', {words}, '{{}}', 'general', 'signed', staff_id,
  at, at, '', '' FROM ({entries}) e
"""
# Every text that occurs: they are the same for each day of the week and number. At the first days of 2026, a Monday on.
TEXTS = """
SELECT a.id, a.language, to_char(at, 'Day'), n, {words} FROM agencies_agency a, generate_series({first}, {last}) AS n,
  generate_series(timestamptz '2026-01-05', timestamptz '2026-01-11', interval '1 day') AS at
WHERE a.id IN (SELECT agency_id FROM cases_case WHERE number LIKE 'S-%')
"""
WORDS_OF_NOTES = "CREATE TEMPORARY TABLE words_of_notes (agency_id uuid, day text, n integer, words integer[])"
FOUND_BY = """
INSERT INTO delivery_wordindex (id, agency_id, created_at, version, person_id, program_id, note_id, written_at, words)
SELECT {key}, e.agency_id, at, 1, person_id, program_id, {key}, at, w.words
FROM ({entries}) e JOIN words_of_notes w ON (w.agency_id, w.day, w.n) = (e.agency_id, to_char(at, 'Day'), e.n)
"""
LINES = """
INSERT INTO people_timelineentry (id, agency_id, created_at, version, person_id, program_id, happened_at, verb, needs,
  actor_id, actor_kind, source_type, source_id, facts)
SELECT {key}, agency_id, at, 1, person_id, program_id, at, '{verb}', '{needs}', staff_id, 'staff', '{source}',
  {source_key}, '{{}}' FROM ({entries}) e
"""


def statements() -> Iterator[tuple[str, str]]:
    """(what it makes, SQL); each takes `seed` and `now`."""
    contacts = ENTRIES.format(entries=ENTRIES_A_CASE, topic="contact", first=1, last=ENTRIES_A_CASE - SHARE_OF_NOTES)
    notes = ENTRIES.format(
        entries=ENTRIES_A_CASE, topic="note", first=ENTRIES_A_CASE - SHARE_OF_NOTES + 1, last=ENTRIES_A_CASE
    )
    key = KEY.format(at="at").strip()
    line_key = key.replace("substr(h, 4, 15)", "substr(h, 10, 15)")
    yield "contacts", CONTACTS.format(key=key, entries=contacts)
    yield "notes", NOTES.format(key=key, words=WORDS, entries=notes)
    yield "notes found by their words", FOUND_BY.format(key=key, entries=notes)
    for name, entries, verb, needs, source in (
        ("timeline of contacts", contacts, "delivery.contact_recorded", "contact:view", "delivery.casecontact"),
        ("timeline of notes", notes, "delivery.note_signed", "note:view", "delivery.casenote"),
    ):
        yield name, LINES.format(key=line_key, source_key=key, verb=verb, needs=needs, source=source, entries=entries)


def write(connection: psycopg.Connection, shape: Shape) -> Iterator[tuple[str, int]]:
    """Run them; yields what was made and how many rows."""
    _tell_words(connection)
    for name, statement in statements():
        made = connection.execute(statement, {"seed": str(shape.seed), "now": shape.now})
        yield name, made.rowcount


def _tell_words(connection: psycopg.Connection) -> None:
    """The words of each text are hidden under keys that the database does not have (see decision 0017)."""
    connection.execute(WORDS_OF_NOTES)
    first = ENTRIES_A_CASE - SHARE_OF_NOTES + 1
    texts = connection.execute(TEXTS.format(words=WORDS, first=first, last=ENTRIES_A_CASE))
    rows = [(agency, day, n, hidden_words(agency, text, language)) for agency, language, day, n, text in texts]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO words_of_notes VALUES (%s, %s, %s, %s)", rows)
