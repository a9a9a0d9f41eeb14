"""What is settled before people meet by telephone or video."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.encryption import SealedTextField
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.consent.models import Consent
from keyworker.people.models import ContactPoint, Person
from keyworker.visits.models.visits import Visit


class Item(models.TextChoices):
    """What is asked before a visit that is not in a room; the order in which it is asked."""

    CONSENT = "consent", _("They agree to meet this way")
    CHARGES = "charges", _("They know that it may cost them data or minutes")
    IDENTITY = "identity", _("It is them")
    HEARS = "hears", _("Who else can see or hear")
    WHERE = "where", _("Where they are now")
    CALL_BACK = "call-back", _("The number to call back")
    SAFE_WORD = "safe-word", _("The word that means: I must hang up")
    PLAN = "plan", _("What we do if something happens")


class Precaution(Record):
    """One item as it stands for one visit: `how` is a code of the answer, `words` what they said, in their own key.

    `left_open_because`: it was not settled, and the worker said why they began all the same. `carried`: it was said
    before an earlier visit and is still true. `way` is the number to call back, where it is one of those on file.
    `region` is the state or country where they are, where the worker's license depends on it.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="precautions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=12, choices=Item.choices)
    how = models.CharField(max_length=12, blank=True)
    words = SealedTextField(null=True, blank=True)
    region = models.CharField(max_length=80, blank=True, default="", db_default="")
    way = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    carried = models.BooleanField(default=False)
    left_open_because = models.CharField(max_length=300, blank=True)
    said_on = models.DateField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "visit", "item"], name="one_precaution_an_item"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "program", "item", "-said_on"], name="precautions_by_person"),
            models.Index(
                fields=["agency_id", "program", "-said_on"],
                condition=~models.Q(left_open_because=""),
                name="precautions_left_open",
            ),
        ]

    class Privacy:
        identifying = ("person", "visit")
        sensitive: ClassVar = {
            "how": Category.SAFETY, "words": Category.SAFETY, "region": Category.SAFETY, "way": Category.SAFETY,
        }  # fmt: skip
        general = ("program", "item", "consent", "carried", "left_open_because", "said_on", "by")
