"""The pages that workers wait for, as the measured worker and their supervisor open them."""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections
from django.urls import reverse

from bench.asking import CLIENTS, Page
from keyworker.access.middleware import FACTOR, PLACE
from keyworker.access.models import DoorKind
from keyworker.accounts.models import User
from keyworker.base.ids import new_id
from keyworker.console.seeding.names import FAMILY, GIVEN

AFTER_ROWS = 10_000
CASE_ROWS = """
SELECT c.*, p.*, g.*, s.* FROM cases_case c JOIN people_person p ON p.id = c.person_id
JOIN agencies_program g ON g.id = c.program_id JOIN agencies_staff s ON s.id = c.owner_id WHERE c.agency_id = %s
"""


@dataclass(frozen=True, slots=True)
class Worker:
    """The case manager measured: the one with the most open cases in the largest agency, and a supervisor there."""

    agency: UUID
    staff: UUID
    caseload: int
    sessions: list[str]
    supervisor_sessions: list[str]
    supervisor: UUID
    people: list[UUID]
    cases: list[UUID]
    tasks: list[UUID]
    deep: tuple[datetime, UUID]


def _sql(statement: str, *parameters: object) -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def a_worker() -> Worker:
    ((agency, staff, caseload),) = _sql(
        "SELECT agency_id, owner_id, count(*) FROM cases_case WHERE status = 'active' AND agency_id ="
        " (SELECT agency_id FROM cases_case GROUP BY 1 ORDER BY count(*) DESC LIMIT 1)"
        " GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 1"
    )
    ((supervisor,),) = _sql(
        "SELECT staff_id FROM access_grant WHERE agency_id = %s AND role = 'supervisor' LIMIT 1", agency
    )
    mine = _sql(
        "SELECT person_id, id FROM cases_case WHERE agency_id = %s AND owner_id = %s AND status = 'active' ORDER BY id",
        agency,
        staff,
    )
    tasks = _sql(
        "SELECT t.id FROM tasks_task t JOIN cases_case c ON c.id = t.case_id WHERE t.agency_id = %s"
        " ORDER BY (c.owner_id = %s) DESC, t.id",
        agency,
        staff,
    )
    (deep,) = _sql(
        "SELECT opened_at, id FROM cases_case WHERE agency_id = %s ORDER BY opened_at DESC, id DESC"
        " OFFSET least(%s, (SELECT count(*) - 60 FROM cases_case WHERE agency_id = %s)) LIMIT 1",
        agency,
        AFTER_ROWS,
        agency,
    )
    return Worker(
        agency, staff, caseload, _sessions(agency, staff), _sessions(agency, supervisor), supervisor,
        [person for person, _ in mine], [case for _, case in mine], [key for (key,) in tasks], deep,
    )  # fmt: skip


def _sessions(agency: UUID, staff: UUID) -> list[str]:
    """One for each client: those of one session would wait for each other where it is written to."""
    return [_session(agency, staff) for _ in range(CLIENTS)]


def _session(agency: UUID, staff: UUID) -> str:
    """A signed-in session without the sign-in page: its throttle and its Argon2 are not what is measured."""
    ((user_id,),) = _sql("SELECT user_id FROM agencies_staff WHERE id = %s", staff)
    user = User.objects.get(pk=user_id)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY], session[FACTOR] = user.get_session_auth_hash(), True
    session[PLACE] = {"door": DoorKind.SIGN_IN.value, "agency": str(agency), "subject": str(staff), "person": ""}
    session.save()
    return str(session.session_key)


def all_pages(worker: Worker) -> list[Page]:
    """In the order a day has."""
    deep = urlencode({"at": worker.deep[0].isoformat(), "key": worker.deep[1]})
    return [
        Page(
            "my day", worker.sessions, lambda n: reverse("workspace:my_day"),
            bare="SELECT t.*, p.*, c.* FROM tasks_task t JOIN people_person p ON p.id = t.person_id JOIN cases_case c"
            " ON c.id = t.case_id WHERE t.agency_id = %s AND c.owner_id = %s AND t.done_at IS NULL"
            " AND t.cancelled_at IS NULL AND t.due_on <= current_date + 7 ORDER BY t.due_on, t.id",
            parameters=[worker.agency, worker.staff],
        ),
        Page(
            "caseload", worker.sessions, lambda n: reverse("workspace:caseload"),
            bare=CASE_ROWS + " AND c.owner_id = %s AND c.status = 'active' ORDER BY c.next_step_on, c.id LIMIT 51",
            parameters=[worker.agency, worker.staff],
        ),
        Page(
            f"all cases, after {AFTER_ROWS:,} rows", worker.supervisor_sessions,
            lambda n: f"{reverse('workspace:cases')}?{deep}",
            bare=CASE_ROWS + " AND (c.opened_at, c.id) < (%s, %s) ORDER BY c.opened_at DESC, c.id DESC LIMIT 51",
            parameters=[worker.agency, *worker.deep],
        ),
        Page(
            "open a file", worker.sessions,
            lambda n: reverse("workspace:file", args=[worker.people[n % len(worker.people)]]),
            bare="SELECT * FROM people_timelineentry WHERE agency_id = %s AND person_id = %s"
            " ORDER BY happened_at DESC, id DESC LIMIT 26",
            parameters=[worker.agency, worker.people[0]],
        ),
        Page(
            "timeline", worker.sessions,
            lambda n: reverse("workspace:timeline", args=[worker.people[n % len(worker.people)]]),
            bare="SELECT * FROM people_timelineentry WHERE agency_id = %s AND person_id = %s"
            " ORDER BY happened_at DESC, id DESC LIMIT 26",
            parameters=[worker.agency, worker.people[0]],
        ),
        Page(
            "find a person by a misspelt name", worker.sessions, lambda n: reverse("workspace:search"),
            form=lambda n: {"q": misspelt(n)}, then=reverse("workspace:search"),
        ),
        Page(
            "search notes for common words", worker.sessions, lambda n: reverse("workspace:words"),
            form=lambda n: {"q": "landlord letters"}, then=reverse("workspace:words"),
        ),
        Page(
            "search a whole agency's notes in vain", worker.supervisor_sessions, lambda n: reverse("workspace:words"),
            form=lambda n: {"q": "zeppelin"}, then=reverse("workspace:words"),
        ),
        Page("save a note (sign it)", worker.sessions, lambda n: _note(worker, n), form=lambda n: _words(worker, n)),
        Page(
            "complete a task", worker.supervisor_sessions,
            lambda n: reverse("tasks:complete", args=[worker.tasks[n % len(worker.tasks)]]),
            form=lambda n: {"outcome": ""},
        ),
    ]  # fmt: skip


def misspelt(turn: int) -> str:
    """A name of the made-up people, with two neighbouring letters exchanged in each part."""
    parts = (GIVEN[turn * 7 % len(GIVEN)], FAMILY[turn * 11 % len(FAMILY)])
    return " ".join(f"{part[0]}{part[2]}{part[1]}{part[3:]}" if len(part) > 3 else part for part in parts)


def _note(worker: Worker, turn: int) -> str:
    return reverse("delivery:note", args=[worker.people[turn % len(worker.people)]])


def _words(worker: Worker, turn: int) -> dict[str, str]:
    return {
        "draft": str(new_id()),
        "seen": "0",
        "page": new_id().hex,
        "case_id": str(worker.cases[turn % len(worker.cases)]),
        "text": "We met as agreed. She brought the letter from the landlord.",
        "category": "general",
        "act": "sign",
    }
