"""What was explained to people, and what they said back in their own words."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.models import Record
from keyworker.cases.models import Case
from keyworker.people.models import Person


class Format(models.TextChoices):
    PAPER = "paper", _("On paper")
    EASY_READ = "easy-read", _("With pictures, or easy to read")
    SPOKEN = "spoken", _("Explained aloud")
    SHOWN = "shown", _("Shown how it is done")
    VIDEO = "video", _("A film")
    ONLINE = "online", _("On a website")


class Understood(models.TextChoices):
    YES = "yes", _("They have understood it")
    REPEAT = "repeat", _("We go through it again")


class EducationGiven(Record):
    """A material given, and the teach-back: what the person said it means, in their own words (`said_back`).

    Teach-back: AHRQ Health Literacy Universal Precautions Toolkit, 3rd edition, tool 5. `repeat_on`: when it is gone
    through again; that time is a row of its own, which names this one in `again_of`.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="education")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="education")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    material = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    format = models.CharField(max_length=10, choices=Format.choices)
    given_on = models.DateField()
    said_back = models.TextField()
    understood = models.CharField(max_length=10, choices=Understood.choices)
    repeat_on = models.DateField(null=True, blank=True)
    again_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="gone_through_again"
    )
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(material="") & ~Q(said_back=""), name="education_was_said_back"),
            models.CheckConstraint(
                condition=Q(understood="yes", repeat_on=None) | Q(understood="repeat", repeat_on__isnull=False),
                name="education_is_repeated_on_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-given_on", "-id"], name="education_by_person"),
        ]

    class Privacy:
        identifying = ("case", "person")
        general = (
            "program", "material", "language", "format", "given_on", "said_back", "understood", "repeat_on", "again_of",
            "by",
        )  # fmt: skip
