"""Whose visits are when."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.base.actor import Actor
from keyworker.people.models import Person
from keyworker.visits.models import Visit, VisitStatus


def visits_on(actor: Actor, day: date) -> list[Visit]:
    """The worker's visits that begin on that day of the agency's calendar, called off ones left out. One query."""
    begins = datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
    mine = Q(staff_id=actor.id) | Q(staff=None, case__owner_id=actor.id)
    found = rows(Visit, actor=actor, needs=Permission.VISIT_VIEW).filter(
        mine, starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1)
    )
    return list(
        found.exclude(status=VisitStatus.CANCELLED).select_related("person", "case").order_by("starts_at", "id")
    )


def visits_ahead(actor: Actor, person: Person) -> list[Visit]:
    """The person's planned visits, nearest first, those not yet settled included."""
    found = rows(Visit, actor=actor, needs=Permission.VISIT_VIEW).filter(person=person, status=VisitStatus.PLANNED)
    return list(found.select_related("staff", "case__owner").order_by("starts_at", "id"))


def visit(actor: Actor, visit_id: UUID) -> Visit:
    """One visit with what its page shows. Raises `Absent`."""
    join = ("person", "staff", "case__owner")
    return require(Visit, visit_id, actor=actor, needs=Permission.VISIT_VIEW, join=join)
