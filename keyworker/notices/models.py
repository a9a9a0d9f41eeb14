"""Reminders and texts on their way out, and texts that came in: how each stands; never a word about anybody."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base import clock
from keyworker.base.encryption import SealedTextField, new_salt
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.people.models import ContactPoint, Person


class NoticeKind(models.TextChoices):
    VISIT = "visit", _("Reminder of an appointment")
    STEP = "step", _("Reminder of a step they took on")
    MESSAGE = "message", _("Word that a message waits for them")
    LINK = "link", _("Their link to a meeting")


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
    REFUSED = "refused", _("The text gateway did not take it. Remind them yourself.")
    CALLED_OFF = "called-off", _("It is done, or was called off.")
    UNKNOWN = "unknown", _("Nobody knows whether the text arrived. Remind them yourself.")
    UNDELIVERED = "undelivered", _("The text did not reach their phone. Remind them yourself.")


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

    @property
    def waits_until(self) -> datetime | None:
        """None also for one whose time has come: it leaves with the next round."""
        return self.next_try_at if self.state == NoticeState.QUEUED and self.next_try_at > clock.now() else None

    @property
    def how_it_stands(self) -> str:
        """In words."""
        is_due = self.state == NoticeState.QUEUED and self.waits_until is None
        return str(_("Leaves in a few minutes, when it is safe") if is_due else self.get_state_display())


class TextKind(models.TextChoices):
    """What a text is for; each kind says in `notices.outgoing` what is asked again before it leaves, and its words."""

    REMINDER = "reminder", _("Reminder")
    HELP = "help", _("Answer to HELP")


class TextState(models.TextChoices):
    WAITING = "waiting", _("Waits for its time")
    SENT = "sent", _("Taken by the gateway")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Could not be sent")
    WITHHELD = "withheld", _("Not sent")
    CALLED_OFF = "called-off", _("It is done, or was called off.")
    UNKNOWN = "unknown", _("Nobody knows whether it was sent")


class TextMessage(Record):
    """A text, written down before it leaves: to which way of a person's, for what, how it stands.

    It holds no words: they are said when it leaves. From the moment it is handed to the gateway until that has
    answered it is `UNKNOWN`, and what is unknown is never sent again by itself: a machine that stops in between leaves
    it so. Its key is given to gateways that know a text again by it. `gateway_key` is theirs.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="texts")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    point = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, related_name="texts")
    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, null=True, blank=True, related_name="text")
    kind = models.CharField(max_length=10, choices=TextKind.choices)
    state = models.CharField(max_length=10, choices=TextState.choices, default=TextState.WAITING)
    why = models.CharField(max_length=12, choices=Why.choices, blank=True)
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    segments = models.PositiveSmallIntegerField(default=0)
    gateway = models.CharField(max_length=20, blank=True)
    gateway_key = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(Q(state__in=("failed", "withheld")), ~Q(why=""))
                | Q(~Q(state__in=("failed", "withheld")), why=""),
                name="text_not_sent_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(kind="reminder") | Q(notice__isnull=False),
                name="text_reminds_of_a_notice",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "next_try_at"], condition=Q(state="waiting"), name="texts_waiting"),
            models.Index(fields=["gateway_key"], condition=~Q(gateway_key=""), name="texts_by_gateway_key"),
            models.Index(fields=["agency_id", "point", "-created_at"], name="texts_by_point"),
        ]

    class Privacy:
        identifying = ("person", "point")
        general = (
            "program", "notice", "kind", "state", "why", "next_try_at", "tries", "segments", "gateway", "gateway_key",
            "sent_at", "delivered_at",
        )  # fmt: skip


class Word(models.TextChoices):
    """What an answer means (see `keywords`)."""

    STOP = "stop", _("Stop")
    START = "start", _("Start again")
    HELP = "help", _("Help")
    WRONG = "wrong", _("Wrong person")
    OTHER = "other", _("Something else")


class Outcome(models.TextChoices):
    """What was done about a text that somebody had to look at."""

    IN_FILE = "in-file", _("It is somebody we help. It is in their file.")
    PASSED_ON = "passed-on", _("It is somebody we help. I told whoever works with them.")
    ANSWERED = "answered", _("I spoke with whoever sent it.")
    NOTHING = "nothing", _("There is nothing to do.")


class TextReceived(Record):
    """A text that came in. It belongs to nobody's file: a number says which phone it was, not who wrote.

    Its words and number are kept, under a key of their own, only until somebody has looked at it. `program` is set
    where only a sealed program knows the number: then nobody else reads it.
    """

    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    gateway = models.CharField(max_length=20)
    gateway_key = models.CharField(max_length=60)
    word = models.CharField(max_length=10, choices=Word.choices)
    known = models.BooleanField(default=False, help_text="The number is somebody's here.")
    number = SealedTextField(salt="key_salt", null=True, blank=True)
    body = SealedTextField(salt="key_salt", null=True, blank=True)
    key_salt = models.BinaryField(default=new_salt, editable=False)
    waits = models.BooleanField(default=False, help_text="Somebody has yet to look at it.")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    dealt_at = models.DateTimeField(null=True, blank=True)
    dealt_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "gateway", "gateway_key"], name="text_comes_once"),
            models.CheckConstraint(
                condition=Q(waits=True, dealt_at=None) | Q(waits=False, number=None, body=None),
                name="text_looked_at_is_not_kept",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "created_at"], condition=Q(waits=True), name="texts_to_look_at"),
        ]

    class Privacy:
        identifying = ("number",)
        sensitive: ClassVar = {"body": Category.SAFETY}
        general = (
            "program", "gateway", "gateway_key", "word", "known", "waits", "outcome", "dealt_at", "dealt_by",
        )  # fmt: skip
        not_personal = ("key_salt",)
