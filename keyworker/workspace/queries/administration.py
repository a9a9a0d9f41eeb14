"""What administrators and auditors look at: staff and their roles, the trail, the register of actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from keyworker.access.doing import ACTIONS
from keyworker.access.models import Grant
from keyworker.access.permissions import Permission
from keyworker.access.roles import ENTITLEMENTS, Reach, Role
from keyworker.access.sight import facts, rows
from keyworker.agencies.models import Staff
from keyworker.audit.models import AuditEvent
from keyworker.audit.presenters import sentence
from keyworker.base import keyset
from keyworker.base.actor import Actor
from keyworker.workspace.queries.story import doer

PAGE = 50
STAFF_ROLES = tuple(role for role in Role if role not in {Role.CLIENT, Role.PARTNER})


def colleagues(actor: Actor, *, after: str = "", after_key: UUID | None = None) -> list[Any]:
    """A page of the staff by name, those who left last in their place; `roles` is what each holds now.

    `invited`: they have not chosen a password yet.
    """
    live = rows(Grant, actor=actor, needs=Permission.STAFF_VIEW).filter(staff=OuterRef("pk"), revoked_at=None)
    held = live.order_by("since", "id").values(data=JSONObject(id="id", role="role", program=F("program__name")))
    found = rows(Staff, actor=actor, needs=Permission.STAFF_VIEW).annotate(
        roles=ArraySubquery(held), invited=Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    )
    if after_key is not None:
        found = found.filter(keyset.after("name", after, after_key))
    return list(found.order_by("name", "id")[: PAGE + 1])


@dataclass(frozen=True, slots=True)
class Events:
    """A page of the trail as lines; `last` is where the next page begins, when there is one."""

    lines: list[dict[str, Any]]
    last: UUID | None


def events(actor: Actor, *, chosen: Mapping[str, Any], before: UUID | None) -> Events:
    """The agency's trail, newest first; keys are time-ordered, so the key is the cursor. One query."""
    found = rows(AuditEvent, actor=actor, needs=Permission.AUDIT_VIEW)
    for name, column in (("staff", "actor_id"), ("verb", "verb"), ("person", "person_id")):
        if chosen.get(name):
            found = found.filter(**{column: chosen[name]})
    if before is not None:
        found = found.filter(pk__lt=before)
    author = facts(Staff, because="the trail's reader is told who did it").filter(pk=OuterRef("actor_id"))
    page = list(found.annotate(staff_name=Subquery(author.values("name")[:1])).order_by("-id")[: PAGE + 1])
    return Events([_line(event) for event in page[:PAGE]], page[PAGE - 1].pk if len(page) > PAGE else None)


def _line(event: AuditEvent) -> dict[str, Any]:
    """Ids, never names of clients: an auditor need not learn who is served."""
    who = event.actor_name or doer(event.actor_kind, event.staff_name)  # type: ignore[attr-defined]  # annotated
    return {
        "when": event.occurred_at,
        "who": who,
        "sentence": sentence(event.verb, who=who, facts=event.facts),
        "verb": event.verb,
        "person_id": event.person_id,
    }


def everything() -> list[dict[str, Any]]:
    """Every action of this installation, what it asks for, and how far each role reaches with it; no query."""
    return [
        {
            "app": registered.name.split(".")[0],
            "name": registered.name.split(".")[1].replace("_", " "),
            "about": (registered.function.__doc__ or "").strip().split("\n")[0],
            "needs": registered.needs.value,
            "reach": [reach(role, registered.needs) for role in STAFF_ROLES],
        }
        for registered in sorted(ACTIONS.values(), key=lambda each: each.name)
    ]


def reach(role: Role, needs: Permission) -> Reach | None:
    """The furthest a role reaches with a permission; None when it does not have it."""
    held = [entitlement.reach for entitlement in ENTITLEMENTS[role] if entitlement.permission is needs]
    return max(held, default=None)
