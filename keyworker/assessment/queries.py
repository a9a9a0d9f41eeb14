"""Assessments as workers look at them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery, Value

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.assessment.danger import Danger, dangers
from keyworker.assessment.due import SOON, Standing, due_at_exit, due_on, is_near, is_overdue
from keyworker.assessment.instruments import SAFETY_PLAN
from keyworker.assessment.models import (
    AgencyCriticalItem,
    Assessment,
    AssessmentRule,
    AssessmentStatus,
    CriticalAnswer,
    Need,
    ReadingHours,
    SetLevel,
    Strength,
)
from keyworker.assessment.rules import reads_by
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.cases.models import Case
from keyworker.people.entrusting import team_who_may
from keyworker.people.models import THEIR_OWN, Person, PortalAccount
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.models import Questionnaire
from keyworker.questionnaires.queries import questionnaires_in_use
from keyworker.questionnaires.titles import wordings_at
from keyworker.tasks.models import Task
from keyworker.tasks.policy import with_words

MOST = 100
FORM = "questionnaire__definition"
MOST_MARKS = 500
MOST_QUESTIONS = 50
MOST_OTHERS = 20


def assessments_of(actor: Actor, person: Person) -> list[Assessment]:
    """The person's assessments, newest first, without the answers themselves."""
    found = rows(Assessment, actor=actor, needs=Permission.ASSESSMENT_VIEW).filter(person=person)
    raised = facts(CriticalAnswer, because="an answer that calls for action stands out").filter(
        assessment=OuterRef("pk"), task__done_at=None, task__cancelled_at=None
    )
    set_by_hand = facts(SetLevel, because="the level that counts stands beside the score").filter(
        assessment=OuterRef("pk")
    )
    found = found.annotate(
        calls_for_action=Exists(raised),
        wordings=wordings_at(FORM),
        level_set=Subquery(set_by_hand.order_by("-created_at", "-id").values("level")[:1]),
    )
    found = found.select_related("by", "program", "questionnaire").defer("questionnaire__definition")
    return list(found.order_by("-created_at", "-id")[:MOST])


@dataclass(frozen=True, slots=True)
class Course:
    """One instrument's scores over time, oldest first, whatever the version."""

    title: str
    assessments: list[Assessment]

    @property
    def latest(self) -> Assessment:
        return self.assessments[-1]

    @property
    def before(self) -> Assessment:
        return self.assessments[-2]


def courses(assessments: list[Assessment]) -> list[Course]:
    """Scores that were taken more than once, by instrument."""
    by_form: dict[str, list[Assessment]] = {}
    for assessment in reversed(assessments):
        if assessment.status == AssessmentStatus.COMPLETED and assessment.total is not None:
            by_form.setdefault(assessment.questionnaire.url, []).append(assessment)
    return [Course(held[-1].called, held) for held in by_form.values() if len(held) > 1]


def forms_of(actor: Actor, found: list[Course]) -> dict[UUID, Questionnaire]:
    """The newest form of each course, with its definition. One query, none without any."""
    keys = [course.latest.questionnaire_id for course in found]
    if not keys:
        return {}
    forms = rows(Questionnaire, actor=actor, needs=Permission.QUESTIONNAIRE_VIEW).filter(pk__in=keys)
    return {form.pk: form for form in forms}


def others_of_the_form(actor: Actor, assessment: Assessment) -> list[Assessment]:
    """The person's other finished assessments of the same form, in any version, newest first. One query."""
    found = rows(Assessment, actor=actor, needs=Permission.ASSESSMENT_VIEW).filter(
        person_id=assessment.person_id,
        questionnaire__url=assessment.questionnaire.url,
        status=AssessmentStatus.COMPLETED,
    )
    return list(found.exclude(pk=assessment.pk).order_by("-completed_at", "-id")[:MOST_OTHERS])


def assessment_to_fill(actor: Actor, assessment_id: UUID | str) -> Assessment:
    """An assessment with its form and answers, for somebody who may record."""
    return require(
        Assessment, assessment_id, actor=actor, needs=Permission.ASSESSMENT_RECORD,
        join=("person", "questionnaire", "response", "response__questionnaire", "program"),
    )  # fmt: skip


