"""How much work was done beside contacts, and how much with the client: of a file, of a worker, of a team."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.agencies.models import Program
from keyworker.base.actor import Actor
from keyworker.delivery.models import CaseContact, OtherWork, WorkKind
from keyworker.people.models import Person

LATEST, MOST_WORKERS = 25, 100
PERIOD = timedelta(days=28)
COUNTED = "a worker's minutes are theirs to count; of whom they were is not shown"
WITH_THEM = "contact"
VIEW, RECORD, OVERSEE = Permission.CONTACT_VIEW, Permission.CONTACT_RECORD, Permission.CASELOAD_OVERSEE
WORKS_THERE = Permission.REFERRAL_VIEW  # held in the programs of one's own roles
KINDS = dict(WorkKind.choices)


@dataclass(frozen=True, slots=True)
class Total:
    """Minutes of one kind, and how often."""

    kind: str
    minutes: int
    times: int

    @property
    def words(self) -> str:
        """What it was, as people read it."""
        return str(KINDS.get(self.kind) or _("Contacts, with the way there"))


@dataclass(frozen=True, slots=True)
class Load:
    """One worker's minutes with clients and beside them."""

    name: str
    with_clients: int
    beside: int

    @property
    def all(self) -> int:
        return self.with_clients + self.beside


@dataclass(frozen=True, slots=True)
class Written:
    """What was written down: totals by kind, contacts first, and the latest of the work beside them."""

    totals: list[Total]
    latest: list[OtherWork]

    @property
    def minutes(self) -> int:
        """All together, with them and beside."""
        return sum(each.minutes for each in self.totals)


def work_for(actor: Actor, person: Person) -> Written:
    """All the work for one person, in the cases the actor may see. Two queries."""
    work = rows(OtherWork, actor=actor, needs=VIEW).filter(person=person)
    contacts = _timed(rows(CaseContact, actor=actor, needs=VIEW).filter(person=person))
    return Written(_totals(contacts, work), _latest(work))


def my_work(actor: Actor, *, since: date) -> Written:
    """The worker's own since a day of the agency's calendar; counted also where a file is shut to them by now."""
    work = facts(OtherWork, because=COUNTED).filter(by_id=actor.staff_id, worked_on__gte=since)
    contacts = facts(CaseContact, because=COUNTED).filter(by_id=actor.staff_id, happened_at__gte=_midnight(since))
    seen = rows(OtherWork, actor=actor, needs=RECORD).filter(by_id=actor.id)
    return Written(_totals(_timed(contacts), work), _latest(seen))


def team_work(actor: Actor, *, since: date) -> list[Load]:
    """Each worker's minutes in the programs the actor oversees, by name. One query."""
    contacts = rows(CaseContact, actor=actor, needs=OVERSEE).filter(happened_at__gte=_midnight(since))
    work = rows(OtherWork, actor=actor, needs=OVERSEE).filter(worked_on__gte=since)
    found: dict[Any, dict[str, Any]] = {}
    for who, name, where, minutes in _by_worker(_timed(contacts), WITH_THEM).union(
        _by_worker(work.annotate(took=F("minutes")), "beside"), all=True
    ):
        load = found.setdefault(who, {"name": name, WITH_THEM: 0, "beside": 0})
        load[where] += minutes or 0
    loads = [Load(each["name"], each[WITH_THEM], each["beside"]) for each in found.values()]
    return sorted(loads, key=lambda each: each.name)[:MOST_WORKERS]


def programs_to_work_for(actor: Actor) -> list[Program]:
    """Where work for nobody in particular can be written down: where they work by role. One query.

    To record a contact reaches as far as the care team does; a role for the whole agency would name a sealed program.
    """
    return list(rows(Program, actor=actor, needs=WORKS_THERE).filter(closed_at=None).order_by("name"))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


def _timed(contacts: "QuerySet[CaseContact]") -> "QuerySet[Any]":
    """Contacts whose length or way was written down, with `took`: both together."""
    took = Coalesce("minutes", 0) + Coalesce("travel_minutes", 0)
    return contacts.annotate(took=took).filter(took__gt=0)


def _by_worker(found: "QuerySet[Any]", where: str) -> "QuerySet[Any]":
    grouped = found.order_by().values("by_id", "by__name").annotate(where=Value(where), all=Sum("took"))
    columns: QuerySet[Any] = grouped.values_list("by_id", "by__name", "where", "all")
    return columns


def _totals(contacts: "QuerySet[Any]", work: "QuerySet[Any]") -> list[Total]:
    with_them = contacts.annotate(what_kind=Value(WITH_THEM, output_field=CharField()))
    both = _by_kind(with_them).union(_by_kind(work.annotate(what_kind=F("kind"), took=F("minutes"))), all=True)
    # Contacts are all of one kind, so that PostgreSQL gives a row of them also where there are none.
    totals = [Total(kind, minutes, times) for kind, minutes, times in both if times]
    return sorted(totals, key=lambda each: (each.kind != WITH_THEM, -each.minutes))


def _by_kind(found: "QuerySet[Any]") -> "QuerySet[Any]":
    summed = found.order_by().values("what_kind").annotate(all=Sum("took"), times=Count("pk"))
    columns: QuerySet[Any] = summed.values_list("what_kind", "all", "times")
    return columns


def _latest(work: "QuerySet[OtherWork]") -> list[OtherWork]:
    newest = work.select_related("by", "person", "program").order_by("-worked_on", "-id")
    return list(newest[:LATEST])
