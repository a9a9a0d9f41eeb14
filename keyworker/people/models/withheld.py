"""What of a file is not given out to the person, why, and when it is looked at again."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import Belt, Door, Within
from keyworker.base.encryption import SealedTextField
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.people.models.people import Person


class Ground(models.TextChoices):
    """Why something is not given out (45 CFR 164.524(a)(2)(v) and (a)(3); GDPR art. 15(4), 23(1))."""

    SERIOUS_HARM = "serious-harm", _("It could seriously harm somebody's life, body or mind")
    THIRD_PARTY = "third-party", _("It is about somebody else, who did not agree")
    IN_CONFIDENCE = "in-confidence", _("It would tell who reported something, or said it in confidence")
    WORKER_SAFETY = "worker-safety", _("It could put a worker in danger")
    LAW = "law", _("A law or a court says so")


class About(models.TextChoices):
    """What can be kept back, by the model of its record."""

    VISIT = "visits.visit", _("A visit")
    REFERRAL = "referrals.outgoingreferral", _("Where they were sent")
    NOTE = "delivery.casenote", _("A note")
    DOCUMENT = "delivery.casedocument", _("A document")
    COLLEAGUE = "agencies.staff", _("The name of a colleague")


class Withheld(Record):
    """A piece of one program's file that the person is not shown at their door, nor given in their copy.

    Nor is it shown to who comes in beside them. `because` is the worker's reason, which nobody outside reads; `said`:
    the person reads that something is kept back, and on which ground. The database leaves it out of every row that a
    door reads (`seatbelt`). It stays so after `review_on`, until somebody looks: what is forgotten stays safe.
    """

    belt = Belt(
        door=(Door("SELECT", Within.PERSON, only="said AND lifted_at IS NULL"),),
        hides=("because", "record_id", "withheld_by_id"),  # that something is, and on which ground; not what, nor why
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="withheld")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    about = models.CharField(max_length=40, choices=About.choices)
    record_id = models.UUIDField()
    ground = models.CharField(max_length=20, choices=Ground.choices)
    because = SealedTextField()
    said = models.BooleanField()
    review_on = models.DateField()
    withheld_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "withheld"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "person", "record_id"], condition=models.Q(lifted_at=None), name="withheld_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person"], condition=models.Q(lifted_at=None), name="live_withheld")
        ]

    class Privacy:
        identifying = ("person", "record_id")
        sensitive: ClassVar = {"because": Category.SAFETY, "ground": Category.SAFETY, "about": Category.SAFETY}
        general = ("program", "said", "review_on", "withheld_by", "lifted_at")
