"""Documents in a file: what each is, its versions one after the other, and what was taken out again."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.ids import new_id
from keyworker.base.models import Record
from keyworker.cases.models import Case
from keyworker.documents.models import Document
from keyworker.people.models import Person


class DocumentKind(models.TextChoices):
    LETTER = "letter", _("Letter or notice")
    AGREEMENT = "agreement", _("Lease or agreement")
    IDENTITY = "identity", _("Identity paper")
    DECISION = "decision", _("Decision of a court or an office")
    HEALTH = "health", _("From a doctor or clinic")
    MONEY = "money", _("About money or work")
    PICTURE = "picture", _("Picture")
    OTHER = "other", _("Something else")


class CaseDocument(Record):
    """A document in the file: one version of it, with what it is and the encrypted file itself.

    Versions share a `lineage` and are numbered from 1; `superseded_by` is the next one, empty for the newest. Whoever
    sees this row may read its `document`, which nothing else shows, unless it was taken out: then nobody may.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="holder")
    lineage = models.UUIDField(default=new_id, editable=False)
    number = models.PositiveSmallIntegerField(default=1, editable=False)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=DocumentKind.choices, default=DocumentKind.OTHER)
    about = models.CharField(max_length=300, blank=True)
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="older")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="document_has_a_title"),
            models.CheckConstraint(condition=~Q(superseded_by=models.F("id")), name="document_does_not_replace_itself"),
            models.UniqueConstraint(fields=["agency_id", "lineage", "number"], name="document_version_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because=""),
                name="withdrawn_document_has_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-created_at", "-id"], name="documents_by_person"),
        ]

    class Privacy:
        identifying = ("person", "case", "title", "about", "withdrawn_because")
        general = ("program", "document", "lineage", "number", "kind", "superseded_by", "withdrawn_at", "withdrawn_by")

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
