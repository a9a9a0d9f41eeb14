"""Reminders on their way out: to whom, of when, how it stands; never a word about anybody."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program
from keyworker.base.models import Record
from keyworker.people.models import ContactPoint, Person


class NoticeKind(models.TextChoices):
    VISIT = "visit", _("Reminder of an appointment")
    STEP = "step", _("Reminder of a step they took on")


class NoticeState(models.TextChoices):
    QUEUED = "queued", _("Waits for its time")
    SENDING = "sending", _("On its way")
    SENT = "sent", _("Sent")
    WITHHELD = "withheld", _("Not sent")
    FAILED = "failed", _("Could not be sent")
    CANCELLED = "cancelled", _("No longer needed")


class Why(models.TextChoices):
    """Why nothing was sent. One answer for all that may be somebody else's secret: who asked for care is not told."""

    NO_WAY = "no-way", _("There is no safe way that they agreed to. Remind them yourself.")
    NO_CONSENT = "no-consent", _("No consent to be in touch with them is in force.")
    SEALED = "sealed", _("From this program nothing is sent.")
    TOO_LATE = "too-late", _("There was no time left for it.")
    NOT_TAKEN = "not-taken", _("The mail server did not take it.")


WAITING = (NoticeState.QUEUED.value, NoticeState.SENDING.value)
UNSENT = (NoticeState.WITHHELD.value, NoticeState.FAILED.value)


class Notice(Record):
    """A reminder, written in the same transaction as what it reminds of, so that neither is without the other.

    It holds no text: what is said is said when it is sent, in the person's language, and names nobody. `about` is the
    key of what it reminds of, `point` the way it went. A notice that is `SENDING` past `next_try_at` belongs to a
    machine that stopped: it is tried again.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=NoticeKind.choices)
    about = models.UUIDField()
    happens_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=NoticeState.choices, default=NoticeState.QUEUED)
    why = models.CharField(max_length=12, choices=Why.choices, blank=True)
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    point = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "kind", "about"], name="reminded_of_once"),
            models.CheckConstraint(
                condition=Q(Q(state__in=UNSENT), ~Q(why="")) | Q(~Q(state__in=UNSENT), why=""),
                name="notice_not_sent_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False, point__isnull=False)
                | ~Q(state="sent") & Q(sent_at=None),
                name="sent_notice_went_somewhere",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "next_try_at"],
                condition=Q(state__in=WAITING),
                name="notices_waiting",
            ),
            models.Index(fields=["agency_id", "person"], name="notices_by_person"),
        ]

    class Privacy:
        identifying = ("person", "point")
        general = (
            "program", "kind", "about", "happens_at", "state", "why", "next_try_at", "tries", "sent_at",
        )  # fmt: skip

    @property
    def waits(self) -> bool:
        return self.state in WAITING
