"""What workers do with the person's own facts: register, correct, raise an alert, add to the care team."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.agencies.models import Program, Staff
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.people.details.actions import Death as Death
from keyworker.people.details.actions import note_death as note_death
from keyworker.people.details.actions import say_of_themselves as say_of_themselves
from keyworker.people.details.actions import take_death_back as take_death_back
from keyworker.people.details.identifiers import Numbered as Numbered
from keyworker.people.details.identifiers import add_identifier as add_identifier
from keyworker.people.details.identifiers import end_identifier as end_identifier
from keyworker.people.details.identifiers import show_identifier as show_identifier
from keyworker.people.details.telling import tell_in_file
from keyworker.people.entrusting import may_be_given
from keyworker.people.kin.actions import Told as Told
from keyworker.people.kin.actions import change_tie as change_tie
from keyworker.people.kin.actions import end_tie as end_tie
from keyworker.people.kin.actions import relate as relate
from keyworker.people.kin.moving import Place as Place
from keyworker.people.kin.moving import change_place as change_place
from keyworker.people.kin.moving import end_household as end_household
from keyworker.people.kin.moving import form_household as form_household
from keyworker.people.kin.moving import join_household as join_household
from keyworker.people.kin.moving import leave_household as leave_household
from keyworker.people.kin.moving import rename_household as rename_household
from keyworker.people.models import (
    Alert,
    AlertKind,
    CareTeamMember,
    DatePrecision,
    Denial,
    OtherNameKind,
    Person,
)
from keyworker.people.naming import add_other_name as add_other_name
from keyworker.people.naming import index_names
from keyworker.people.naming import set_aside as set_aside
from keyworker.people.own_door import entering as entering
from keyworker.people.own_door import passkeys as passkeys
from keyworker.people.own_door.opening import Enrolment as Enrolment
from keyworker.people.own_door.opening import close_portal as close_portal
from keyworker.people.own_door.opening import enrol as enrol
from keyworker.people.own_door.opening import let_in_again as let_in_again
from keyworker.people.own_door.opening import look_as_they_see_it as look_as_they_see_it
from keyworker.people.own_door.opening import make_link as make_link
from keyworker.people.own_door.opening import make_link_to_send as make_link_to_send
from keyworker.people.own_door.opening import open_portal as open_portal
from keyworker.people.own_door.opening import take_keys_back as take_keys_back
from keyworker.people.parting import hand_on_work
from keyworker.people.policy import wall_of
from keyworker.people.safety import SafetyWords as SafetyWords
from keyworker.people.safety import Way as Way
from keyworker.people.safety import add_contact_point as add_contact_point
from keyworker.people.safety import change_safety as change_safety
from keyworker.people.safety import change_way as change_way
from keyworker.people.safety import end_way as end_way
from keyworker.people.safety import mark_unsafe as mark_unsafe
from keyworker.people.safety import set_safety as set_safety
from keyworker.people.safety import start_contact as start_contact
from keyworker.people.timeline import tell
from keyworker.people.twice import link_people as link_people
from keyworker.people.twice import note_candidates as note_candidates
from keyworker.people.twice import set_candidate_aside as set_candidate_aside
from keyworker.people.twice import unlink_people as unlink_people


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody says they are. Only a name to go by is required, or, `unnamed`, words that tell who is meant."""

    full_name: str
    unnamed: bool = False
    preferred_name: str = ""
    own_script_name: str = ""
    given: str = ""
    family: str = ""
    pronouns: str = ""
    born_on: date | None = None
    born_precision: str = DatePrecision.DAY.value
    language: str = ""
    reads: str = ""
    needs_interpreter: bool = False
    about: str = ""

    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@action(needs=Permission.CASE_OPEN, on="program")
def register_person(
    *,
    actor: Actor,
    program: Program,
    identity: Identity,
    staff: Staff | None,
    because: str,
    until: datetime | None = None,
) -> Person:
    """Start a person's record, with somebody on their care team from the first moment; `until` an instant, if given."""
    person = Person(**identity.values())
    person.save(force_insert=True)
    index_names(person)
    if staff is not None:
        _place_on_care_team(person, program, staff, because, until)
    trail.record("people.registered", subject=person, person_id=person.id, program_id=program.id)
    return person


