"""What a program sets about how it assesses: when forms are due, and by when answers are read."""

from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.agencies.models import PathStep, Program
from keyworker.assessment.due import Standing, due_on
from keyworker.assessment.models import Assessment, AssessmentRule, ReadingHours
from keyworker.assessment.queries import day_of
from keyworker.assessment.rules import may_promise, may_rule
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case, CaseStatus
from keyworker.people.timeline import tell
from keyworker.questionnaires.models import Questionnaire, QuestionnaireStatus
from keyworker.tasks.actions import plan_task
from keyworker.tasks.models import Task, TaskKind
from keyworker.tasks.wording import worded

AT_A_TIME = 200
MOST_WORDS = 300


@dataclass(frozen=True, slots=True)
class When:
    """When a form is due: so many days after opening, so many after each time, and at the end."""

    first_within_days: int | None = None
    again_every_days: int | None = None
    at_exit: bool = False


@action(needs=Permission.ASSESSMENT_RULES, on="program")
def set_reading_hours(*, actor: Actor, program: Program, days: str, by: time) -> ReadingHours:
    """Say on which days, and by when, somebody reads what clients answered alone. They are told so from now on."""
    insist(may_promise(days=days))
    held = facts(ReadingHours, because="a program promises one thing").filter(program=program)
    hours: ReadingHours | None = held.select_for_update(no_key=True).first()
    if hours is None:
        hours = ReadingHours(program=program, days=days, by=by)
        hours.save(force_insert=True)
    else:
        change(hours, days=days, by=by)
    trail.record("assessment.reading_hours_set", subject=hours, program_id=program.pk)
    return hours


@action(needs=Permission.ASSESSMENT_RULES, on="program")
def set_rule(*, actor: Actor, program: Program, form: Questionnaire, when: When) -> AssessmentRule:
    """Say when a form is due in a program; an earlier rule for the same form ends."""
    insist(
        may_rule(
            first=when.first_within_days,
            again=when.again_every_days,
            at_exit=when.at_exit,
            in_use=form.status == QuestionnaireStatus.PUBLISHED,
        )
    )
    held = facts(AssessmentRule, because="one rule a form").filter(program=program, url=form.url, ended_at=None)
    for earlier in held.select_for_update(no_key=True):
        change(earlier, ended_at=clock.now())
    rule = AssessmentRule(program=program, url=form.url, title=form.title, **asdict(when))
    rule.save(force_insert=True)
    trail.record("assessment.rule_set", subject=rule, program_id=program.pk, facts={"title": rule.title})
    return rule


@action(needs=Permission.ASSESSMENT_RULES, on="rule")
def end_rule(*, actor: Actor, rule: AssessmentRule) -> AssessmentRule:
    """The form is no longer due by itself. Tasks that stand already stay: somebody may count on them."""
    if rule.ended_at is None:
        change(rule, ended_at=clock.now())
    trail.record("assessment.rule_ended", subject=rule, program_id=rule.program_id, facts={"title": rule.title})
    return rule


@action(needs=Permission.ASSESSMENT_RULES, on="rule")
def plan_due(*, actor: Actor, rule: AssessmentRule) -> int:
    """Plan a task for each open case on which the form is due and no task asks for it. Answers how many.

    At most two hundred at a time, so that no transaction holds a program's cases for long: call it until it
    plans none.
    """
    cases = facts(Case, because="the rule covers all open cases of its program").filter(
        ~Exists(_asking(rule)), program_id=rule.program_id, status=CaseStatus.ACTIVE
    )
    cases = cases.annotate(last=Subquery(_last_done(rule)))
    if rule.first_within_days is None:
        cases = cases.exclude(last=None)
    if rule.again_every_days is None:
        cases = cases.filter(last=None)
    found = list(cases.order_by("id").select_for_update(no_key=True, of=("self",))[:AT_A_TIME])
    for case in found:
        _plan(actor, case, rule, last=case.last)
    trail.record("assessment.due_planned", subject=rule, program_id=rule.program_id, facts={"tasks": len(found)})
    return len(found)


def plan_again(actor: Actor, case: Case, url: str) -> None:
    """A form was finished: what its program's rule asks for next. Called inside the action that finishes it."""
    rule = facts(AssessmentRule, because="the next time follows from this one").filter(
        program_id=case.program_id, url=url, ended_at=None, again_every_days__isnull=False
    )
    for found in rule:
        _plan(actor, case, found, last=clock.now())


def rules_for(case: Case, url: str) -> list[AssessmentRule]:
    """All rules, ended ones too, that may have asked for this form on the case: its tasks are theirs."""
    held = facts(AssessmentRule, because="a task is done with the form it asks for")
    return list(held.filter(program_id=case.program_id, url=url))


def _plan(actor: Actor, case: Case, rule: AssessmentRule, *, last: datetime | None) -> None:
    done = () if last is None else (day_of(actor, last),)
    day = due_on(rule, Standing(day_of(actor, case.opened_at), done))
    if day is None or not case.program.uses(PathStep.ASSESSMENT):
        return
    words = _("Ask “{title}”") if last is None else _("Ask “{title}” again")
    what = worded(words, title=rule.title)
    task = plan_task(case, what=what, due_on=day, kind=TaskKind.ASSESSMENT, source=rule)
    tell(
        "assessment.due", task, needs=Permission.ASSESSMENT_VIEW, facts={"title": rule.title, "due_on": day.isoformat()}
    )


def _asking(rule: AssessmentRule) -> "QuerySet[Task]":
    """Open tasks that ask for the form on the outer case, by this rule or an earlier one for it."""
    rules = facts(AssessmentRule, because="an earlier rule's task asks for the same").filter(
        program_id=rule.program_id, url=rule.url
    )
    return facts(Task, because="a case is asked once").filter(
        case=OuterRef("pk"), source_id__in=rules.values("pk"), done_at=None, cancelled_at=None
    )


def _last_done(rule: AssessmentRule) -> "QuerySet[Any]":
    done = facts(Assessment, because="what was asked lately is not due").filter(
        case=OuterRef("pk"), questionnaire__url=rule.url, completed_at__isnull=False
    )
    return done.order_by("-completed_at").values("completed_at")[:1]
