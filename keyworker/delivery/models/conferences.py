"""Case conferences: the person's view first, who was there, what was said, and what was decided."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import APPEND_ONLY
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.people.models import Person
from keyworker.tasks.models import Doer, Task


class ClientPart(models.TextChoices):
    PRESENT = "present", _("They took part")
    SENT_WORD = "sent-word", _("They could not come, and told us before what they think")
    CHOSE_NOT = "chose-not", _("They chose not to come, and told us what they think")


class PartKind(models.TextChoices):
    STAFF = "staff", _("From our agency")
    FAMILY = "family", _("Family and people they trust")
    OUTSIDE = "outside", _("From outside")


class CaseConference(Record):
    """One conference about a case. `client_view` is what the person said they want, asked and written first.

    `outside_agreed`: how they agreed that people from outside take part (NASW standard 4), where any did.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conferences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conferences")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    held_on = models.DateField()
    about = models.CharField(max_length=200)
    client_part = models.CharField(max_length=10, choices=ClientPart.choices)
    client_view = models.TextField()
    outside_agreed = models.CharField(max_length=200, blank=True)
    discussed = models.TextField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="conferences_held")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(client_view=""), name="conference_heard_the_person"),
            models.CheckConstraint(condition=~Q(about="") & ~Q(discussed=""), name="conference_was_about_something"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-held_on", "-id"], name="conferences_by_person"),
        ]

    class Privacy:
        identifying = ("case", "person")
        sensitive: ClassVar = {"client_view": Category.GENERAL, "discussed": Category.GENERAL}
        general = ("program", "held_on", "about", "client_part", "outside_agreed", "by")


class ConferenceParticipant(Record):
    """Who else took part: a colleague, somebody they trust, or a professional from outside with their role."""

    belt = APPEND_ONLY
    conference = models.ForeignKey(CaseConference, on_delete=models.PROTECT, related_name="participants")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=PartKind.choices)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="participant_has_a_name"),
            models.CheckConstraint(condition=~Q(kind="outside", role=""), name="outside_participant_has_a_role"),
            models.CheckConstraint(
                condition=Q(kind="staff", staff__isnull=False) | ~Q(kind="staff") & Q(staff=None),
                name="participant_of_staff_is_staff",
            ),
        ]

    class Privacy:
        identifying = ("conference", "person", "name", "role")
        general = ("program", "kind", "staff")


class ConferenceDecision(Record):
    """What was decided; where somebody is to do it, by whom and by when, with the task for it.

    `lineage` is that of the goal or step it became in the plan: it holds through all versions of the plan.
    """

    conference = models.ForeignKey(CaseConference, on_delete=models.PROTECT, related_name="decisions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=10, choices=Doer.choices, blank=True)
    who_name = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lineage = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="decision_says_what"),
            models.CheckConstraint(
                condition=Q(who="", due_on=None, task=None) | ~Q(who="") & Q(due_on__isnull=False),
                name="decision_for_somebody_has_a_day",
            ),
        ]

    class Privacy:
        identifying = ("conference", "person", "who_name")
        general = ("program", "what", "who", "due_on", "task", "lineage")
