"""A level that a worker sets beside the one that was worked out: both stay."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.assessment.models.answering import Assessment
from keyworker.assessment.models.danger import LINK_ID
from keyworker.base.belt import APPEND_ONLY
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.people.models import Person


class SetLevel(Record):
    """Which level a worker holds to be right for one result, and why. Append-only: the last one counts.

    `computed` is what the form worked out, in words; `link_id` names the result.
    """

    belt = APPEND_ONLY
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="levels")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    link_id = models.CharField(max_length=LINK_ID)
    result = models.CharField(max_length=300)
    computed = models.CharField(max_length=200)
    code = models.CharField(max_length=60, blank=True)
    level = models.CharField(_("level"), max_length=200)
    because = models.TextField(_("why"))
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["agency_id", "assessment", "created_at"], name="levels_by_assessment"),
            models.Index(fields=["agency_id", "program", "-created_at"], name="levels_by_program"),
        ]

    class Privacy:
        identifying = ("person",)
        sensitive = {
            "link_id": Category.MENTAL_HEALTH, "result": Category.MENTAL_HEALTH, "computed": Category.MENTAL_HEALTH,
            "code": Category.MENTAL_HEALTH, "level": Category.MENTAL_HEALTH, "because": Category.MENTAL_HEALTH,
        }  # fmt: skip
        general = ("assessment", "program", "by")
