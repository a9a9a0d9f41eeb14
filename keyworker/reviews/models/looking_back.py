"""Looking back: how often a program does it, what was said at a review, where each goal stood, what the risk is now."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.assessment.models import Assessment
from keyworker.base.belt import APPEND_ONLY, Belt, Door, Within
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.people.models import Person
from keyworker.planning.models import Goal, GoalReading, ServicePlan

READ_BY_THE_CLIENT = (Door("SELECT", Within.PERSON),)


class RiskLevel(models.TextChoices):
    """The levels of the risk assessment, by its own codes."""

    LOW = "low", _("Low risk")
    MEDIUM = "medium", _("Medium risk")
    HIGH = "high", _("High risk")
    VERY_HIGH = "very-high", _("Very high risk")


class ReviewRules(Record):
    """How often a program looks at its plans again, by the level of risk; empty means as often as it usually does.

    Days are calendar days where the agency works. How often usually is `Program.review_every_days`.
    """

    program = models.OneToOneField(Program, on_delete=models.PROTECT, related_name="review_rules")
    low_days = models.PositiveSmallIntegerField(null=True, blank=True)
    medium_days = models.PositiveSmallIntegerField(null=True, blank=True)
    high_days = models.PositiveSmallIntegerField(null=True, blank=True)
    very_high_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(**{f"{level}_days": None}) | models.Q(**{f"{level}_days__range": (1, 366)}),
                name=f"review_{level}_days",
            )
            for level in ("low", "medium", "high", "very_high")
        ]

    class Privacy:
        not_personal = ("program", "low_days", "medium_days", "high_days", "very_high_days")


class PlanReview(Record):
    """Worker and client looked at the plan again. The client's words come first. Never changed."""

    belt = Belt(app="SELECT, INSERT", door=READ_BY_THE_CLIENT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    plan = models.ForeignKey(ServicePlan, on_delete=models.PROTECT, related_name="reviews")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    reviewed_on = models.DateField(_("the day of the review"))
    what_went_well = models.TextField(_("what went well, in their own words"))
    what_changed = models.TextField(_("what has changed, what is hard"), blank=True)
    celebrate = models.TextField(_("what to celebrate"), blank=True)
    next_review_on = models.DateField(_("next review"))
    reviewed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="reviews_held")
    led_to = models.PositiveSmallIntegerField(null=True, blank=True, help_text="The number of the version it began.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(what_went_well=""), name="review_has_their_words"),
            models.CheckConstraint(
                condition=models.Q(next_review_on__gt=models.F("reviewed_on")), name="next_review_is_later"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-reviewed_on", "-id"], name="review_by_person")
        ]

    class Privacy:
        identifying = ("case", "person", "plan")
        general = (
            "program", "reviewed_on", "what_went_well", "what_changed", "celebrate", "next_review_on", "reviewed_by",
            "led_to",
        )  # fmt: skip


class Onward(models.TextChoices):
    """What becomes of a goal after a review."""

    GO_ON = "go-on", _("Go on as it is")
    CHANGE = "change", _("Change it")
    PAUSE = "pause", _("Pause it")
    REACHED = "reached", _("It is reached")
    LET_GO = "let-go", _("Let it go")


class GoalReview(Record):
    """What was said about one goal at a review: where it stands, what helped, what was in the way, what becomes of it.

    `reading` is one of the goal's readings, kept with all others where it is planned.
    """

    belt = Belt(app="SELECT, INSERT", door=READ_BY_THE_CLIENT)
    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="goals")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="reviews")
    lineage = models.UUIDField(editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="goal_reviews")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    reading = models.ForeignKey(GoalReading, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what_helped = models.TextField(_("what helped"), blank=True)
    barriers = models.TextField(_("what stood in the way"), blank=True)
    onward = models.CharField(max_length=10, choices=Onward.choices, default=Onward.GO_ON)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "review", "goal"], name="goal_reviewed_once")
        ]

    class Privacy:
        identifying = ("review", "goal", "person")
        general = ("lineage", "program", "reading", "what_helped", "barriers", "onward")


class RiskReview(Record):
    """The risk as it was seen at a review: the level of the last risk assessment, and what has changed since.

    At no door: whoever holds the person's device must not read what is feared of them. Never changed.
    """

    belt = APPEND_ONLY
    review = models.OneToOneField(PlanReview, on_delete=models.PROTECT, related_name="risk")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    level = models.CharField(max_length=60, blank=True)
    words = models.TextField(_("what has changed about the risk"), blank=True)

    class Privacy:
        identifying = ("review", "person")
        sensitive: ClassVar = {"level": Category.MENTAL_HEALTH, "words": Category.MENTAL_HEALTH}
        general = ("assessment", "program")
