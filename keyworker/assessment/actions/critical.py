"""An answer that speaks of danger: an alert and a task for today at once, as soon as it is known, and only once."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Staff
from keyworker.assessment.danger import Danger, dangers
from keyworker.assessment.models import AgencyCriticalItem, Assessment, CriticalAnswer
from keyworker.assessment.rules import alert_text
from keyworker.base.actor import Actor, ActorKind
from keyworker.cases.duty import call_duty
from keyworker.cases.models import Case
from keyworker.people.actions import place_alert
from keyworker.people.models import Alert, AlertKind, Person
from keyworker.people.timeline import tell
from keyworker.questionnaires.filling import Filling
from keyworker.tasks.actions import leave_task, plan_task
from keyworker.tasks.models import Task, TaskKind
from keyworker.tasks.wording import worded


def heed(actor: Actor, assessment: Assessment, filling: Filling) -> list[Danger]:
    """Raise what was not raised yet, in a draft too; called inside the action that keeps the answers.

    Answers every danger in the answers, raised now or before, in the language of the page.
    """
    marks = marks_of(assessment.questionnaire.url)
    found = dangers(filling, marks)
    if any(danger.link_id not in assessment.raised_for for danger in found):
        with translation.override(workplace(actor).agency.language):
            known = _for_staff(assessment, filling, marks)
            _raise(actor, assessment, [danger for danger in known if danger.link_id not in assessment.raised_for])
    return found


def marks_of(url: str) -> list[AgencyCriticalItem]:
    """What the agency marks in this form, whoever fills it in."""
    live = facts(AgencyCriticalItem, because="danger is seen whoever fills the form in")
    return list(live.filter(url=url, ended_at=None).order_by("created_at", "id"))


def case_of(assessment: Assessment) -> Case:
    """Its case, held until the end: its next step follows."""
    held = facts(Case, because="it moves on with its assessment").select_for_update(no_key=True)
    found: Case = held.get(pk=assessment.case_id)
    return found


def _for_staff(assessment: Assessment, filling: Filling, marks: list[AgencyCriticalItem]) -> list[Danger]:
    """The same dangers in the language now active, the agency's: who acts on them may not read the client's."""
    response = filling.to_response(completed=False)
    return dangers(Filling(assessment.questionnaire, response=response, draft=True), marks)


def _raise(actor: Actor, assessment: Assessment, new: list[Danger]) -> None:
    case = case_of(assessment)
    person: Person = facts(Person, because="an answer speaks of danger to them").get(pk=assessment.person_id)
    alert = _alert(actor, assessment, person, new)
    task = _task(actor, assessment, case, person)
    for danger in new:
        CriticalAnswer(
            assessment=assessment,
            person_id=assessment.person_id,
            program_id=assessment.program_id,
            link_id=danger.link_id,
            question=danger.question,
            answer=danger.answer,
            message=danger.message,
            next_form=danger.next_form,
            alert=alert,
            task=task,
        ).save(force_insert=True)
    assessment.raised_for = [*assessment.raised_for, *(danger.link_id for danger in new)]
    assessment.save(update_fields=["raised_for"])  # no new version: the answers on an open page are as fresh as before
    tell(
        "assessment.critical_answer",
        assessment,
        needs=Permission.ASSESSMENT_VIEW,
        facts={"title": assessment.title, "answers": len(new)},
    )


def _alert(actor: Actor, assessment: Assessment, person: Person, new: list[Danger]) -> Alert:
    text = alert_text(assessment.title, [danger.message or danger.question for danger in new])
    return place_alert(actor, person, assessment.program, kind=AlertKind.SAFETY, text=text)


def _task(actor: Actor, assessment: Assessment, case: Case, person: Person) -> Task:
    """For whoever is on duty; where that is the case's owner, it goes with the case."""
    today = workplace(actor).today
    called = call_duty(actor, case, today=today, needs=Permission.ASSESSMENT_VIEW)
    on_duty = None
    if called is not None and called != case.owner_id:
        on_duty = facts(Staff, because="they are called").get(pk=called)
    what = worded(_("Talk with {name} about safety today"), name=person.called)
    add = leave_task if actor.kind is ActorKind.CLIENT else plan_task
    return add(case, what=what, due_on=today, kind=TaskKind.TO_DO, assignee=on_duty, source=assessment)
