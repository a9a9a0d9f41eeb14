"""A supervisor's name under a signed note, where the program asks for it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.models import Record
from keyworker.cases.models import Case
from keyworker.delivery.models.recorded import CaseNote
from keyworker.people.models import Person


class CoSignState(models.TextChoices):
    WAITING = "waiting", _("Waits for a supervisor")
    RETURNED = "returned", _("Sent back: something is to be added")
    GIVEN = "given", _("Co-signed")


class CoSignature(Record):
    """Whether a supervisor has put their name under a note and all that was added to it.

    The note itself is never touched: what is sent back is amended, and then waits again. `words`: what should be added.
    """

    note = models.OneToOneField(CaseNote, on_delete=models.PROTECT, related_name="co_signature")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    author = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=CoSignState.choices, default=CoSignState.WAITING)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None, settled_by=None)
                | ~Q(state="waiting") & Q(settled_at__isnull=False, settled_by__isnull=False),
                name="settled_co_signature_names_whom",
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None) | ~Q(settled_by=F("author")), name="nobody_co_signs_their_own"
            ),
            models.CheckConstraint(condition=~Q(state="returned", words=""), name="sent_back_with_words"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "program", "asked_at"], condition=Q(state="waiting"), name="co_signatures_waiting"
            ),
        ]

    class Privacy:
        identifying = ("case", "person")
        general = ("note", "program", "author", "state", "asked_at", "settled_at", "settled_by", "words")
