"""What workers look at of groups: the list, one group with its people, its sessions in figures, one person's groups."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from keyworker.access.models import Grant
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.access.sight import facts, require, rows
from keyworker.access.worded import worded
from keyworker.agencies.models import Program, Staff
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.cases.models import Case, CaseStatus
from keyworker.delivery.grouping import Rhythm, days_of
from keyworker.delivery.models import ATTENDED, Attendance, ClientGroup, GroupPlace, GroupSession, How
from keyworker.people.models import Person

VIEW, RECORD, OVERSEE = Permission.CONTACT_VIEW, Permission.CONTACT_RECORD, Permission.CASELOAD_OVERSEE
WORKS_THERE = Permission.REFERRAL_VIEW  # held in the programs of one's own roles
LEADS = (Role.CASE_MANAGER.value, Role.SUPERVISOR.value)
MOST_GROUPS, MOST_MEMBERS, MOST_SESSIONS, MOST_CHOICES = 100, 200, 60, 300
OPEN_DAYS = timedelta(days=42)
MOST_OPEN_DAYS = 4
COUNTED = "a place is taken whoever has it, and a session counts all who came; never who they are"


@dataclass(frozen=True, slots=True)
class Planned:
    """A day on which a group meets, at what time, and who leads it. Nobody who comes to it is named."""

    group: ClientGroup
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """A session, and how many of the places were taken by somebody who came."""

    session: GroupSession
    came: int
    late: int
    excused: int
    missed: int


@dataclass(frozen=True, slots=True)
class GroupView:
    """One group, as far as the reader may see its people. `taken` counts all; `figures` are for who runs it."""

    group: ClientGroup
    members: list[GroupPlace]
    waiting: list[GroupPlace]
    taken: int
    runs: bool
    figures: list[Figures]
    to_write: list[date]

    @property
    def has_room(self) -> bool:
        return self.taken < self.group.places

    @property
    def hidden(self) -> int:
        """How many are in the group whose file the reader cannot open."""
        return self.taken - len(self.members)

    @property
    def came_of(self) -> str:
        """Those who came to a session held, on average, to the tenth; empty before the first."""
        held = [each.came for each in self.figures if each.session.held]
        return f"{sum(held) / len(held):.1f}" if held else ""


def rhythm_of(group: ClientGroup) -> Rhythm:
    return Rhythm(group.weekday, group.dates, group.from_on, group.until_on)


def runs(actor: Actor, group: ClientGroup) -> bool:
    """Whether the actor leads the group or oversees its program. One query for those who do not lead it."""
    if actor.staff_id in {group.leader_id, group.co_leader_id}:
        return True
    return rows(ClientGroup, actor=actor, needs=OVERSEE).filter(pk=group.pk).exists()


def groups(actor: Actor) -> list[tuple[ClientGroup, int]]:
    """Groups of the actor's programs with how many places are taken, those the actor leads first. One query."""
    mine = Q(leader_id=actor.staff_id) | Q(co_leader_id=actor.staff_id)
    first = Choose(When(mine, then=Value(0)), default=Value(1), output_field=IntegerField())
    taken = Count("taken", filter=Q(taken__since__isnull=False, taken__until=None))
    found = (
        rows(ClientGroup, actor=actor, needs=VIEW).filter(ended_at=None).annotate(taken_now=taken, place_in_line=first)
    )
    ordered = found.select_related("program", "leader", "co_leader").order_by("place_in_line", "name", "id")
    return [(each, each.taken_now) for each in ordered[:MOST_GROUPS]]


def group(actor: Actor, group_id: UUID) -> ClientGroup:
    """One group. Raises `Absent`."""
    join = ("program", "leader", "co_leader", "funding")
    return require(ClientGroup, group_id, actor=actor, needs=VIEW, join=join)


def group_view(actor: Actor, held: ClientGroup, *, today: date) -> GroupView:
    """The group with its people and, for who runs it, what was held. Five queries at most."""
    places = rows(GroupPlace, actor=actor, needs=VIEW).filter(group=held, until=None)
    found = list(places.select_related("person", "case").order_by("asked_at", "id")[:MOST_MEMBERS])
    leads = runs(actor, held)
    sessions = sessions_of(actor, held) if leads else []
    return GroupView(
        held,
        sorted((each for each in found if each.since), key=lambda each: each.person.called.casefold()),
        [each for each in found if each.since is None],
        places_taken(held),
        leads,
        sessions,
        _to_write(held, sessions, today=today) if leads else [],
    )


def places_taken(held: ClientGroup) -> int:
    taken = facts(GroupPlace, because=COUNTED).filter(group=held, until=None, since__isnull=False)
    return int(taken.count())


def _to_write(held: ClientGroup, sessions: list[Figures], *, today: date) -> list[date]:
    """Days of the last weeks that nobody has written down, the latest first."""
    known = {each.session.on for each in sessions}
    days = days_of(rhythm_of(held), today - OPEN_DAYS, today)
    begun = [day for day in reversed(days) if instant(day, held.at) <= clock.now()]
    return [day for day in begun if day not in known][:MOST_OPEN_DAYS]


def sessions_of(actor: Actor, held: ClientGroup) -> list[Figures]:
    """The group's sessions in numbers, the last first. Two queries."""
    found = rows(GroupSession, actor=actor, needs=VIEW).filter(group=held).select_related("led_by", "led_with")
    sessions = list(found.order_by("-on")[:MOST_SESSIONS])
    counted = facts(Attendance, because=COUNTED).filter(session__in=sessions, replaced_at=None)
    numbers: dict[Any, dict[str, int]] = defaultdict(lambda: dict.fromkeys(How.values, 0))
    for session_id, how, number in counted.values_list("session_id", "how").annotate(number=Count("pk")):
        numbers[session_id][how] = number
    return [_figures(each, numbers[each.pk]) for each in sessions]


