"""Asking a client to answer by themselves, at their own door; what they hand in, and that it was read."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import PathStep, Program
from keyworker.assessment.actions.answering import Sheet, blank_form, filled_in, finish, in_words, keep
from keyworker.assessment.actions.critical import case_of, heed
from keyworker.assessment.actions.following import keep_found, move_on
from keyworker.assessment.models import AnsweredBy, Assessment, Mode
from keyworker.assessment.queries import promise
from keyworker.assessment.rules import may_ask, may_note_read, may_save, may_withdraw
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case, Step
from keyworker.cases.path import may_begin
from keyworker.people.models import THEIR_OWN, Person, PortalAccount
from keyworker.people.timeline import tell
from keyworker.questionnaires.keeping import filling_of, keep_answers
from keyworker.questionnaires.models import Questionnaire
from keyworker.tasks.actions import finish_tasks, leave_task, plan_task
from keyworker.tasks.models import TaskKind
from keyworker.tasks.wording import worded


@dataclass(frozen=True, slots=True)
class Asking:
    """What a client is asked, by when, in which language and with which words from their worker."""

    questionnaire: Questionnaire
    until: date
    language: str = ""
    words: str = ""


@action(needs=Permission.ASSESSMENT_RECORD, on="case")
def ask_client(*, actor: Actor, case: Case, asking: Asking) -> Assessment:
    """Put a form among the questions at the client's own door.

    Raises `Refused` where they have none, and in a sealed program.
    """
    doors = facts(PortalAccount, because="only who has a door can be asked there").filter(
        THEIR_OWN, person_id=case.person_id
    )
    today = workplace(actor).today
    program: Program = facts(Program, because="the answers belong to the case's program").get(pk=case.program_id)
    insist(may_begin(program, PathStep.ASSESSMENT))
    insist(
        may_ask(case_open=case.is_open, sealed=program.sealed, has_door=doors.exists(), until=asking.until, today=today)
    )
    form = asking.questionnaire
    blank = blank_form(actor, case, form, language=asking.language)
    assessment = Assessment(
        case=case,
        person_id=case.person_id,
        program=program,
        questionnaire=form,
        response=keep_answers(
            form, blank, program=program, person_id=case.person_id, completed=False, asked_of_client=True
        ),
        title=form.title,
        by_id=actor.staff_id,
        answered_by=AnsweredBy.CLIENT,
        mode=Mode.ALONE,
        asked_of_client=True,
        asked_until=asking.until,
        words_to_client=asking.words,
    )
    assessment.save(force_insert=True)
    if case.step == Step.INTAKE:
        change(case, step=Step.ASSESSMENT)
    what = worded(_("See whether “{title}” was answered"), title=form.title)
    plan_task(case, what=what, due_on=asking.until, kind=TaskKind.ASSESSMENT, source=assessment)
    _tell("assessment.client_asked", assessment, until_on=asking.until.isoformat())
    return assessment


@action(needs=Permission.ASSESSMENT_RECORD, on="assessment")
def take_questions_back(*, actor: Actor, assessment: Assessment) -> Assessment:
    """The client need not answer alone any more; what they answered stays, and is gone on with together."""
    insist(may_withdraw(asked=assessment.asked_of_client, finished=assessment.is_finished))
    change(assessment.response, asked_of_client=False)
    change(
        assessment,
        asked_of_client=False,
        asked_until=None,
        words_to_client="",
        answered_by=AnsweredBy.TOGETHER,
        mode=Mode.IN_PERSON,
    )
    case = case_of(assessment)
    finish_tasks(case, TaskKind.ASSESSMENT, by=actor, asked_for_by=[assessment])
    if case.next_step_on is None and case.is_open:
        what = worded(_("Go on with “{title}” together"), title=assessment.title)
        due_on = workplace(actor).today
        plan_task(case, what=what, due_on=due_on, kind=TaskKind.ASSESSMENT, source=assessment)
    _tell("assessment.questions_taken_back", assessment)
    return assessment


@action(needs=Permission.ASSESSMENT_ANSWER, on="assessment")
def keep_own_answers(*, actor: Actor, assessment: Assessment, sheet: Sheet) -> Assessment:
    """The client keeps what they answered so far. Raises `StaleRecord`, and `Refused` once handed in."""
    insist(may_save(finished=assessment.is_finished))
    keep(actor, assessment, sheet)
    _record("assessment.own_answers_kept", assessment)
    return assessment


@action(needs=Permission.ASSESSMENT_ANSWER, on="assessment")
def heed_own_answers(*, actor: Actor, assessment: Assessment, sheet: Sheet) -> None:
    """Act on danger in answers that cannot be kept yet, because another of them must be put right first."""
    insist(may_save(finished=assessment.is_finished))
    heed(actor, assessment, filled_in(actor, assessment, sheet, draft=True))
    _record("assessment.looked_over", assessment)


@action(needs=Permission.ASSESSMENT_ANSWER, on="assessment")
def hand_in_answers(*, actor: Actor, assessment: Assessment, sheet: Sheet) -> Assessment:
    """The client hands it in. Their worker has a task to read it by when it was promised; danger calls at once."""
    insist(may_save(finished=assessment.is_finished))
    finish(actor, assessment, sheet)
    person: Person = facts(Person, because="the task says whose answers they are").get(pk=assessment.person_id)
    case = case_of(assessment)
    if case.is_open:
        what = worded(_("Read what {name} answered: {title}"), name=person.called, title=assessment.title)
        due_on = promise(actor, assessment).date()
        leave_task(case, what=what, due_on=due_on, kind=TaskKind.ASSESSMENT, source=assessment)
    _tell("assessment.handed_in", assessment)
    return assessment


@action(needs=Permission.ASSESSMENT_VIEW, on="assessment")
def note_read(*, actor: Actor, assessment: Assessment) -> Assessment:
    """A worker has read what the client handed in: it is theirs to go on from, as with any finished one."""
    insist(may_note_read(waits=assessment.waits_to_be_read))
    change(assessment, read_at=clock.now(), read_by_id=actor.staff_id)
    keep_found(assessment, filling_of(assessment.response))
    case = case_of(assessment)
    if case.is_open:
        move_on(actor, case, assessment)
    _tell("assessment.answers_read", assessment, result=in_words(assessment))
    return assessment


def _tell(verb: str, assessment: Assessment, **facts: str) -> None:
    tell(verb, assessment, needs=Permission.ASSESSMENT_VIEW, facts={"title": assessment.title, **facts})


def _record(verb: str, assessment: Assessment) -> None:
    trail.record(verb, subject=assessment, person_id=assessment.person_id, program_id=assessment.program_id)
