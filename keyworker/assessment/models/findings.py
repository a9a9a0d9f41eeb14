"""What is hard in somebody's life and what helps, as an answer told it."""

from typing import ClassVar

from django.db import models

from keyworker.agencies.models import Program
from keyworker.assessment.domains import Domain
from keyworker.assessment.models.answering import Assessment
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.people.models import Person


class Need(Record):
    """Something hard in an area of life, as an answer told it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="needs")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="needs")
    domain = models.CharField(max_length=20, choices=Domain.choices)
    text = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "-created_at"], name="need_by_person")]

    class Privacy:
        identifying = ("person",)
        sensitive: ClassVar = {"text": Category.HEALTH, "domain": Category.HEALTH}
        general = ("program", "assessment")


class Strength(Record):
    """Something that helps in an area of life, as an answer told it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="strengths")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="strengths")
    domain = models.CharField(max_length=20, choices=Domain.choices)
    text = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "-created_at"], name="strength_by_person")]

    class Privacy:
        identifying = ("person",)
        general = ("program", "assessment", "domain", "text")
