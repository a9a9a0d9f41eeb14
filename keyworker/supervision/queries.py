"""What a supervisor looks at: cases that nobody carries on, loads, plans to approve, files opened in an emergency."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import (
    CharField,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce, NullIf, RowNumber
from django.db.models.lookups import In
from django.utils import timezone

from keyworker.access.models import Grant
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.access.sight import facts, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.base import clock, keyset
from keyworker.base.actor import Actor
from keyworker.cases.models import Case, CaseStatus
from keyworker.delivery.models import (
    CaseContact,
    CoSignature,
    CoSignState,
    MandatedReport,
    MessageThread,
    ReportStage,
)
from keyworker.delivery.models.recorded import TO_NOTE
from keyworker.delivery.noting import due_at, too_long_ago
from keyworker.people.denying import denied_to
from keyworker.people.models import CareTeamMember
from keyworker.planning.models import PlanStatus, ServicePlan
from keyworker.referrals.stops import untold
from keyworker.reviews.models import FollowUp
from keyworker.supervision.models import Declaration
from keyworker.supervision.rules import Concern, Standing, concerns
from keyworker.tasks.models import Task, TaskKind
from keyworker.tasks.policy import with_words

OVERSEE = Permission.CASELOAD_OVERSEE
PAGE = 50
FEW = 30
NOTE_LIMIT = "program__note_within_days"
MOST_STAFF = 500
GLASS_SHOWN = timedelta(days=30)
CARRIES_CASES = (Role.CASE_MANAGER.value, Role.SUPERVISOR.value)
Cursor = tuple[date | None, UUID]


@dataclass(frozen=True, slots=True)
class Worry:
    """An open case and every reason to look at it."""

    case: Case
    concerns: list[Concern]


def worrying_cases(actor: Actor, *, today: date, after: Cursor | None = None) -> list[Worry]:
    """A page of open cases with at least one concern: those without a next step first, then the latest. One query."""
    found = _standing(rows(Case, actor=actor, needs=OVERSEE).filter(status=CaseStatus.ACTIVE)).filter(
        Q(owner__ended_at__isnull=False)
        | Q(owner_has_role=False)
        | Q(owner_denied=True)
        | Q(next_step_on=None)
        | Q(next_step_on__lt=today)
        | Q(quiet_since__lt=too_long_ago(today, "program__silence_limit_days"))
    )
    if after is not None:
        found = found.filter(_beyond(*after))
    ordered = found.select_related("person", "program", "owner").order_by(F("next_step_on").asc(nulls_first=True), "id")
    return [Worry(case, concerns(standing_of(case), today=today)) for case in ordered[: PAGE + 1]]


def _standing(cases: "QuerySet[Case]") -> "QuerySet[Any]":
    """Each case with what `Standing` asks of it."""
    now = clock.now()
    live = facts(Grant, because="a case manager without a role cannot open the file").filter(
        Q(program=None) | Q(program=OuterRef("program")),
        staff=OuterRef("owner"),
        revoked_at=None,
        since__lte=now,
        role__in=CARRIES_CASES,
    )
    denied = In(F("person_id"), denied_to(OuterRef("owner_id")))  # who may not see the file cannot look after them
    return cases.annotate(
        owner_has_role=Exists(live), owner_denied=denied, quiet_since=Coalesce("last_contact_at", "opened_at")
    )


def standing_of(case: Any) -> Standing:
    """A case annotated by `_standing`, as the rule reads it."""
    return Standing(
        owner_left=case.owner.ended_at is not None,
        owner_denied=case.owner_denied,
        owner_has_role=case.owner_has_role,
        next_step_on=case.next_step_on,
        quiet_since=timezone.localtime(case.quiet_since).date(),
        silence_limit_days=case.program.silence_limit_days,
    )


def _beyond(on: date | None, key: UUID) -> Q:
    if on is None:
        return Q(next_step_on=None, id__gt=key) | Q(next_step_on__isnull=False)
    return keyset.after("next_step_on", on, key)


@dataclass(slots=True)
class Load:
    """One program: how many cases are open, how many it can hold, and who carries how many."""

    program: str
    capacity: int | None
    open: int = 0
    workers: list[dict[str, Any]] = field(default_factory=list)


def loads(actor: Actor, *, today: date) -> list[Load]:
    """Open cases by program and worker, and how many of each worker's are late. One query."""
    mine = rows(Case, actor=actor, needs=OVERSEE).filter(status=CaseStatus.ACTIVE)
    counted = mine.values(
        "program_id", "program__name", "program__capacity", "owner__name", "owner__ended_at"
    ).annotate(open=Count("pk"), late=Count("pk", filter=Q(next_step_on__lt=today) | Q(next_step_on=None)))
    found: dict[UUID, Load] = {}
    for row in counted.order_by("program__name", "-open", "owner__name"):
        load = found.setdefault(row["program_id"], Load(row["program__name"], row["program__capacity"]))
        load.open += row["open"]
        load.workers.append(
            {
                "name": row["owner__name"],
                "open": row["open"],
                "late": row["late"],
                "left": row["owner__ended_at"] is not None,
            }
        )
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: a plan, a note to co-sign or to write, a danger, somebody to ask how they are, or to tell that a
    service stopped, a declaration. Whose, with whom.

    `at` is since when, of a danger by when. `stage` is of a danger, or the day by which it was due. `count` is of notes
    owed: how many the colleague owes; their `key` is the person's.
    """

    kind: str
    key: UUID
    called: str
    colleague: str
    at: datetime
    stage: str
    count: int

    @property
    def due_on(self) -> date | None:
        """Of a follow-up, and of telling somebody that a service stopped: since when it is late."""
        return date.fromisoformat(self.stage) if self.kind in {"follow-up", "stop"} else None

    def is_late(self, now: datetime) -> bool:
        """Whether a danger's clock has run out; plans and notes have none."""
        return self.stage in {ReportStage.NOTICED, ReportStage.TOLD} and now > self.at


