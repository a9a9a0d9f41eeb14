"""What workers look at: the queue of referrals, one referral, who could carry a case, who may be known already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from keyworker.access.here import here
from keyworker.access.models import Grant
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.access.sight import facts, require, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.audit import trail
from keyworker.base import clock, context, keyset
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision
from keyworker.cases.models import Absence, Case, CaseStatus
from keyworker.intake import eligibility, rules
from keyworker.intake.models import (
    DeclineFollowUp,
    IncomingReferral,
    ReferralContact,
    ReferralStatus,
    ReferrerNews,
    WaitlistPlace,
)
from keyworker.people.models import Person
from keyworker.people.queries import IndexEntry, likely_people

PAGE_SIZE = 25
MOST_CONTACTS = 50
FRESH = timedelta(days=30)
DONE = (ReferralStatus.DECLINED, ReferralStatus.ADMITTED, ReferralStatus.CLOSED)
TABS: dict[str, tuple[str, ...]] = {
    "new": (ReferralStatus.RECEIVED,),
    "accepted": (ReferralStatus.ACCEPTED,),
    "waiting": (ReferralStatus.WAITLISTED,),
    "done": DONE,
}
OWNERS = (Role.CASE_MANAGER.value, Role.SUPERVISOR.value)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of the queue ended."""

    urgency: str
    at: datetime
    key: UUID

    def __str__(self) -> str:
        return f"{self.urgency}~{self.at.isoformat()}~{self.key}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """None, the first page, for anything nobody gave out."""
        try:
            urgency, at, key = text.split("~")
            found = cls(urgency, datetime.fromisoformat(at), UUID(key))
        except ValueError:
            return None
        return found if found.at.tzinfo is not None else None


@dataclass(frozen=True, slots=True)
class Line:
    """A referral as the queue shows it."""

    referral: IncomingReferral
    clock: rules.Clock


@dataclass(frozen=True, slots=True)
class Queue:
    lines: list[Line]
    next_cursor: str


def queue(actor: Actor, tab: str, *, program: UUID | None = None, after: str = "") -> Queue:
    """A page of referrals: what is open with the most pressing and longest waiting first, what is done newest first."""
    found = _of_program(rows(IncomingReferral, actor=actor, needs=Permission.REFERRAL_VIEW), program)
    found = found.filter(status__in=TABS[tab])
    cursor = Cursor.read(after)
    ordered = _newest(found, cursor) if tab == "done" else _most_pressing(found, cursor)
    page = list(ordered.select_related("program").defer("needs")[: PAGE_SIZE + 1])
    shown, today = page[:PAGE_SIZE], workplace(actor).today
    last = shown[-1] if len(page) > PAGE_SIZE else None
    next_cursor = str(Cursor(last.urgency, last.received_at, last.pk)) if last else ""
    zone = workplace(actor).agency.time_zone
    return Queue([Line(one, _clock(one, today, zone)) for one in shown], next_cursor)


def _of_program(found: "QuerySet[Any]", program: UUID | None) -> "QuerySet[Any]":
    return found if program is None else found.filter(program_id=program)


def _most_pressing(found: "QuerySet[IncomingReferral]", after: Cursor | None) -> "QuerySet[IncomingReferral]":
    if after is not None:
        later = keyset.after("received_at", after.at, after.key)
        found = found.filter(Q(urgency__lt=after.urgency) | (Q(urgency=after.urgency) & later))
    return found.order_by("-urgency", "received_at", "id")


def _newest(found: "QuerySet[IncomingReferral]", after: Cursor | None) -> "QuerySet[IncomingReferral]":
    if after is not None:
        found = found.filter(keyset.before("received_at", after.at, after.key))
    return found.order_by("-received_at", "-id")


def _clock(referral: IncomingReferral, today: date, zone: str) -> rules.Clock:
    received_on = timezone.localdate(referral.received_at, ZoneInfo(zone))
    return rules.first_contact_clock(
        received_on,
        within_days=referral.program.first_contact_days,
        urgency=referral.urgency,
        today=today,
        reached_on=referral.first_contact_on,
    )


def waiting(actor: Actor, referral: IncomingReferral) -> rules.Clock:
    """How long one referral waits for its first contact."""
    place = workplace(actor)
    return _clock(referral, place.today, place.agency.time_zone)


def tab_counts(actor: Actor, *, program: UUID | None = None) -> dict[str, int]:
    """How many are in each open state; what is done is not counted, for it only grows."""
    found = _of_program(rows(IncomingReferral, actor=actor, needs=Permission.REFERRAL_VIEW), program)
    counted = found.exclude(status__in=DONE).values("status").annotate(count=Count("id")).order_by()
    by_status = {row["status"]: row["count"] for row in counted}
    return {tab: sum(by_status.get(status, 0) for status in states) for tab, states in TABS.items() if tab != "done"}


def due_follow_ups(actor: Actor) -> list[DeclineFollowUp]:
    """People we could not help, whom we said we would ask about by today."""
    found = rows(DeclineFollowUp, actor=actor, needs=Permission.REFERRAL_VIEW).filter(
        done_at=None, due_on__lte=workplace(actor).today
    )
    return list(found.select_related("referral").order_by("due_on", "id")[:PAGE_SIZE])


def referral(actor: Actor, referral_id: UUID | str) -> IncomingReferral:
    """One referral with what its pages always show."""
    return require(
        IncomingReferral, referral_id, actor=actor, needs=Permission.REFERRAL_VIEW, join=("program", "decided_by")
    )


def open_referral(actor: Actor, referral_id: UUID | str) -> IncomingReferral:
    """One referral to read in full; that it was read stands in the trail."""
    found = referral(actor, referral_id)
    trail.record("intake.referral_opened", subject=found, program_id=found.program_id)
    return found


def screening(referral: IncomingReferral) -> Decision:
    """The program's criteria held against one referral."""
    return eligibility.screen(asked(referral))


