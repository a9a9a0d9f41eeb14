"""Who is looking, and where: the agency; of a member of staff also the name and live roles. One query a transaction."""

from dataclasses import dataclass
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
    agency = GuardedQuerySet(Agency).policed().using(actor.alias)
    if actor.kind is not ActorKind.STAFF:
        return Here(agency.get(), "", "", ())
    me = GuardedQuerySet(Staff).policed().using(actor.alias).filter(pk=actor.id)
    found = agency.annotate(
        my_name=Subquery(me.values("name")),
        my_title=Subquery(me.values("job_title")),
        my_roles=ArraySubquery(_live_grants(actor).values(held=JSONObject(role="role", program="program_id"))),
    ).get()
    roles = tuple((Role(each["role"]), each["program"] and UUID(each["program"])) for each in found.my_roles)
    return Here(found, found.my_name or "", found.my_title or "", roles)


def _live_grants(actor: Actor) -> "QuerySet[Grant]":
    grants = GuardedQuerySet(Grant).policed().using(actor.alias)
    return grants.filter(Q(staff__ended_at=None), staff_id=actor.id, revoked_at=None, since__lte=clock.now())
