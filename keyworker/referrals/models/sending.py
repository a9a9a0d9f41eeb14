"""Referrals out: to whom, what was shared with them, and what they answered."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import Belt, Door, Within
from keyworker.base.encryption import SealedTextField, new_salt
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.consent.models import Disclosure
from keyworker.directory.models import Service
from keyworker.people.models import Person


class ReferralStatus(models.TextChoices):
    """FHIR Task.status as SDOH Clinical Care uses it."""

    REQUESTED = "requested", _("Waiting for an answer")
    ACCEPTED = "accepted", _("The answer is yes")
    REJECTED = "rejected", _("The answer is no")
    IN_PROGRESS = "in-progress", _("The person arrived")
    COMPLETED = "completed", _("Help was given")
    FAILED = "failed", _("It did not work out")
    CANCELLED = "cancelled", _("Called off")


class Urgency(models.TextChoices):
    """FHIR request-priority."""

    ROUTINE = "routine", _("In the usual time")
    URGENT = "urgent", _("Soon, please")
    ASAP = "asap", _("Today, if at all possible")


class OutgoingReferral(Record):
    """The person is sent on to a service outside. It rests on a `Disclosure`: without one there is no row.

    What was shared is copied at sending and sealed with a salt of the referral's own (`share_salt`), because the
    partner's door must open it and must never read the person's row, where the person's key is. Erasing a person
    replaces this salt too. Name and organization of the service are copied: that door reads no directory.
    """

    # The partner answers; what was shared with them, and why, stays as it was sent. The person says how it went.
    belt = Belt(
        door=(
            Door("SELECT, UPDATE", Within.SHARE, sets=("status", "answered_at", "seen_at", "version")),
            Door("SELECT, UPDATE", Within.PERSON, sets=("answered_at", "seen_at", "version")),
        )
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals_out")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referrals_out")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="referrals")
    service_name = models.CharField(max_length=500)
    organization = models.CharField(max_length=500)
    reason = models.TextField()
    what_shared = models.JSONField(help_text="Data categories (base.privacy.Category).")
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.ROUTINE)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="referrals")
    share_salt = models.BinaryField(default=new_salt, editable=False)
    snapshot = SealedTextField(salt="share_salt")
    status = models.CharField(max_length=12, choices=ReferralStatus.choices, default=ReferralStatus.REQUESTED)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="referrals_sent")
    answered_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When a worker read the newest answer.")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-sent_at", "-id"], name="referrals_out_by_person"),
            models.Index(fields=["agency_id", "service", "status"], name="referrals_out_by_service"),
            models.Index(
                fields=["agency_id", "sent_by", "answered_at"],
                condition=models.Q(answered_at__isnull=False, seen_at=None),
                name="unseen_answers",
            ),
            models.Index(
                fields=["agency_id", "case"],
                condition=models.Q(status__in=["requested", "accepted", "in-progress"]),
                name="open_referrals_by_case",
            ),
        ]

    class Privacy:
        identifying = ("person", "case", "snapshot", "reason")
        general = (
            "program", "service", "service_name", "organization", "what_shared", "urgency", "disclosure", "status",
            "sent_at", "sent_by", "answered_at", "seen_at",
        )  # fmt: skip
        not_personal = ("share_salt",)


class AnsweredBy(models.TextChoices):
    PARTNER = "partner", _("By the link")
    STAFF = "staff", _("Told to a worker")
    CLIENT = "client", _("By themselves, on their own page")


class Arrival(models.TextChoices):
    """What the person says themselves."""

    THERE = "there", _("They got there")
    NOT_THERE = "not-there", _("They did not get there")
    HELP = "help", _("They want help with it")


class WhyNotThere(models.TextChoices):
    NO_WAY = "no-way", _("They had no way to get there")
    TIME = "time", _("They could not at that time")
    SENT_AWAY = "sent-away", _("They were sent away")
    NOT_SAFE = "not-safe", _("They did not feel safe")
    NOT_WANTED = "not-wanted", _("They do not want it now")
    OTHER = "other", _("Something else")


class ReferralReply(Record):
    """One answer to a referral, in the partner's words or the person's own; never changed.

    `said` and `why` are the person's, and no partner reads what they said; `status` is where the referral stood then.
    """

    belt = Belt(
        app="SELECT, INSERT",
        door=(
            Door("SELECT", Within.SHARED, column="referral_id", only="by <> 'client'"),
            Door("INSERT", Within.SHARED, column="referral_id", only="by = 'partner'"),
            Door("SELECT", Within.PERSON, only="by = 'client'"),
            Door(
                "INSERT",
                Within.PERSON,
                only="by = 'client' AND referral_id IN (SELECT id FROM referrals_outgoingreferral)",
            ),
        ),
    )
    referral = models.ForeignKey(OutgoingReferral, on_delete=models.PROTECT, related_name="replies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referral_replies")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    status = models.CharField(max_length=12, choices=ReferralStatus.choices)
    words = models.TextField(blank=True)
    by = models.CharField(max_length=10, choices=AnsweredBy.choices)
    said = models.CharField(max_length=10, choices=Arrival.choices, blank=True)
    why = models.CharField(max_length=10, choices=WhyNotThere.choices, blank=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(by__in=[AnsweredBy.PARTNER, AnsweredBy.CLIENT], staff=None)
                | models.Q(by=AnsweredBy.STAFF, staff__isnull=False),
                name="staff_reply_has_its_staff",
            ),
            models.CheckConstraint(
                condition=models.Q(by=AnsweredBy.CLIENT, said__in=[one.value for one in Arrival])
                | ~models.Q(by=AnsweredBy.CLIENT) & models.Q(said="", why=""),
                name="reply_says_who_arrived",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "referral", "at"], name="replies_by_referral")]

    class Privacy:
        identifying = ("referral", "person", "words")
        sensitive: ClassVar = {"why": Category.SAFETY}
        general = ("program", "status", "by", "said", "staff", "at")
