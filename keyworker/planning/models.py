"""The plan in the client's own words: goals, who does what by when, and who signed it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.access.roles import Beside
from keyworker.agencies.models import Program, Staff
from keyworker.assessment.domains import Domain
from keyworker.assessment.models import Need
from keyworker.base.belt import Belt, Door, Within
from keyworker.base.ids import new_id
from keyworker.base.models import Record
from keyworker.cases.models import Case
from keyworker.consent.signing import SignedHow
from keyworker.people.models import Person
from keyworker.tasks.models import Doer, Task

READ_BY_THE_CLIENT = (Door("SELECT", Within.PERSON),)
# A guardian or supporter: the plan that holds, or that was put there to sign, and none that is being written.
SHOWN_BESIDE = "status = 'active' OR status = 'draft' AND offered <> ''"
OF_A_PLAN_SHOWN = Door(
    "SELECT", Within.BESIDE, granted=Beside.PLAN, only="plan_id IN (SELECT id FROM planning_serviceplan)"
)
OF_THIS_PLAN = "staff_id IS NULL AND how = 'typed' AND plan_id IN (SELECT id FROM planning_serviceplan)"
MOST_PROGRESS = 10


def set_by_the_client(column: str) -> tuple[Door, ...]:
    """Read at their own door; there they set one column, of rows of their own."""
    return (Door("SELECT, UPDATE", Within.PERSON, sets=(column, "version")), OF_A_PLAN_SHOWN)


class PlanStatus(models.TextChoices):
    """FHIR CarePlan.status, as far as we use it."""

    DRAFT = "draft", _("Being written")
    ACTIVE = "active", _("Agreed")
    REVOKED = "revoked", _("Replaced by a newer plan")
    COMPLETED = "completed", _("Finished")


class PlanTemplate(Record):
    """A way to begin a plan in a program: where to look, what to ask, steps that often help, and a filled example.

    `prompts` and `steps` have one a line. `example` is a goal and its steps as `examples.Example` reads them. Plans
    begun with it keep it, also when it has ended.
    """

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="plan_templates")
    title = models.CharField(max_length=120)
    about = models.CharField(max_length=300, blank=True)
    domains = ArrayField(models.CharField(max_length=20, choices=Domain.choices), default=list, blank=True)
    prompts = models.TextField(blank=True)
    steps = models.TextField(blank=True)
    frequency = models.CharField(max_length=200, blank=True)
    duration = models.CharField(max_length=200, blank=True)
    contingency = models.TextField(blank=True)
    example = models.JSONField(default=dict, blank=True)
    changed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "program", "title"],
                condition=models.Q(ended_at=None),
                name="one_template_of_a_title",
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="template_has_a_title"),
        ]

    class Privacy:
        not_personal = (
            "program", "title", "about", "domains", "prompts", "steps", "frequency", "duration", "contingency",
            "example", "ended_at",
        )  # fmt: skip
        general = ("changed_by",)


class ServicePlan(Record):
    """One version of the plan of a case. Once signed by all it is frozen; a change is a new version.

    `approval` is the supervisor's task while a draft that client and worker signed waits for them.
    `offered` is the fingerprint of the words that the client may sign at their own door: of a draft changed since then
    nothing stands there. `number` counts the versions of a case's plan. `snapshot` is what was signed, `digest` its
    fingerprint (sha256 of its canonical JSON); the database refuses changes to a signed plan (migration 0002).
    """

    # A draft that nobody signed may be thrown away; the trigger keeps what is agreed.
    belt = Belt(
        app="SELECT, INSERT, UPDATE, DELETE",
        door=(
            *READ_BY_THE_CLIENT,
            Door("SELECT", Within.BESIDE, granted=Beside.PLAN, only=SHOWN_BESIDE),
        ),
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plans")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    template = models.ForeignKey(PlanTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="plans")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    language = models.CharField(_("language of the plan"), max_length=12, blank=True)
    strengths = models.TextField(_("what already helps"), blank=True)
    frequency = models.CharField(_("how often we are in touch"), max_length=200, blank=True)
    duration = models.CharField(_("for how long"), max_length=200, blank=True)
    resources = models.TextField(_("what we need for it"), blank=True)
    cost = models.CharField(_("what it costs, and who pays"), max_length=300, blank=True)
    contingency = models.TextField(_("if things get worse"), blank=True)
    written_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="plans_written")
    snapshot = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField(_("we look at the plan again on"), null=True, blank=True)
    approval = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="approves")
    offered = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "case", "number"], name="plan_number_once"),
            models.UniqueConstraint(
                fields=["agency_id", "case"], condition=models.Q(status="draft"), name="one_draft_a_case"
            ),
            models.UniqueConstraint(
                fields=["agency_id", "case"], condition=models.Q(status="active"), name="one_agreed_plan_a_case"
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft", signed_at=None, snapshot__isnull=True, digest="")
                | models.Q(~models.Q(status="draft"), ~models.Q(digest=""), signed_at__isnull=False),
                name="agreed_plan_is_signed",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "-created_at"], name="plan_by_person")]

    class Privacy:
        identifying = ("case", "person")
        general = (
            "program", "template", "number", "status", "language", "strengths", "frequency", "duration", "resources",
            "cost", "contingency", "written_by", "snapshot", "digest", "signed_at", "review_on", "approval", "offered",
        )  # fmt: skip

    @property
    def is_draft(self) -> bool:
        return self.status == PlanStatus.DRAFT


class GoalStatus(models.TextChoices):
    """FHIR Goal.lifecycleStatus, as far as we use it."""

    PROPOSED = "proposed", _("Being planned")
    ACTIVE = "active", _("Working on it")
    ON_HOLD = "on-hold", _("Paused")
    COMPLETED = "completed", _("Reached")
    CANCELLED = "cancelled", _("Let go")


class Horizon(models.TextChoices):
    SHORT = "short-term", _("Soon: something to reach in weeks or a few months")
    LONG = "long-term", _("Later: where they want to be one day")


class Goal(Record):
    """What the client wants, quoted in `words`, and what the worker and client made of it together.

    `need` is what an assessment found to be hard, where the goal was made of it. `serves` is the long-term goal that
    a short-term one leads to. `priority` is its place in the client's own order, 1 first. `lineage` stays the same when
    a goal is copied to the next version of the plan. `progress` is the last reading, 0 (not begun) to 10 (there).
    `decided_on`: the day of the case conference it comes from.
    """

    belt = Belt(app="SELECT, INSERT, UPDATE, DELETE", door=set_by_the_client("progress"))
    plan = models.ForeignKey(ServicePlan, on_delete=models.PROTECT, related_name="goals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="goals")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, null=True, blank=True, related_name="goals")
    lineage = models.UUIDField(default=new_id, editable=False)
    horizon = models.CharField(max_length=10, choices=Horizon.choices, default=Horizon.SHORT)
    serves = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="served_by")
    domain = models.CharField(_("area of life"), max_length=20, choices=Domain.choices)
    words = models.TextField(_("in their own words"))
    specific = models.TextField(_("what will be different"), blank=True)
    measure = models.CharField(_("how we will know"), max_length=300, blank=True)
    baseline = models.CharField(_("where things are today"), max_length=300, blank=True)
    target = models.CharField(_("where they should be"), max_length=300, blank=True)
    less_is_better = models.BooleanField(_("a smaller number is better"), default=False)
    target_on = models.DateField(_("by when"), null=True, blank=True)
    why_it_matters = models.TextField(_("why it matters"), blank=True)
    strengths = models.TextField(_("strengths that help"), blank=True)
    who_helps = models.CharField(_("who helps"), max_length=300, blank=True)
    priority = models.PositiveSmallIntegerField(_("place in their order"), default=1)
    decided_on = models.DateField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(MOST_PROGRESS)])
    status = models.CharField(max_length=10, choices=GoalStatus.choices, default=GoalStatus.PROPOSED)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(words=""), name="goal_has_words"),
            models.CheckConstraint(
                condition=models.Q(progress=None) | models.Q(progress__lte=MOST_PROGRESS), name="goal_progress_to_ten"
            ),
            models.CheckConstraint(
                condition=models.Q(serves=None) | models.Q(horizon="short-term"), name="a_near_goal_serves_a_far_one"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "plan", "priority"], name="goal_by_plan")]

    class Privacy:
        identifying = ("plan", "person")
        general = (
            "program", "need", "lineage", "horizon", "serves", "domain", "words", "specific", "measure", "baseline",
            "target", "less_is_better", "target_on", "why_it_matters", "strengths", "who_helps", "priority",
            "decided_on", "progress", "status",
        )  # fmt: skip


class ActionStep(Record):
    """Who does what by when for a goal. A worker's step becomes a task when the plan is agreed.

    `remind_on` is the day the worker is reminded of it, whoever does it: `reminder` is the task for that.
    `decided_on`: the day of the case conference it comes from.
    """

    belt = Belt(app="SELECT, INSERT, UPDATE, DELETE", door=set_by_the_client("done_at"))
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    plan = models.ForeignKey(ServicePlan, on_delete=models.PROTECT, related_name="steps")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_steps")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    lineage = models.UUIDField(default=new_id, editable=False)
    what = models.CharField(_("what will be done"), max_length=300)
    who = models.CharField(_("who does it"), max_length=10, choices=Doer.choices)
    who_name = models.CharField(_("their name"), max_length=120, blank=True)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    remind_on = models.DateField(_("remind on"), null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_steps")
    reminder = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="reminds_of")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(what=""), name="step_says_what"),
            models.CheckConstraint(
                condition=models.Q(remind_on=None)
                | models.Q(due_on=None)
                | models.Q(remind_on__lte=models.F("due_on")),
                name="reminded_before_it_is_due",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "plan", "due_on"], name="step_by_plan")]

    class Privacy:
        identifying = ("goal", "plan", "person", "who_name")
        general = (
            "program", "lineage", "what", "who", "due_on", "remind_on", "decided_on", "task", "reminder", "done_at",
        )  # fmt: skip


class SaidBy(models.TextChoices):
    CLIENT = "client", _("The client")
    FAMILY = "family", _("Family or friends")
    WORKER = "worker", _("The case manager")
    OTHER = "other", _("Somebody else")


class GoalReading(Record):
    """Where a goal stands on a day, 0 (not begun) to 10 (there), as somebody said it; `words` is what they said to it.

    The scaling question of solution-focused practice (de Shazer 1986). It is kept by the goal's `lineage`, through all
    versions of the plan, and never changed: who thinks better of it says another number.
    """

    belt = Belt(
        app="SELECT, INSERT",
        door=(
            *READ_BY_THE_CLIENT,
            Door(
                "INSERT",
                Within.PERSON,
                only="said_by = 'client' AND recorded_by_id IS NULL AND case_id IN (SELECT id FROM cases_case)",
            ),
        ),
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="goal_readings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="goal_readings")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    lineage = models.UUIDField(editable=False)
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    said_by = models.CharField(max_length=10, choices=SaidBy.choices, default=SaidBy.CLIENT)
    words = models.TextField(_("what they said to it"), blank=True)
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(number__lte=MOST_PROGRESS), name="goal_reading_to_ten")
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "lineage", "on"], name="goal_readings_by_goal")
        ]

    class Privacy:
        identifying = ("case", "person")
        general = ("program", "lineage", "number", "on", "said_by", "words", "recorded_by")


class Signer(models.TextChoices):
    CLIENT = "client", _("The client")
    GUARDIAN = "guardian", _("A parent or guardian")
    WORKER = "worker", _("The case manager")
    SUPERVISOR = "supervisor", _("The supervisor")


class PlanSignature(Record):
    """Somebody agreed to the plan as `digest` names it. Never changed; it counts while the plan still reads so.

    Intent and attribution make it a signature (ESIGN Act, 15 USC 7006(5)); `drawing` is the name drawn with a finger,
    as strokes of x, y in a box of 600 by 200, for those who know a signature by its looks.
    """

    belt = Belt(
        app="SELECT, INSERT",
        door=(
            *READ_BY_THE_CLIENT,
            OF_A_PLAN_SHOWN,
            Door("INSERT", Within.PERSON, only=f"signer = 'client' AND {OF_THIS_PLAN}"),
            Door("INSERT", Within.BESIDE, granted=Beside.SIGN, only=f"signer = 'guardian' AND {OF_THIS_PLAN}"),
        ),
    )
    plan = models.ForeignKey(ServicePlan, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_signatures")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    signer = models.CharField(max_length=10, choices=Signer.choices)
    signer_name = models.CharField(max_length=200)
    how = models.CharField(max_length=10, choices=SignedHow.choices)
    witness = models.CharField(max_length=120, blank=True)
    drawing = models.JSONField(default=list, blank=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_signatures")
    signed_at = models.DateTimeField()
    plan_version = models.PositiveSmallIntegerField(help_text="The plan's number when it was signed.")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "plan", "signer", "digest"], name="signed_once"),
            models.CheckConstraint(condition=~models.Q(signer_name=""), name="signature_has_a_name"),
            models.CheckConstraint(
                condition=~models.Q(how="verbal") | ~models.Q(witness=""), name="spoken_yes_is_heard"
            ),
            models.CheckConstraint(
                condition=models.Q(models.Q(how="drawn"), ~models.Q(drawing=[]))
                | models.Q(~models.Q(how="drawn"), drawing=[]),
                name="drawn_name_is_there",
            ),
        ]

    class Privacy:
        identifying = ("plan", "person", "signer_name", "witness", "drawing")
        general = ("program", "signer", "how", "staff", "signed_at", "plan_version", "digest")
