"""Doing a lesson, keeping the agency's procedures, and saying who must have done what."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.access.sight import Absent, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Agency, Program, Staff
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.models import change
from keyworker.training.learning.lessons import SLUGS, lesson
from keyworker.training.learning.rules import is_answered, may_stand_until
from keyworker.training.models import LessonDone, Procedure, ProcedureText, RequiredLesson

OWN, MANAGE = Permission.STAFF_VIEW, Permission.AGENCY_MANAGE


@dataclass(frozen=True, slots=True)
class Written:
    """A procedure as an administrator writes it."""

    title: str
    text: str
    review_on: date


@action(needs=OWN, on="member")
def finish_lesson(*, actor: Actor, member: Staff, slug: str, answers: Sequence[int]) -> LessonDone:
    """A worker answered a lesson's questions; `answers` are places among what could be answered. Done once an edition.

    Raises `Absent` for a lesson that there is not.
    """
    insist(yes() if member.pk == actor.id else no(_("Everybody notes their own.")))
    if slug not in SLUGS:
        raise Absent
    read = lesson(slug)
    insist(is_answered(answers, [each.right for each in read.questions]))
    return _note(actor, LessonDone(lesson=slug, edition=read.edition))


@action(needs=OWN, on="procedure")
def read_procedure(*, actor: Actor, procedure: Procedure, edition: int) -> LessonDone:
    """A worker read this edition of it, and says so; a later one that came meanwhile is to be read first."""
    insist(_stands(procedure))
    insist(yes() if edition == procedure.edition else no(_("It was written anew meanwhile. Please read it again.")))
    return _note(actor, LessonDone(procedure=procedure, edition=edition))


@action(needs=MANAGE, on="agency")
def write_procedure(*, actor: Actor, agency: Agency, owner: Staff, written: Written) -> Procedure:
    """From now on this is how it is done here."""
    insist(may_stand_until(written.review_on, workplace(actor).today))
    made = Procedure(title=written.title.strip(), owner=owner, review_on=written.review_on)
    made.save(force_insert=True)
    _keep_text(made, written.text)
    trail.record("training.procedure_written", subject=made, facts=_told(made))
    return made


@action(needs=MANAGE, on="procedure")
def change_procedure(*, actor: Actor, procedure: Procedure, owner: Staff, written: Written, seen: int) -> Procedure:
    """Other words are a new edition, which everybody reads anew; what others have read stays. Raises `StaleRecord`."""
    insist(_stands(procedure))
    insist(may_stand_until(written.review_on, workplace(actor).today))
    text = written.text.strip().replace("\r\n", "\n")
    anew = text != text_of(actor, procedure)
    change(
        procedure,
        seen=seen,
        title=written.title.strip(),
        owner=owner,
        review_on=written.review_on,
        edition=procedure.edition + anew,
    )
    if anew:
        _keep_text(procedure, text)
    trail.record("training.procedure_changed", subject=procedure, facts=_told(procedure))
    return procedure


@action(needs=OWN, on="procedure")
def look_again(*, actor: Actor, procedure: Procedure, review_on: date, seen: int) -> Procedure:
    """Its owner looked at it, and it stands as it is until another day. Raises `StaleRecord`."""
    insist(_stands(procedure))
    insist(yes() if procedure.owner_id == actor.id else no(_("Whoever looks after it says whether it stands.")))
    insist(may_stand_until(review_on, workplace(actor).today))
    change(procedure, seen=seen, review_on=review_on)
    trail.record("training.procedure_reviewed", subject=procedure, facts=_told(procedure))
    return procedure


@action(needs=MANAGE, on="procedure")
def end_procedure(*, actor: Actor, procedure: Procedure) -> Procedure:
    """It is not done like this any more. Who read it stays known."""
    insist(_stands(procedure))
    change(procedure, ended_at=clock.now())
    trail.record("training.procedure_ended", subject=procedure, facts=_told(procedure))
    return procedure


@action(needs=MANAGE, on="agency")
def require_lesson(
    *,
    actor: Actor,
    agency: Agency,
    slug: str,
    procedure: Procedure | None,
    roles: Collection[Role],
    programs: Collection[Program],
) -> None:
    """From now on these roles must have done it, in these programs or, without any, wherever; and nobody else."""
    insist(_one_of(slug, procedure))
    places: list[Program | None] = list(programs) or [None]
    wanted = {(role.value, each and each.pk): each for role in roles for each in places}
    asked = rows(RequiredLesson, actor=actor, needs=MANAGE).filter(lesson=slug, procedure=procedure, ended_at=None)
    held = {(each.role, each.program_id): each for each in asked.select_for_update(no_key=True)}
    for (role, place), program in wanted.items():
        if (role, place) not in held:
            RequiredLesson(lesson=slug, procedure=procedure, role=role, program=program).save(force_insert=True)
    for key, each in held.items():
        if key not in wanted:
            change(each, ended_at=clock.now())
    facts = {"lesson": slug, "roles": len(roles), "programs": len(programs)}
    trail.record("training.lesson_required", subject=procedure, facts=facts)


def text_of(actor: Actor, procedure: Procedure) -> str:
    """The words of a procedure as it stands."""
    found = rows(ProcedureText, actor=actor, needs=OWN).get(procedure=procedure, edition=procedure.edition)
    return str(found.text)


def _note(actor: Actor, done: LessonDone) -> LessonDone:
    known: LessonDone | None = (
        rows(LessonDone, actor=actor, needs=OWN)
        .filter(lesson=done.lesson, procedure=done.procedure_id, edition=done.edition)
        .first()
    )
    if known is None:
        done.staff_id, done.done_on = UUID(str(actor.staff_id)), workplace(actor).today
        done.save(force_insert=True)
    facts = {"lesson": done.lesson, "edition": done.edition}
    trail.record("training.lesson_done", subject=known or done, facts=facts)
    return known or done


def _keep_text(procedure: Procedure, text: str) -> None:
    words = text.strip().replace("\r\n", "\n")
    ProcedureText(procedure=procedure, edition=procedure.edition, text=words).save(force_insert=True)


def _stands(procedure: Procedure) -> Decision:
    return no(_("It is not done like this any more.")) if procedure.ended_at else yes()


def _one_of(slug: str, procedure: Procedure | None) -> Decision:
    if procedure is not None:
        return _stands(procedure)
    return yes() if slug in SLUGS else no(_("There is no such lesson."))


def _told(procedure: Procedure) -> dict[str, object]:
    owner: UUID = procedure.owner_id
    return {"edition": procedure.edition, "until_on": procedure.review_on.isoformat(), "staff": str(owner)}
