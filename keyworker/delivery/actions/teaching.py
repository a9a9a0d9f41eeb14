"""Giving somebody a material and hearing back what they understood; what is not clear yet becomes a task."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.cases.models import Case
from keyworker.delivery import teaching
from keyworker.delivery.actions.next_step import plan_next
from keyworker.delivery.models import EducationGiven, Format, Understood
from keyworker.people.timeline import tell
from keyworker.tasks.actions import finish_tasks, plan_task
from keyworker.tasks.models import TaskKind
from keyworker.tasks.wording import worded


@dataclass(frozen=True, slots=True)
class Taught:
    """What was explained and said back. `repeat_on`: it comes again; `again_of`: what this was the second time of."""

    material: str
    language: str
    format: Format
    given_on: date
    said_back: str
    repeat_on: date | None = None
    again_of: EducationGiven | None = None


@action(needs=Permission.CONTACT_RECORD, on="case")
def give_education(*, actor: Actor, case: Case, taught: Taught) -> EducationGiven:
    """Keep what was explained with the person's own words of it; going through it again is a task. Raises `Refused`."""
    today = workplace(actor).today
    insist(teaching.may_be_taught(taught.material, taught.said_back, taught.given_on, today=today))
    insist(teaching.may_be_repeated(taught.repeat_on, case_open=case.is_open, today=today))
    earlier = _taken_up(actor, taught.again_of)
    given = EducationGiven(
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        material=taught.material.strip(),
        language=taught.language,
        format=taught.format.value,
        given_on=taught.given_on,
        said_back=taught.said_back.strip(),
        understood=(Understood.REPEAT if taught.repeat_on else Understood.YES).value,
        repeat_on=taught.repeat_on,
        again_of=earlier,
        by_id=actor.staff_id,
    )
    given.save(force_insert=True)
    if earlier is not None:
        finish_tasks(case, TaskKind.TO_DO, by=actor, asked_for_by=[earlier])
    if taught.repeat_on is not None:
        what = worded(_("Go through it again: {material}"), material=given.material)
        plan_task(case, what=what, due_on=taught.repeat_on, kind=TaskKind.TO_DO, source=given)
    plan_next(actor, case)
    verb = "delivery.education_to_repeat" if taught.repeat_on else "delivery.education_understood"
    tell(verb, given, needs=Permission.CONTACT_VIEW, facts={"what": given.material})
    return given


def _taken_up(actor: Actor, earlier: EducationGiven | None) -> EducationGiven | None:
    if earlier is None:
        return None
    held = require(EducationGiven, earlier.pk, actor=actor, needs=Permission.CONTACT_RECORD, lock=True)
    again = facts(EducationGiven, because="it is gone through again once").filter(again_of=held.pk)
    insist(teaching.may_take_up(to_repeat=held.understood == Understood.REPEAT and not again.exists()))
    return held
