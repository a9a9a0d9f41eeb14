"""Appointments with the person."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.access.roles import Beside
from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import Belt, Door, Within
from keyworker.base.encryption import SealedTextField
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.delivery.models import CaseContact
from keyworker.people.models import ContactPoint, Person


class VisitKind(models.TextChoices):
    IN_PERSON = "in-person", _("In person")
    PHONE = "phone", _("By telephone")
    VIDEO = "video", _("By video")


class VisitStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Called off")


class Worked(models.TextChoices):
    """How well it worked to meet by telephone or video."""

    WELL = "well", _("Well")
    BREAKS = "breaks", _("It broke off at times")
    BADLY = "badly", _("Badly: we could hardly hear or see each other")


# Who comes in beside somebody reads when they meet next, and not where, nor what was.
COMING = "status = 'planned' AND ends_at >= now()"


class Visit(Record):
    """A time agreed with the person. With no `staff` it is the case owner's: reassigning the case moves it.

    `way` is the number that is called or the address of theirs to go to; the address itself is not written down here.
    `begun_at` and `over_at` are when they began to meet and when they parted, for a visit that was begun here; then
    `contact` is what was written down by itself. `failed_as`: it was to be of that kind, and went on by telephone.
    `though_unsuitable`: why it was planned though meeting this way was found not to suit them; a supervisor reads it.
    `platform`: they meet on another company's, named as they were told; `link` leads there, sealed, until it is over.
    `place_told` is the place as it may be shown, `suits` what was found of meeting so, `licenses` who
    may where, if that is asked; only `visits.queries` knows.
    """

    place_told: str
    suits: dict[str, Any] | None
    licenses: list[str] | None

    # Never where, nor what the team noted of it: the phone may be in other hands, and a companion's always is.
    belt = Belt(
        door=(Door("SELECT", Within.PERSON), Door("SELECT", Within.BESIDE, granted=Beside.VISITS, only=COMING)),
        hides=(
            "place", "way_id", "travel_minutes", "because", "though_unsuitable", "worked", "failed_as", "contact_id",
            "staff_id",
        ),
    )  # fmt: skip
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=VisitKind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    travel_minutes = models.PositiveSmallIntegerField(default=0, help_text="How long the worker takes to get there.")
    place = models.CharField(max_length=200, blank=True)
    way = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=12, choices=VisitStatus.choices, default=VisitStatus.PLANNED)
    because = models.CharField(max_length=300, blank=True, help_text="Why it was called off or missed.")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="visits")
    begun_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)
    worked = models.CharField(max_length=10, choices=Worked.choices, blank=True, default="", db_default="")
    failed_as = models.CharField(max_length=12, choices=VisitKind.choices, blank=True, default="", db_default="")
    though_unsuitable = models.CharField(max_length=300, blank=True, default="", db_default="")
    platform = models.CharField(max_length=60, blank=True, default="", db_default="")
    link = SealedTextField(null=True, blank=True)
    contact = models.ForeignKey(CaseContact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="visit_takes_some_time"),
            models.CheckConstraint(
                condition=models.Q(over_at=None) | models.Q(over_at__gte=models.F("begun_at"), begun_at__isnull=False),
                name="visit_begins_before_it_is_over",
            ),
            models.CheckConstraint(
                condition=models.Q(link=None) | models.Q(~models.Q(platform=""), kind="video"),
                name="visit_link_leads_to_a_platform",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "staff", "starts_at"], name="visits_by_staff"),
            models.Index(fields=["agency_id", "case", "starts_at"], name="visits_by_case"),
            models.Index(fields=["agency_id", "program", "starts_at"], name="visits_by_program"),
            models.Index(fields=["agency_id", "person", "starts_at"], name="visits_by_person"),
            models.Index(
                fields=["agency_id", "program", "-created_at"],
                condition=~models.Q(though_unsuitable=""),
                name="visits_though_unsuitable",
            ),
        ]

    class Privacy:
        identifying = ("person", "case")
        sensitive: ClassVar = {"place": Category.SAFETY, "way": Category.SAFETY, "link": Category.SAFETY}
        general = (
            "program", "kind", "starts_at", "ends_at", "travel_minutes", "status", "because", "staff", "begun_at",
            "over_at", "worked", "failed_as", "though_unsuitable", "platform", "contact",
        )  # fmt: skip

    @property
    def is_planned(self) -> bool:
        return self.status == VisitStatus.PLANNED

    @property
    def is_elsewhere(self) -> bool:
        """The picture runs through another company: there is no room of ours."""
        return self.kind == VisitKind.VIDEO and bool(self.platform)

    @property
    def is_going_on(self) -> bool:
        """They are meeting now: begun, and not over."""
        return self.begun_at is not None and self.over_at is None
