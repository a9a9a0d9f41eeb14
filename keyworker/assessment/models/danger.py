"""Answers that called for action, and those that an agency says do."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.assessment.models.answering import Assessment
from keyworker.base.belt import APPEND_ONLY, Belt, Door, Within
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.people.models import Alert, Person
from keyworker.tasks.models import Task

LINK_ID = 255


class CriticalAnswer(Record):
    """An answer that called for action, in the words of the moment. Raised once for each question of an assessment."""

    belt = Belt(
        app=APPEND_ONLY.app,
        door=(Door("INSERT", Within.ANSWERING, only="assessment_id IN (SELECT id FROM assessment_assessment)"),),
    )
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="critical_answers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="critical_answers")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    link_id = models.CharField(max_length=LINK_ID)
    question = models.TextField()
    answer = models.TextField()
    message = models.TextField(blank=True)
    next_form = models.CharField(max_length=400)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="critical_answers")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="critical_answers")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "assessment", "link_id"], name="danger_raised_once")
        ]

    class Privacy:
        identifying = ("person",)
        sensitive: ClassVar = {
            "question": Category.SAFETY, "answer": Category.SAFETY, "message": Category.SAFETY,
            "link_id": Category.SAFETY, "next_form": Category.SAFETY,
        }  # fmt: skip
        general = ("assessment", "program", "alert", "task")


class Operator(models.TextChoices):
    IS = "is", _("is")
    AT_LEAST = "at-least", _("is at least")


class AgencyCriticalItem(Record):
    """An answer that this agency says calls for action. Beside the published form, which stays as it is.

    It holds in every version of the form that still asks the question. `value` is the answer's key (see
    `danger.key_of`) or a number; `question` and `value_words` are how they read when it was marked.
    """

    belt = Belt(door=(Door("SELECT", Within.AGENCY),))
    url = models.CharField(max_length=400)
    title = models.CharField(max_length=300)
    link_id = models.CharField(max_length=LINK_ID)
    question = models.CharField(max_length=300)
    operator = models.CharField(max_length=10, choices=Operator.choices, default=Operator.IS)
    value = models.CharField(max_length=300)
    value_words = models.CharField(max_length=300)
    message = models.CharField(_("what to do then"), max_length=200)
    marked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "url", "link_id", "operator", "value"],
                condition=models.Q(ended_at=None),
                name="one_mark_an_answer",
            )
        ]

    class Privacy:
        not_personal = (
            "url", "title", "link_id", "question", "operator", "value", "value_words", "message", "ended_at",
        )  # fmt: skip
        general = ("marked_by",)