def who_may_go_on(assessment: Assessment) -> list[Staff]:
    """Colleagues on the person's care team in its program who may fill it in, by name; not who carries it."""
    team = team_who_may(Permission.ASSESSMENT_RECORD).filter(
        person_id=assessment.person_id, program_id=assessment.program_id
    )
    found = {member.staff_id: member.staff for member in team.exclude(staff=assessment.by_id).select_related("staff")}
    return sorted(found.values(), key=lambda staff: staff.name)


def assessment_to_read(actor: Actor, assessment_id: UUID | str) -> Assessment:
    """An assessment with its answers; that it was read is recorded before the page is sent."""
    found = require(
        Assessment, assessment_id, actor=actor, needs=Permission.ASSESSMENT_VIEW,
        join=("person", "questionnaire", "response", "response__questionnaire", "program", "by", "read_by"),
    )  # fmt: skip
    trail.record("assessment.opened", subject=found, person_id=found.person_id, program_id=found.program_id)
    return found


def assessment_to_print(actor: Actor, assessment_id: UUID | str) -> Assessment:
    """The same on paper: that it was printed is recorded before the paper is made."""
    found = require(
        Assessment, assessment_id, actor=actor, needs=Permission.ASSESSMENT_VIEW,
        join=("person", "questionnaire", "response", "response__questionnaire", "program", "by"),
    )  # fmt: skip
    trail.record("assessment.printed", subject=found, person_id=found.person_id, program_id=found.program_id)
    return found


@dataclass(frozen=True, slots=True)
class Findings:
    """What the person's assessments found, newest first."""

    needs: list[Need]
    strengths: list[Strength]


def findings_of(actor: Actor, person_id: UUID, *, most: int = 12) -> Findings:
    """Needs and strengths that the actor may see, newest first. One query."""
    needs = rows(Need, actor=actor, needs=Permission.ASSESSMENT_VIEW).filter(person_id=person_id, ended_at=None)
    strengths = rows(Strength, actor=actor, needs=Permission.ASSESSMENT_VIEW).filter(person_id=person_id, ended_at=None)
    found = _both(needs.order_by("-created_at", "-id")[:most], strengths.order_by("-created_at", "-id")[:most])
    return Findings(found.needs[::-1], found.strengths[::-1])


def findings_in(assessment: Assessment) -> Findings:
    """What this one assessment found, in order. One query."""
    return _both(assessment.needs.filter(ended_at=None), assessment.strengths.filter(ended_at=None))


def _both(needs: "QuerySet[Any]", strengths: "QuerySet[Any]") -> Findings:
    """Both tables in one statement, oldest first: they have the same columns (see `Finding`)."""
    names = [field.attname for field in Need._meta.concrete_fields]
    columns = [
        found.annotate(kind=Value(kind)).values_list("kind", *names)
        for kind, found in (("need", needs), ("strength", strengths))
    ]
    told: dict[str, list[Any]] = {"need": [], "strength": []}
    models = {"need": Need, "strength": Strength}
    for kind, *values in columns[0].union(columns[1], all=True).order_by("created_at", "id"):
        told[kind].append(models[kind].from_db(None, names, values))
    return Findings(told["need"], told["strength"])


def marks(actor: Actor) -> list[AgencyCriticalItem]:
    """The answers that the agency says call for action, by form."""
    found = rows(AgencyCriticalItem, actor=actor, needs=Permission.QUESTIONNAIRE_VIEW).filter(ended_at=None)
    return list(found.order_by("title", "created_at", "id")[:MOST_MARKS])


def raised_by(assessment: Assessment) -> list[CriticalAnswer]:
    """Its answers that called for action, each with who has the task. One query."""
    found = assessment.critical_answers.select_related("task__assignee", "task__case__owner", "task__done_by")
    return list(found.order_by("created_at", "id"))


