"""Whose visits are when."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, facts, rows
from keyworker.access.worded import worded
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.people.models import Person
from keyworker.people.queries import address_secret_since
from keyworker.visits.models import Visit, VisitStatus
from keyworker.visits.practice.licenses import told_of_licenses
from keyworker.visits.rules import MOST_TRAVEL, Slot, clash
from keyworker.visits.suiting.queries import newest_for_visit

MOST_NEAR = 50
PLACE_IS_SECRET = gettext_lazy("where is kept secret: their address is protected")


def visits_on(actor: Actor, day: date) -> list[Visit]:
    """The worker's visits that begin on that day of the agency's calendar, called off ones left out. One query."""
    return _mine(actor, _midnight(day), _midnight(day + timedelta(days=1)))


def visits_between(actor: Actor, first: date, last: date, *, whole_team: bool = False) -> "QuerySet[Visit]":
    """Visits that begin on these days of the agency's calendar, those called off left out, in order of the clock.

    The worker's own, or with `whole_team` of everybody in the programs they oversee.
    """
    begins, ends = _midnight(first), _midnight(last + timedelta(days=1))
    if whole_team:
        return _not_called_off(rows(Visit, actor=actor, needs=Permission.CASELOAD_OVERSEE), begins, ends)
    return _of(actor, begins, ends)


@worded(Visit)
def _mine(actor: Actor, begins: datetime, ends: datetime) -> "QuerySet[Visit]":
    return _of(actor, begins, ends)


def _of(actor: Actor, begins: datetime, ends: datetime) -> "QuerySet[Visit]":
    mine = Q(staff_id=actor.id) | Q(staff=None, case__owner_id=actor.id)
    return _not_called_off(rows(Visit, actor=actor, needs=Permission.VISIT_VIEW).filter(mine), begins, ends)


def _not_called_off(found: "QuerySet[Visit]", begins: datetime, ends: datetime) -> "QuerySet[Visit]":
    planned = found.filter(starts_at__gte=begins, starts_at__lt=ends).exclude(status=VisitStatus.CANCELLED)
    return planned.select_related("person", "staff", "case__owner").order_by("starts_at", "id")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


@dataclass(frozen=True, slots=True)
class Clash:
    """Another visit of the same worker at that time; whose it is only where the reader may see it."""

    starts_at: datetime
    ends_at: datetime
    called: str


def clashes(actor: Actor, worker: UUID, slot: Slot) -> list[Clash]:
    """What the worker has planned already for that time, the way there included, in order of the clock. Two queries.

    That there is something, everybody who plans for a colleague is told; never with whom, unless they may see it.
    """
    held = facts(Visit, because="a worker cannot be in two places, whoever plans").filter(
        Q(staff_id=worker) | Q(staff=None, case__owner_id=worker), status=VisitStatus.PLANNED
    )
    reach = timedelta(minutes=MOST_TRAVEL)
    near = held.filter(starts_at__lt=slot.ends_at + reach, ends_at__gt=slot.leaves_at).order_by("starts_at", "id")
    found = [each for each in near[:MOST_NEAR] if clash(slot, Slot(each.starts_at, each.ends_at, each.travel_minutes))]
    mine = rows(Visit, actor=actor, needs=Permission.VISIT_VIEW).filter(pk__in=[each.pk for each in found])
    known = {each.pk: each.person.called for each in mine.select_related("person")} if found else {}
    return [Clash(each.starts_at, each.ends_at, known.get(each.pk, "")) for each in found]


def visits_ahead(actor: Actor, person: Person) -> list[Visit]:
    """The person's planned visits, nearest first, those not yet settled included."""
    found = _with_what_is_secret(actor).filter(person=person, status=VisitStatus.PLANNED)
    ahead = found.select_related("staff", "way", "program", "case__owner").order_by("starts_at", "id")
    return [_with_place(each) for each in ahead]


def _with_what_is_secret(actor: Actor) -> "QuerySet[Visit, Any]":
    found = rows(Visit, actor=actor, needs=Permission.VISIT_VIEW)
    return found.annotate(secret_since=address_secret_since("person_id"))


def _with_place(visit: Any) -> Visit:
    """Where it is, as it may be told. Words written before their address became secret may give it away; since then
    nobody could write it there. In a sealed program only those read them who hide the person."""
    since = visit.secret_since
    hidden = since is not None and visit.created_at < since and not visit.program.sealed
    visit.place_told = str(PLACE_IS_SECRET) if visit.place and hidden else visit.place
    found: Visit = visit
    return found


def visit(actor: Actor, visit_id: UUID) -> Visit:
    """One visit with what its page shows. Raises `Absent`."""
    join = ("person", "staff", "program", "way", "case__owner", "case__program", "contact")
    asked = _with_what_is_secret(actor).annotate(
        newest_look=newest_for_visit(actor), told=told_of_licenses(workplace(actor).today)
    )
    found = asked.filter(pk=visit_id).select_related(*join).first()
    if found is None:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    shown = _with_place(found)
    shown.suits, shown.licenses = found.newest_look, found.told
    return shown
