"""Who is looking, and where: the agency; of a member of staff also the name and live roles. One query a transaction."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from keyworker.access.models import Grant
from keyworker.access.roles import Role
from keyworker.agencies.models import Agency, Staff
from keyworker.base import clock, context
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.guarded import GuardedQuerySet
from keyworker.base.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Here:
    """`roles`: each with its program, None for the whole agency. Only a member of staff has a name and roles."""

    agency: Agency
    name: str
    job_title: str
    roles: tuple[tuple[Role, UUID | None], ...]


def here(actor: Actor) -> Here:
    """Every page and every action needs it, so it is asked in one statement, and once."""
    memo = context.current().memo
    if "here" not in memo:
        memo["here"] = _look_up(actor)
    found: Here = memo["here"]
    return found


def _look_up(actor: Actor) -> Here:
    if actor.kind is not ActorKind.STAFF:
        return Here(GuardedQuerySet(Agency).policed().using(actor.alias).get(), "", "", ())
    ((*agency, name, job_title, held),) = _OF_STAFF.ask(actor.alias, who=actor.staff_id)
    told = sorted(held)  # In one order for all, so that who holds alike rights is asked for in the same words.
    roles = tuple((Role(each["role"]), each["program"] and UUID(each["program"])) for each in map(json.loads, told))
    return Here(Agency.from_db(actor.alias, COLUMNS, agency), name or "", job_title or "", roles)


def _of_staff(me: UUID) -> "QuerySet[Agency, Any]":
    """The agency's columns, then what is known of one of its staff: name, job title, live roles as JSON."""
    mine = GuardedQuerySet(Staff).policed().filter(pk=me)
    grants = (
        GuardedQuerySet(Grant)
        .policed()
        .filter(Q(staff__ended_at=None), staff_id=me, revoked_at=None, since__lte=clock.now())
    )
    held = grants.values(held=JSONObject(role="role", program="program_id"))
    return (
        GuardedQuerySet(Agency)
        .policed()
        .values_list(*COLUMNS, Subquery(mine.values("name")), Subquery(mine.values("job_title")), ArraySubquery(held))
    )


COLUMNS = [field.attname for field in Agency._meta.concrete_fields]
_OF_STAFF = Prepared(_of_staff)