def waiting_for_the_supervisor(actor: Actor) -> list[Waiting]:
    """Signed plans, notes to co-sign, late notes, dangers, late answers and follow-ups, people not told, declarations.

    The earliest of each first, so many of each kind, so that none crowds another out. The worker's own notes wait for
    somebody else. One query.
    """
    plans = rows(ServicePlan, actor=actor, needs=Permission.PLAN_APPROVE).filter(
        status=PlanStatus.DRAFT, approval__isnull=False
    )
    dangers = rows(MandatedReport, actor=actor, needs=OVERSEE).filter(closed_at=None)
    due = When(stage=ReportStage.TOLD, then="written_due_at")
    notes = rows(CoSignature, actor=actor, needs=OVERSEE).filter(state=CoSignState.WAITING)
    today, day = workplace(actor).today, CharField()
    late = rows(FollowUp, actor=actor, needs=OVERSEE).filter(done_on=None, due_on__lt=today)
    not_told = untold(actor, today=today)
    found = _waiting("plan", plans, "case__owner__name", F("approval__created_at")).union(
        _waiting("danger", dangers, "noticed_by__name", Choose(due, default="due_at"), stage=F("stage")),
        _waiting("follow-up", late, "case__owner__name", F("created_at"), stage=Cast("due_on", day)),
        _waiting("stop", not_told, "noted_by__name", F("created_at"), stage=Cast("tell_by", day)),
        _waiting("note", notes.exclude(author_id=actor.id), "author__name", F("asked_at"), key="note_id"),
        _unanswered(actor),
        _owed(actor, today),
        _declared(actor),
        all=True,
    )
    return [Waiting(*row) for row in found.order_by("of_kind", "at", "key")]


def _waiting(
    kind: str,
    found: "QuerySet[Any]",
    colleague: str,
    at: Any,
    *,
    stage: Any = None,
    key: str = "pk",
    count: Any = None,
    order: tuple[str, ...] = (),
) -> "QuerySet[Any]":
    """The same columns from each table, the earliest rows."""
    called = Coalesce(NullIf("person__preferred_name", Value("")), "person__full_name")
    named = found.annotate(
        of_kind=Value(kind),
        key=F(key),
        called=called,
        colleague=F(colleague),
        at=at,
        what_stage=stage or Value(""),
        count=count or Value(0),
    ).order_by(*order, "at", "pk")
    columns: QuerySet[Any] = named.values_list("of_kind", "key", "called", "colleague", "at", "what_stage", "count")
    return columns[:FEW]


def _unanswered(actor: Actor) -> "QuerySet[Any]":
    """Messages of clients that were to be answered by now, since when they wait."""
    late = rows(MessageThread, actor=actor, needs=OVERSEE).filter(answer_by__lt=clock.now())
    return _waiting("message", late, "case__owner__name", F("unanswered_since"))


def _owed(actor: Actor, today: date) -> "QuerySet[Any]":
    """Contacts of open cases not written about in time, since when; of every worker the oldest first."""
    late = rows(CaseContact, actor=actor, needs=OVERSEE).filter(
        TO_NOTE, case__status=CaseStatus.ACTIVE, happened_at__lt=too_long_ago(today, NOTE_LIMIT)
    )
    late = late.annotate(place=Window(RowNumber(), partition_by=["by_id"], order_by=["happened_at", "id"]))
    count = Window(Count("pk"), partition_by=["by_id"])
    return _waiting("owed", late, "by__name", due_at(NOTE_LIMIT), key="person_id", count=count, order=("place",))


