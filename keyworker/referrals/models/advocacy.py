"""Speaking up for a person: what was denied them or stands in their way, what was done about it, what came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import APPEND_ONLY
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.delivery.models import Benefit
from keyworker.people.models import Person
from keyworker.referrals.models.sending import OutgoingReferral


class InTheWay(models.TextChoices):
    DENIED = "denied", _("It was denied")
    CUT = "cut", _("It was cut or stopped")
    LATE = "late", _("It takes too long")
    TREATMENT = "treatment", _("They were treated badly or unfairly")
    OBSTACLE = "obstacle", _("Something else stands in the way")


class AdvocacyOutcome(models.TextChoices):
    WON = "won", _("Won")
    PARTLY = "partly", _("Partly won")
    LOST = "lost", _("Lost")
    WITHDRAWN = "withdrawn", _("Taken back")


class Advocacy(Record):
    """A denial or an obstacle, by whom, and what the person wants, in their own words; open until it has an outcome.

    `letter_on` is the date of the decision's letter, from which most deadlines run; `deadline_on` the last day to
    appeal. `benefit` or `referral` is what it is about, where that is in the file.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="advocacy")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="advocacy")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=InTheWay.choices)
    what = models.CharField(max_length=300)
    by_whom = models.CharField(max_length=120)
    happened_on = models.DateField()
    letter_on = models.DateField(null=True, blank=True)
    deadline_on = models.DateField(null=True, blank=True)
    wants = models.TextField()
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, null=True, blank=True, related_name="advocacy")
    referral = models.ForeignKey(
        OutgoingReferral, on_delete=models.PROTECT, null=True, blank=True, related_name="advocacy"
    )
    begun_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="advocacy_begun")
    outcome = models.CharField(max_length=10, choices=AdvocacyOutcome.choices, blank=True)
    outcome_words = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "advocacy"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(by_whom="") & ~Q(wants=""), name="advocacy_says_what_by_whom_and_wishes"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", ended_on=None) | ~Q(outcome="") & Q(ended_on__isnull=False),
                name="advocacy_ends_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(benefit=None) | Q(referral=None), name="advocacy_is_about_one_thing_at_most"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-happened_on", "-id"], name="advocacy_by_person"),
        ]

    class Privacy:
        identifying = ("case", "person", "wants", "outcome_words")
        sensitive: ClassVar = {"kind": Category.LEGAL, "what": Category.LEGAL, "by_whom": Category.LEGAL}
        general = (
            "program", "happened_on", "letter_on", "deadline_on", "benefit", "referral", "begun_by", "outcome",
            "ended_on",
        )  # fmt: skip

    @property
    def is_open(self) -> bool:
        return self.ended_on is None


class AdvocacyStep(Record):
    """Something that was done about it, on a day; never changed."""

    belt = APPEND_ONLY
    advocacy = models.ForeignKey(Advocacy, on_delete=models.PROTECT, related_name="steps")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="advocacy_steps")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    done_on = models.DateField()
    what = models.CharField(max_length=500)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="advocacy_steps")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(what=""), name="advocacy_step_is_something")]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "advocacy", "done_on", "id"], name="steps_by_advocacy"),
        ]

    class Privacy:
        identifying = ("advocacy", "person", "what")
        general = ("program", "done_on", "by")
