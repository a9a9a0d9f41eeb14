"""Writing a call down, and finding out who calls."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Agency
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.keyring import ring
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.delivery.actions import Happened, NextStep, record_contact
from keyworker.delivery.models import ContactOutcome, Direction
from keyworker.people.actions import mark_unsafe
from keyworker.people.models import CareTeamMember, Channel, ContactPoint
from keyworker.people.numbers import country_of, spellings_of_number
from keyworker.people.queries import safety_of
from keyworker.people.reaching import careful_of, way_of
from keyworker.people.rules import Clearance, Doing, may_contact
from keyworker.tasks.actions import complete_task, plan_task
from keyworker.tasks.models import Task, TaskKind
from keyworker.visits.calling import rules
from keyworker.visits.models import Came, PhoneCall
from keyworker.visits.rules import may_name

ASK_AFTER = timedelta(days=1)
MOST_CALLERS = 10


@dataclass(frozen=True, slots=True)
class Called:
    """A call as the worker tells of it: `happened` when and how long, `way` by which of their numbers."""

    happened: Happened
    came: Came
    way: ContactPoint | None = None
    slip: str = ""
    note: str = ""
    next_step: NextStep | None = None
    settles: Task | None = None


@action(needs=Permission.CONTACT_RECORD, on="case")
def log_call(*, actor: Actor, case: Case, called: Called) -> PhoneCall:
    """Write a call down as a contact. A number that is not theirs any more is unsafe at once, for everybody.

    A voicemail left where none may be left makes a task: ask them if they are safe. Raises `Refused` for a voicemail
    that nobody owns up to, and for a number that another program keeps to itself.
    """
    way, incoming = called.way, called.happened.direction is Direction.INCOMING
    insist(may_name(way.sealed_in_id if way else None, case.program_id))
    insist(rules.may_be_wrong(called.came, known=way is not None))
    may_leave = _voicemail(actor, case, way)
    if not incoming:
        insist(rules.may_have_left(called.came, may_leave, slip=called.slip))
    contact = record_contact(
        actor=actor, case=case, happened=_happened(called), note=called.note, next_step=called.next_step
    )
    call = PhoneCall(
        person_id=case.person_id,
        program_id=case.program_id,
        contact=contact,
        way=way,
        direction=called.happened.direction.value,
        came=called.came.value,
        slip=called.slip.strip(),
        by_id=actor.staff_id,
    )
    call.save(force_insert=True)
    if called.came is Came.WRONG and way is not None:
        mark_unsafe(actor=actor, point=way)
    if call.slip:
        _ask_if_safe(actor, case, call)
    if called.settles is not None and rules.was_reached(called.came):
        complete_task(actor=actor, task=called.settles)
    trail.record("visits.called", subject=call, person_id=case.person_id, program_id=case.program_id)
    return call


def _happened(called: Called) -> Happened:
    if rules.was_reached(called.came):
        return replace(called.happened, outcome=ContactOutcome.REACHED)
    why = called.happened.why_failed or str(called.came.label)
    return replace(called.happened, outcome=ContactOutcome.ATTEMPTED, why_failed=why, minutes=None)


def _voicemail(actor: Actor, case: Case, way: ContactPoint | None) -> Clearance | None:
    """Whether one may be left there now."""
    if way is None:
        return None
    way.person = case.person
    careful = careful_of(safety_of(actor, case.person))
    return may_contact(way_of(way), doing=Doing.VOICEMAIL, at=workplace(actor).now, careful=careful)


def _ask_if_safe(actor: Actor, case: Case, call: PhoneCall) -> None:
    due_on = workplace(actor).today + ASK_AFTER
    what = _("A voicemail was left where none may be left. Ask them safely if they are all right.")
    task = plan_task(case, what=what, due_on=due_on, kind=TaskKind.TO_DO, source=call.contact)
    change(task, important=True)


@action(needs=Permission.AGENCY_VIEW, on="agency")
def find_caller(*, actor: Actor, agency: Agency, number: str) -> list[ContactPoint]:
    """Whose number calls, of the people whose file the worker may open; each point comes with its person.

    An exact match by the number's keyed hash. What a sealed program noted, and whom the worker knows from a sealed
    program alone, is never found by a number. Nobody found and nobody to be seen look the same.
    """
    # By the time zone of the agency: a number written without its country is read as one of there.
    spellings = spellings_of_number(number, country_of(agency.time_zone))
    hashes = [ring().find(one, purpose="contact") for one in spellings]
    points = rows(ContactPoint, actor=actor, needs=Permission.PERSON_VIEW).filter(
        value_hash__in=hashes, channel__in=(Channel.PHONE, Channel.SMS), ended_at=None, sealed_in=None
    )
    served = rows(CareTeamMember, actor=actor, needs=Permission.CONTACT_RECORD).filter(
        Q(until=None) | Q(until__gt=clock.now()), person=OuterRef("person_id"), program__sealed=False
    )
    found = points.filter(Exists(served), person__died_on=None).select_related("person")
    callers = list(found.order_by("person_id", "-safe", "created_at").distinct("person_id")[:MOST_CALLERS])
    trail.record("visits.caller_looked_for", subject=agency, facts={"found": len(callers)})
    return callers
