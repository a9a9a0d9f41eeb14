"""What is hard in somebody's life and what helps, as an answer told it or as it was noted by hand."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.assessment.domains import Domain
from keyworker.assessment.models.answering import Assessment
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.people.models import Person


class Finding(Record):
    """Something in an area of life, in the person's words where there are any.

    From an answer: `assessment`, the `question` as it was asked, and `place`, which names the answer's box (see
    `questionnaires.engine.names`). Noted by hand: none of these. What no longer holds is ended, not changed.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="%(class)ss")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    place = models.CharField(max_length=300, blank=True)
    question = models.TextField(blank=True)
    domain = models.CharField(_("area of life"), max_length=20, choices=Domain.choices)
    text = models.TextField(_("in their words"))
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Need(Finding):
    """Something hard in an area of life."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "-created_at"], name="need_by_person")]

    class Privacy:
        identifying = ("person",)
        sensitive: ClassVar = {"text": Category.HEALTH, "domain": Category.HEALTH, "question": Category.HEALTH}
        general = ("program", "assessment", "place", "by", "ended_at")


class Strength(Finding):
    """Something that helps in an area of life."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "-created_at"], name="strength_by_person")]

    class Privacy:
        identifying = ("person",)
        general = ("program", "assessment", "place", "question", "domain", "text", "by", "ended_at")
