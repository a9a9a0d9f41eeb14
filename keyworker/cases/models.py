"""The working relation with a person in a program, opened to closed, and who carries it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.access.roles import Beside
from keyworker.agencies.models import Program, Staff
from keyworker.base import clock
from keyworker.base.belt import OF_A_FILE, Belt, Door, Within
from keyworker.base.models import Record
from keyworker.people.models import Person


class CaseStatus(models.TextChoices):
    """FHIR EpisodeOfCare.status, as far as we use it."""

    ACTIVE = "active", _("Open")
    FINISHED = "finished", _("Closed")


class Step(models.TextChoices):
    """How far along the path a case is; each step's own app moves it on."""

    INTAKE = "intake", _("Intake")
    ASSESSMENT = "assessment", _("Assessment")
    PLANNING = "planning", _("Plan")
    DELIVERY = "delivery", _("Working the plan")
    REVIEW = "review", _("Review")
    EXIT = "exit", _("Exit")
    FOLLOW_UP = "follow-up", _("Follow-up")


class Case(Record):
    """One person, one program, opened to closed. `owner` is the case manager of the moment (see `Assignment`)."""

    # What somebody answers or asks for at their own door brings the next step forward. There they see who has their
    # case, so that they know to whom they write.
    belt = Belt(
        door=(
            Door("SELECT, UPDATE", Within.PERSON, sets=("next_step_on", "version")),
            Door("SELECT", Within.BESIDE, granted=Beside.SIGN),  # a plan is signed while its case is open
        ),
        takes_back="person_id",
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    number = models.CharField(max_length=30, db_collation="C")  # looked up by its beginning, as a range
    status = models.CharField(max_length=10, choices=CaseStatus.choices, default=CaseStatus.ACTIVE)
    step = models.CharField(max_length=12, choices=Step.choices, default=Step.INTAKE)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="owned_cases")
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    last_contact_at = models.DateTimeField(null=True, blank=True)
    next_step_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "number"], name="case_number_once"),
            models.UniqueConstraint(
                fields=["agency_id", "person", "program"],
                condition=models.Q(status="active"),
                name="one_open_case_a_program",
            ),
            models.CheckConstraint(
                condition=models.Q(status="active", closed_at=None)
                | models.Q(status="finished", closed_at__isnull=False),
                name="closed_case_has_a_date",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "owner", "status", "-opened_at", "-id"], name="case_by_owner"),
            models.Index(fields=["agency_id", "program", "status", "-opened_at", "-id"], name="case_by_program"),
            models.Index(fields=["agency_id", "-opened_at", "-id"], name="case_by_opening"),
            models.Index(fields=["agency_id", "person"], name="case_by_person"),
            models.Index(
                fields=["agency_id", "program", "next_step_on"],
                condition=models.Q(status="active"),
                name="case_by_next_step",
            ),
        ]

    class Privacy:
        identifying = ("person", "number")
        general = (
            "program", "status", "step", "owner", "opened_at", "closed_at", "last_contact_at", "next_step_on",
        )  # fmt: skip

    @property
    def is_open(self) -> bool:
        return self.status == CaseStatus.ACTIVE


class Assignment(Record):
    """Who carried the case in which role, from and until when."""

    belt = OF_A_FILE
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False)
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=30, default="case-manager")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=200, blank=True)
    handover = models.TextField(blank=True, help_text="What whoever carried the case before leaves to this one.")
    read_at = models.DateTimeField(null=True, blank=True, help_text="When they had read it.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "case", "role"], condition=models.Q(until=None), name="one_holder_a_role"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "case", "since"], name="assignments_by_case"),
            models.Index(fields=["agency_id", "person"], name="assignments_by_person"),
        ]

    class Privacy:
        identifying = ("case", "person", "handover")
        general = ("program", "staff", "role", "since", "until", "because", "read_at")


class DutyTurn(Record):
    """Who answers first in a program when something cannot wait, from and until which day (both included).

    Where turns overlap, the one that began last counts: a stand-in is set without changing the plan.
    """

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="duty_turns")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="duty_turns")
    from_on = models.DateField()
    until_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(until_on__gte=models.F("from_on")), name="duty_has_a_last_day")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "program", "until_on"], condition=models.Q(ended_at=None), name="duty_by_program"
            )
        ]

    class Privacy:
        general = ("program", "staff", "from_on", "until_on", "ended_at")


class Absence(Record):
    """A worker is away from a program, from and until which day (both included), and who looks after their people.

    `begun_at`: since when the colleague can open the files; before the first day nobody new needs to.
    """

    # Whoever writes to a worker who is away is told so, and who reads it meanwhile.
    belt = Belt(
        door=(
            Door(
                "SELECT",
                Within.AGENCY,
                only="begun_at IS NOT NULL AND ended_at IS NULL AND program_id IN (SELECT id FROM agencies_program)",
            ),
        )
    )
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="absences")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="absences")
    cover = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="covers")
    from_on = models.DateField()
    until_on = models.DateField()
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="absence_has_a_last_day"
            ),
            models.CheckConstraint(condition=~models.Q(cover=models.F("staff")), name="nobody_covers_for_themselves"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "cover", "until_on"], condition=models.Q(ended_at=None), name="absences_by_cover"
            ),
            models.Index(
                fields=["agency_id", "program", "until_on"],
                condition=models.Q(ended_at=None),
                name="absences_by_program",
            ),
        ]

    class Privacy:
        general = ("program", "staff", "cover", "from_on", "until_on", "begun_at", "ended_at")


class CaseNumber(Record):
    """The last case number given, one row an agency and year."""

    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency_id", "year"], name="one_counter_a_year")]

    class Privacy:
        not_personal = ("year", "last")
