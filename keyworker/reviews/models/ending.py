"""How a case ends, and what is asked afterwards."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import APPEND_ONLY, Belt
from keyworker.base.models import Record
from keyworker.cases.models import Case
from keyworker.people.models import ContactPoint, Person
from keyworker.referrals.models import OutgoingReferral
from keyworker.reviews.models.looking_back import READ_BY_THE_CLIENT

MOST_STARS = 5


class ClosingReason(models.TextChoices):
    GOALS_MET = "goals-met", _("They reached what they wanted")
    MOVED = "moved", _("They moved away")
    DECLINED = "declined-service", _("They do not want this help any more")
    LOST_CONTACT = "lost-contact", _("We lost contact")
    TRANSFERRED = "transferred", _("Somebody else helps them now")
    DIED = "died", _("They died")
    OTHER = "other", _("Something else")


class HandedOver(models.TextChoices):
    """How somebody else took over, the warmest first."""

    TOGETHER = "together", _("We met all together")
    CALL = "call", _("We called them together")
    TOLD = "told", _("We told them, and they agreed to call")
    LETTER = "letter", _("A letter to take along")
    NOBODY = "nobody", _("Nobody takes over")


class ExitPlan(Record):
    """The end as it is planned from the first day: how they will know, who stands by them, who takes over."""

    belt = Belt(door=READ_BY_THE_CLIENT)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="exit_plan")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exit_plans")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    criteria = models.TextField(_("how we will know that it can end"), blank=True)
    supports = models.TextField(_("who and what will be there afterwards"), blank=True)
    handover_to = models.CharField(_("who takes over"), max_length=300, blank=True)
    if_hard = models.TextField(_("what to do if it gets hard again"), blank=True)

    class Privacy:
        identifying = ("case", "person")
        general = ("program", "criteria", "supports", "handover_to", "if_hard")


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
    handed_over = models.CharField(max_length=10, choices=HandedOver.choices, default=HandedOver.NOBODY)
    handover_to = models.CharField(_("who takes over"), max_length=300, blank=True)
    if_hard = models.TextField(_("what to do if it gets hard again"), blank=True)
    follow_up_agreed = models.BooleanField(default=False)
    overridden = models.JSONField(default=list, blank=True, help_text="What was open all the same, by code.")
    overridden_because = models.CharField(max_length=300, blank=True)
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
            models.CheckConstraint(
                condition=models.Q(overridden=[], overridden_because="")
                | models.Q(~models.Q(overridden=[]), ~models.Q(overridden_because="")),
                name="overridden_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["agency_id", "case"], condition=models.Q(reopened_at=None), name="closed_once_at_a_time"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "-closed_on"], name="closure_by_person")]

    class Privacy:
        identifying = ("case", "person")
        general = (
            "program", "reason", "achievements", "supports_in_place", "feedback_rating", "feedback_words",
            "handed_over", "handover_to", "if_hard", "follow_up_agreed", "overridden", "overridden_because",
            "closed_on", "closed_by", "reopened_at", "reopened_because",
        )  # fmt: skip


class FollowUpOutcome(models.TextChoices):
    REACHED = "reached", _("We spoke, and they manage")
    WANTS_HELP = "wants-help", _("They want help again")
    NOT_REACHED = "not-reached", _("We tried, but did not reach them")
    DECLINED = "declined", _("They do not want to talk with us")
    REOPENED = "reopened", _("The case was opened again")
    DIED = "died", _("They have died")


class FollowUp(Record):
    """Asking, some weeks after the case closed, whether they are still well. Due, then done."""

    belt = Belt(door=READ_BY_THE_CLIENT)
    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, related_name="follow_ups")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="follow_ups")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="follow_ups")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    way = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=FollowUpOutcome.choices, blank=True)
    still_well = models.BooleanField(null=True, blank=True)
    words = models.TextField(_("in their own words"), blank=True)
    done_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(done_on=None, outcome="", done_by=None)
                | models.Q(models.Q(done_on__isnull=False, done_by__isnull=False), ~models.Q(outcome=""))
                | models.Q(done_on__isnull=False, done_by=None, outcome="died"),
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
        identifying = ("closure", "case", "person", "way")
        general = ("program", "due_on", "done_on", "outcome", "still_well", "words", "done_by")


class Arrived(models.TextChoices):
    YES = "yes", _("Yes, and it helps")
    YES_NO_HELP = "no-help", _("Yes, but it does not help")
    NO = "no", _("They did not get there")
    NOT_KNOWN = "not-known", _("I do not know")


class ReferralAfter(Record):
    """What became of a referral out that was made before the end, as it was heard at the follow-up. Never changed."""

    belt = APPEND_ONLY
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="referrals")
    referral = models.ForeignKey(OutgoingReferral, on_delete=models.PROTECT, related_name="asked_after")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    arrived = models.CharField(max_length=10, choices=Arrived.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "follow_up", "referral"], name="referral_asked_after_once")
        ]

    class Privacy:
        identifying = ("follow_up", "referral", "case", "person")
        general = ("program", "arrived")
