"""Who may be asked to interpret, who is booked, and whom a person has refused."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision
from keyworker.people.models import Person
from keyworker.visits.interpreting.rules import Ready, may_interpret
from keyworker.visits.models import (
    LIVE,
    BookingState,
    Interpreter,
    InterpreterBooking,
    InterpreterRefusal,
    Participant,
    Visit,
)

MOST = 200
STILL = (*LIVE, BookingState.CAME.value)
OVERLAP = "an interpreter cannot be in two places, whoever asks"


@dataclass(frozen=True, slots=True)
class Interpreting:
    """Who is booked for a visit; `missing`: somebody is needed, and nobody is booked."""

    bookings: list[InterpreterBooking]
    missing: bool

    @property
    def live(self) -> list[InterpreterBooking]:
        return [each for each in self.bookings if each.is_live]


def interpreting(actor: Actor, visit: Visit) -> Interpreting:
    """For a visit, which comes with its person. One query."""
    found = rows(InterpreterBooking, actor=actor, needs=Permission.VISIT_VIEW).filter(visit=visit)
    bookings = list(found.select_related("interpreter", "participant").order_by("created_at", "id"))
    for each in bookings:
        each.visit = visit
    needed = visit.person.needs_interpreter and visit.is_planned and visit.begun_at is None
    return Interpreting(bookings, needed and not any(each.is_live for each in bookings))


def kept_interpreters(actor: Actor) -> list[Interpreter]:
    """The whole list, for whoever keeps it. One query."""
    found = rows(Interpreter, actor=actor, needs=Permission.INTERPRETER_KEEP).filter(ended_at=None)
    return list(found.order_by("name", "id")[:MOST])


def to_ask(actor: Actor, visit: Visit) -> list[Interpreter]:
    """Who may be booked for the visit; whom they refused is not offered, without a word why. Three queries."""
    found = rows(Interpreter, actor=actor, needs=Permission.VISIT_SCHEDULE).filter(ended_at=None)
    away = refused_by(visit.person_id) | taken_between(visit.starts_at, visit.ends_at)
    return [
        each for each in found.order_by("name", "id")[:MOST] if each.pk not in away and could_interpret(each, visit)
    ]


def could_interpret(interpreter: Interpreter, visit: Visit) -> Decision:
    """Whether they fit the visit, which comes with its person."""
    ready = Ready(
        interpreter.languages,
        interpreter.modes,
        interpreter.qualified_until,
        confidential=interpreter.confidential_on is not None,
        ended=interpreter.ended_at is not None,
    )
    on = timezone.localdate(visit.starts_at)
    return may_interpret(ready, kind=visit.kind, language=visit.person.language, on=on)


def refused_by(person_id: UUID) -> set[UUID]:
    """Whom they do not want, in whichever program they said it. One query."""
    held = facts(InterpreterRefusal, because="whom somebody refused is not sent to them by another program")
    return set(held.filter(person=person_id, lifted_at=None).values_list("interpreter_id", flat=True))


def taken_between(starts_at: datetime, ends_at: datetime) -> set[UUID]:
    """Who is booked elsewhere at that time. One query."""
    held = facts(InterpreterBooking, because=OVERLAP).filter(state__in=LIVE)
    meanwhile = held.filter(visit__starts_at__lt=ends_at, visit__ends_at__gt=starts_at)
    return set(meanwhile.values_list("interpreter_id", flat=True))


def comes_no_more(participant: Participant) -> bool:
    """Whether it is the place of an interpreter whose booking is over: it opens to nobody again. One query."""
    held = facts(InterpreterBooking, because="a place in a room is that of the booking").filter(participant=participant)
    return held.exists() and not held.filter(state__in=STILL).exists()


def refusals_of(actor: Actor, person: Person) -> list[InterpreterRefusal]:
    """Whom they do not want, as far as the reader may know. One query."""
    found = rows(InterpreterRefusal, actor=actor, needs=Permission.VISIT_VIEW).filter(person=person, lifted_at=None)
    shown = list(found.select_related("interpreter", "program", "by").order_by("-created_at", "-id")[:MOST])
    for each in shown:
        each.person = person  # whose key opens the reason
    return shown


def to_refuse(actor: Actor, known: list[InterpreterRefusal]) -> list[Interpreter]:
    """Everybody on the list who is not refused yet, for whoever notes it. One query."""
    found = rows(Interpreter, actor=actor, needs=Permission.VISIT_SCHEDULE).filter(ended_at=None)
    return list(found.exclude(pk__in=[each.interpreter_id for each in known]).order_by("name", "id")[:MOST])
