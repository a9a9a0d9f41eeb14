"""Beginning, keeping and finishing an assessment; what its answers call for follows at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.assessment.models import AnsweredBy, Assessment, AssessmentStatus, Need, Strength
from keyworker.assessment.rules import alert_text, domain_of, is_stale, may_save, may_start
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist
from keyworker.base.models import StaleRecord, change
from keyworker.cases.models import Case, Step
from keyworker.people.actions import raise_alert
from keyworker.people.models import AlertKind, Person
from keyworker.people.timeline import tell
from keyworker.questionnaires.engine.scoring import Score
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.keeping import change_answers, keep_answers
from keyworker.questionnaires.models import Questionnaire
from keyworker.tasks.actions import finish_tasks, plan_task
from keyworker.tasks.models import Task, TaskKind

DAYS_TO_PLAN = 7
BEFORE_PLANNING = frozenset({Step.INTAKE, Step.ASSESSMENT})
FOUND: dict[str, type[Need] | type[Strength]] = {"need": Need, "strength": Strength}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Answers as a page sent them. `seen` is the version it showed; `page` names the page itself, for autosave."""

    data: Mapping[str, Any]
    seen: int
    page: str = ""


@action(needs=Permission.ASSESSMENT_RECORD, on="case")
def start_assessment(
    *, actor: Actor, case: Case, questionnaire: Questionnaire, answered_by: AnsweredBy = AnsweredBy.TOGETHER
) -> Assessment:
    """Begin to fill in an instrument. Raises `Refused` for a closed case or a form that is not in use."""
    insist(may_start(case_open=case.is_open))
    program: Program = facts(Program, because="the answers belong to the case's programme").get(pk=case.program_id)
    blank = Filling(questionnaire, draft=True, now=workplace(actor).now)
    assessment = Assessment(
        case=case,
        person_id=case.person_id,
        program=program,
        questionnaire=questionnaire,
        response=keep_answers(questionnaire, blank, program=program, person_id=case.person_id, completed=False),
        title=questionnaire.title,
        answered_by=answered_by.value,
        by_id=actor.id if actor.kind is ActorKind.STAFF else None,
    )
    assessment.save(force_insert=True)
    if case.step == Step.INTAKE:
        change(case, step=Step.ASSESSMENT)
    tell("assessment.started", assessment, needs=Permission.ASSESSMENT_VIEW, facts={"title": assessment.title})
    return assessment


@action(needs=Permission.ASSESSMENT_RECORD, on="assessment")
def save_answers(*, actor: Actor, assessment: Assessment, sheet: Sheet) -> Assessment:
    """Keep what is answered so far. Raises `StaleRecord` when another page saved since, `Refused` when finished."""
    _check(assessment, sheet)
    filling = filled_in(actor, assessment, sheet.data, draft=True)
    change_answers(assessment.response, filling, completed=False)
    change(assessment, edited_in=sheet.page, saved_at=clock.now())
    _record("assessment.saved", assessment)
    return assessment


@action(needs=Permission.ASSESSMENT_RECORD, on="assessment")
def complete_assessment(*, actor: Actor, assessment: Assessment, sheet: Sheet) -> Assessment:
    """Finish it: the score is worked out here, never taken from the page, and what it calls for is set in motion."""
    _check(assessment, sheet)
    filling = filled_in(actor, assessment, sheet.data)
    change_answers(assessment.response, filling, completed=True)
    result = main_score(filling)
    change(
        assessment,
        status=AssessmentStatus.COMPLETED,
        completed_at=clock.now(),
        edited_in="",
        saved_at=clock.now(),
        **_result(result, filling.language),
    )
    _keep_found(assessment, filling)
    case: Case = (
        facts(Case, because="it moves on with its assessment").select_for_update(no_key=True).get(pk=assessment.case_id)
    )
    _act_on_critical(actor, case, assessment, filling)
    _move_to_planning(actor, case, assessment)
    tell(
        "assessment.completed",
        assessment,
        needs=Permission.ASSESSMENT_VIEW,
        facts={"title": assessment.title, "result": in_words(assessment)},
    )
    return assessment


