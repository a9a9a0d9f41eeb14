"""Looking back: plan reviews with progress readings, the closing of a case, and the follow-up after it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import Belt, Door, Within
from keyworker.base.models import Record
from keyworker.cases.models import Case
from keyworker.people.models import Person
from keyworker.planning.models import MOST_PROGRESS, Goal, ServicePlan

READ_BY_THE_CLIENT = (Door("SELECT", Within.PERSON),)
MOST_STARS = 5


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
    next_review_on = models.DateField(_("next review"))
    reviewed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="reviews_held")

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
            "program", "reviewed_on", "what_went_well", "what_changed", "next_review_on", "reviewed_by",
        )  # fmt: skip


class OutcomeMeasure(Record):
    """How near a goal is, on a day: 0 (not begun) to 10 (there). `lineage` follows the goal through plan versions."""

    belt = Belt(app="SELECT, INSERT", door=READ_BY_THE_CLIENT)
    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="readings")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="readings")
    lineage = models.UUIDField(editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="outcome_measures")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    reading = models.PositiveSmallIntegerField()
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(reading__lte=MOST_PROGRESS), name="reading_to_ten"),
            models.UniqueConstraint(fields=["agency_id", "review", "goal"], name="one_reading_a_goal_and_review"),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "lineage", "on"], name="readings_by_goal")]

    class Privacy:
        identifying = ("review", "goal", "person")
        general = ("lineage", "program", "reading", "on")


class ClosingReason(models.TextChoices):
    GOALS_MET = "goals-met", _("They reached what they wanted")
    MOVED = "moved", _("They moved away")
    DECLINED = "declined-service", _("They do not want this help any more")
    LOST_CONTACT = "lost-contact", _("We lost contact")
    TRANSFERRED = "transferred", _("Somebody else helps them now")
    DIED = "died", _("They died")
    OTHER = "other", _("Something else")


class Closure(Record):
    """The end of the working relation: why, what was achieved in the client's words, and who stands by them now."""

    belt = Belt(door=READ_BY_THE_CLIENT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="closures")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    reason = models.CharField(max_length=20, choices=ClosingReason.choices)
    achievements = models.TextField(_("what they achieved, in their own words"), blank=True)
    supports_in_place = models.TextField(_("who and what supports them now"), blank=True)
    feedback_rating = models.PositiveSmallIntegerField(null=True, blank=True)
    feedback_words = models.TextField(blank=True)
    closed_on = models.DateField()
    closed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="closures")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(feedback_rating=None) | models.Q(feedback_rating__range=(1, MOST_STARS)),
                name="feedback_one_to_five",
            ),
            models.CheckConstraint(
                condition=models.Q(reopened_at=None, reopened_because="")
                | models.Q(models.Q(reopened_at__isnull=False), ~models.Q(reopened_because="")),
                name="reopened_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["agency_id", "case"], condition=models.Q(reopened_at=None), name="closed_once_at_a_time"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "-closed_on"], name="closure_by_person")]

    class Privacy:
        identifying = ("case", "person")
        general = (
            "program", "reason", "achievements", "supports_in_place", "feedback_rating", "feedback_words", "closed_on",
            "closed_by", "reopened_at", "reopened_because",
        )  # fmt: skip


class FollowUpOutcome(models.TextChoices):
    REACHED = "reached", _("We spoke, and they manage")
    WANTS_HELP = "wants-help", _("They want help again")
    NOT_REACHED = "not-reached", _("We tried, but did not reach them")
    DECLINED = "declined", _("They do not want to talk with us")
    REOPENED = "reopened", _("The case was opened again")


class FollowUp(Record):
    """Asking, some weeks after the case closed, whether they are still well. Due, then done."""

    belt = Belt(door=READ_BY_THE_CLIENT)
    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, related_name="follow_ups")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="follow_ups")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="follow_ups")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=FollowUpOutcome.choices, blank=True)
    still_well = models.BooleanField(null=True, blank=True)
    words = models.TextField(_("in their own words"), blank=True)
    done_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(done_on=None, outcome="", done_by=None)
                | models.Q(models.Q(done_on__isnull=False, done_by__isnull=False), ~models.Q(outcome="")),
                name="follow_up_done_with_outcome",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "due_on"], name="follow_up_by_person"),
            models.Index(
                fields=["agency_id", "program", "due_on"],
                condition=models.Q(done_on=None),
                name="open_follow_ups",
            ),
        ]

    class Privacy:
        identifying = ("closure", "case", "person")
        general = ("program", "due_on", "done_on", "outcome", "still_well", "words", "done_by")