def asked(referral: IncomingReferral) -> eligibility.Facts:
    """What the criteria look at: the program's settings, how full it is, and what is known of the person."""
    program = referral.program
    open_cases = facts(Case, because="a full program cannot take more people").filter(
        program=program, status=CaseStatus.ACTIVE
    )
    criteria = eligibility.Criteria(
        minimum_age=program.minimum_age,
        maximum_age=program.maximum_age,
        areas=eligibility.areas_of(program.area),
        capacity=program.capacity,
        languages=frozenset(program.languages),
        needs=frozenset(program.needs),
        households=frozenset(program.households),
    )
    return eligibility.Facts(
        criteria=criteria,
        today=today(),
        born_on=referral.born_on,
        born_precision=referral.born_precision,
        area=referral.area,
        open_cases=open_cases.count() if program.capacity is not None else 0,
        language=referral.language,
        help_kinds=frozenset(referral.help_kinds),
        household=referral.household,
    )


def zone() -> ZoneInfo:
    """Where the agency works."""
    return ZoneInfo(here(context.current().actor).agency.time_zone)


def today() -> date:
    """The day it is there."""
    return clock.today(zone().key)


def news(actor: Actor, referral: IncomingReferral) -> ReferrerNews | None:
    """The newest thing the referrer may hear, if it was not told yet."""
    found = rows(ReferrerNews, actor=actor, needs=Permission.REFERRAL_VIEW).filter(referral=referral)
    last = found.order_by("-created_at", "-id").first()
    return last if last is not None and last.told_at is None else None


def contacts(actor: Actor, referral: IncomingReferral) -> list[ReferralContact]:
    """Who was spoken with about it, the newest first."""
    found = rows(ReferralContact, actor=actor, needs=Permission.REFERRAL_VIEW).filter(referral=referral)
    return list(found.select_related("made_by").order_by("-happened_on", "-created_at")[:MOST_CONTACTS])


def wait(actor: Actor, referral: IncomingReferral) -> WaitlistPlace | None:
    """Their place in line, while they stand in it."""
    found = rows(WaitlistPlace, actor=actor, needs=Permission.REFERRAL_VIEW)
    return found.filter(referral=referral, ended_at=None).first()


def look_backs(actor: Actor, referral: IncomingReferral) -> list[DeclineFollowUp]:
    """Every look back at somebody we could not help, the one still to be made last."""
    found = rows(DeclineFollowUp, actor=actor, needs=Permission.REFERRAL_VIEW).filter(referral=referral)
    return list(found.order_by(F("done_at").asc(nulls_last=True), "due_on")[:MOST_CONTACTS])


def programs(actor: Actor, needs: Permission) -> list[Program]:
    """Programs in which the actor may do this."""
    found = rows(Program, actor=actor, needs=needs).filter(closed_at=None)
    return list(found.order_by("name"))