def filled_in(actor: Actor, assessment: Assessment, data: Mapping[str, Any], *, draft: bool = False) -> Filling:
    """The answers a page sent, read against the version that was begun and in the language that asked."""
    language = assessment.response.language
    return Filling(assessment.questionnaire, data, language=language, draft=draft, now=workplace(actor).now)


def main_score(filling: Filling) -> Score | None:
    """The result an assessment is known by: the first whole number with a band, else the first number."""
    numbers = [score for score in filling.scores if score.number is not None and score.is_complete]
    return next((score for score in numbers if score.band is not None), numbers[0] if numbers else None)


def in_words(assessment: Assessment) -> str:
    """The score and what it means; empty for an instrument without one."""
    if assessment.total is None:
        return ""
    total = f"{assessment.total.normalize():f}"
    return _("{total}: {band}.").format(total=total, band=assessment.band) if assessment.band else total


def _check(assessment: Assessment, sheet: Sheet) -> None:
    insist(may_save(finished=assessment.is_finished))
    version, edited_in = assessment.version, assessment.edited_in
    if is_stale(version=version, edited_in=edited_in, seen=sheet.seen, page=sheet.page):
        raise StaleRecord(assessment, sheet.seen)


def _result(score: Score | None, language: str) -> dict[str, Any]:
    if score is None:
        return {}
    band = score.band
    return {
        "total": score.number,
        "band_code": band.level if band else "",
        "band": band.label.in_language(language) if band else "",
        "meaning": band.meaning.in_language(language) if band else "",
    }


def _keep_found(assessment: Assessment, filling: Filling) -> None:
    for told in filling.found:
        FOUND[told.kind](
            person_id=assessment.person_id,
            program_id=assessment.program_id,
            assessment=assessment,
            domain=domain_of(told.domain).value,
            text=told.answer,
        ).save(force_insert=True)


def _act_on_critical(actor: Actor, case: Case, assessment: Assessment, filling: Filling) -> None:
    """An answer that speaks of danger is on the identity bar at once, with a task for today."""
    critical = filling.critical
    if not critical:
        return
    person: Person = facts(Person, because="an answer speaks of danger to them").get(pk=assessment.person_id)
    text = alert_text(assessment.title, [answer.message or answer.question for answer in critical])
    program = assessment.program
    raise_alert(actor=actor, person=person, program=program, kind=AlertKind.SAFETY.value, text=text)
    plan_task(
        case,
        what=_("Talk with {name} about safety today").format(name=person.called),
        due_on=workplace(actor).today,
        kind=TaskKind.TO_DO,
        source=assessment,
    )
    tell(
        "assessment.critical_answer",
        assessment,
        needs=Permission.ASSESSMENT_VIEW,
        facts={"title": assessment.title, "answers": len(critical)},
    )


def _move_to_planning(actor: Actor, case: Case, assessment: Assessment) -> None:
    """After a first assessment comes the plan; a case further along only keeps its next step."""
    planned = facts(Task, because="the plan may be asked for already").filter(
        case=case, kind=TaskKind.PLAN, done_at=None, cancelled_at=None
    )
    if case.step in BEFORE_PLANNING:
        change(case, step=Step.PLANNING)
        if not planned.exists():
            due_on = workplace(actor).today + timedelta(days=DAYS_TO_PLAN)
            plan_task(case, what=_("Write the plan together"), due_on=due_on, kind=TaskKind.PLAN, source=assessment)
    finish_tasks(case, TaskKind.ASSESSMENT, by=actor)
    if case.next_step_on is None and case.is_open:
        due_on = workplace(actor).today + timedelta(days=DAYS_TO_PLAN)
        plan_task(case, what=_("Agree what comes next"), due_on=due_on, kind=TaskKind.TO_DO, source=assessment)


def _record(verb: str, assessment: Assessment) -> None:
    trail.record(verb, subject=assessment, person_id=assessment.person_id, program_id=assessment.program_id)
