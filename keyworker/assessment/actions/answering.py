"""Beginning, keeping and finishing an assessment, and saying how it was done."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import PathStep, Program
from keyworker.assessment.actions.critical import case_of, heed
from keyworker.assessment.actions.following import keep_found, move_on
from keyworker.assessment.models import AnsweredBy, Assessment, AssessmentStatus, Interpreter, Mode
from keyworker.assessment.remembering import Remembered
from keyworker.assessment.rules import is_stale, may_save, may_start
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist
from keyworker.base.models import StaleRecord, change
from keyworker.cases.models import Case, Step
from keyworker.cases.path import may_begin
from keyworker.people.models import Person
from keyworker.people.timeline import tell
from keyworker.questionnaires.engine.scoring import Score
from keyworker.questionnaires.filling import Filling, definition_of
from keyworker.questionnaires.keeping import change_answers, keep_answers
from keyworker.questionnaires.known import Known
from keyworker.questionnaires.models import Questionnaire


@dataclass(frozen=True, slots=True)
class Sheet:
    """Answers as a page sent them. `seen` is the version it showed; `page` names the page itself, for autosave.

    `language` is the one they were asked in, where the page lets choose; `files` came with it, None where no file is
    asked for; `known` is what the page offered of the person.
    """

    data: Mapping[str, Any]
    seen: int
    page: str = ""
    language: str = ""
    files: Any = None
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class How:
    """How it is done: who answers, in what way, who else is there, who interprets."""

    answered_by: AnsweredBy = AnsweredBy.TOGETHER
    mode: Mode = Mode.IN_PERSON
    present: str = ""
    interpreter: Interpreter = Interpreter.NONE

    def values(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


@action(needs=Permission.ASSESSMENT_RECORD, on="case")
def start_assessment(*, actor: Actor, case: Case, questionnaire: Questionnaire, how: How = How()) -> Assessment:
    """Begin to fill in an instrument. Raises `Refused` for a closed case or a form that is not in use."""
    insist(may_start(case_open=case.is_open))
    program: Program = facts(Program, because="the answers belong to the case's program").get(pk=case.program_id)
    insist(may_begin(program, PathStep.ASSESSMENT))
    blank = blank_form(actor, case, questionnaire)
    assessment = Assessment(
        case=case,
        person_id=case.person_id,
        program=program,
        questionnaire=questionnaire,
        response=keep_answers(questionnaire, blank, program=program, person_id=case.person_id, completed=False),
        title=questionnaire.title,
        by_id=actor.id if actor.kind is ActorKind.STAFF else None,
        **how.values(),
    )
    assessment.save(force_insert=True)
    if case.step == Step.INTAKE:
        change(case, step=Step.ASSESSMENT)
    tell("assessment.started", assessment, needs=Permission.ASSESSMENT_VIEW, facts={"title": assessment.title})
    return assessment


@action(needs=Permission.ASSESSMENT_RECORD, on="assessment")
def say_how(*, actor: Actor, assessment: Assessment, how: How) -> Assessment:
    """Put right how it is done, until it is finished. The answers on an open page are not made stale by it."""
    insist(may_save(finished=assessment.is_finished, asked=assessment.asked_of_client))
    for name, value in how.values().items():
        setattr(assessment, name, value)
    assessment.save(update_fields=[*how.values()])
    _record("assessment.how_said", assessment)
    return assessment


@action(needs=Permission.ASSESSMENT_RECORD, on="assessment")
def save_answers(*, actor: Actor, assessment: Assessment, sheet: Sheet) -> Assessment:
    """Keep what is answered so far. Raises `StaleRecord` when another page saved since, `Refused` when finished."""
    insist(may_save(finished=assessment.is_finished, asked=assessment.asked_of_client))
    keep(actor, assessment, sheet)
    _record("assessment.saved", assessment)
    return assessment


@action(needs=Permission.ASSESSMENT_RECORD, on="assessment")
def complete_assessment(*, actor: Actor, assessment: Assessment, sheet: Sheet) -> Assessment:
    """Finish it: the score is worked out here, never taken from the page, and what it calls for is set in motion."""
    insist(may_save(finished=assessment.is_finished, asked=assessment.asked_of_client))
    filling = finish(actor, assessment, sheet)
    keep_found(assessment, filling)
    move_on(actor, case_of(assessment), assessment)
    tell(
        "assessment.completed",
        assessment,
        needs=Permission.ASSESSMENT_VIEW,
        facts={"title": assessment.title, "result": in_words(assessment)},
    )
    return assessment


def keep(actor: Actor, assessment: Assessment, sheet: Sheet) -> None:
    """Keep a draft, and act on danger in it; called inside the action of whoever answers."""
    _check(assessment, sheet)
    filling = filled_in(actor, assessment, sheet, draft=True)
    change_answers(assessment.response, filling, completed=False)
    change(assessment, edited_in=sheet.page, saved_at=clock.now())
    heed(actor, assessment, filling)


def finish(actor: Actor, assessment: Assessment, sheet: Sheet) -> Filling:
    """Keep the answers for good with what is worked out of them, and act on danger; inside an action as above."""
    _check(assessment, sheet)
    filling = filled_in(actor, assessment, sheet)
    change_answers(assessment.response, filling, completed=True)
    change(
        assessment,
        status=AssessmentStatus.COMPLETED,
        completed_at=clock.now(),
        edited_in="",
        saved_at=clock.now(),
        **_result(main_score(filling), workplace(actor).agency.language),
    )
    heed(actor, assessment, filling)
    return filling


@action(needs=Permission.ASSESSMENT_RECORD, on="assessment")
def heed_answers(*, actor: Actor, assessment: Assessment, sheet: Sheet) -> None:
    """Act on danger in answers that cannot be kept yet, because another of them must be put right first."""
    insist(may_save(finished=assessment.is_finished, asked=assessment.asked_of_client))
    heed(actor, assessment, filled_in(actor, assessment, sheet, draft=True))
    _record("assessment.looked_over", assessment)


def blank_form(actor: Actor, case: Case, questionnaire: Questionnaire, *, language: str = "") -> Filling:
    """The form before anybody answers. What is known of the person stands beside the questions, and is no answer."""
    person: Person = facts(Person, because="the form may name whom it is about").get(pk=case.person_id)
    now = workplace(actor).now
    known = Remembered(actor, person, definition_of(questionnaire), program_id=case.program_id, now=now)
    return Filling(questionnaire, draft=True, language=language, known=known, now=now)


def filled_in(actor: Actor, assessment: Assessment, sheet: Sheet, *, draft: bool = False) -> Filling:
    """The answers a page sent, read against the version that was begun and in the language that asked."""
    kept = assessment.response
    return Filling(
        assessment.questionnaire,
        sheet.data,
        files=sheet.files,
        kept=kept.content,
        known=sheet.known,
        language=sheet.language or kept.language,
        draft=draft,
        now=workplace(actor).now,
    )


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


def _record(verb: str, assessment: Assessment) -> None:
    trail.record(verb, subject=assessment, person_id=assessment.person_id, program_id=assessment.program_id)
