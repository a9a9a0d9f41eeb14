"""Makes anew by which words notes and documents are found: once for what stood before, and when our rules change."""

from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from keyworker.base import clock
from keyworker.base.ids import new_id
from keyworker.delivery.indexing import hidden_words
from keyworker.documents.reading.kinds import READABLE

BATCH = 2000
NOTES = """
SELECT n.id, n.agency_id, n.person_id, n.program_id, n.signed_at, n.text, a.language
FROM delivery_casenote n JOIN agencies_agency a ON a.id = n.agency_id
WHERE n.status = 'signed' AND n.id > %s ORDER BY n.id LIMIT %s
"""
DOCUMENTS = """
SELECT d.id, d.agency_id, d.person_id, d.program_id, d.created_at, d.title || E'\\n' || d.about, a.language,
  f.media_type
FROM delivery_casedocument d JOIN agencies_agency a ON a.id = d.agency_id JOIN documents_document f
  ON f.id = d.document_id
WHERE d.withdrawn_at IS NULL AND d.superseded_by_id IS NULL AND d.id > %s ORDER BY d.id LIMIT %s
"""
FORGET = "DELETE FROM delivery_wordindex WHERE id = ANY(%s)"
KEEP = """
INSERT INTO delivery_wordindex (id, agency_id, created_at, version, person_id, program_id, note_id, document_id,
  written_at, words)
VALUES (%s, %s, %s, 1, %s, %s, %s, %s, %s, %s)
"""
READ_AGAIN = """
INSERT INTO delivery_documenttext (id, agency_id, created_at, version, document_id, person_id, program_id, state, text)
VALUES (%s, %s, %s, 1, %s, %s, %s, %s, NULL)
ON CONFLICT (document_id) DO UPDATE SET state = excluded.state, text = NULL, version = delivery_documenttext.version + 1
"""


def rebuild(connection: BaseDatabaseWrapper) -> tuple[int, int]:
    """How many notes were gone through, and how many documents, whose text the worker reads again by and by.

    `connection` is the tables' owner's, which sees every agency.
    """
    return _notes(connection), _documents(connection)


def _notes(connection: BaseDatabaseWrapper) -> int:
    done, after = 0, UUID(int=0)
    while found := _asked(connection, NOTES, [after, BATCH]):
        now = clock.now()
        made = [
            (key, agency, now, person, program, key, None, at, hidden_words(agency, text, language))
            for key, agency, person, program, at, text, language in found
        ]
        _keep(connection, made)
        done, after = done + len(found), found[-1][0]
    return done


def _documents(connection: BaseDatabaseWrapper) -> int:
    done, after = 0, UUID(int=0)
    while found := _asked(connection, DOCUMENTS, [after, BATCH]):
        now = clock.now()
        made = [
            (key, agency, now, person, program, None, key, at, hidden_words(agency, title, language))
            for key, agency, person, program, at, title, language, _ in found
        ]
        _keep(connection, made)
        waiting = [
            (new_id(), agency, now, key, person, program, "waiting" if kind in READABLE else "no-text")
            for key, agency, person, program, _, _, _, kind in found
        ]
        with connection.cursor() as cursor:
            cursor.executemany(READ_AGAIN, waiting)
        done, after = done + len(found), found[-1][0]
    return done


def _keep(connection: BaseDatabaseWrapper, made: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [[row[0] for row in made]])
        cursor.executemany(KEEP, made)


def _asked(connection: BaseDatabaseWrapper, statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
