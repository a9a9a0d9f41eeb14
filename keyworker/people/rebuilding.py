"""Makes the rows of all names anew: once for an installation that is brought up to date, and when our table grows."""

from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from keyworker.base import clock
from keyworker.base.ids import new_id
from keyworker.people.names import look_up_tokens

BATCH = 2000
# Who is unnamed is read from the row as JSON: this runs on the way to today's tables, too, before there is the column.
PEOPLE = """
SELECT id, agency_id, CASE WHEN (to_jsonb(people_person) ->> 'unnamed')::boolean THEN '' ELSE full_name END,
    preferred_name, own_script_name, given || ' ' || family
FROM people_person WHERE id > %s ORDER BY id LIMIT %s
"""
OTHERS = """
SELECT person_id, agency_id, name, sealed_in_id FROM people_othername WHERE person_id = ANY(%s) AND kind <> 'label'
"""
KEEP = """
INSERT INTO people_nametoken (id, agency_id, created_at, version, person_id, token, sealed_in_id)
VALUES (%s, %s, %s, 1, %s, %s, %s)
"""


def rebuild(connection: BaseDatabaseWrapper) -> int:
    """Return how many people were gone through. `connection` is the tables' owner's, which sees every agency."""
    done, after = 0, UUID(int=0)
    while people := _asked(connection, PEOPLE, [after, BATCH]):
        keys = [row[0] for row in people]
        rows = [(key, agency, None, names) for key, agency, *names in people]
        rows += [(key, agency, wall, [name]) for key, agency, name, wall in _asked(connection, OTHERS, [keys])]
        _keep(connection, keys, rows)
        done, after = done + len(people), keys[-1]
    return done


def _keep(connection: BaseDatabaseWrapper, keys: list[UUID], rows: list[Any]) -> None:
    now = clock.now()
    made = [
        (new_id(), agency, now, person, token, wall)
        for person, agency, wall, names in rows
        for token in sorted(look_up_tokens(*names))
    ]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_nametoken WHERE person_id = ANY(%s)", [keys])
        cursor.executemany(KEEP, made)


def _asked(connection: BaseDatabaseWrapper, statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