@dataclass(slots=True)
class NotesOwed:
    """How many notes of one worker are late, and of whom the oldest are, each with its days."""

    worker: str
    count: int
    oldest: list[tuple[Waiting, int]] = field(default_factory=list)


def notes_owed(waiting: Iterable[Waiting], *, today: date) -> list[NotesOwed]:
    """The late notes among what waits, worker by worker, the most behind first."""
    found: dict[str, NotesOwed] = {}
    for each in waiting:
        if each.kind == "owed":
            owed = found.setdefault(each.colleague, NotesOwed(each.colleague, each.count))
            owed.oldest.append((each, (today - timezone.localtime(each.at).date()).days))
    return sorted(found.values(), key=lambda owed: (-owed.count, owed.worker))


def _declared(actor: Actor) -> "QuerySet[Any]":
    """What colleagues declared and nobody answered yet: whom it is about is not named here."""
    found = rows(Declaration, actor=actor, needs=OVERSEE).filter(answered_at=None)
    named = found.annotate(
        of_kind=Value("declared"), key=F("pk"), called=Value(""), colleague=F("by__name"), at=F("created_at"),
        what_stage=Value(""), count=Value(0),
    ).order_by("at", "pk")  # fmt: skip
    columns: QuerySet[Any] = named.values_list("of_kind", "key", "called", "colleague", "at", "what_stage", "count")
    return columns[:FEW]


def broken_glass(actor: Actor) -> list[CareTeamMember]:
    """Files opened in an emergency in the last thirty days, newest first."""
    since = clock.now() - GLASS_SHOWN
    found = rows(CareTeamMember, actor=actor, needs=OVERSEE).filter(since__gte=since, emergency=True)
    return list(found.select_related("person", "staff", "program").order_by("-since", "-id")[:FEW])


def late_follow_ups(actor: Actor, *, today: date) -> list[FollowUp]:
    """People nobody has asked yet how they are after their case was closed."""
    found = rows(FollowUp, actor=actor, needs=OVERSEE).filter(done_on=None, due_on__lt=today)
    return list(found.select_related("person", "case__owner").order_by("due_on", "id")[:FEW])


@dataclass(frozen=True, slots=True)
class Escalated:
    """An important task that is late beyond its program's patience: whose, and for how many days."""

    task: Task
    days: int


def escalated_tasks(actor: Actor, *, today: date) -> list[Escalated]:
    """Important tasks that are late by as many days as their program bears, the latest first. One query.

    Nothing is sent and nothing is kept: done, moved or taken off the list, a task stands here no more.
    """
    until = ExpressionWrapper(F("due_on") + F("program__escalate_after_days"), output_field=DateField())
    tasks = with_words(rows(Task, actor=actor, needs=OVERSEE), actor, under=OVERSEE)
    found = tasks.filter(important=True, done_at=None, cancelled_at=None)
    late = found.annotate(borne_until=until).filter(due_on__lt=today, borne_until__lte=today)
    shown = late.select_related("person", "case__owner", "assignee").order_by("due_on", "id")[:FEW]
    return [Escalated(task, (today - task.due_on).days) for task in shown]


def late_reviews(actor: Actor, *, today: date) -> list[Task]:
    """Plans that should have been looked at again by now, the latest first. One query."""
    found = rows(Task, actor=actor, needs=OVERSEE).filter(
        kind=TaskKind.REVIEW, done_at=None, cancelled_at=None, due_on__lt=today
    )
    return list(found.select_related("person", "case__owner").order_by("due_on", "id")[:PAGE])


def overseen_programs(actor: Actor) -> list[Program]:
    """The programs whose caseload the actor oversees, by name."""
    return list(rows(Program, actor=actor, needs=OVERSEE).filter(closed_at=None).order_by("name"))


def names_on_the_rota(actor: Actor) -> dict[str, str]:
    """Colleagues who carry cases somewhere, by name; which program it may be, the action decides."""
    live = facts(Grant, because="who is on duty must be able to open a file").filter(
        staff=OuterRef("pk"), role__in=CARRIES_CASES, revoked_at=None
    )
    found = rows(Staff, actor=actor, needs=Permission.STAFF_VIEW).filter(Exists(live), ended_at=None)
    return {str(key): name for key, name in found.order_by("name").values_list("pk", "name")[:MOST_STAFF]}
