"""Groups that clients come to: when they meet, who has a place, what was held, and who came."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base import clock
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.delivery.models.given import FundingSource, ServiceProvided, Unit
from keyworker.delivery.models.recorded import CaseContact
from keyworker.people.models import Person


class Meets(models.TextChoices):
    WEEKLY = "weekly", _("Every week")
    DATES = "dates", _("On single days")


class Weekday(models.IntegerChoices):
    """As ISO 8601 counts them."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class How(models.TextChoices):
    CAME = "came", _("Came")
    LATE = "late", _("Came late")
    EXCUSED = "excused", _("Excused")
    MISSED = "missed", _("Did not come")
    NOT_HELD = "not-held", _("Not held")


ATTENDED = (How.CAME.value, How.LATE.value)


class ClientGroup(Record):
    """A group of one program's clients: what it is for, when and where it meets, who leads it, how many fit.

    Whoever comes was given a service: `what`, so many `units`, at a `cost` for each person, paid by `funding`.
    `weekday` (ISO) is for a weekly group, `dates` for one on single days; both within `from_on` and `until_on`.
    """

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="client_groups")
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=200, blank=True)
    meets = models.CharField(max_length=10, choices=Meets.choices)
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, null=True, blank=True)
    dates = ArrayField(models.DateField(), default=list, blank=True)
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    leader = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="groups_led")
    co_leader = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="groups_led_with"
    )
    places = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=200)
    units = models.DecimalField(max_digits=8, decimal_places=2, default=1)
    unit = models.CharField(max_length=40, choices=Unit.choices, default=Unit.SESSION)
    cost = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    funding = models.ForeignKey(FundingSource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(what=""), name="group_has_a_name"),
            models.CheckConstraint(
                condition=Q(places__gte=1, minutes__gte=1, units__gt=0), name="group_is_for_somebody"
            ),
            models.CheckConstraint(
                condition=Q(meets="weekly", weekday__gte=1, weekday__lte=7, dates=[])
                | Q(meets="dates", weekday=None) & ~Q(dates=[]),
                name="group_meets_some_day",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="group_has_a_last_day"
            ),
            models.CheckConstraint(condition=~Q(co_leader=F("leader")), name="group_is_led_by_two_or_one"),
            models.UniqueConstraint(
                "agency_id", "program", Lower("name"), condition=Q(ended_at=None), name="group_name_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "leader"], condition=Q(ended_at=None), name="groups_by_leader"),
            models.Index(fields=["agency_id", "co_leader"], condition=Q(ended_at=None), name="groups_by_co_leader"),
        ]

    class Privacy:
        general = ("leader", "co_leader")
        not_personal = (
            "program", "name", "purpose", "place", "meets", "weekday", "dates", "at", "minutes", "from_on", "until_on",
            "places", "what", "units", "unit", "cost", "funding", "ended_at",
        )  # fmt: skip


class GroupPlace(Record):
    """Somebody's place in a group; without `since` they wait for one, in the order in which it was asked.

    `name_at_door`: they agreed that their first name stands on the list at the door.
    """

    group = models.ForeignKey(ClientGroup, on_delete=models.PROTECT, related_name="taken")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="group_places")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="group_places")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    asked_at = models.DateTimeField(default=clock.now)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    left_because = models.CharField(max_length=200, blank=True)
    name_at_door = models.BooleanField(default=False)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "group", "person"], condition=Q(until=None), name="one_place_in_a_group"
            ),
            models.CheckConstraint(
                condition=Q(until=None, left_because="") | Q(until__isnull=False) & ~Q(left_because=""),
                name="group_was_left_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="group_left_after_joining"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-asked_at"], name="group_places_by_person"),
            models.Index(fields=["agency_id", "group", "asked_at"], name="group_places_by_group"),
        ]

    class Privacy:
        identifying = ("case", "person")
        general = ("group", "program", "asked_at", "since", "until", "left_because", "name_at_door", "by")


class GroupSession(Record):
    """A day of the group as it went. `note` is the group's own: it belongs to nobody's file."""

    group = models.ForeignKey(ClientGroup, on_delete=models.PROTECT, related_name="sessions")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    on = models.DateField()
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=200, blank=True)
    led_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="sessions_led")
    led_with = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    held = models.BooleanField()
    not_held_because = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    written_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "group", "on"], name="one_session_a_day"),
            models.CheckConstraint(
                condition=Q(held=True, not_held_because="") | Q(held=False) & ~Q(not_held_because=""),
                name="session_not_held_for_a_reason",
            ),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="session_takes_some_time"),
        ]

    class Privacy:
        sensitive: ClassVar = {"note": Category.GENERAL}
        general = (
            "group", "program", "on", "at", "minutes", "topic", "led_by", "led_with", "held", "not_held_because",
            "written_by",
        )  # fmt: skip


class Attendance(Record):
    """How it was for one person: of their file, and of nobody else's. Never said anew in place.

    Who came has a `service`, who stayed away a `contact` that was tried. What was wrong stays (`replaced_at`); what is
    right `replaces` it, with the reason (`because`).
    """

    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="attendance")
    place = models.ForeignKey(GroupPlace, on_delete=models.PROTECT, related_name="attendance")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attendance")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendance")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    how = models.CharField(max_length=10, choices=How.choices)
    remark = models.CharField(max_length=200, blank=True)
    service = models.ForeignKey(
        ServiceProvided, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance"
    )
    contact = models.ForeignKey(CaseContact, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    replaced_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "attendance"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "session", "place"], condition=Q(replaced_at=None), name="attendance_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(how__in=ATTENDED, service__isnull=False, contact=None)
                | Q(how="missed", service=None, contact__isnull=False)
                | Q(how__in=("excused", "not-held"), service=None, contact=None),
                name="attendance_is_in_the_file",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None, because="") | Q(replaces__isnull=False) & ~Q(because=""),
                name="attendance_is_corrected_for_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-created_at"], name="attendance_by_person"),
            models.Index(fields=["agency_id", "session", "how"], name="attendance_by_session"),
        ]

    class Privacy:
        identifying = ("case", "person")
        general = (
            "session", "place", "program", "how", "remark", "service", "contact", "by", "replaces", "replaced_at",
            "because",
        )  # fmt: skip
