"""Fastens row-level security, grants and composite foreign keys on every table, from what the models declare.

Run by `keyworker migrate` after the migrations, as the owner of the tables; running it again changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from keyworker.base.belt import STANDARD, Belt, Door, Within
from keyworker.base.models import Record

APP, DOOR, LOADER, AUDITOR = "keyworker_app", "keyworker_door", "keyworker_loader", "keyworker_audit"

FUNCTIONS = """
CREATE OR REPLACE FUNCTION keyworker_agency() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
 $$ SELECT nullif(current_setting('keyworker.agency', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION keyworker_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
 $$ SELECT nullif(current_setting('keyworker.person', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION keyworker_share() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
 $$ SELECT nullif(current_setting('keyworker.share', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION keyworker_companion() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
 $$ SELECT nullif(current_setting('keyworker.companion', true), '')::uuid $$;
"""
# A scalar sub-select is planned once a query; a bare function call would run for every row.
WALL = "{column} = (SELECT keyworker_agency())"
INSIDE = {
    Within.AGENCY: "",
    # A visitor comes by the form or the link of one program; a person signs in on a device that others may hold.
    # A guardian or supporter comes in for one program's file, and of the others there is nothing.
    Within.PROGRAM: (
        " AND (NOT sealed OR coalesce((SELECT keyworker_person()), (SELECT keyworker_companion())) IS NULL)"
        " AND ((SELECT keyworker_companion()) IS NULL OR id = (SELECT keyworker_beside_program()))"
    ),
    Within.PERSON: " AND person_id = (SELECT keyworker_person())",
    Within.ASKED: " AND asked_of_client AND person_id = (SELECT keyworker_person())",
    # The assessments it looks at are those in reach: their own, asked of them, of no sealed program.
    Within.ANSWERING: (
        " AND person_id = (SELECT keyworker_person())"
        " AND program_id IN (SELECT program_id FROM assessment_assessment WHERE asked_of_client)"
    ),
    # The rows of files it looks at obey their own wall: the person's, and no sealed program's.
    Within.SENT: (
        " AND (id IN (SELECT document_id FROM delivery_messagefile)"
        " OR id IN (SELECT document_id FROM delivery_papersent WHERE looked_at IS NULL))"
    ),
    Within.SELF: " AND id = (SELECT keyworker_person())",
    Within.SHARE: " AND id = (SELECT keyworker_share())",
    Within.SHARED: " AND {shared} = (SELECT keyworker_share())",
    Within.BESIDE: " AND person_id = (SELECT keyworker_beside('{granted}'))",
    # At a shared record the context knows no person: the record names them.
    Within.TOLD: (
        " AND (actor_kind IN ('client', 'visitor') AND (SELECT keyworker_companion()) IS NULL"
        " AND (person_id IS NULL OR person_id = (SELECT keyworker_person()) OR (SELECT keyworker_share()) IS NOT NULL)"
        " OR actor_kind = 'companion' AND actor_id = (SELECT keyworker_companion())"
        " AND (person_id IS NULL OR person_id = (SELECT keyworker_beside(''))))"
    ),
}
# At their own door nobody reaches rows of a program that they cannot reach, so none of a sealed one: the device may be
# in the hands of whom they fled. The sub-select obeys the programs' own wall.
OF_A_PROGRAM_IN_REACH = " AND (program_id IS NULL OR program_id IN (SELECT id FROM agencies_program))"
# What is kept back from the person (`people.Withheld`) is in no row that a door reads, on whatever page.
NOT_WITHHELD = " AND id <> ALL (ARRAY (SELECT keyworker_withheld()))"
READ_AS_THEIRS = {Within.PERSON, Within.ASKED, Within.BESIDE}
OF_A_PROGRAM = {Within.PERSON, Within.ASKED, Within.BESIDE, Within.TOLD}
# A row that came with an import and that nobody has changed: made in the moment in which the import made its file.
BROUGHT_IN = """
{table}.version = 1 AND EXISTS (
 SELECT 1 FROM people_broughtin came WHERE came.agency_id = {table}.agency_id AND came.file_id = {table}.{column}
 AND came.created_at = {table}.created_at)
"""
# The outer doors share one login, and a login's rights to columns add up: where several doors change the same table,
# each row is held to those of the doors that reach it.
DOOR_SETS = """
CREATE OR REPLACE FUNCTION "{table}_door_sets"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE allowed text[] := ARRAY[]::text[];
BEGIN
{each}
 IF to_jsonb(NEW) - allowed IS DISTINCT FROM to_jsonb(OLD) - allowed THEN
  RAISE insufficient_privilege USING MESSAGE = 'this door may not set that column of {table}';
 END IF;
 RETURN NEW;
END $$;
CREATE TRIGGER door_sets BEFORE UPDATE ON "{table}" FOR EACH ROW
 WHEN (current_user = '{door}') EXECUTE FUNCTION "{table}_door_sets"();
"""
ONE_DOOR_SETS = """
 IF EXISTS (SELECT FROM (SELECT OLD.*) AS held WHERE {condition}) THEN allowed := allowed || ARRAY[{sets}]; END IF;
"""
# Keys of one column beside a key that carries the agency for the same column, to the same table.
HELD_TWICE = """
SELECT plain.conrelid::regclass::text, array_agg(plain.conname::text)
FROM pg_constraint plain JOIN pg_constraint pair
  ON pair.conrelid = plain.conrelid AND pair.confrelid = plain.confrelid AND pair.contype = 'f' AND pair.convalidated
  AND cardinality(pair.conkey) = 2 AND pair.conkey[2] = plain.conkey[1] AND pair.conname LIKE '%%\\_agency'
WHERE plain.contype = 'f' AND cardinality(plain.conkey) = 1
GROUP BY plain.conrelid
"""
# A program is of one agency. Who plans a question takes the two for unrelated, expects the fortieth part of the rows
# there are, and sorts a whole agency where twenty thousand rows of an index would do.
ONE_AGENCY_A_PROGRAM = """
CREATE STATISTICS IF NOT EXISTS "{table}_program_agency" (dependencies) ON agency_id, program_id FROM "{table}"
"""
# What everybody needs who is served at all; nothing here is about a client.
OPEN_TO_APP = (
    "django_",
    "accounts_",
    "account_",
    "mfa_",
    "usersessions_",
    "procrastinate_",
    "base_cache",
    "auth_",
)


@dataclass(frozen=True, slots=True)
class Wall:
    """A table behind the wall: which column names its agency."""

    model: type[models.Model]
    column: str

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def belt(self) -> Belt:
        found: Belt = getattr(self.model, "belt", STANDARD)
        return found


def walls() -> Iterator[Wall]:
    """Every table that belongs to agencies, from the models themselves."""
    for model in apps.get_models():
        if hasattr(model, "belt"):
            yield Wall(model, getattr(model, "agency_column", "agency_id"))


def fasten(connection: BaseDatabaseWrapper) -> None:
    """Apply everything. `connection` must be the owner's."""
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP}, {DOOR}, {LOADER}, {AUDITOR}")
        _grant_plain_tables(cursor)
        standing = [wall for wall in walls() if _stands(cursor, wall)]
        for wall in standing:
            _fasten_table(cursor, wall)
        for wall in standing:
            for name, statement in composite_keys(wall):
                _add_constraint(cursor, wall.table, name, statement)
        _check_each_key_once(cursor)


def _check_each_key_once(cursor: CursorWrapper) -> None:
    """Django's own keys hold nothing that those with the agency do not, and each costs every row written or deleted."""
    cursor.execute(HELD_TWICE)
    for table, names in cursor.fetchall():
        drops = ", ".join(f'DROP CONSTRAINT "{name}"' for name in names)
        cursor.execute(f"ALTER TABLE {table} {drops}")


def _stands(cursor: CursorWrapper, wall: Wall) -> bool:
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [wall.table])
    return bool(cursor.fetchone()[0])


def _grant_plain_tables(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in cursor.fetchall():
        cursor.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO {LOADER}')
        cursor.execute(f'GRANT SELECT ON "{table}" TO {AUDITOR}')
        if table.startswith(OPEN_TO_APP) and table != "django_migrations":
            cursor.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO {APP}')
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}, {LOADER}")
    cursor.execute(f"GRANT SELECT ON django_migrations TO {APP}")


def _fasten_table(cursor: CursorWrapper, wall: Wall) -> None:
    table, condition = wall.table, WALL.format(column=wall.column)
    cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    cursor.execute(f'REVOKE ALL ON "{table}" FROM {APP}, {DOOR}, PUBLIC')
    _forget_doors(cursor, table)
    cursor.execute(f'GRANT {wall.belt.app} ON "{table}" TO {APP}')
    _policy(cursor, table, "agency_wall", APP, "ALL", condition)
    _let_imports_be_undone(cursor, wall)
    for number, door in enumerate(wall.belt.door):
        cursor.execute(f'GRANT {_granted(wall, door)} ON "{table}" TO {DOOR}')
        for command in door.may.split(", "):
            _policy(cursor, table, f"door_{number}_{command.lower()}", DOOR, command, condition + _inside(wall, door))
    if _is_of_a_program(wall):
        cursor.execute(ONE_AGENCY_A_PROGRAM.format(table=table))
    _hold_doors_apart(cursor, wall, condition)
    if issubclass(wall.model, Record):  # the trail has no foreign keys, by design
        _add_constraint(cursor, table, f"{table}_in_agency", "UNIQUE (agency_id, id)")
        _add_constraint(cursor, table, f"{table}_agency", "FOREIGN KEY (agency_id) REFERENCES agencies_agency (id)")


def _granted(wall: Wall, door: Door) -> str:
    """The door's privileges; looking, where something is hidden, column by column."""
    if not wall.belt.hides:
        return door.grant
    columns = [str(field.column) for field in wall.model._meta.local_fields]
    seen = ", ".join(column for column in columns if column not in wall.belt.hides)
    return door.grant.replace("SELECT", f"SELECT ({seen})")


def _hold_doors_apart(cursor: CursorWrapper, wall: Wall, condition: str) -> None:
    """No door sets a column that only another may: see `DOOR_SETS`."""
    cursor.execute(f'DROP TRIGGER IF EXISTS door_sets ON "{wall.table}"')
    setting = [door for door in wall.belt.door if door.sets]
    if len(setting) > 1:
        each = "".join(
            ONE_DOOR_SETS.format(
                condition=condition + _inside(wall, door), sets=", ".join(f"'{column}'" for column in door.sets)
            )
            for door in setting
        )
        cursor.execute(DOOR_SETS.format(table=wall.table, each=each, door=DOOR))


def _let_imports_be_undone(cursor: CursorWrapper, wall: Wall) -> None:
    """Beside the wall, not instead of it: a restrictive policy lets nothing through that the wall keeps out."""
    table, column = wall.table, wall.belt.takes_back
    cursor.execute(f'DROP POLICY IF EXISTS "takes_back" ON "{table}"')
    if column:
        brought = BROUGHT_IN.format(table=table, column=column)
        cursor.execute(f'GRANT DELETE ON "{table}" TO {APP}')
        cursor.execute(f'CREATE POLICY "takes_back" ON "{table}" AS RESTRICTIVE FOR DELETE TO {APP} USING ({brought})')


def _forget_doors(cursor: CursorWrapper, table: str) -> None:
    """A belt that was drawn tighter leaves no wider policy of an earlier version standing beside it."""
    cursor.execute(
        "SELECT policyname FROM pg_policies"
        " WHERE schemaname = 'public' AND tablename = %s AND policyname ~ '^door_[0-9]'",
        [table],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP POLICY "{name}" ON "{table}"')


def _inside(wall: Wall, door: Door) -> str:
    inside = INSIDE[door.within].format(shared=door.column, granted=door.granted)
    inside += f" AND ({door.only})" if door.only else ""
    inside += NOT_WITHHELD if door.within in READ_AS_THEIRS and "SELECT" in door.may else ""
    return inside + OF_A_PROGRAM_IN_REACH if door.within in OF_A_PROGRAM and _is_of_a_program(wall) else inside


def _is_of_a_program(wall: Wall) -> bool:
    return any(field.column == "program_id" for field in wall.model._meta.local_fields)


def _policy(cursor: CursorWrapper, table: str, name: str, role: str, command: str, condition: str) -> None:
    clause = {
        "SELECT": f"USING ({condition})",
        "INSERT": f"WITH CHECK ({condition})",
        "DELETE": f"USING ({condition})",
    }.get(command, f"USING ({condition}) WITH CHECK ({condition})")
    cursor.execute(f'DROP POLICY IF EXISTS "{name}" ON "{table}"')
    cursor.execute(f'CREATE POLICY "{name}" ON "{table}" FOR {command} TO {role} {clause}')


def composite_keys(wall: Wall) -> Iterator[tuple[str, str]]:
    """Foreign keys that carry the agency: a plain one is checked behind row security's back (RI runs as owner)."""
    for field in wall.model._meta.local_fields:
        target = field.related_model
        if isinstance(field, models.ForeignKey) and isinstance(target, type) and issubclass(target, Record):
            yield (
                f"{wall.table}_{field.column}_agency"[:63],
                f'FOREIGN KEY (agency_id, "{field.column}") REFERENCES "{target._meta.db_table}" (agency_id, id)'
                " DEFERRABLE INITIALLY DEFERRED",
            )


def _add_constraint(cursor: CursorWrapper, table: str, name: str, definition: str) -> None:
    cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s AND conrelid = %s::regclass", [name, f'"{table}"'])
    if cursor.fetchone() is None:
        cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')


def problems(connection: BaseDatabaseWrapper) -> list[str]:
    """What is unfastened, in words; empty when all is well. Used by `keyworker doctor` and the sweeps."""
    found: list[str] = []
    with connection.cursor() as cursor:
        for wall in walls():
            if not _stands(cursor, wall):
                found.append(f"{wall.table}: the table is missing; run `keyworker migrate`.")
                continue
            cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", [f'"{wall.table}"'])
            if not cursor.fetchone()[0]:
                found.append(f"{wall.table}: row security is off.")
            cursor.execute("SELECT 1 FROM pg_statistic_ext WHERE stxrelid = %s::regclass", [f'"{wall.table}"'])
            if _is_of_a_program(wall) and cursor.fetchone() is None:
                found.append(f"{wall.table}: whole agencies are slow to search; run `keyworker migrate`.")
            for name, _ in composite_keys(wall):
                cursor.execute(
                    "SELECT 1 FROM pg_constraint WHERE conname = %s AND conrelid = %s::regclass",
                    [name, f'"{wall.table}"'],
                )
                if cursor.fetchone() is None:
                    found.append(f"{wall.table}: the key {name} does not carry the agency.")
        cursor.execute(HELD_TWICE)
        found.extend(f"{table}: {', '.join(names)} held twice; run `keyworker migrate`." for table, names in cursor)
    return found
