"""Calls by telephone, as their sheet tells of them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.delivery.models import CaseContact, Direction
from keyworker.people.models import ContactPoint, Person


class Came(models.TextChoices):
    """What came of a call."""

    SPOKE = "spoke", _("We spoke")
    NO_ANSWER = "no-answer", _("Nobody answered")
    VOICEMAIL = "voicemail", _("I left a voicemail")
    SOMEBODY = "somebody", _("Somebody else answered, and I said nothing of them")
    WRONG = "wrong", _("The number is not theirs any more")


class PhoneCall(Record):
    """One call: with whom, which way it went, by which number on file, what came of it. Its contact has the rest.

    `slip` is what was left on a voicemail though none may be left there: the person is then asked if they are safe.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="calls")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(CaseContact, on_delete=models.PROTECT, related_name="calls")
    way = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    direction = models.CharField(max_length=10, choices=Direction.choices)
    came = models.CharField(max_length=12, choices=Came.choices)
    slip = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "contact"], name="one_call_a_contact"),
            models.CheckConstraint(
                condition=models.Q(slip="") | models.Q(came=Came.VOICEMAIL), name="slip_was_on_a_voicemail"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "-created_at"], name="calls_by_person")]

    class Privacy:
        identifying = ("person", "contact")
        sensitive: ClassVar = {"way": Category.SAFETY, "slip": Category.SAFETY}
        general = ("program", "direction", "came", "by")
