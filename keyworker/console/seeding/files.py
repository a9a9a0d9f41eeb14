"""Agencies, staff and files, made row by row and sent by COPY."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import psycopg

from keyworker.access.doors import key_hash
from keyworker.base.keyring import ring
from keyworker.console.seeding.names import FAMILY, GIVEN
from keyworker.console.seeding.shape import CASELOADS, CLOSED_SHARE, PROGRAMS_AN_AGENCY, YEARS, Shape
from keyworker.people.names import look_up_tokens

Row = Sequence[Any]
SUPERVISED = 8


@dataclass(frozen=True, slots=True)
class Office:
    """One agency as made: its key, programs and case managers (each with their program)."""

    number: int
    id: UUID
    programs: list[UUID]
    workers: list[UUID]
    people: int


def copy(connection: psycopg.Connection, table: str, columns: str, rows: Iterable[Row]) -> int:
    """Send rows by COPY; answers how many."""
    sent = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)
            sent += 1
    return sent


def offices(shape: Shape) -> list[Office]:
    """The agencies, with as many case managers as their caseloads ask for."""
    made = []
    for number, size in enumerate(shape.agency_sizes()):
        dice, born = shape.random(f"office/{number}"), shape.now - timedelta(days=365 * YEARS + number)
        workers, carried = 0, 0
        while carried < size:
            carried += dice.randint(*CASELOADS)
            workers += 1
        made.append(
            Office(
                number,
                shape.key("agency", number, born),
                [shape.key("program", number * 10 + p, born) for p in range(PROGRAMS_AN_AGENCY)],
                [shape.key("staff", number * 100_000 + w, born) for w in range(workers + workers // SUPERVISED + 1)],
                size,
            )
        )
    return made


def send_offices(connection: psycopg.Connection, shape: Shape, made: list[Office]) -> None:
    """Agencies, programs, staff, their roles and the keys of their doors."""
    at = shape.now - timedelta(days=365 * YEARS + 100)
    copy(
        connection,
        "agencies_agency",
        "id, created_at, name, slug, code, time_zone, language, currency, distance_unit, calls_people, calls_plan,"
        " calls_sessions, answer_complaints_days, crisis_help, crisis_help_in",
        (
            (
                o.id,
                at,
                f"Agency {o.number:02d}",
                f"agency-{o.number:02d}",
                f"A{o.number:02d}",
                "UTC",
                "en",
                "USD",
                "mi",
                "client",
                "plan",
                "visit",
                20,
                "",
                [],
            )
            for o in made
        ),
    )
    copy(
        connection,
        "agencies_program",
        "id, agency_id, created_at, version, name, slug, description, sealed, accepts_public_referrals, area,"
        " first_contact_days, silence_limit_days, note_within_days, review_every_days, follow_up_after_days,"
        " escalate_after_days, supervisor_signs_plans, supervisor_cosigns_notes,"
        " needs, households, languages, forms, left_out, platform_hosts, calls_people, calls_plan, calls_sessions,"
        " counselling",
        (
            (
                p,
                o.id,
                at,
                1,
                f"Program {n}",
                f"program-{n}",
                "",
                n == PROGRAMS_AN_AGENCY - 1,
                False,
                "",
                3,
                30,
                3,
                90,
                30,
                2,
                False,
                False,
                [],
                [],
                [],
                [],
                [],
                [],
                "",
                "",
                "",
                False,
            )
            for o in made
            for n, p in enumerate(o.programs)
        ),
    )
    _send_staff(connection, shape, made, at)


def _send_staff(connection: psycopg.Connection, shape: Shape, made: list[Office], at: datetime) -> None:
    everybody = [
        (o, n, s, shape.key("user", o.number * 100_000 + n, at)) for o in made for n, s in enumerate(o.workers)
    ]
    copy(
        connection,
        "accounts_user",
        "id, password, is_active, date_joined, email, language, theme",
        ((user, "!", True, at, f"worker{n}@agency-{o.number:02d}.example", "", "") for o, n, _, user in everybody),
    )
    copy(
        connection,
        "agencies_staff",
        "id, agency_id, created_at, version, user_id, name, job_title",
        ((s, o.id, at, 1, user, f"Worker {n}", "Case manager") for o, n, s, user in everybody),
    )
    copy(
        connection,
        "access_doorkey",
        "id, agency_id, created_at, version, kind, key_hash, subject_id",
        (
            (shape.key("door", o.number * 100_000 + n, at), o.id, at, 1, "sign-in", key_hash(str(user)), s)
            for o, n, s, user in everybody
        ),
    )
    copy(
        connection,
        "access_grant",
        "id, agency_id, created_at, version, staff_id, role, program_id, since, because",
        (
            (shape.key("grant", o.number * 100_000 + n * 10 + p, at), o.id, at, 1, s, role(o, n), program, at, "seeded")
            for o, n, s, _ in everybody
            for p, program in enumerate(o.programs)
            if role(o, n) == "supervisor" or p == n % PROGRAMS_AN_AGENCY
        ),
    )


def case_managers(office: Office) -> int:
    """How many of the staff carry cases; the rest supervise."""
    return len(office.workers) - max(1, (len(office.workers) - 1) // (SUPERVISED + 1))


def role(office: Office, number: int) -> str:
    return "case-manager" if number < case_managers(office) else "supervisor"


@dataclass(frozen=True, slots=True)
class Life:
    """One person and their case, as everything else about them needs to know it."""

    number: int
    agency: UUID
    program: UUID
    owner: UUID
    person: UUID
    case: UUID
    opened_at: datetime
    closed_at: datetime | None
    name: str
    given: str
    family: str
    born_on: date
    next_step_on: date | None


def lives(shape: Shape, made: list[Office]) -> Iterator[Life]:
    """Everybody, agency by agency; the same for the same seed."""
    number = 0
    for office in made:
        dice, carriers = shape.random(f"people/{office.number}"), case_managers(office)
        for _ in range(office.people):
            worker = dice.randrange(carriers)
            opened = shape.now - timedelta(days=dice.randint(1, 365 * YEARS), seconds=dice.randint(0, 80_000))
            closed = opened + (shape.now - opened) * 0.8 if dice.random() < CLOSED_SHARE else None
            given, family = dice.choice(GIVEN), dice.choice(FAMILY)
            yield Life(
                number,
                office.id,
                office.programs[worker % PROGRAMS_AN_AGENCY],
                office.workers[worker],
                shape.key("person", number, opened),
                shape.key("case", number, opened),
                opened,
                closed,
                f"{given} {family}",
                given,
                family,
                (shape.now - timedelta(days=dice.randint(0, 80 * 365))).date(),
                None if closed else (shape.now + timedelta(days=dice.randint(-10, 40))).date(),
            )
            number += 1


def send_people(connection: psycopg.Connection, shape: Shape, everybody: list[Life]) -> None:
    """People, the words of their names, and one sealed telephone number each."""
    copy(
        connection,
        "people_person",
        "id, agency_id, created_at, version, full_name, preferred_name, own_script_name, given, family, pronouns,"
        " born_on, born_precision, language, needs_interpreter, about, key_salt",
        (
            (
                *(x.person, x.agency, x.opened_at, 1, x.name, "", "", x.given, x.family, "", x.born_on, "day", "en"),
                *(False, "", x.person.bytes),
            )
            for x in everybody
        ),
    )
    copy(
        connection,
        "people_nametoken",
        "id, agency_id, created_at, version, person_id, token",
        (
            (shape.key(f"token/{word}", x.number, x.opened_at), x.agency, x.opened_at, 1, x.person, word)
            for x in everybody
            for word in _tokens(x.name)
        ),
    )
    copy(
        connection,
        "people_contactpoint",
        "id, agency_id, created_at, version, person_id, channel, value, value_hash, label, safe, shared, voicemail_ok,"
        " preferred",
        (_number(shape, x) for x in everybody),
    )


@cache
def _tokens(name: str) -> list[str]:
    """Worked out once for everybody who bears the name."""
    return sorted(look_up_tokens(name))


def _number(shape: Shape, x: Life) -> Row:
    point = shape.key("point", x.number, x.opened_at)
    digits = f"1555{x.number:07d}"
    sealed = ring().seal(f"+{digits}".encode(), salt=x.person.bytes, bound_to=f"people_contactpoint.value.{point}")
    found = ring().find(digits, purpose="contact")
    return (point, x.agency, x.opened_at, 1, x.person, "phone", sealed, found, "", True, x.number % 5 == 0, False, True)


def send_cases(connection: psycopg.Connection, shape: Shape, everybody: list[Life]) -> None:
    """Cases, who carries them, who sees them, and what is to be done next."""
    copy(
        connection,
        "cases_case",
        "id, agency_id, created_at, version, person_id, program_id, number, status, step, owner_id, opened_at,"
        " closed_at, last_contact_at, next_step_on",
        (
            (
                *(x.case, x.agency, x.opened_at, 1, x.person, x.program, f"S-{x.number:07d}"),
                *("finished" if x.closed_at else "active", "exit" if x.closed_at else "delivery", x.owner, x.opened_at),
                *(x.closed_at, x.opened_at, x.next_step_on),
            )
            for x in everybody
        ),
    )
    copy(
        connection,
        "cases_assignment",
        "id, agency_id, created_at, version, case_id, person_id, program_id, staff_id, role, since, because, handover",
        (
            (
                *(
                    shape.key("assignment", x.number, x.opened_at),
                    x.agency,
                    x.opened_at,
                    1,
                    x.case,
                    x.person,
                    x.program,
                ),
                *(x.owner, "case-manager", x.opened_at, "", ""),
            )
            for x in everybody
        ),
    )
    copy(
        connection,
        "people_careteammember",
        "id, agency_id, created_at, version, person_id, program_id, staff_id, since, because, emergency",
        (
            (
                *(shape.key("member", x.number, x.opened_at), x.agency, x.opened_at, 1, x.person, x.program, x.owner),
                *(x.opened_at, "assigned", False),
            )
            for x in everybody
        ),
    )
    copy(
        connection,
        "tasks_task",
        "id, agency_id, created_at, version, person_id, program_id, case_id, kind, what, worded, who,"
        " who_name, important, due_on, repeat_unit, source_type, outcome",
        (
            (
                *(shape.key(f"task/{n}", x.number, x.opened_at), x.agency, x.opened_at, 1, x.person, x.program, x.case),
                *("to-do", f"Step {n} of the plan", "{}", "worker", "", False),
                *(x.next_step_on + timedelta(days=9 * n), "", "", ""),
            )
            for x in everybody
            if x.next_step_on is not None
            for n in range(2)
        ),
    )
