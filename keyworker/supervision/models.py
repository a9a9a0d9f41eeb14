"""What a worker declares about themselves: a conflict of interest, a gift, a boundary; and the answer to it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.models import Record
from keyworker.people.models import Denial, Person


class DeclarationKind(models.TextChoices):
    CONFLICT = "conflict", _("I know them outside work, or I have an interest")
    GIFT = "gift", _("I was given or offered something")
    BOUNDARY = "boundary", _("A boundary was crossed, or nearly")


class DeclarationAnswer(models.TextChoices):
    NOTED = "noted", _("Noted, nothing more is needed")
    GUIDANCE = "guidance", _("Do it like this")
    REASSIGN = "reassign", _("Somebody else takes this on")
    REFUSE = "refuse", _("No, it must not be so: give it back, or stop")


class Declaration(Record):
    """Said by a worker, read by them and by those who oversee the program, answered once by one of those.

    Whom it is `about` is no file of theirs: the row hangs on the worker (so a denial does not hide from them what
    they said), and stands on nobody's timeline. `value` of a gift is in `currency` (ISO 4217).
    """

    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="declarations")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=DeclarationKind.choices)
    about = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    provider = models.CharField(max_length=200, blank=True)
    what = models.TextField()
    done = models.TextField(blank=True)
    happened_on = models.DateField()
    value = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    answer = models.CharField(max_length=10, choices=DeclarationAnswer.choices, blank=True)
    answer_words = models.TextField(blank=True)
    answered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    denial = models.ForeignKey(Denial, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="declaration_says_what"),
            models.CheckConstraint(
                condition=Q(value=None, currency="") | Q(value__gte=0) & ~Q(currency=""),
                name="declared_value_is_in_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None, denial=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="declaration_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=models.F("by")), name="declaration_answered_by_another"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "by", "-created_at", "-id"], name="declarations_by_worker"),
            models.Index(
                fields=["agency_id", "program", "created_at"], condition=Q(answered_at=None), name="open_declarations"
            ),
        ]

    class Privacy:
        identifying = ("about", "what", "done", "answer_words")
        general = (
            "by", "program", "kind", "provider", "happened_on", "value", "currency", "answer", "answered_by",
            "answered_at", "denial",
        )  # fmt: skip
