"""What a worker is qualified for, what they learn, how the agency does things, and what is asked of whom."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base import clock
from keyworker.base.encryption import SealedTextField, new_salt
from keyworker.base.models import Record


class CredentialKind(models.TextChoices):
    DEGREE = "degree", _("Degree")
    LICENSE = "license", _("License to practice")
    CERTIFICATE = "certificate", _("Certificate")
    CHECK = "check", _("Background check")
    FIRST_AID = "first-aid", _("First aid")
    DRIVING = "driving", _("Driving license")


class Credential(Record):
    """One thing a worker may show: what, from whom, until when, and who of the agency has seen it.

    `number` is sealed with a key of the row's own. `jurisdiction` is where a license counts. Without `expires_on` it
    does not run out. Said anew, it is to be seen anew. Source: NASW case management standard 2.
    """

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="credentials")
    kind = models.CharField(max_length=12, choices=CredentialKind.choices)
    title = models.CharField(max_length=120)
    issued_by = models.CharField(max_length=120, blank=True)
    jurisdiction = models.CharField(max_length=80, blank=True)
    number = SealedTextField(salt="key_salt", null=True, blank=True)
    key_salt = models.BinaryField(default=new_salt, editable=False)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="credential_says_what"),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("issued_on")), name="credential_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None, verified_at=None)
                | Q(verified_at__isnull=False) & ~Q(verified_by=F("staff")) & Q(verified_by__isnull=False),
                name="credential_seen_by_another",
            ),
            models.CheckConstraint(condition=~Q(kind="license") | ~Q(jurisdiction=""), name="license_counts_somewhere"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "staff", "kind"], condition=Q(ended_at=None), name="credentials_by_worker"
            ),
            models.Index(
                fields=["agency_id", "expires_on"],
                condition=Q(ended_at=None, expires_on__isnull=False),
                name="credentials_by_expiry",
            ),
        ]

    class Privacy:
        identifying = ("number",)
        general = (
            "staff", "kind", "title", "issued_by", "jurisdiction", "issued_on", "expires_on", "verified_by",
            "verified_at", "reminded_at", "ended_at",
        )  # fmt: skip
        not_personal = ("key_salt",)


class Course(Record):
    """Something a worker learned: what, by whom it was given, how many hours. Source: NASW standard 12."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="courses")
    title = models.CharField(max_length=200)
    provider = models.CharField(max_length=120, blank=True)
    hours = models.DecimalField(max_digits=5, decimal_places=2)
    done_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Struck out: noted by mistake.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="course_says_what"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="course_takes_time"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "staff", "-done_on"], condition=Q(ended_at=None), name="courses_by_worker"
            )
        ]

    class Privacy:
        general = ("staff", "title", "provider", "hours", "done_on", "ended_at")


class RequiredCredential(Record):
    """What whoever carries cases in a program must hold, from when until when."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="required_credentials")
    kind = models.CharField(max_length=12, choices=CredentialKind.choices)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "program", "kind"], condition=Q(ended_at=None), name="required_once"
            )
        ]

    class Privacy:
        general = ("program", "kind", "ended_at")


class Procedure(Record):
    """How this agency does something, in its own words; `owner` sees to it that it is looked at by `review_on`.

    `edition` counts its texts (`ProcedureText`): whoever read it read one of them, and a later one is to be read anew.
    """

    title = models.CharField(max_length=120)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    edition = models.PositiveSmallIntegerField(default=1)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(title=""), name="procedure_says_what")]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "owner", "review_on"], condition=Q(ended_at=None), name="procedures_to_look_at"
            )
        ]

    class Privacy:
        general = ("title", "owner", "review_on", "edition", "ended_at")


class ProcedureText(Record):
    """The words of one edition. They stay as they are: somebody has read them."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="texts")
    edition = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "procedure", "edition"], name="one_text_an_edition"),
            models.CheckConstraint(condition=~Q(text=""), name="procedure_has_words"),
        ]

    class Privacy:
        general = ("procedure", "edition", "text")


ONE_OR_OTHER = Q(lesson="", procedure__isnull=False) | ~Q(lesson="") & Q(procedure=None)


class RequiredLesson(Record):
    """Who must have done a lesson (by its short name) or read a procedure: a role, in one program or in all."""

    lesson = models.CharField(max_length=20, blank=True)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=24)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=ONE_OR_OTHER, name="required_lesson_or_procedure"),
            models.UniqueConstraint(
                fields=["agency_id", "lesson", "procedure", "role", "program"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="asked_of_a_role_once",
            ),
        ]

    class Privacy:
        general = ("lesson", "procedure", "role", "program", "ended_at")


class LessonDone(Record):
    """Somebody did a lesson or read a procedure: which edition, on what day. Source: NASW standard 12."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="lessons_done")
    lesson = models.CharField(max_length=20, blank=True)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.PositiveSmallIntegerField()
    done_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=ONE_OR_OTHER, name="lesson_or_procedure_done"),
            models.UniqueConstraint(
                fields=["agency_id", "staff", "lesson", "procedure", "edition"],
                nulls_distinct=False,
                name="an_edition_done_once",
            ),
        ]

    class Privacy:
        general = ("staff", "lesson", "procedure", "edition", "done_on")


class PracticeState(models.TextChoices):
    WAITING = "waiting", _("Its turn comes")
    MAKING = "making", _("It is being made")
    READY = "ready", _("It is ready")
    FAILED = "failed", _("It could not be made")
    GONE = "gone", _("Thrown away")


class PracticeAgency(Record):
    """An agency of made-up people that was made for this one to practise in, and thrown away whole (decision 0037).

    `practice_id` is its key; nothing in it is reached from here. `places`: which of its made-up staff one may be.
    """

    practice_id = models.UUIDField(unique=True)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PracticeState.choices, default=PracticeState.WAITING)
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    places = models.JSONField(default=list)
    moved_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)
    rows_gone = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id"],
                condition=Q(state__in=["waiting", "making", "ready"]),
                name="one_practice_at_a_time",
            ),
            models.CheckConstraint(condition=Q(days__range=(1, 14)), name="practice_lives_for_days"),
            models.CheckConstraint(
                condition=Q(state="gone", gone_at__isnull=False) | ~Q(state="gone") & Q(gone_at=None),
                name="practice_gone_when",
            ),
        ]

    class Privacy:
        not_personal = (
            "practice_id", "days", "state", "done", "whole", "places", "moved_at", "ends_at", "gone_at", "rows_gone",
        )  # fmt: skip
        general = ("asked_by",)
