"""By which words notes and documents are found, and what a document says."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program
from keyworker.base.belt import DELETABLE
from keyworker.base.encryption import SealedTextField
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.delivery.models.papers import CaseDocument
from keyworker.delivery.models.recorded import CaseNote
from keyworker.people.models import Person


class WordIndex(Record):
    """The words of one signed note or one document, none of them readable here (see decision 0017).

    `words`: four bytes of a keyed hash of each stem. `written_at` is when the note was signed or the document added.
    """

    belt = DELETABLE  # what was taken out is found no more
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    note = models.OneToOneField(CaseNote, on_delete=models.PROTECT, null=True, related_name="word_index")
    document = models.OneToOneField(CaseDocument, on_delete=models.PROTECT, null=True, related_name="word_index")
    written_at = models.DateTimeField()
    words = ArrayField(models.IntegerField())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(note=None, document__isnull=False) | Q(note__isnull=False, document=None),
                name="words_of_a_note_or_a_document",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-written_at", "-id"], name="words_by_person"),
            models.Index(fields=["agency_id", "program", "-written_at", "-id"], name="words_by_program"),
            # How far back a page of a whole agency's search reaches: in order of time over all of its programs.
            models.Index(fields=["agency_id", "-written_at", "-id"], include=["program"], name="words_by_time"),
        ]

    class Privacy:
        identifying = ("person", "words")
        general = ("program", "note", "document", "written_at")


class ReadAs(models.TextChoices):
    """What came of reading a document for the search."""

    WAITING = "waiting", _("It is being read. In a minute or two its words are found, too.")
    READ = "read", _("Its words are found by the search.")
    NO_TEXT = "no-text", _("Not searchable: it holds no text, only a picture of it. Its title is found.")
    LOCKED = "locked", _("Not searchable: it opens only with a password. Its title is found.")
    UNREADABLE = "unreadable", _("Not searchable: its words could not be read. Its title is found.")


class DocumentText(Record):
    """What a document says, sealed with the person's key; empty where it was not read, or taken out of the file."""

    document = models.OneToOneField(CaseDocument, on_delete=models.PROTECT, related_name="text")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ReadAs.choices, default=ReadAs.WAITING)
    text = SealedTextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state=ReadAs.READ) | Q(text=None), name="text_of_what_was_read")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "created_at"], condition=Q(state=ReadAs.WAITING), name="documents_to_read"
            ),
        ]

    class Privacy:
        identifying = ("person",)
        sensitive: ClassVar = {"text": Category.GENERAL}
        general = ("document", "program", "state")
