"""Messages between a client and the team that works with them: threads, what was written, what came with it."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import APPEND_ONLY, Belt, Door, Within
from keyworker.base.encryption import SealedTextField
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.documents.models import JUST_SENT, Document
from keyworker.people.models import Person

DAY, WEEK, MONTH = timedelta(days=1), timedelta(days=7), timedelta(days=30)


WITH_ITS_MESSAGE = " AND ".join(("message_id IN (SELECT id FROM delivery_message)", JUST_SENT))


class MessageThread(Record):
    """A conversation in the file, from its first message on. Its case hands it over, and whoever has that answers.

    `unanswered_since` is of the first message of the client's that nobody has answered, `answer_by` what they were
    promised then. After `forget_after` the client sees a message no more; it stays in the file, and they are told so.
    """

    belt = Belt(
        door=(
            Door(
                "SELECT, UPDATE",
                Within.PERSON,
                sets=("last_at", "unanswered_since", "answer_by", "forget_after", "version"),
            ),
            Door("INSERT", Within.PERSON, only="begun_by_id IS NULL AND case_id IN (SELECT id FROM cases_case)"),
        )
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="threads")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="threads")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    about = SealedTextField(null=True, blank=True)
    begun_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    last_at = models.DateTimeField()
    unanswered_since = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    forget_after = models.DurationField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(unanswered_since=None, answer_by=None)
                | Q(unanswered_since__isnull=False, answer_by__isnull=False),
                name="thread_waits_until_promised",
            ),
            models.CheckConstraint(
                condition=Q(forget_after=None) | Q(forget_after__in=[DAY, WEEK, MONTH]), name="thread_forgets_in_days"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-last_at", "-id"], name="threads_by_person"),
            models.Index(
                fields=["agency_id", "program", "unanswered_since"],
                condition=Q(unanswered_since__isnull=False),
                name="threads_waiting",
            ),
        ]

    class Privacy:
        identifying = ("person", "case")
        sensitive: ClassVar = {"about": Category.GENERAL, "forget_after": Category.SAFETY}
        general = ("program", "begun_by", "last_at", "unanswered_since", "answer_by")

    @property
    def waits(self) -> bool:
        return self.unanswered_since is not None


class Side(models.TextChoices):
    """Whose words they are."""

    CLIENT = "client", _("The client")
    TEAM = "team", _("The team")


class Message(Record):
    """What somebody wrote, sealed with the person's own key; never changed, and known again when it is sent twice.

    `by` is the worker. `read_at` is when the other side opened it, `read_by` the first worker who did. From
    `hidden_at` on the client sees it no more. Without a `body` its words are gone: they were purged, and that it was
    written stays.
    """

    belt = Belt(
        door=(
            Door("SELECT, UPDATE", Within.PERSON, sets=("read_at", "hidden_at", "version")),
            Door(
                "INSERT",
                Within.PERSON,
                only="side = 'client' AND by_id IS NULL AND read_at IS NULL AND read_by_id IS NULL"
                " AND hidden_at IS NULL AND purged_at IS NULL"
                " AND thread_id IN (SELECT id FROM delivery_messagethread)",
            ),
        )
    )
    thread = models.ForeignKey(MessageThread, on_delete=models.PROTECT, related_name="messages")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="messages")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    side = models.CharField(max_length=6, choices=Side.choices)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_key = models.UUIDField(help_text="Given by the page that sends it, the same at every try.")
    body = SealedTextField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    hidden_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "person", "sent_key"], name="message_sent_once"),
            models.CheckConstraint(
                condition=Q(side="client", by=None) | Q(side="team", by__isnull=False), name="message_has_a_writer"
            ),
            models.CheckConstraint(
                condition=Q(purged_at=None, body__isnull=False) | Q(purged_at__isnull=False, body=None),
                name="message_says_something_until_purged",
            ),
            models.CheckConstraint(
                condition=Q(read_by=None) | Q(side="client", read_at__isnull=False), name="message_read_by_a_worker"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "thread", "-created_at", "-id"], name="messages_by_thread"),
            models.Index(fields=["agency_id", "person"], condition=Q(read_at=None), name="messages_unread"),
            models.Index(fields=["agency_id", "created_at"], condition=Q(purged_at=None), name="messages_to_purge"),
        ]

    class Privacy:
        identifying = ("person", "thread")
        sensitive: ClassVar = {"body": Category.GENERAL, "hidden_at": Category.SAFETY}
        general = ("program", "side", "by", "read_at", "read_by", "purged_at")
        not_personal = ("sent_key",)

    @property
    def is_theirs(self) -> bool:
        """Whether the client wrote it."""
        return self.side == Side.CLIENT


class MessageFile(Record):
    """A file that came with a message. Whoever sees this row may read its `document`, which nothing else shows."""

    belt = Belt(
        app=APPEND_ONLY.app,
        door=(
            Door("SELECT", Within.PERSON),
            Door("INSERT", Within.PERSON, only=WITH_ITS_MESSAGE),
        ),
    )
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="file")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="sent_with")

    class Privacy:
        identifying = ("person", "message")
        general = ("program", "document")