def _figures(session: GroupSession, number: dict[str, int]) -> Figures:
    came = sum(number[how] for how in ATTENDED)
    return Figures(session, came, number[How.LATE], number[How.EXCUSED], number[How.MISSED])


def session_on(actor: Actor, held: ClientGroup, on: date) -> GroupSession | None:
    """What is written of that day, for those who lead the group or oversee its program. One query."""
    found: GroupSession | None = (
        rows(GroupSession, actor=actor, needs=VIEW).filter(group=held, on=on).select_related("written_by").first()
    )
    return found


def members_on(actor: Actor, held: ClientGroup, on: date) -> list[GroupPlace]:
    """Who had a place on that day and is the actor's to see, by name. One query."""
    in_it = Q(since__lte=on) & (Q(until=None) | Q(until__gte=on))
    written = facts(Attendance, because="who is written down stays on the list").filter(
        place=OuterRef("pk"), session__on=on, replaced_at=None
    )
    found = rows(GroupPlace, actor=actor, needs=RECORD).filter(in_it | Exists(written), group=held)
    return sorted(found.select_related("person")[:MOST_MEMBERS], key=lambda each: each.person.called.casefold())


def people_of(actor: Actor, held: ClientGroup) -> list[Person]:
    """Everybody who is, was or waits to be in the group and is the actor's to see. One query."""
    found = rows(GroupPlace, actor=actor, needs=RECORD).filter(group=held).select_related("person")
    return [place.person for place in found]


def attendance_of(actor: Actor, session: GroupSession | None) -> list[Attendance]:
    """What was written of everybody the actor may see, what was corrected too, the latest first. One query."""
    if session is None:
        return []
    found = rows(Attendance, actor=actor, needs=VIEW).filter(session=session)
    return list(found.select_related("person", "by").order_by("-created_at", "-id"))


def leaders_to_choose(actor: Actor) -> list[Staff]:
    """Colleagues who carry cases in one of the actor's programs, by name; in which, the action decides. One query."""
    live = facts(Grant, because="whoever leads a group must be able to open its people's files").filter(
        Q(program=None) | Q(program__in=rows(Program, actor=actor, needs=WORKS_THERE).values("pk")),
        staff=OuterRef("pk"),
        role__in=LEADS,
        revoked_at=None,
    )
    found = rows(Staff, actor=actor, needs=Permission.STAFF_VIEW).filter(Exists(live), ended_at=None)
    return list(found.order_by("name", "id")[:MOST_CHOICES])


def programs_for_groups(actor: Actor) -> list[Program]:
    """Where the actor may set up a group: where they work by role. One query."""
    return list(rows(Program, actor=actor, needs=WORKS_THERE).filter(closed_at=None).order_by("name"))


def cases_to_bring(actor: Actor, held: ClientGroup) -> list[Case]:
    """Open cases of the group's program that the actor may write in and that are not in it yet. One query."""
    there = facts(GroupPlace, because="nobody has two places").filter(group=held, person=OuterRef("person"), until=None)
    found = rows(Case, actor=actor, needs=RECORD).filter(
        ~Exists(there), program=held.program_id, status=CaseStatus.ACTIVE
    )
    return list(found.select_related("person").order_by("person__full_name", "id")[:MOST_CHOICES])


def groups_to_join(actor: Actor, cases: list[Case]) -> list[ClientGroup]:
    """Groups of the programs in which these cases are open. One query."""
    programs = {case.program_id for case in cases if case.is_open}
    found = rows(ClientGroup, actor=actor, needs=RECORD).filter(program__in=programs, ended_at=None)
    return list(found.order_by("name", "id")[:MOST_GROUPS])


def places_of(actor: Actor, person: Person) -> list[GroupPlace]:
    """The person's groups, those they are in first. One query."""
    found = rows(GroupPlace, actor=actor, needs=VIEW).filter(person=person)
    live_first = sorted(
        found.select_related("group").order_by("-asked_at")[:MOST_GROUPS], key=lambda each: each.until is not None
    )
    return live_first


def attended_by(actor: Actor, person: Person) -> list[Attendance]:
    """What is written of the person's sessions, the last first; nothing of the session but its day. One query."""
    found = rows(Attendance, actor=actor, needs=VIEW).filter(person=person, replaced_at=None)
    shown = found.select_related("session", "place__group", "by").defer("session__note", "session__topic")
    return list(shown.order_by("-session__on", "-id")[:MOST_SESSIONS])


def planned(actor: Actor, first: date, last: date, *, whole_team: bool = False) -> list[Planned]:
    """Days on which the actor leads a group, or with `whole_team` anybody in the programs they oversee. One query."""
    days = [_planned(each, day) for each in _led(actor, whole_team) for day in days_of(rhythm_of(each), first, last)]
    return sorted(days, key=lambda each: (each.starts_at, each.group.name))


@worded(Person)
def _led(actor: Actor, whole_team: bool) -> "QuerySet[ClientGroup]":
    if whole_team:
        found = rows(ClientGroup, actor=actor, needs=OVERSEE)
    else:
        mine = Q(leader_id=actor.staff_id) | Q(co_leader_id=actor.staff_id)
        found = rows(ClientGroup, actor=actor, needs=VIEW).filter(mine)
    return found.filter(ended_at=None).select_related("leader").order_by("name", "id")[:MOST_GROUPS]


def _planned(held: ClientGroup, day: date) -> Planned:
    starts = instant(day, held.at)
    return Planned(held, starts, starts + timedelta(minutes=held.minutes))


def instant(day: date, at: time) -> datetime:
    """That time of the agency's clock."""
    return datetime.combine(day, at, tzinfo=timezone.get_current_timezone())
