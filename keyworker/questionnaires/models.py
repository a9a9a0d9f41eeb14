"""Published, versioned forms and the answers given to them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import APPEND_ONLY, Belt, Door, Within
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.documents.models import Document
from keyworker.questionnaires.titles import TITLE, title_in_words

SET_BY_THE_CLIENT = ("status", "language", "content", "scores", "completed_at", "version")


class QuestionnaireStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("In use")
    RETIRED = "retired", _("No longer in use")


class Questionnaire(Record):
    """One version of a form, as a FHIR R4 Questionnaire. Once published it never changes: a trigger holds that.

    `url` names the form across its versions. `fingerprint` is the SHA-256 of the definition, in hexadecimal.
    """

    belt = Belt(door=(Door("SELECT", Within.AGENCY),))
    url = models.CharField(max_length=400)
    form_version = models.CharField(_("version"), max_length=60)
    title = models.CharField(_("title"), max_length=300)
    status = models.CharField(
        max_length=10, choices=QuestionnaireStatus.choices, default=QuestionnaireStatus.DRAFT, editable=False
    )
    definition = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "url", "form_version"], name="one_of_each_version"),
            models.UniqueConstraint(
                fields=["agency_id", "url"],
                condition=models.Q(status=QuestionnaireStatus.PUBLISHED),
                name="one_version_in_use",
            ),
            models.CheckConstraint(
                condition=models.Q(status=QuestionnaireStatus.DRAFT, published_at=None, retired_at=None)
                | models.Q(status=QuestionnaireStatus.PUBLISHED, published_at__isnull=False, retired_at=None)
                | models.Q(status=QuestionnaireStatus.RETIRED, published_at__isnull=False, retired_at__isnull=False),
                name="questionnaire_status_has_its_moments",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "title"],
                condition=models.Q(status=QuestionnaireStatus.PUBLISHED),
                name="questionnaires_in_use",
            )
        ]

    class Privacy:
        not_personal = (
            "url",
            "form_version",
            "title",
            "status",
            "definition",
            "fingerprint",
            "published_at",
            "retired_at",
        )

    @property
    def called(self) -> str:
        """Its title in the reader's language, where it is worded in it; without its definition, by `wordings`."""
        known = self.__dict__.get("definition")
        return title_in_words(self.title, known.get(TITLE) if known else self.__dict__.get("wordings"))


class ResponseStatus(models.TextChoices):
    IN_PROGRESS = "in-progress", _("Not finished")
    COMPLETED = "completed", _("Finished")


class Response(Record):
    """Answers to one version of a form. Whoever may see the record that holds them may read them; they have no page.

    `content` is a FHIR QuestionnaireResponse; `scores` what was worked out from it, in words as they were shown.
    Once completed it never changes: a trigger holds that. `person_id` names the person answered about, if any.
    `asked_of_client`: they answer it by themselves, at their own door.
    """

    belt = Belt(door=(Door("SELECT, UPDATE", Within.ASKED, sets=SET_BY_THE_CLIENT),))
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="responses")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    person_id = models.UUIDField(null=True, editable=False)
    asked_of_client = models.BooleanField(default=False)
    status = models.CharField(max_length=11, choices=ResponseStatus.choices, default=ResponseStatus.IN_PROGRESS)
    language = models.CharField(max_length=20)
    content = models.JSONField()
    scores = models.JSONField(default=list)
    author = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True)
    completed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status=ResponseStatus.IN_PROGRESS, completed_at=None)
                | models.Q(status=ResponseStatus.COMPLETED, completed_at__isnull=False),
                name="response_status_has_its_moment",
            )
        ]

    class Privacy:
        identifying = ("person_id",)
        sensitive: ClassVar = {"content": Category.HEALTH, "scores": Category.HEALTH}
        general = ("questionnaire", "program", "asked_of_client", "status", "language", "author", "completed_at")


class AnswerFile(Record):
    """A file given as an answer. The response names it; whoever may see what holds the response may open it.

    One that was taken away from a draft again stays here, but no response names it, so nobody is shown it.
    """

    belt = APPEND_ONLY
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="files")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="answer_file")

    class Privacy:
        general = ("response", "document")
