"""What a worker holds and learned, what runs out in a team, and who lacks what a program asks for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from keyworker.access.here import here
from keyworker.access.models import Grant
from keyworker.access.permissions import Permission
from keyworker.access.roles import ENTITLEMENTS, Reach, Role
from keyworker.access.sight import NOBODY, authorities, facts, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision
from keyworker.training.learning.queries import Learned, team_learned
from keyworker.training.learning.rules import Place
from keyworker.training.models import Course, Credential, CredentialKind, RequiredCredential
from keyworker.training.policy import team_of
from keyworker.training.rules import YEAR, is_current, runs_out_soon, standing

OWN, OVERSEE = Permission.STAFF_VIEW, Permission.CREDENTIAL_OVERSEE
MOST = 200
MOST_COURSES = 50
# Roles by which somebody carries cases.
CARRY = [role.value for role in Role if any(each.permission is Permission.CASE_CLOSE for each in ENTITLEMENTS[role])]


@dataclass(frozen=True, slots=True)
class Shown:
    """A credential, and how it stands today."""

    credential: Credential
    stands: Decision

    @property
    def tone(self) -> str:
        return "urgent" if not self.stands.allowed else "warning" if self.stands.is_warning else "success"


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a program asks for and somebody does not hold today."""

    program: Program
    kinds: tuple[CredentialKind, ...]

    @property
    def words(self) -> str:
        return ", ".join(str(kind.label) for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Mine:
    """One's own page."""

    credentials: list[Shown]
    courses: list[Course]
    hours: Decimal
    lacking: list[Lacking]


@dataclass(slots=True)
class Member:
    """A colleague on the page of those who oversee them."""

    staff: Staff
    credentials: list[Shown] = field(default_factory=list)
    lacking: list[Lacking] = field(default_factory=list)
    hours: Decimal = Decimal(0)
    learned: Learned = field(default_factory=Learned)


def mine(actor: Actor) -> Mine:
    """Five queries."""
    today = workplace(actor).today
    held = list(rows(Credential, actor=actor, needs=OWN).filter(ended_at=None).select_related("verified_by"))
    learned = rows(Course, actor=actor, needs=OWN).filter(ended_at=None)
    courses = list(learned.order_by("-done_on", "-id")[:MOST_COURSES])
    hours = learned.filter(done_on__gt=today - YEAR).aggregate(sum=Sum("hours"))["sum"]
    programs = {program for role, program in here(actor).roles if program and role.value in CARRY}
    lacking = _lacking(_asked(programs), {each.kind for each in held if is_current(each.expires_on, today)})
    return Mine(_shown(held, today), courses, hours or Decimal(0), lacking)


def own_credential(actor: Actor, credential_id: UUID) -> Credential | None:
    """One of one's own, to renew. One query."""
    return rows(Credential, actor=actor, needs=OWN).filter(pk=credential_id, ended_at=None).first()


def team(actor: Actor) -> list[Member]:
    """Everybody the actor answers for, by name, with what they hold, lack, learned and have to learn. Eight."""
    today = workplace(actor).today
    members = {each.pk: Member(each) for each in _overseen(actor).order_by("name", "id")[:MOST]}
    held = rows(Credential, actor=actor, needs=OVERSEE).filter(staff__in=list(members), ended_at=None)
    for each in held.select_related("verified_by").order_by("kind", "title", "id"):
        members[each.staff_id].credentials.append(Shown(each, standing(each.expires_on, today)))
    learned = rows(Course, actor=actor, needs=OVERSEE).filter(
        staff__in=list(members), ended_at=None, done_on__gt=today - YEAR
    )
    for one in learned.values("staff_id").annotate(sum=Sum("hours")):
        members[one["staff_id"]].hours = one["sum"]
    places = _places(members)
    _say_what_they_lack(members, places, today)
    for key, learned_here in team_learned(actor, places).items():
        members[key].learned = learned_here
    return list(members.values())


def running_out(members: Iterable[Member], today: date) -> list[tuple[Member, Shown]]:
    """Of a team, what runs out within 60 days or has; what is most urgent first."""
    found = [
        (member, shown)
        for member in members
        for shown in member.credentials
        if runs_out_soon(shown.credential.expires_on, today)
    ]
    return sorted(found, key=lambda each: (each[1].credential.expires_on or today, each[0].staff.name))


def due_for_a_reminder(actor: Actor) -> list[Credential]:
    """What runs out soon and whose holder has not heard of it. One query."""
    today = workplace(actor).today
    found = rows(Credential, actor=actor, needs=OVERSEE).filter(
        ended_at=None, reminded_at=None, expires_on__gte=today, staff__ended_at=None
    )
    return [each for each in found.order_by("expires_on", "id")[:MOST] if runs_out_soon(each.expires_on, today)]


def lacks(actor: Actor, program: Program, staff_ids: Collection[UUID]) -> dict[UUID, Lacking]:
    """Of these colleagues, who does not hold today what the program asks for; that, and nothing they do hold.

    Whoever gives somebody a case is told, also who may not look at their papers. Two queries.
    """
    asked = _asked([program.pk])
    if not asked:
        return {}
    held = _current(staff_ids, workplace(actor).today)
    found = {key: _lacking(asked, held.get(key, set())) for key in staff_ids}
    return {key: each[0] for key, each in found.items() if each}


def required(actor: Actor) -> list[tuple[Program, list[CredentialKind]]]:
    """Each program that is open, and what it asks for, for whoever may change that. Two queries."""
    programs = rows(Program, actor=actor, needs=Permission.AGENCY_MANAGE).filter(closed_at=None).order_by("name", "id")
    asked = rows(RequiredCredential, actor=actor, needs=Permission.AGENCY_MANAGE).filter(ended_at=None)
    kinds: dict[UUID, list[CredentialKind]] = {}
    for each in asked.order_by("kind"):
        kinds.setdefault(each.program_id, []).append(CredentialKind(each.kind))
    return [(program, kinds.get(program.pk, [])) for program in programs]


def _overseen(actor: Actor) -> "QuerySet[Staff]":
    """Everybody who works where the actor answers for it, and not the actor."""
    everybody = rows(Staff, actor=actor, needs=OWN).filter(ended_at=None).exclude(pk=actor.staff_id)
    held = authorities(actor, OVERSEE)
    if any(authority.reach is Reach.AGENCY for authority in held):
        return everybody
    found = NOBODY
    for authority in held:
        found |= team_of(authority, "pk")
    return everybody.filter(found)


def _shown(held: Iterable[Credential], today: date) -> list[Shown]:
    found = [Shown(each, standing(each.expires_on, today)) for each in held]
    return sorted(found, key=lambda each: (each.credential.expires_on or date.max, each.credential.title))


def _asked(programs: Collection[UUID]) -> list[tuple[Program, set[str]]]:
    asked = facts(RequiredCredential, because="what a program asks for counts for whoever carries its cases").filter(
        program__in=programs, ended_at=None
    )
    found: dict[UUID, tuple[Program, set[str]]] = {}
    for each in asked.select_related("program").order_by("program__name", "kind"):
        found.setdefault(each.program_id, (each.program, set()))[1].add(each.kind)
    return list(found.values())


def _lacking(asked: Iterable[tuple[Program, set[str]]], held: set[str]) -> list[Lacking]:
    missing = [(program, [kind for kind in CredentialKind if kind.value in kinds - held]) for program, kinds in asked]
    return [Lacking(program, tuple(kinds)) for program, kinds in missing if kinds]


def _current(staff_ids: Collection[UUID], today: date) -> dict[UUID, set[str]]:
    held = facts(Credential, because="whether somebody holds what a program asks for, and not what").filter(
        Q(expires_on=None) | Q(expires_on__gte=today), staff__in=staff_ids, ended_at=None
    )
    found: dict[UUID, set[str]] = {}
    for staff_id, kind in held.values_list("staff_id", "kind"):
        found.setdefault(staff_id, set()).add(kind)
    return found


def _places(members: Collection[UUID]) -> dict[UUID, set[Place]]:
    """The live roles of each colleague, and where."""
    found: dict[UUID, set[Place]] = {key: set() for key in members}
    roles = facts(Grant, because="what is asked of somebody is asked of their role in a program").filter(
        staff__in=list(members), revoked_at=None, since__lte=clock.now()
    )
    for staff_id, role, program_id in roles.values_list("staff_id", "role", "program_id"):
        found[staff_id].add((role, program_id))
    return found


def _say_what_they_lack(members: dict[UUID, Member], places: dict[UUID, set[Place]], today: date) -> None:
    """By the programs in which each of them carries cases."""
    works = {key: {program for role, program in held if program and role in CARRY} for key, held in places.items()}
    asked = _asked({program for each in works.values() for program in each})
    for key, member in members.items():
        held = {each.credential.kind for each in member.credentials if is_current(each.credential.expires_on, today)}
        theirs = [(program, kinds) for program, kinds in asked if program.pk in works[key]]
        member.lacking = _lacking(theirs, held)