def dangers_in(assessment: Assessment, filling: Filling) -> list[Danger]:
    """What in these answers calls for action, by the form's marks and the agency's. One query."""
    marked = facts(AgencyCriticalItem, because="danger is seen whoever fills the form in")
    return dangers(filling, marked.filter(url=assessment.questionnaire.url, ended_at=None).order_by("created_at", "id"))


@dataclass(frozen=True, slots=True)
class Onwards:
    """The form that helps when an answer is critical: one begun already, else the one to begin; neither: not in use."""

    begun: Assessment | None = None
    form: Questionnaire | None = None

    def __bool__(self) -> bool:
        return bool(self.begun or self.form)


def safety_path(actor: Actor, assessment: Assessment, wanted: Iterable[str]) -> Onwards:
    """What the instrument names as next, else the safety plan. Two queries."""
    urls = list(dict.fromkeys([*wanted, SAFETY_PLAN]))
    begun = rows(Assessment, actor=actor, needs=Permission.ASSESSMENT_RECORD).filter(
        case_id=assessment.case_id, questionnaire__url__in=urls, status=AssessmentStatus.IN_PROGRESS
    )
    for held in begun.exclude(pk=assessment.pk).select_related("questionnaire").defer("questionnaire__definition"):
        return Onwards(begun=held)
    in_use = {form.url: form for form in questionnaires_in_use(actor).filter(url__in=urls)}
    return Onwards(form=next((in_use[url] for url in urls if url in in_use), None))


def promise(actor: Actor, assessment: Assessment) -> datetime:
    """By when a person reads what the client hands in now, on the agency's clock. One query."""
    hours = facts(ReadingHours, because="the client is told by when they are read").filter(
        program_id=assessment.program_id
    )
    found = hours.first() or ReadingHours(program_id=assessment.program_id)
    return reads_by(workplace(actor).now, days=found.days, by=found.by)


def questions_for_me(actor: Actor) -> list[Assessment]:
    """What a client was asked to answer alone: what is open first, the most pressing at the top. Without answers."""
    found = rows(Assessment, actor=actor, needs=Permission.ASSESSMENT_ANSWER)
    mine = found.order_by(F("completed_at").desc(nulls_first=True), "asked_until", "id")
    return list(mine.annotate(wordings=wordings_at(FORM)).select_related("program")[:MOST_QUESTIONS])


def question_for_me(actor: Actor, assessment_id: UUID | str) -> Assessment:
    """One of them, with its form and the answers so far. Raises `Absent`."""
    return require(
        Assessment, assessment_id, actor=actor, needs=Permission.ASSESSMENT_ANSWER,
        join=("person", "questionnaire", "response", "response__questionnaire", "program"),
    )  # fmt: skip


def has_own_door(actor: Actor, person: Person) -> bool:
    """Whether the person can sign in to their own page."""
    found = rows(PortalAccount, actor=actor, needs=Permission.PERSON_VIEW).filter(THEIR_OWN, person=person)
    return found.exists()


def programs_to_rule(actor: Actor) -> list[Program]:
    """The programs for which the actor says how they assess, each with its reading hours. Two queries."""
    hours = rows(ReadingHours, actor=actor, needs=Permission.ASSESSMENT_RULES)
    found = rows(Program, actor=actor, needs=Permission.ASSESSMENT_RULES).filter(closed_at=None).order_by("name")
    return list(found.prefetch_related(Prefetch("reading_hours", queryset=hours)))


def finding(actor: Actor, kind: str, key: UUID | str) -> Need | Strength:
    """One of them to work on, with whose it is. Raises `Absent`."""
    model: type[Need] | type[Strength] = Need if kind == "need" else Strength
    return require(model, key, actor=actor, needs=Permission.ASSESSMENT_RECORD, join=("person", "assessment"))


@dataclass(frozen=True, slots=True)
class Due:
    """A form that a program's rule asks for on a case, by when, and whether that day is past."""

    rule: AssessmentRule
    case: Case
    on: date
    overdue: bool