@dataclass(frozen=True, slots=True)
class Owner:
    """A colleague who could carry the case, and what they carry now: `here` in this program, `late` with a next step
    that is over or missing, `fresh` opened in the last thirty days. `away_until`: the last day they are away."""

    id: UUID
    name: str
    open_cases: int
    here: int = 0
    late: int = 0
    fresh: int = 0
    away_until: date | None = None


def owners(actor: Actor, program: Program) -> list[Owner]:
    """Case managers of the program, those with the lightest load first, who is away last. One query; only numbers.

    A case opened in the last thirty days weighs twice: getting to know somebody takes about double the time.
    """
    found = rows(Staff, actor=actor, needs=Permission.STAFF_VIEW).filter(Exists(_granted(program)), ended_at=None)
    today = workplace(actor).today
    found = found.annotate(
        open_cases=_carried(Q()),
        here=_carried(Q(program=program)),
        late=_carried(Q(next_step_on=None) | Q(next_step_on__lt=today)),
        fresh=_carried(Q(opened_at__gte=clock.now() - FRESH)),
        away_until=Subquery(_away(program, today).values("until_on")[:1]),
    )
    columns = ("pk", "name", "open_cases", "here", "late", "fresh", "away_until")
    lightest = found.order_by(F("away_until").asc(nulls_first=True), F("open_cases") + F("fresh"), "name")
    return [Owner(*row) for row in lightest.values_list(*columns)]


def _away(program: Program, today: date) -> "QuerySet[Absence]":
    """Days of a colleague that hold today, the last of them first."""
    away = facts(Absence, because="who is away is given nobody new without a thought").filter(
        program=program, staff=OuterRef("pk"), ended_at=None, from_on__lte=today, until_on__gte=today
    )
    return away.order_by("-until_on")


def _carried(which: Q) -> Coalesce:
    """How many of a colleague's open cases are such."""
    mine = facts(Case, because="a caseload is a number").filter(
        which, owner_id=OuterRef("pk"), status=CaseStatus.ACTIVE
    )
    return Coalesce(Subquery(mine.order_by().values("owner_id").annotate(count=Count("id")).values("count")), 0)


def live_carriers() -> "QuerySet[Grant]":
    """Roles that carry cases, as they are held now."""
    held = facts(Grant, because="who may carry a case follows from roles")
    return held.filter(role__in=OWNERS, revoked_at=None, since__lte=clock.now())


def _granted(program: Program) -> "QuerySet[Grant]":
    here = Q(program=program) if program.sealed else Q(program=program) | Q(program=None)
    return live_carriers().filter(here, staff_id=OuterRef("pk"))


def can_own(program: Program, staff: Staff) -> bool:
    """Whether the colleague holds a role that carries cases in this program."""
    found = facts(Staff, because="who may carry a case follows from roles").filter(pk=staff.pk, ended_at=None)
    return found.filter(Exists(_granted(program))).exists()


@dataclass(frozen=True, slots=True)
class Described:
    """Somebody as they are told of, before there is a record of them; no `name` where none is known."""

    name: str
    born_on: date | None = None
    born_precision: str = ""
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alike:
    """Who may be the person, and by the place on the page who may be each of those they live with."""

    who: list[IndexEntry]
    at_home: dict[int, list[IndexEntry]]


def likely_matches(actor: Actor, who: Described) -> list[IndexEntry]:
    """People in the index who may be them, those to be looked at first before the others."""
    return likely_people(
        actor, who.name, born_on=who.born_on, precision=who.born_precision, numbers=tuple(filter(None, who.numbers))
    )


def alike(actor: Actor, referral: IncomingReferral, who: Described | None, at_home: Mapping[int, Described]) -> Alike:
    """Who may be the one referred, and who may be as they are described now, which may be better known."""
    numbers = (referral.contact,) if referral.contact else ()
    name = "" if referral.unnamed else referral.full_name
    referred = Described(name, referral.born_on, referral.born_precision, numbers)
    found = {entry.id: entry for entry in likely_matches(actor, referred)}
    if who is not None and who != referred:
        found |= {entry.id: entry for entry in likely_matches(actor, who)}
    homes = {number: likely_matches(actor, one) for number, one in at_home.items()}
    likely = {number: [entry for entry in entries if entry.likely] for number, entries in homes.items()}
    return Alike(sorted(found.values(), key=lambda entry: not entry.likely), likely)


def known_person(actor: Actor, person_id: UUID) -> Person:
    """Somebody a worker picked from the index. Raises `Absent`."""
    return require(Person, person_id, actor=actor, needs=Permission.PERSON_INDEX)
