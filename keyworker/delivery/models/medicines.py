"""What somebody takes, what they cannot bear, and when the list was last gone through with them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.people.models import Person


class KnownFrom(models.TextChoices):
    TOLD = "told", _("They told us")
    FAMILY = "family", _("Family or a carer told us")
    BOX = "box", _("We saw the box or the list")
    LETTER = "letter", _("A letter or prescription")


class Medication(Record):
    """Something somebody takes, as they say it; no advice and no prescription.

    Never said anew in place: another dose is a row of its own that ends the former one (`replaces`). `since` and
    `stopped_on` are days as far as they are known. Medication reconciliation, Joint Commission NPSG.03.06.01.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="medication")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="medication")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    what = models.CharField(max_length=200)
    dose = models.CharField(max_length=200, blank=True, help_text="How much and how often, in their words.")
    what_for = models.CharField(max_length=200, blank=True)
    prescriber = models.CharField(max_length=200, blank=True)
    since = models.DateField(null=True, blank=True)
    known_from = models.CharField(max_length=10, choices=KnownFrom.choices)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    stopped_on = models.DateField(null=True, blank=True)
    stopped_because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="medication_has_a_name"),
            models.CheckConstraint(
                condition=Q(stopped_on=None, stopped_because="")
                | (Q(stopped_on__isnull=False) & ~Q(stopped_because="")),
                name="medication_stopped_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(stopped_on=None) | Q(stopped_on__gte=F("since")),
                name="medication_stopped_after_it_began",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "-id"], name="medication_by_person")]

    class Privacy:
        identifying = ("case", "person")
        sensitive: ClassVar = {
            "what": Category.HEALTH, "dose": Category.HEALTH, "what_for": Category.HEALTH,
            "prescriber": Category.HEALTH, "stopped_because": Category.HEALTH,
        }  # fmt: skip
        general = ("program", "since", "known_from", "replaces", "stopped_on", "by")


class Allergy(Record):
    """What somebody cannot bear, and what happens then. Taken back with a reason where it proved wrong."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="allergies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="allergies")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    what = models.CharField(max_length=200)
    what_happens = models.CharField(max_length=300, blank=True)
    known_from = models.CharField(max_length=10, choices=KnownFrom.choices)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="allergy_has_a_name"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_because="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_because="")),
                name="allergy_taken_back_with_a_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "-id"], name="allergies_by_person")]

    class Privacy:
        identifying = ("case", "person")
        sensitive: ClassVar = {
            "what": Category.HEALTH, "what_happens": Category.HEALTH, "taken_back_because": Category.HEALTH,
        }  # fmt: skip
        general = ("program", "known_from", "taken_back_at", "by")


class MedicationReview(Record):
    """The list was gone through with the person: how it goes for them, in their own words, and when again."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="medication_reviews")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="medication_reviews")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    reviewed_on = models.DateField()
    words = models.TextField()
    with_whom = models.CharField(max_length=200, blank=True, help_text="A nurse, a pharmacist, family.")
    next_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="medication_review_has_their_words"),
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(next_on__gt=F("reviewed_on")), name="next_medication_review_is_later"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-reviewed_on", "-id"], name="medication_review_by_person")
        ]

    class Privacy:
        identifying = ("case", "person")
        sensitive: ClassVar = {"words": Category.HEALTH}
        general = ("program", "reviewed_on", "with_whom", "next_on", "by")
