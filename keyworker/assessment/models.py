"""An instrument filled in with the client: its score, and the needs and strengths found."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.assessment.domains import Domain
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.people.models import Person
from keyworker.questionnaires.models import Questionnaire, Response


class AssessmentStatus(models.TextChoices):
    """FHIR QuestionnaireResponse.status, as far as we use it."""

    IN_PROGRESS = "in-progress", _("Not finished")
    COMPLETED = "completed", _("Finished")


class AnsweredBy(models.TextChoices):
    CLIENT = "client", _("The client")
    WORKER = "worker", _("The case manager")
    TOGETHER = "together", _("Both together")


class Assessment(Record):
    """One filling-in of one version of an instrument. Holds the `response`; its total is worked out on the server.

    `edited_in` is the page that saved last: it may go on saving without being told that it is stale.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessments")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="assessments")
    response = models.OneToOneField(Response, on_delete=models.PROTECT, related_name="assessment")
    title = models.CharField(_("instrument"), max_length=300)
    status = models.CharField(max_length=12, choices=AssessmentStatus.choices, default=AssessmentStatus.IN_PROGRESS)
    answered_by = models.CharField(
        _("who answers"), max_length=10, choices=AnsweredBy.choices, default=AnsweredBy.TOGETHER
    )
    total = models.DecimalField(_("score"), max_digits=12, decimal_places=4, null=True, blank=True)
    band_code = models.CharField(max_length=60, blank=True)
    band = models.CharField(_("what the score means"), max_length=200, blank=True)
    meaning = models.TextField(blank=True)
    edited_in = models.CharField(max_length=40, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status="in-progress", completed_at=None)
                | models.Q(status="completed", completed_at__isnull=False),
                name="assessment_finished_has_a_date",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "-created_at"], name="assessment_by_person")]

    class Privacy:
        identifying = ("case", "person")
        sensitive: ClassVar = {
            "response": Category.MENTAL_HEALTH, "total": Category.MENTAL_HEALTH, "band": Category.MENTAL_HEALTH,
            "band_code": Category.MENTAL_HEALTH, "meaning": Category.MENTAL_HEALTH, "title": Category.MENTAL_HEALTH,
            "questionnaire": Category.MENTAL_HEALTH,
        }  # fmt: skip
        general = ("program", "status", "answered_by", "edited_in", "saved_at", "completed_at", "by")

    @property
    def is_finished(self) -> bool:
        return self.status == AssessmentStatus.COMPLETED


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
