"""What was done: contacts with and about the person, and notes of them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import DistanceUnit, Program, Staff
from keyworker.base.belt import DELETABLE, OF_A_FILE
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.delivery.formats import NoteFormat, Part, parts_of
from keyworker.people.models import Person


class ContactKind(models.TextChoices):
    VISIT = "visit", _("In person")
    PHONE = "phone", _("By telephone")
    VIDEO = "video", _("By video")
    MESSAGE = "message", _("By message")
    LETTER = "letter", _("By letter")
    COUNSELLING = "counselling", _("Counselling session")
    COLLATERAL = "collateral", _("With somebody else, about them")
    GROUP = "group", _("In a group")


class Direction(models.TextChoices):
    OUTGOING = "outgoing", _("We reached out")
    INCOMING = "incoming", _("They reached us")


class ContactOutcome(models.TextChoices):
    REACHED = "reached", _("We were in contact")
    ATTEMPTED = "attempted", _("We tried, but did not reach them")


# Who was reached is written about; an attempt says all there is to say.
TO_NOTE = models.Q(outcome="reached", noted_at=None)


class CaseContact(Record):
    """One contact with the person, or with somebody about them: when, how, and whether they were reached.

    `minutes` and `travel_minutes` are whole minutes. `safe_to_talk` is None when nobody asked. `distance_meters` is the
    whole way there and back, `distance_unit` what it was said in. `noted_at` is when its first note was signed. An
    attempt put in by mistake is struck out with a reason.
    """

    belt = OF_A_FILE
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contacts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=ContactKind.choices)
    direction = models.CharField(max_length=10, choices=Direction.choices, default=Direction.OUTGOING)
    outcome = models.CharField(max_length=10, choices=ContactOutcome.choices)
    why_failed = models.CharField(max_length=300, blank=True)
    happened_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    travel_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    distance_meters = models.PositiveIntegerField(null=True, blank=True)
    distance_unit = models.CharField(max_length=2, choices=DistanceUnit.choices, blank=True)
    who_took_part = models.CharField(max_length=300, blank=True)
    safe_to_talk = models.BooleanField(null=True, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="contacts_made")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    struck_because = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(outcome=ContactOutcome.ATTEMPTED) | models.Q(why_failed=""),
                name="reached_contact_did_not_fail",
            ),
            models.CheckConstraint(
                condition=models.Q(distance_meters=None, distance_unit="")
                | models.Q(distance_meters__isnull=False) & ~models.Q(distance_unit=""),
                name="distance_is_in_a_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(struck_at=None, struck_by=None, struck_because="")
                | models.Q(struck_at__isnull=False, struck_by__isnull=False, outcome=ContactOutcome.ATTEMPTED)
                & ~models.Q(struck_because=""),
                name="struck_contact_was_tried_and_has_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-happened_at", "-id"], name="contacts_by_person"),
            models.Index(fields=["agency_id", "case", "-happened_at"], name="contacts_by_case"),
            models.Index(fields=["agency_id", "by", "happened_at"], condition=TO_NOTE, name="notes_owed_by_worker"),
            models.Index(
                fields=["agency_id", "program", "happened_at"], condition=TO_NOTE, name="notes_owed_by_program"
            ),
        ]

    class Privacy:
        identifying = ("person", "case", "who_took_part")
        sensitive: ClassVar = {"safe_to_talk": Category.SAFETY}
        general = (
            "program", "kind", "direction", "outcome", "why_failed", "happened_at", "minutes", "travel_minutes",
            "distance_meters", "distance_unit", "summary", "noted_at", "by",
            "struck_at", "struck_by", "struck_because",
        )  # fmt: skip


class NoteStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")


class CaseNote(Record):
    """A note in the file. A draft is its author's alone; once signed it is never edited, only amended by another.

    A trigger holds the second half (see migration 0002). `edited_in` names the browser page that saved the draft
    last, so that a page saving again is told apart from a second page open on the same draft. `brought_in`: it came
    with a list, was written elsewhere, and its day and author are as the list has them.
    """

    belt = DELETABLE  # a draft may be thrown away; the trigger keeps what is signed, but what a list brings is undone
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notes")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    contact = models.ForeignKey(CaseContact, on_delete=models.PROTECT, null=True, blank=True, related_name="notes")
    format = models.CharField(max_length=10, choices=NoteFormat.choices, default=NoteFormat.FREE)
    text = models.TextField(blank=True)
    parts = models.JSONField(default=dict, blank=True, help_text="Its parts by name, where it is laid out in parts.")
    category = models.CharField(
        max_length=20, choices=[(c.value, c.value) for c in Category], default=Category.GENERAL.value
    )
    status = models.CharField(max_length=10, choices=NoteStatus.choices, default=NoteStatus.DRAFT)
    author = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="notes_written")
    saved_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="amendments")
    amendment_reason = models.CharField(max_length=300, blank=True)
    edited_in = models.CharField(max_length=40, blank=True)
    brought_in = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status=NoteStatus.DRAFT, signed_at=None)
                | models.Q(status=NoteStatus.SIGNED, signed_at__isnull=False) & ~models.Q(text=""),
                name="signed_note_has_words_and_a_date",
            ),
            models.CheckConstraint(
                condition=models.Q(amends=None, amendment_reason="")
                | models.Q(amends__isnull=False) & ~models.Q(amendment_reason=""),
                name="amendment_has_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "person", "-signed_at", "-id"],
                condition=models.Q(status=NoteStatus.SIGNED),
                name="signed_notes_by_person",
            ),
            models.Index(
                fields=["agency_id", "author", "-saved_at"],
                condition=models.Q(status=NoteStatus.DRAFT),
                name="drafts_by_author",
            ),
        ]

    class Privacy:
        identifying = ("person", "case")
        # The category is the note's own: `category` says which one `text` belongs to.
        sensitive: ClassVar = {"text": Category.GENERAL, "parts": Category.GENERAL}
        general = (
            "program", "contact", "format", "category", "status", "author", "saved_at", "signed_at", "amends",
            "amendment_reason", "brought_in",
        )  # fmt: skip
        not_personal = ("edited_in",)

    @property
    def is_signed(self) -> bool:
        return self.status == NoteStatus.SIGNED

    @property
    def laid_out(self) -> list[tuple[Part, str]]:
        """Its parts with words, for a page; none where it is in one piece."""
        return parts_of(self.format, self.parts)
