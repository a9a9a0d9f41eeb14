"""Who is on duty when something cannot wait: the rota's worker, else the case's owner, else a supervisor."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connections

from keyworker.access.permissions import Permission
from keyworker.access.roles import ENTITLEMENTS
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.cases.models import Case
from keyworker.people.models import CareTeamMember
from keyworker.people.timeline import tell

ON_DUTY = "on duty"
SIGHT_LASTS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """`placed`: already on the person's care team in the program."""

    staff_id: UUID
    placed: bool


def on_duty(actor: Actor, case: Case, *, today: date, needs: Permission) -> OnDuty | None:
    """Who takes it on; never who is denied the file, has left, or has no role that carries `needs` in the program.

    The database looks it up (`keyworker_on_duty`): the client's own door may ask, and sees neither rota nor denials.
    """
    roles = [role.value for role, held in ENTITLEMENTS.items() if any(each.permission is needs for each in held)]
    asked: list[Any] = [case.program_id, case.person_id, today, clock.now(), roles]
    with connections[actor.alias].cursor() as cursor:
        cursor.execute("SELECT staff_id, placed FROM keyworker_on_duty(%s, %s, %s, %s, %s)", asked)
        row = cursor.fetchone()
    return OnDuty(*row) if row else None


def call_duty(actor: Actor, case: Case, *, today: date, needs: Permission) -> UUID | None:
    """Find who is on duty and let them into the file for some days; called inside the action that needs them.

    Answers the member of staff, or None where nobody can: then the case's owner's page and its supervisor's remain.
    """
    found = on_duty(actor, case, today=today, needs=needs)
    if found is None:
        return None
    if not found.placed:
        member = CareTeamMember(
            person_id=case.person_id,
            program_id=case.program_id,
            staff_id=found.staff_id,
            because=ON_DUTY,
            until=clock.now() + SIGHT_LASTS,
        )
        member.save(force_insert=True)
        tell("cases.duty_called", member, needs=Permission.PERSON_VIEW)
    return found.staff_id
