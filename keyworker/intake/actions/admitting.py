"""Admission: the person's record, their household, what they agreed to, their case and its first step, in one act."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.agencies.models import Program, Staff
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import Decision, insist
from keyworker.base.models import change
from keyworker.cases.actions import open_case
from keyworker.cases.models import Case, CaseStatus, Step
from keyworker.cases.path import onward
from keyworker.consent.acknowledging import Acknowledged, acknowledge_rights
from keyworker.consent.actions import Terms, record_consent
from keyworker.intake.actions.deciding import end_wait
from keyworker.intake.actions.telling import set_out_news
from keyworker.intake.models import Admission, IncomingReferral, ReferralStatus
from keyworker.intake.queries import can_own, known_person, today, zone
from keyworker.intake.rules import TAKING_IN_LASTS, first_contact_days, may_be_new, may_become, may_open_in, may_own
from keyworker.people.actions import (
    Identity,
    Way,
    add_contact_point,
    add_other_name,
    form_household,
    register_person,
    set_aside,
    set_safety,
)
from keyworker.people.denying import kept_from
from keyworker.people.models import AsideBecause, CareTeamMember, DatePrecision, OtherNameKind, Person
from keyworker.people.queries import likely_people
from keyworker.people.timeline import tell
from keyworker.tasks.actions import plan_task
from keyworker.tasks.models import TaskKind

ADMITTED = "admitted"
HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Aside:
    """Somebody known who is like them and was looked at: why it is somebody else."""

    known_id: UUID
    because: AsideBecause
    words: str = ""


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody they live with: a name, what they are to the person, and how old; or `person`, who is known already."""

    full_name: str
    role: str = ""
    born_on: date | None = None
    born_precision: str = DatePrecision.DAY.value
    person: Person | None = None
    set_aside: tuple[Aside, ...] = ()
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Safety:
    """How careful everybody must be from the first day."""

    address_protected: bool = False
    risk_if_contacted: str = ""
    code_word: str = ""
    name_shielded: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """All that is said at intake. `person` is somebody already known; otherwise `identity` starts a record.

    `set_aside`: everybody alike who was looked at and is not them.
    """

    owner: Staff
    rights_version: str
    identity: Identity | None = None
    person: Person | None = None
    set_aside: tuple[Aside, ...] = ()
    ways: tuple[Way, ...] = ()
    safety: Safety | None = None
    household: tuple[Relative, ...] = ()
    needs: tuple[str, ...] = ()
    needs_note: str = ""
    explained_in: str = ""
    teach_back: str = ""
    rights: Acknowledged | None = None
    consent: Terms | None = None


@action(needs=Permission.REFERRAL_ACCEPT, on="referral")
def admit_person(*, actor: Actor, referral: IncomingReferral, intake: Intake, seen: int | None = None) -> Admission:
    """Welcome somebody into the program. All of it is done, or none.

    Raises `Refused` when the referral is not accepted, the case manager cannot carry it, a case is open already,
    somebody like them is known whom nobody looked at, or the name under their rights is not whole or under other words
    than ours.
    """
    insist(may_become(referral.status, ReferralStatus.ADMITTED))
    person = _person(actor, referral, intake)
    insist(_may_own(referral.program, intake.owner, person))
    _note_ways_and_household(actor, referral.program, person, intake)
    case = open_case(actor=actor, program=referral.program, person=person, owner=intake.owner, because=ADMITTED)
    admission = _admission(actor, referral, case, intake)
    accepted_at = referral.decided_at
    _finish(referral, case, seen)
    _tell_the_story(referral, admission, accepted_at)
    if intake.rights is not None:
        acknowledge_rights(actor=actor, person=person, program=referral.program, acknowledged=intake.rights)
    if intake.consent is not None:
        record_consent(actor=actor, person=person, program=referral.program, terms=intake.consent)
    _plan_first_steps(referral, case, intake)
    return admission


def _person(actor: Actor, referral: IncomingReferral, intake: Intake) -> Person:
    """The one who was picked from the index, or a new record; the worker is on the care team either way."""
    program = referral.program
    if intake.person is None:
        numbers = tuple(way.value for way in intake.ways)
        identity = intake.identity or Identity("")
        return _somebody_new(actor, program, intake, identity, intake.set_aside, numbers=numbers, because=ADMITTED)
    person = known_person(actor, intake.person.pk)
    open_cases = facts(Case, because="nobody has two open cases in a program").filter(
        person=person, status=CaseStatus.ACTIVE
    )
    insist(may_open_in(set(open_cases.values_list("program_id", flat=True)), program.pk))
    if (worker := _worker(actor)) is not None:
        _join_care_team(person, program, worker, until=_until(actor, intake.owner))
        kind = OtherNameKind.LABEL if referral.unnamed else OtherNameKind.WRITTEN
        add_other_name(actor=actor, person=person, name=referral.full_name, kind=kind)
    return person


def _somebody_new(
    actor: Actor,
    program: Program,
    intake: Intake,
    identity: Identity,
    aside: tuple[Aside, ...],
    *,
    because: str,
    numbers: tuple[str, ...] = (),
) -> Person:
    """A new record, once everybody who is like them was looked at; where a worker makes it, who can look."""
    worker = _worker(actor)
    if worker is not None:
        name = "" if identity.unnamed else identity.full_name
        alike = likely_people(actor, name, born_on=identity.born_on, precision=identity.born_precision, numbers=numbers)
        likely = {entry.id for entry in alike if entry.likely}
        insist(may_be_new(likely, {one.known_id for one in aside}))
    until = _until(actor, intake.owner)
    person = register_person(
        actor=actor, program=program, identity=identity, staff=worker, because=because, until=until
    )
    for one in aside if worker is not None else ():
        known = known_person(actor, one.known_id)
        set_aside(actor=actor, person=person, known=known, because=one.because, words=one.words)
    return person


