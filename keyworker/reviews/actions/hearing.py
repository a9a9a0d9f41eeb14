"""What people think of the service: feedback with or without a name, ideas, complaints and their answers."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.models import change
from keyworker.people.models import Person
from keyworker.reviews.models import Complaint, ComplaintKind, ComplaintOutcome, Feedback, FeedbackSource, Idea
from keyworker.reviews.rules import (
    complaint_clock,
    is_sound_feedback,
    may_answer,
    may_finish_idea,
    may_handle,
    may_note_idea,
)

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr"})


@dataclass(frozen=True, slots=True)
class Felt:
    """How it was: 1 to 5 stars, what to keep, what to change. `source` is how staff heard of it."""

    rating: int | None = None
    keep: str = ""
    change: str = ""
    source: str = FeedbackSource.PAPER.value


@action(needs=Permission.FEEDBACK_LEAVE, on="program")
def leave_feedback(*, actor: Actor, program: Program, felt: Felt) -> Feedback:
    """Say how it was. With a name only at the person's own door; else only the program and the month are kept.

    The trail tells that something was left, not which row it is, so that no moment leads to anybody.
    """
    insist(is_sound_feedback(rating=felt.rating, words=felt.keep + felt.change))
    own = actor.kind is ActorKind.CLIENT
    month = workplace(actor).today.replace(day=1)
    source = {ActorKind.CLIENT: FeedbackSource.OWN_DOOR.value, ActorKind.VISITOR: FeedbackSource.PUBLIC.value}
    feedback = Feedback(
        program=program,
        person_id=actor.person_id if own else None,
        month=month,
        source=source.get(actor.kind, felt.source),
        rating=felt.rating,
        keep=felt.keep,
        change=felt.change,
    )
    if not own:
        feedback.id, feedback.created_at = uuid4(), datetime.combine(month, time(), clock.now().tzinfo)
    feedback.save(force_insert=True)
    trail.record("reviews.feedback_left", subject=program, program_id=program.pk)
    return feedback


@action(needs=Permission.FEEDBACK_VIEW, on="program")
def note_idea(
    *, actor: Actor, program: Program, what: str, owner: Staff, due_on: date, feedback: Feedback | None = None
) -> Idea:
    """Keep what to do better, with somebody who sees to it by a day."""
    insist(may_note_idea(what=what, due_on=due_on, today=workplace(actor).today))
    idea = Idea(program=program, what=what, owner=owner, due_on=due_on, feedback=feedback)
    idea.save(force_insert=True)
    trail.record("reviews.idea_noted", subject=idea, program_id=program.pk)
    return idea


@action(needs=Permission.FEEDBACK_VIEW, on="idea")
def finish_idea(*, actor: Actor, idea: Idea, came_of_it: str, seen: int | None = None) -> Idea:
    """Say what came of an idea, also when it was let go."""
    insist(may_finish_idea(done=idea.done_on is not None, came_of_it=came_of_it))
    change(idea, seen=seen, done_on=workplace(actor).today, came_of_it=came_of_it.strip())
    trail.record("reviews.idea_done", subject=idea, program_id=idea.program_id)
    return idea


@dataclass(frozen=True, slots=True)
class Voice:
    """A complaint or compliment in the person's words; `about` is whom it is about, as they name them.

    `names_them`: somebody outside a sealed program who has to answer it may know whose it is.
    """

    words: str
    kind: str = ComplaintKind.COMPLAINT.value
    about: str = ""
    names_them: bool = False


@action(needs=Permission.COMPLAINT_LEAVE, on="program")
def leave_complaint(*, actor: Actor, program: Program, voice: Voice, person: Person | None = None) -> Complaint:
    """Leave it at one's own door, or with a worker, who gives the `person`. The clock of the answer begins.

    It stands in no timeline: whom it is about may read that.
    """
    here, person_id = workplace(actor), _whose(actor, person)
    days = program.answer_complaints_days or here.agency.answer_complaints_days
    acknowledge_by, answer_by = complaint_clock(here.today, answer_days=days)
    complaint = Complaint(
        person_id=person_id,
        program=program,
        kind=voice.kind,
        words=voice.words,
        about_name=voice.about.strip(),
        about_id=_named(voice.about),
        taken_by_id=actor.staff_id if actor.kind is ActorKind.STAFF else None,
        names_them=voice.names_them,
        received_on=here.today,
        acknowledge_by=acknowledge_by,
        answer_by=answer_by,
    )
    complaint.save(force_insert=True)
    trail.record("reviews.complaint_left", subject=complaint, person_id=person_id, program_id=program.pk)
    return complaint


def _whose(actor: Actor, person: Person | None) -> UUID:
    """The client themselves, or somebody the worker works with: to know them by name is not enough."""
    whose = actor.person_id if actor.kind is ActorKind.CLIENT else person.pk if person else None
    insist(yes() if whose is not None else no(_("Say whose complaint it is.")))
    assert whose is not None  # noqa: S101 - just insisted on
    if actor.kind is ActorKind.CLIENT:
        return whose
    return require(Person, whose, actor=actor, needs=Permission.COMPLAINT_LEAVE).pk


def _named(name: str) -> UUID | None:
    """The colleague somebody names: by their whole name, or by words of it that only one of them has ("Ms. Carter")."""
    wanted = [word for word in re.split(r"[\s.,]+", name.casefold()) if word and word not in TITLES]
    if not wanted:
        return None
    staff = facts(Staff, because="whom a complaint is about never handles it").filter(ended_at=None)
    known = [(key, each.casefold().split()) for key, each in staff.values_list("pk", "name")]
    whole = [key for key, words in known if words == wanted]
    partly = [key for key, words in known if set(wanted) <= set(words)]
    found: list[UUID] = whole or partly
    return found[0] if len(found) == 1 else None


@action(needs=Permission.COMPLAINT_HANDLE, on="complaint")
def acknowledge_complaint(*, actor: Actor, complaint: Complaint) -> Complaint:
    """Take it on, and let the person know that it came."""
    insist(_may_handle(actor, complaint))
    change(complaint, handler_id=actor.staff_id, acknowledged_at=complaint.acknowledged_at or clock.now())
    _record("reviews.complaint_acknowledged", complaint)
    return complaint


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it, what was said, and how the person was told."""

    outcome: str
    answer: str
    told_how: str


@action(needs=Permission.COMPLAINT_HANDLE, on="complaint")
def answer_complaint(*, actor: Actor, complaint: Complaint, answered: Answered, seen: int | None = None) -> Complaint:
    """Say what came of it. The person reads it at their own door, too. Raises `StaleRecord`."""
    insist(_may_handle(actor, complaint))
    insist(
        may_answer(
            acknowledged=complaint.acknowledged_at is not None, answer=answered.answer, told_how=answered.told_how
        )
    )
    change(
        complaint,
        seen=seen,
        answered_at=clock.now(),
        outcome=ComplaintOutcome(answered.outcome).value,
        answer=answered.answer.strip(),
        told_how=answered.told_how.strip(),
    )
    _record("reviews.complaint_answered", complaint)
    return complaint


def _may_handle(actor: Actor, complaint: Complaint) -> Decision:
    return may_handle(
        mine=complaint.about_id == actor.id,
        answered=complaint.answered_at is not None,
        handler_is_other=complaint.handler_id not in {None, actor.id},
    )


def _record(verb: str, complaint: Complaint) -> None:
    trail.record(verb, subject=complaint, person_id=complaint.person_id, program_id=complaint.program_id)
