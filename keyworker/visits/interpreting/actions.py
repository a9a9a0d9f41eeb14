"""Keeping the list of interpreters, booking one for a visit, and heeding whom a person does not want."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require
from keyworker.agencies.models import Agency
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.people.timeline import tell
from keyworker.visits.interpreting import rules
from keyworker.visits.interpreting.queries import could_interpret, refused_by, taken_between
from keyworker.visits.models import (
    LIVE,
    BookingState,
    Interpreter,
    InterpreterBooking,
    InterpreterRefusal,
    PartIn,
    Visit,
    VisitKind,
)
from keyworker.visits.rooms.actions import invite, shut_out

GONE = (BookingState.DECLINED, BookingState.CALLED_OFF, BookingState.ABSENT)


@dataclass(frozen=True, slots=True)
class Known:
    """An interpreter as they are kept."""

    name: str
    contact: str
    languages: tuple[str, ...]
    modes: tuple[VisitKind, ...]
    qualification: str = ""
    qualified_until: date | None = None
    confidential_on: date | None = None

    def values(self) -> dict[str, Any]:
        """As the model keeps them."""
        return {
            "name": self.name.strip(),
            "contact": self.contact.strip(),
            "languages": list(self.languages),
            "modes": [each.value for each in self.modes],
            "qualification": self.qualification.strip(),
            "qualified_until": self.qualified_until,
            "confidential_on": self.confidential_on,
        }


@action(needs=Permission.INTERPRETER_KEEP, on="agency")
def keep_interpreter(*, actor: Actor, agency: Agency, known: Known) -> Interpreter:
    """One more who may be asked. Raises `Refused`."""
    insist(rules.may_be_kept(known.languages, known.modes, name=known.name, contact=known.contact))
    kept = Interpreter(**known.values())
    kept.save(force_insert=True)
    trail.record("visits.interpreter_kept", subject=kept)
    return kept


@action(needs=Permission.INTERPRETER_KEEP, on="interpreter")
def change_interpreter(*, actor: Actor, interpreter: Interpreter, known: Known, seen: int | None = None) -> Interpreter:
    """What is known of them is otherwise now. Raises `StaleRecord`, `Refused`."""
    insist(rules.may_be_kept(known.languages, known.modes, name=known.name, contact=known.contact))
    change(interpreter, seen=seen, **known.values())
    trail.record("visits.interpreter_changed", subject=interpreter)
    return interpreter


@action(needs=Permission.INTERPRETER_KEEP, on="interpreter")
def end_interpreter(*, actor: Actor, interpreter: Interpreter) -> Interpreter:
    """They are not asked any more; what they are booked for stays booked. Raises `Refused` the second time."""
    gone = interpreter.ended_at is not None
    insist(no(_("This interpreter is not asked any more.")) if gone else yes())
    change(interpreter, ended_at=clock.now())
    trail.record("visits.interpreter_ended", subject=interpreter)
    return interpreter


@action(needs=Permission.VISIT_SCHEDULE, on="visit")
def book_interpreter(*, actor: Actor, visit: Visit, interpreter: Interpreter) -> InterpreterBooking:
    """They were asked for this visit. Raises `Refused`."""
    held = require(Interpreter, interpreter.pk, actor=actor, needs=Permission.VISIT_SCHEDULE, lock=True)
    insist(could_interpret(held, visit))
    taken = held.pk in taken_between(visit.starts_at, visit.ends_at)
    insist(rules.may_be_booked(planned=visit.is_planned, refused=held.pk in refused_by(visit.person_id), taken=taken))
    booking = InterpreterBooking(
        visit=visit, person_id=visit.person_id, program_id=visit.program_id, interpreter=held, by_id=actor.staff_id
    )
    booking.save(force_insert=True)
    tell("visits.interpreter_asked", booking, needs=Permission.VISIT_VIEW)
    return booking


@action(needs=Permission.VISIT_SCHEDULE, on="booking")
def move_booking(*, actor: Actor, booking: InterpreterBooking, to: BookingState) -> InterpreterBooking:
    """It is confirmed, cannot be, or they came or did not. Confirmed for a video visit, they have a place in its room.

    Raises `Refused`.
    """
    visit = facts(Visit, because="a booking belongs to its visit").get(pk=booking.visit_id)
    insist(rules.may_move(booking.state, to, starts_at=visit.starts_at, now=clock.now()))
    if to is BookingState.CONFIRMED:
        refused = booking.interpreter_id in refused_by(booking.person_id)
        insist(rules.may_be_booked(planned=visit.is_planned, refused=refused, taken=False))
        if visit.kind == VisitKind.VIDEO and not visit.platform:
            place = invite(actor=actor, visit=visit, part=PartIn.INTERPRETER, name_shown=_("Interpreter"))
            change(booking, participant=place)
    _become(booking, to)
    tell("visits.interpreter_moved", booking, needs=Permission.VISIT_VIEW, facts={"state_code": to.value})
    return booking


@action(needs=Permission.VISIT_SCHEDULE, on="case")
def refuse_interpreter(*, actor: Actor, case: Case, interpreter: Interpreter, because: str = "") -> InterpreterRefusal:
    """They do not want this interpreter: from now on nobody sends them, and what was booked is called off.

    Raises `Refused` when it is noted already.
    """
    meant = require(Interpreter, interpreter.pk, actor=actor, needs=Permission.VISIT_SCHEDULE, lock=True)
    held = facts(InterpreterRefusal, because="it is noted once").filter(
        person=case.person_id, program=case.program_id, interpreter=meant, lifted_at=None
    )
    insist(no(_("It is noted already.")) if held.exists() else yes())
    refusal = InterpreterRefusal(
        person=case.person,
        program_id=case.program_id,
        interpreter=meant,
        because=because.strip() or None,
        by_id=actor.staff_id,
    )
    refusal.save(force_insert=True)
    booked = facts(InterpreterBooking, because="whom somebody refused does not come, whichever program asked them")
    for each in booked.filter(person=case.person_id, interpreter=meant, state__in=LIVE).select_for_update():
        _become(each, BookingState.CALLED_OFF)
    tell("visits.interpreter_refused", refusal, needs=Permission.VISIT_VIEW)
    return refusal


@action(needs=Permission.VISIT_SCHEDULE, on="refusal")
def lift_refusal(*, actor: Actor, refusal: InterpreterRefusal) -> InterpreterRefusal:
    """They say that it is fine now. Raises `Refused` the second time."""
    insist(no(_("It is lifted already.")) if refusal.lifted_at is not None else yes())
    change(refusal, lifted_at=clock.now())
    tell("visits.interpreter_refusal_lifted", refusal, needs=Permission.VISIT_VIEW)
    return refusal


def call_off_bookings(visit: Visit) -> None:
    """The visit does not take place: nobody interprets in it; part of the action that calls it off."""
    booked = facts(InterpreterBooking, because="a booking ends with its visit").filter(visit=visit, state__in=LIVE)
    for each in booked.select_for_update():
        _become(each, BookingState.CALLED_OFF)


def _become(booking: InterpreterBooking, to: BookingState) -> None:
    """Whoever does not come has no place in the room, and their link opens nothing."""
    change(booking, state=to.value)
    if to in GONE and booking.participant is not None:
        shut_out(booking.participant)