def _worker(actor: Actor) -> Staff | None:
    if actor.kind is not ActorKind.STAFF:
        return None
    found: Staff = facts(Staff, because="who admits somebody joins their care team").get(pk=str(actor.id))
    return found


def _until(actor: Actor, owner: Staff) -> datetime | None:
    """When the worker's sight of whom they took in ends; for the case manager, when the case is handed over."""
    return None if actor.id == owner.id else clock.now() + TAKING_IN_LASTS


def _join_care_team(person: Person, program: Program, staff: Staff, *, until: datetime | None = None) -> None:
    team = facts(CareTeamMember, because="nobody joins a care team twice").filter(
        person=person, program=program, staff=staff, until=None
    )
    if not team.exists():
        member = CareTeamMember(person=person, program=program, staff=staff, because=ADMITTED, until=until)
        member.save(force_insert=True)
        tell("people.care_team_joined", member, needs=Permission.PERSON_VIEW)


def _may_own(program: Program, owner: Staff, person: Person) -> Decision:
    denied = kept_from(person.pk).filter(staff=owner)
    return may_own(owner.ended_at is not None, denied.exists(), can_own(program, owner))


def _note_ways_and_household(actor: Actor, program: Program, person: Person, intake: Intake) -> None:
    for way in intake.ways:
        add_contact_point(actor=actor, person=person, way=way)
    if intake.safety is not None:
        _set_safety(actor, program, person, intake.safety)
    if not intake.household:
        return
    members = [(person, "")]
    for one in intake.household:
        members.append((_relative(actor, program, intake, one), one.role))
    form_household(actor=actor, person=person, members=members)


def _relative(actor: Actor, program: Program, intake: Intake, one: Relative) -> Person:
    """Who is known already stays as they are: to live with somebody opens nobody's file."""
    if one.person is not None:
        return known_person(actor, one.person.pk)
    identity = Identity(one.full_name, unnamed=one.unnamed, born_on=one.born_on, born_precision=one.born_precision)
    other = _somebody_new(actor, program, intake, identity, one.set_aside, because=HOUSEHOLD)
    _join_care_team(other, program, intake.owner)
    return other


def _set_safety(actor: Actor, program: Program, person: Person, safety: Safety) -> None:
    set_safety(
        actor=actor,
        person=person,
        address_protected=safety.address_protected,
        risk_if_contacted=safety.risk_if_contacted,
        code_word=safety.code_word,
        name_shielded=safety.name_shielded,
        program=program,
    )


def _admission(actor: Actor, referral: IncomingReferral, case: Case, intake: Intake) -> Admission:
    admission = Admission(
        person=case.person,
        program=case.program,
        case=case,
        referral=referral,
        needs=list(intake.needs),
        needs_note=intake.needs_note,
        rights_version=intake.rights_version,
        explained_in=intake.explained_in,
        teach_back=intake.teach_back,
        admitted_by_id=actor.id if actor.kind is ActorKind.STAFF else None,
    )
    admission.save(force_insert=True)
    return admission


def _finish(referral: IncomingReferral, case: Case, seen: int | None) -> None:
    change(
        referral,
        seen=seen,
        status=ReferralStatus.ADMITTED.value,
        decided_at=clock.now(),
        person_id=case.person_id,
        case=case,
    )
    end_wait(referral)
    set_out_news(referral)
    change(case, step=onward(case.program, Step.ASSESSMENT).value)


def _tell_the_story(referral: IncomingReferral, admission: Admission, accepted_at: datetime | None) -> None:
    """From the first word on: what came before there was a record is told now, as of its own day."""
    asked = {"received_on": _day(referral.received_at), "source_kind": referral.source_kind}
    tell("intake.referred", referral, needs=Permission.CASE_VIEW, facts=asked, happened_at=referral.received_at)
    if accepted_at is not None:
        accepted = {"accepted_on": _day(accepted_at)}
        tell("intake.accepted", referral, needs=Permission.CASE_VIEW, facts=accepted, happened_at=accepted_at)
    tell("intake.admitted", admission, needs=Permission.CASE_VIEW, facts={"number": admission.case.number})
    version = {"version_code": admission.rights_version}
    tell("intake.rights_explained", admission, needs=Permission.CASE_VIEW, facts=version)
    if admission.teach_back:
        tell("intake.taught_back", admission, needs=Permission.CASE_VIEW, facts={"words": admission.teach_back})
    if admission.needs or admission.needs_note:
        said = [*admission.need_names, admission.needs_note.rstrip(" .")]
        needs = {"needs": ", ".join(filter(None, said))}
        tell("intake.needs_noted", admission, needs=Permission.CASE_VIEW, facts=needs)


def _day(at: datetime) -> str:
    """The day it was where the agency works."""
    return timezone.localdate(at, zone()).isoformat()


def _plan_first_steps(referral: IncomingReferral, case: Case, intake: Intake) -> None:
    """An open case has a next dated step from its first moment, sooner when it is pressing."""
    within = first_contact_days(referral.program.first_contact_days, referral.urgency)
    due_on = today() + timedelta(days=within)
    plan_task(case, what=_("Make the first contact"), due_on=due_on, kind=TaskKind.FIRST_CONTACT, source=case)
    if intake.consent is None:
        plan_task(case, what=_("Ask about consent"), due_on=due_on, kind=TaskKind.TO_DO, source=case)
