"""What stands at the machines' door for a while: files that somebody sent, and what is decided about them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base import clock
from keyworker.base.belt import DELETABLE
from keyworker.base.encryption import SealedTextField, new_salt
from keyworker.base.models import Record


class DirectoryFile(Record):
    """A directory file that was sent and is being looked over. It goes once imported or put aside.

    `columns`: of an agency's own list, what somebody said by hand that its columns are; the others are guessed.
    """

    belt = DELETABLE
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    source = models.CharField(max_length=80)
    whole = models.BooleanField(default=False)
    columns = models.JSONField(default=dict)

    class Privacy:
        not_personal = ("name", "content", "source", "whole", "columns")


class SheetState(models.TextChoices):
    """Where an import stands, in order; it fails when the file cannot be read to its end."""

    SENT = "sent", _("Say what the columns are")
    CHECKING = "checking", _("Being looked over")
    CHECKED = "checked", _("Waits for you to decide")
    RUNNING = "running", _("Being brought in")
    DONE = "done", _("Brought in")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")
    FAILED = "failed", _("Cannot be read")


class Alike(models.TextChoices):
    """What becomes of a row that may be about somebody who is here already, where nobody decided about the row."""

    ASK = "ask", _("Leave it out until I have decided about it")
    SAME = "same", _("Same name and same birth date: the same person. Leave out the others")
    NEW = "new", _("Everybody is somebody new, unless I say otherwise")


class Lists(models.TextChoices):
    """What a list that somebody sends is of."""

    PEOPLE = "people", _("People")
    SERVICES = "services", _("Services")


class SheetMapping(Record):
    """How an agency's lists are read, under a name, to be used again: columns, words, and the order of dates.

    `version` counts how often it was said anew. That of a list of services has the name under which the directory
    knows the list.
    """

    of = models.CharField(max_length=8, choices=Lists.choices, default=Lists.PEOPLE)
    name = models.CharField(max_length=80)
    columns = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    order = models.CharField(max_length=5)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency_id", "of", "name"], name="sheet_mapping_once")]

    class Privacy:
        not_personal = ("of", "name", "columns", "words", "order")


class Sheet(Record):
    """A spreadsheet that somebody sent: how it is read, what was found, and how far it is brought in or taken back.

    The file lies sealed in the vault under the key of this row, until it is brought in or put aside (there is then no
    `wrapped_key`). `rows` are counted when it was looked over; `place` is the row that was handled last.
    """

    belt = DELETABLE
    name = models.CharField(max_length=200)
    sent_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, related_name="+")
    worker = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=SheetState.choices, default=SheetState.SENT)
    failed_because = models.CharField(max_length=300, blank=True)
    headers = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    order = models.CharField(max_length=5)
    alike = models.CharField(max_length=5, choices=Alike.choices, default=Alike.ASK)
    salt = models.BinaryField(default=new_salt, editable=False)
    sample = SealedTextField(salt="salt", null=True)
    fingerprint = models.BinaryField()
    wrapped_key = models.BinaryField(null=True)
    rows = models.PositiveIntegerField(default=0)
    place = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    moved_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "sent_by", "-created_at"], name="sheets_by_sender")]

    class Privacy:
        identifying = ("sample", "fingerprint", "words")
        general = ("sent_by", "program", "worker", "state", "failed_because", "rows", "place", "moved_at")
        not_personal = ("name", "headers", "columns", "order", "alike", "salt", "wrapped_key", "counts")


class SheetRow(Record):
    """A row of a sheet of which there is something to say: what is wrong with it, who it may be, what was decided.

    `said` is the name, the birth date and the problems, sealed. `same_as` is an earlier row that says the same person:
    for certain where `same_key`, else by name and birth date. `home` is the row that first named the same household.
    `alike` are people in the agency's index who may be them. `waits`: somebody has to decide, unless a rule does;
    `sure`: there is one they are by name and birth date. `kept` says why it was not taken back.
    """

    belt = DELETABLE
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="noted")
    number = models.PositiveIntegerField()
    said = SealedTextField(salt="sheet.salt")
    left_out = models.BooleanField(default=False)
    faulty = models.BooleanField(default=False)
    same_as = models.PositiveIntegerField(null=True)
    same_key = models.BooleanField(default=False)
    home = models.PositiveIntegerField(null=True)
    alike = models.JSONField(default=list)
    waits = models.BooleanField(default=False)
    sure = models.BooleanField(default=False)
    choice = models.CharField(max_length=4, blank=True)
    person_id = models.UUIDField(null=True)
    kept = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "sheet", "number"], name="one_note_a_row")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "sheet", "number"], condition=models.Q(waits=True), name="sheet_rows_that_wait"
            )
        ]

    class Privacy:
        identifying = ("said", "same_as", "same_key", "home", "alike", "person_id")
        general = ("sheet", "number", "left_out", "faulty", "waits", "sure", "choice", "kept")


class ExportState(models.TextChoices):
    WAITING = "waiting", _("Waits for its turn")
    WRITING = "writing", _("Being written")
    READY = "ready", _("Ready to take")
    FAILED = "failed", _("Not finished")
    GONE = "gone", _("Deleted")


class AgencyExport(Record):
    """Everything the agency owns, as an administrator asked for it, and why. It stays as a note of who asked.

    The zip lies sealed in the vault under the key of this row, from `READY` until `ends_at`; then there is no
    `wrapped_key`. `done` of `whole` rows and files are written. `hides` is a hash of who was hidden from it: when
    somebody of those it tells of is hidden since, nobody takes it any more.
    """

    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=300)
    form = models.CharField(max_length=4)
    state = models.CharField(max_length=10, choices=ExportState.choices, default=ExportState.WAITING)
    whole = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    moved_at = models.DateTimeField(default=clock.now)
    begun_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    hides = models.BinaryField(null=True)
    wrapped_key = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "-created_at", "-id"], name="exports_by_age")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state="ready", wrapped_key__isnull=False, ends_at__isnull=False, hides__isnull=False)
                | (~models.Q(state="ready") & models.Q(wrapped_key=None)),
                name="export_ready_can_be_opened",
            )
        ]

    class Privacy:
        general = ("asked_by", "because", "state", "begun_at", "ends_at", "moved_at", "whole", "done", "size")
        not_personal = ("form", "hides", "wrapped_key")
