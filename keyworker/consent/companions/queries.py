"""Who comes in beside somebody, as their team, they themselves, and the one who comes in see it."""

from django.db.models import BooleanField, F, Func, QuerySet

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base.actor import Actor
from keyworker.consent.models import Companion
from keyworker.people.models import Person

MOST = 30


def _found(actor: Actor, needs: Permission) -> "QuerySet[Companion]":
    """With `stands`: whether they may come in at this moment, as the door itself decides it."""
    lets_in = Func(F("account_id"), function="keyworker_companion_stands", output_field=BooleanField())
    return rows(Companion, actor=actor, needs=needs).annotate(stands=lets_in)


def companions_of(actor: Actor, person: Person) -> list[Companion]:
    """Everybody who comes in beside the person, or did once; those who still do first, the newest above. One query."""
    found = _found(actor, Permission.PORTAL_MANAGE).filter(person=person).select_related("account", "opened_by")
    return list(found.order_by(F("ended_at").desc(nulls_first=True), "-created_at", "id")[:MOST])


def beside_me(actor: Actor) -> list[Companion]:
    """Who may see what of the person's page now, at the person's own door. One query."""
    found = _found(actor, Permission.PORTAL_ACT).filter(ended_at=None)
    return [each for each in found.order_by("name", "id")[:MOST] if each.stands]  # type: ignore[attr-defined]


def who_i_am_beside(actor: Actor) -> Companion:
    """At the door of a guardian or supporter: they, and what they were granted."""
    found: Companion = rows(Companion, actor=actor, needs=Permission.COMPANION_ENTER).get()
    return found
