"""What was heard: feedback and ideas by program, complaints by the day their answer is due."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from keyworker.access.permissions import Permission
from keyworker.access.sight import authorities, require, rows
from keyworker.agencies.models import Program, Staff
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.people.models import Person
from keyworker.people.queries import names_told
from keyworker.reviews.models import Complaint, Feedback, Idea

MOST, MOST_STAFF, MOST_TAKEN = 100, 500, 20


@dataclass(frozen=True, slots=True)
class Heard:
    """A complaint as the list shows it, and which day of its clock is past."""

    complaint: Complaint
    today: date

    @property
    def acknowledgement_is_late(self) -> bool:
        return self.complaint.acknowledged_at is None and self.complaint.acknowledge_by < self.today

    @property
    def answer_is_late(self) -> bool:
        return self.complaint.answered_at is None and self.complaint.answer_by < self.today

    @property
    def is_late(self) -> bool:
        return self.acknowledgement_is_late or self.answer_is_late


def programs_for(actor: Actor, needs: Permission) -> list[Program]:
    """Open programs in which the actor holds the permission, by name. One query."""
    return list(rows(Program, actor=actor, needs=needs).filter(closed_at=None).order_by("name"))


def colleagues(actor: Actor) -> list[tuple[str, str]]:
    """Who could see to an idea, by name. One query."""
    found = rows(Staff, actor=actor, needs=Permission.STAFF_VIEW).filter(ended_at=None).order_by("name")
    return [(str(key), name) for key, name in found.values_list("pk", "name")[:MOST_STAFF]]


def feedback_heard(actor: Actor) -> list[Feedback]:
    """What was said of the actor's programs, newest month first; whose it was stays unsaid. One query."""
    found = rows(Feedback, actor=actor, needs=Permission.FEEDBACK_VIEW).select_related("program")
    return list(found.order_by("-month", "program__name", "id")[:MOST])


def ideas(actor: Actor) -> list[Idea]:
    """Ideas of the actor's programs: open ones first, by the day they are due. One query."""
    found = rows(Idea, actor=actor, needs=Permission.FEEDBACK_VIEW).select_related("program", "owner")
    return list(found.order_by(F("done_on").desc(nulls_first=True), "due_on", "id")[:MOST])


def idea(actor: Actor, idea_id: UUID) -> Idea:
    return require(Idea, idea_id, actor=actor, needs=Permission.FEEDBACK_VIEW, join=("program", "owner"))


def complaints(actor: Actor, *, today: date) -> list[Heard]:
    """What the actor may handle: unanswered first, by the day its answer is due. One query."""
    found = rows(Complaint, actor=actor, needs=Permission.COMPLAINT_HANDLE).select_related("program", "handler")
    ordered = found.order_by(F("answered_at").desc(nulls_first=True), "answer_by", "id")[:MOST]
    return [Heard(each, today) for each in ordered]


def complaint(actor: Actor, complaint_id: UUID) -> Complaint:
    """One to handle; that it was read is recorded. Raises `Absent`."""
    join = ("program", "handler", "about", "taken_by")
    found = require(Complaint, complaint_id, actor=actor, needs=Permission.COMPLAINT_HANDLE, join=join)
    trail.record("reviews.complaint_opened", subject=found, person_id=found.person_id, program_id=found.program_id)
    return found


def from_outside(actor: Actor, found: Complaint) -> bool:
    """Whether whoever handles it has no part in the sealed program it comes from."""
    held = authorities(actor, Permission.COMPLAINT_HANDLE)
    return found.program.sealed and not any(found.program_id in (each.programs or ()) for each in held)


def whose(actor: Actor, found: Complaint) -> str:
    """The name of whoever complains; empty from outside a sealed program, unless they let it be known."""
    if from_outside(actor, found) and not found.names_them:
        return ""
    return names_told(actor, [found.person_id])[found.person_id]


def taken_down(actor: Actor, person: Person) -> list[Complaint]:
    """What the worker wrote down for the person, newest first, to tell them what came of it. One query."""
    found = rows(Complaint, actor=actor, needs=Permission.COMPLAINT_LEAVE).filter(person=person, taken_by=actor.id)
    return list(found.order_by("-received_on", "-id")[:MOST_TAKEN])


def my_complaints(actor: Actor) -> list[Complaint]:
    """What the client left at their own door or with a worker, newest first. One query."""
    found = rows(Complaint, actor=actor, needs=Permission.COMPLAINT_VIEW)
    return list(found.order_by("-received_on", "-id")[:MOST])
