"""Papers that somebody sent from their own page: looked at by a worker, and then in the file or asked for again."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import Belt, Door, Within
from keyworker.base.models import Record
from keyworker.cases.models import Case
from keyworker.delivery.models.papers import CaseDocument
from keyworker.documents.models import JUST_SENT, Document
from keyworker.people.models import Person

AS_IT_COMES = " AND ".join(
    (
        "looked_at IS NULL AND looked_by_id IS NULL AND kept_as_id IS NULL AND answer = ''",
        "case_id IN (SELECT id FROM cases_case)",
        JUST_SENT,
    )
)


class PaperSent(Record):
    """One file, and what they call it. Whoever sees this row may read its `document` until somebody looked at it.

    Then it is a document of the file (`kept_as`), or its file is erased and `answer` says to them why.
    """

    belt = Belt(
        door=(
            Door("SELECT", Within.PERSON),
            Door(
                "INSERT",
                Within.PERSON,
                only=AS_IT_COMES,
            ),
        )
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers_sent")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="papers_sent")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="sent_alone")
    what = models.CharField(max_length=120)
    sent_key = models.UUIDField(help_text="Given by the page that sends it, the same at every try.")
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kept_as = models.OneToOneField(
        CaseDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="sent_by_them"
    )
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "papers sent"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="paper_sent_is_called_something"),
            models.UniqueConstraint(fields=["agency_id", "person", "sent_key"], name="paper_sent_once"),
            models.CheckConstraint(
                condition=Q(looked_at=None, looked_by=None, kept_as=None, answer="")
                | Q(looked_at__isnull=False, looked_by__isnull=False)
                & (Q(kept_as__isnull=False, answer="") | Q(kept_as=None) & ~Q(answer="")),
                name="paper_sent_is_kept_or_answered",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-created_at", "-id"], name="papers_sent_by_person"),
            models.Index(fields=["agency_id", "case"], condition=Q(looked_at=None), name="papers_to_look_at"),
        ]

    class Privacy:
        identifying = ("person", "case", "what", "answer")
        general = ("program", "document", "looked_at", "looked_by", "kept_as")
        not_personal = ("sent_key",)

    @property
    def waits(self) -> bool:
        return self.looked_at is None