@action(needs=Permission.PERSON_EDIT, on="person")
def correct_identity(
    *, actor: Actor, person: Person, identity: Identity, seen: int, keeps_former: bool = False
) -> Person:
    """Correct who somebody is. Raises `StaleRecord` when the page was older than the record.

    `keeps_former`: the name they had is noted as one of before, so that they are still found by it. How somebody was
    called before their name was known is always kept: papers and letters bear it.
    """
    before, was_unnamed = person.full_name, person.unnamed
    change(person, seen=seen, **identity.values())
    if before != person.full_name and (was_unnamed or keeps_former):
        kind = OtherNameKind.LABEL if was_unnamed else OtherNameKind.FORMER
        add_other_name(actor=actor, person=person, name=before, kind=kind)
    index_names(person)
    tell_in_file(actor, person, "people.named" if was_unnamed and not person.unnamed else "people.identity_corrected")
    return person


@action(needs=Permission.PERSON_EDIT, on="person")
def raise_alert(*, actor: Actor, person: Person, program: Program, kind: str, text: str) -> Alert:
    """Put something on the identity bar for everybody on the team."""
    return place_alert(actor, person, program, kind=AlertKind(kind), text=text)


def place_alert(actor: Actor, person: Person, program: Program, *, kind: AlertKind, text: str) -> Alert:
    """The same as part of a later step's action: an answer calls for it, a client's own answer too."""
    alert = Alert(
        person=person,
        program=program,
        kind=kind.value,
        text=text,
        raised_by_id=actor.id if actor.kind is ActorKind.STAFF else None,
    )
    alert.save(force_insert=True)
    tell("people.alert_raised", alert, needs=Permission.PERSON_VIEW, facts={"text": text})
    return alert


@action(needs=Permission.PERSON_EDIT, on="alert")
def end_alert(*, actor: Actor, alert: Alert) -> Alert:
    """Take an alert off the identity bar; it stays on the timeline."""
    change(alert, ended_at=clock.now())
    tell("people.alert_ended", alert, needs=Permission.PERSON_VIEW, facts={"text": alert.text})
    return alert


@action(needs=Permission.CARE_TEAM_MANAGE, on="person")
def add_to_care_team(
    *, actor: Actor, person: Person, program: Program, staff: Staff, because: str, until: datetime | None = None
) -> CareTeamMember:
    """Let a colleague see the file in one program, and say why; until an instant, or until somebody ends it."""
    insist(may_be_given(staff, person))
    member = _place_on_care_team(person, program, staff, because, until)
    tell("people.care_team_joined", member, needs=Permission.PERSON_VIEW)
    return member


@action(needs=Permission.CARE_TEAM_MANAGE, on="person")
def deny(*, actor: Actor, person: Person, staff: Staff, because: str) -> Denial:
    """This worker must not see this file, whatever they were granted.

    An open case of theirs stands on its supervisor's page from now on: somebody else must carry it. What they had to
    do in cases of others is from now on for whoever has the case.
    """
    wall = wall_of(actor, person)
    denial = Denial(person=person, staff=staff, because=because, sealed_in=wall)
    denial.save(force_insert=True)
    hand_on_work(person, staff)
    trail.record("people.denied", subject=denial, person_id=person.id, facts={"staff": str(staff.id)})
    return denial


@action(needs=Permission.CARE_TEAM_MANAGE, on="denial")
def lift_denial(*, actor: Actor, denial: Denial) -> Denial:
    """The worker may see the file again as far as they were granted, unless somebody else denied it, too."""
    insist(no(_("This was lifted already.")) if denial.lifted_at else yes())
    change(denial, lifted_at=clock.now())
    trail.record(
        "people.denial_lifted", subject=denial, person_id=denial.person_id, facts={"staff": str(denial.staff_id)}
    )
    return denial


def _place_on_care_team(
    person: Person, program: Program, staff: Staff, because: str, until: datetime | None = None
) -> CareTeamMember:
    member = CareTeamMember(person=person, program=program, staff=staff, because=because, until=until)
    member.save(force_insert=True)
    return member
