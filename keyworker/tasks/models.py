"""What is to be done, by whom, by when."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import Belt, Door, Within
from keyworker.base.models import Record
from keyworker.cases.models import Case
from keyworker.people.models import Person
from keyworker.tasks.rules import MOST_EVERY, Rhythm, Unit
from keyworker.tasks.wording import said

MOST_WORDS = 300  # of what is to be done
REPEATS = ("repeat_every", "repeat_from", "repeat_turn")


LEFT_AT_A_DOOR = (
    "case_id IN (SELECT id FROM cases_case) AND outcome = '' AND done_at IS NULL AND done_by_id IS NULL"
    " AND cancelled_at IS NULL"
    " AND who = 'worker' AND NOT important AND repeat_every IS NULL"
)


class TaskKind(models.TextChoices):
    TO_DO = "to-do", _("To do")
    FIRST_CONTACT = "first-contact", _("First contact")
    ASSESSMENT = "assessment", _("Assessment")
    PLAN = "plan", _("Plan")
    PLAN_STEP = "plan-step", _("Step of the plan")
    REVIEW = "review", _("Review")
    FOLLOW_UP = "follow-up", _("Follow-up")
    CALL_BACK = "call-back", _("Call back")
    HANDOVER = "handover", _("Read a handover")
    ALARM = "alarm", _("Asks for help")


class Doer(models.TextChoices):
    CLIENT = "client", _("The client")
    WORKER = "worker", _("The case manager")
    FAMILY = "family", _("Family or friends")
    OTHER = "other", _("Somebody else")


UNITS = [(Unit.DAYS.value, _("Days")), (Unit.WEEKS.value, _("Weeks")), (Unit.MONTHS.value, _("Months"))]


class Task(Record):
    """Something to do. With no `assignee` it is the case owner's, whoever that is: reassigning the case moves it.

    `who` does it; unless that is a worker, the worker sees that it is done. `worded` is what the program itself asks
    (see `wording`), with `what` as its words in the agency's language. `repeat_…` are its rhythm (see `rules.Rhythm`).
    """

    # Left by an answer or a wish, open and for a case; what staff have to do is not read there.
    belt = Belt(
        door=(
            Door("INSERT", Within.ANSWERING, only=f"{LEFT_AT_A_DOOR} AND source_type = 'assessment.assessment'"),
            Door("INSERT", Within.PERSON, only=f"{LEFT_AT_A_DOOR} AND source_type = 'tasks.ownwish'"),
            Door("INSERT", Within.PERSON, only=f"{LEFT_AT_A_DOOR} AND source_type = 'tasks.declined'"),
            Door("INSERT", Within.PERSON, only=f"{LEFT_AT_A_DOOR} AND source_type = 'referrals.referralreply'"),
        ),
        takes_back="person_id",
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tasks")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    assignee = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    kind = models.CharField(max_length=20, choices=TaskKind.choices, default=TaskKind.TO_DO)
    what = models.CharField(_("what is to be done"), max_length=MOST_WORDS)
    worded = models.JSONField(default=dict, blank=True)
    who = models.CharField(_("who does it"), max_length=10, choices=Doer.choices, default=Doer.WORKER)
    who_name = models.CharField(_("their name"), max_length=120, blank=True)
    important = models.BooleanField(default=False, help_text="Late, it stands on the supervisor's page.")
    due_on = models.DateField(_("by when"))
    repeat_every = models.PositiveSmallIntegerField(null=True, blank=True)
    repeat_unit = models.CharField(max_length=5, choices=UNITS, blank=True)
    repeat_from = models.DateField(null=True, blank=True)
    repeat_turn = models.PositiveSmallIntegerField(null=True, blank=True)
    repeat_until = models.DateField(null=True, blank=True)
    repeat_left = models.PositiveSmallIntegerField(null=True, blank=True)
    source_type = models.CharField(max_length=60, blank=True, help_text="The record that asked for it.")
    source_id = models.UUIDField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks_done")
    outcome = models.CharField(max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None) | models.Q(done_at__isnull=False),
                name="task_done_once",
            ),
            models.CheckConstraint(
                condition=models.Q(case__isnull=False) | models.Q(assignee__isnull=False),
                name="task_is_somebodys",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    **{f"{name}__isnull": False for name in REPEATS},
                    repeat_unit__in=[unit.value for unit in Unit],
                    repeat_every__range=(1, MOST_EVERY),
                )
                | models.Q(
                    **{f"{name}__isnull": True for name in (*REPEATS, "repeat_until", "repeat_left")}, repeat_unit=""
                ),
                name="task_repeats_wholly_or_not",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "case", "due_on"],
                condition=models.Q(done_at=None, cancelled_at=None),
                name="open_tasks_by_case",
            ),
            models.Index(
                fields=["agency_id", "assignee", "due_on"],
                condition=models.Q(done_at=None, cancelled_at=None),
                name="open_tasks_by_assignee",
            ),
            models.Index(fields=["agency_id", "person", "due_on"], name="tasks_by_person"),
            models.Index(
                fields=["agency_id", "program", "due_on"],
                condition=models.Q(done_at=None, cancelled_at=None),
                name="open_tasks_by_program",
            ),
            models.Index(
                fields=["agency_id", "source_type", "program", "due_on"],
                condition=models.Q(done_at=None, cancelled_at=None),
                name="open_tasks_by_source",
            ),
            models.Index(
                fields=["agency_id", "program", "due_on"],
                condition=models.Q(done_at=None, cancelled_at=None, important=True),
                name="important_open_tasks",
            ),
        ]

    class Privacy:
        identifying = ("person", "who_name")
        general = (
            "program", "case", "assignee", "kind", "what", "worded", "who", "important", "due_on", "repeat_every",
            "repeat_unit", "repeat_from", "repeat_turn", "repeat_until", "repeat_left", "source_type", "source_id",
            "done_at", "done_by", "outcome", "cancelled_at",
        )  # fmt: skip

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.cancelled_at is None

    @property
    def title(self) -> str:
        """What is to be done: in the reader's language where the program asks it, else as somebody typed it.

        Of what another record asked for, only to those who may read that record (see `policy`).
        """
        return title_of(self.what, self.worded, legible=self.is_legible)

    @property
    def is_legible(self) -> bool:
        """Whether the reader may read its words, who does it, and what came of it; `policy.with_words` finds out."""
        return not self.source_type or bool(self.__dict__.get("legible", False))

    def read_with_its_source(self) -> None:
        """The reader holds the record that asked for it, and so may read what it asks."""
        self.__dict__["legible"] = True

    @property
    def doer(self) -> str:
        """Who does it when it is no worker: their name, or who they are."""
        known = self.who_name if self.is_legible else ""
        return "" if self.who == Doer.WORKER else known or str(Doer(self.who).label)

    @property
    def rhythm(self) -> Rhythm | None:
        """How it repeats; None when it does not."""
        if self.repeat_every is None or self.repeat_from is None:
            return None
        return Rhythm(
            self.repeat_every,
            self.repeat_unit,
            self.repeat_from,
            until=self.repeat_until,
            left=self.repeat_left,
            turn=self.repeat_turn or 0,
        )


def title_of(what: str, worded: dict[str, Any], *, legible: bool) -> str:
    """What a task asks, of its two columns, where a query brings no more of it; `legible` as `policy` has it."""
    if not legible:
        return gettext("Something you may not read. Ask whoever has the case.")
    return said(worded)[:MOST_WORDS] if worded else what


class WishKind(models.TextChoices):
    GOAL = "goal", _("A goal of mine")
    CHANGE = "change", _("A change in my plan")
    DATA = "data", _("A copy of my file")


class OwnWish(Record):
    """What somebody asks of their team at their own door. A task of the case's owner, and over when that is done."""

    belt = Belt(
        door=(
            Door("SELECT", Within.PERSON),
            Door("INSERT", Within.PERSON, only="over_at IS NULL AND case_id IN (SELECT id FROM cases_case)"),
        )
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="own_wishes")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="own_wishes")
    kind = models.CharField(max_length=10, choices=WishKind.choices)
    words = models.TextField(blank=True)
    asked_on = models.DateField()
    answer_by = models.DateField()
    over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "-created_at"], name="own_wishes_by_person")]

    class Privacy:
        identifying = ("person", "case")
        general = ("program", "kind", "words", "asked_on", "answer_by", "over_at")


class NoTo(models.TextChoices):
    VIDEO = "video", _("Meeting by video")
    MESSAGES = "messages", _("Messages on their own page")


class Declined(Record):
    """What somebody does not want, said at their own door; theirs to take back there. No program has a say in it."""

    belt = Belt(
        door=(
            Door("SELECT", Within.PERSON),
            Door("INSERT", Within.PERSON, only="taken_back_at IS NULL"),
            Door("UPDATE", Within.PERSON, sets=("taken_back_at", "version")),
        )
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=NoTo.choices)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "person", "what"],
                condition=models.Q(taken_back_at=None),
                name="declined_once",
            )
        ]

    class Privacy:
        identifying = ("person",)
        general = ("what", "taken_back_at")