def due_for(actor: Actor, cases: Iterable[Case], done: Iterable[Assessment], *, today: date) -> list[Due]:
    """What is late or due within two weeks on these open cases, the latest first. One query, none without cases."""
    open_cases = [case for case in cases if case.is_open]
    if not open_cases:
        return []
    rules = rows(AssessmentRule, actor=actor, needs=Permission.ASSESSMENT_VIEW).filter(
        program_id__in={case.program_id for case in open_cases}, ended_at=None
    )
    finished: dict[tuple[UUID, str], list[date]] = {}
    for held in done:
        if held.completed_at is not None:
            finished.setdefault((held.case_id, held.questionnaire.url), []).append(day_of(actor, held.completed_at))
    found = [
        Due(rule, case, day, is_overdue(day, today=today))
        for rule in rules
        for case in open_cases
        if rule.program_id == case.program_id
        and (day := due_on(rule, _standing(actor, case, finished.get((case.pk, rule.url), ())))) is not None
        and is_near(day, today=today)
    ]
    return sorted(found, key=lambda each: (each.on, each.rule.title))


def _standing(actor: Actor, case: Case, done: Iterable[date]) -> Standing:
    return Standing(day_of(actor, case.opened_at), tuple(done))


def day_of(actor: Actor, instant: datetime) -> date:
    """The calendar day it was where the agency works."""
    return instant.astimezone(workplace(actor).now.tzinfo).date()


def rules_of(actor: Actor) -> list[AssessmentRule]:
    """When forms are due, in the programs for which the actor says so. One query."""
    found = rows(AssessmentRule, actor=actor, needs=Permission.ASSESSMENT_RULES).filter(ended_at=None)
    return list(found.select_related("program").order_by("program__name", "title", "id")[:MOST_MARKS])


def titles_due_at_exit(actor: Actor, case: Case) -> list[str]:
    """What is to be asked before the case ends, whoever may see it. Two queries, one without such rules."""
    because = "a case is closed only when what is asked at the end was asked"
    rules = list(facts(AssessmentRule, because=because).filter(program_id=case.program_id, at_exit=True, ended_at=None))
    if not rules:
        return []
    done = facts(Assessment, because=because).filter(
        case=case, questionnaire__url__in=[rule.url for rule in rules], completed_at__isnull=False
    )
    days: dict[str, list[date]] = {}
    for url, at in done.values_list("questionnaire__url", "completed_at"):
        if at is not None:
            days.setdefault(url, []).append(day_of(actor, at))
    today = workplace(actor).today
    return [rule.title for rule in rules if due_at_exit(rule, days.get(rule.url, ()), today=today)]


def levels_of(assessment: Assessment) -> list[SetLevel]:
    """Levels that workers set beside those worked out, the last one first. One query."""
    return list(assessment.levels.select_related("by").order_by("-created_at", "-id"))


def levels_set(actor: Actor, *, since: datetime) -> list[SetLevel]:
    """Levels set by hand where the actor oversees, newest first. One query."""
    found = rows(SetLevel, actor=actor, needs=Permission.CASELOAD_OVERSEE).filter(created_at__gte=since)
    return list(found.select_related("person", "by", "assessment").order_by("-created_at", "-id")[:MOST])


def due_by_rule(actor: Actor, *, today: date) -> list[Task]:
    """Tasks of rules that are late or due within two weeks, where the actor oversees, the latest first. One query."""
    overseen = rows(Task, actor=actor, needs=Permission.CASELOAD_OVERSEE)
    found = with_words(overseen, actor, under=Permission.CASELOAD_OVERSEE).filter(
        source_type=AssessmentRule._meta.label_lower, done_at=None, cancelled_at=None, due_on__lte=today + SOON
    )
    return list(found.select_related("person", "assignee", "case__owner").order_by("due_on", "id")[:MOST])


def handed_in_unread(actor: Actor) -> list[Assessment]:
    """What clients answered alone and nobody has read, where the actor oversees, the oldest first. One query."""
    found = rows(Assessment, actor=actor, needs=Permission.CASELOAD_OVERSEE).filter(
        asked_of_client=True, status=AssessmentStatus.COMPLETED, read_at=None
    )
    found = found.annotate(wordings=wordings_at(FORM)).select_related("person", "case__owner")
    return list(found.order_by("completed_at", "id")[:MOST])
