"""An instrument filled in with the client: how it was done, where it stands, and its score."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import Belt, Door, Within
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.people.models import Person
from keyworker.questionnaires.models import Questionnaire, Response
from keyworker.questionnaires.titles import title_in_words

SET_BY_THE_CLIENT = (
    "status", "edited_in", "saved_at", "completed_at", "total", "band_code", "band", "meaning", "raised_for", "version",
)  # fmt: skip


class AssessmentStatus(models.TextChoices):
    """FHIR QuestionnaireResponse.status, as far as we use it."""

    IN_PROGRESS = "in-progress", _("Not finished")
    COMPLETED = "completed", _("Finished")


class AnsweredBy(models.TextChoices):
    CLIENT = "client", _("The client")
    WORKER = "worker", _("The case manager")
    TOGETHER = "together", _("Both together")


class Mode(models.TextChoices):
    """How worker and client were together while it was answered."""

    IN_PERSON = "in-person", _("In person")
    PHONE = "phone", _("By telephone")
    VIDEO = "video", _("By video")
    ALONE = "on-their-own", _("On their own")


class Interpreter(models.TextChoices):
    NONE = "", _("Nobody")
    TRAINED = "trained", _("A trained interpreter")
    COLLEAGUE = "colleague", _("A colleague")
    KNOWN = "known", _("Somebody they know")


class Assessment(Record):
    """One filling-in of one version of an instrument. Holds the `response`; its total is worked out on the server.

    `by` carries it: who began it, or whom it was handed over to. `present` names who else was there.
    `edited_in` is the page that saved last: it may go on saving without being told that it is stale.
    `asked_of_client`: the person answers alone, at their own door, best by `asked_until`; `read_at` is when a worker
    read what they handed in. `raised_for` holds the link ids of answers that were called about already.
    """

    belt = Belt(door=(Door("SELECT, UPDATE", Within.ASKED, sets=SET_BY_THE_CLIENT),))

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessments")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="assessments")
    response = models.OneToOneField(Response, on_delete=models.PROTECT, related_name="assessment")
    title = models.CharField(_("instrument"), max_length=300)
    status = models.CharField(max_length=12, choices=AssessmentStatus.choices, default=AssessmentStatus.IN_PROGRESS)
    answered_by = models.CharField(
        _("who answers"), max_length=10, choices=AnsweredBy.choices, default=AnsweredBy.TOGETHER
    )
    mode = models.CharField(_("how"), max_length=12, choices=Mode.choices, default=Mode.IN_PERSON)
    present = models.CharField(_("who else was there"), max_length=200, blank=True)
    interpreter = models.CharField(
        _("who interpreted"), max_length=10, choices=Interpreter.choices, default=Interpreter.NONE, blank=True
    )
    asked_of_client = models.BooleanField(default=False)
    asked_until = models.DateField(_("best answered by"), null=True, blank=True)
    words_to_client = models.CharField(_("words to the client"), max_length=300, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_for = models.JSONField(default=list, blank=True)
    total = models.DecimalField(_("score"), max_digits=12, decimal_places=4, null=True, blank=True)
    band_code = models.CharField(max_length=60, blank=True)
    band = models.CharField(_("what the score means"), max_length=200, blank=True)
    meaning = models.TextField(blank=True)
    edited_in = models.CharField(max_length=40, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status="in-progress", completed_at=None)
                | models.Q(status="completed", completed_at__isnull=False),
                name="assessment_finished_has_a_date",
            ),
            models.CheckConstraint(
                condition=models.Q(asked_of_client=True) | models.Q(asked_until=None, words_to_client=""),
                name="asked_by_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(read_at=None, read_by=None) | models.Q(read_at__isnull=False, asked_of_client=True),
                name="read_after_it_was_asked",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-created_at"], name="assessment_by_person"),
            models.Index(
                fields=["agency_id", "program", "completed_at"],
                condition=models.Q(asked_of_client=True, status="completed", read_at=None),
                name="assessments_to_be_read",
            ),
        ]

    class Privacy:
        identifying = ("case", "person", "present")
        sensitive: ClassVar = {
            "response": Category.MENTAL_HEALTH, "total": Category.MENTAL_HEALTH, "band": Category.MENTAL_HEALTH,
            "band_code": Category.MENTAL_HEALTH, "meaning": Category.MENTAL_HEALTH, "title": Category.MENTAL_HEALTH,
            "questionnaire": Category.MENTAL_HEALTH, "raised_for": Category.MENTAL_HEALTH,
            "words_to_client": Category.MENTAL_HEALTH,
        }  # fmt: skip
        general = (
            "program", "status", "answered_by", "mode", "interpreter", "edited_in", "saved_at", "completed_at", "by",
            "asked_of_client", "asked_until", "read_at", "read_by",
        )  # fmt: skip

    @property
    def called(self) -> str:
        """Its title in the reader's language, where the form is worded in it. Never asks the database."""
        if "wordings" in self.__dict__:
            return title_in_words(self.title, self.__dict__["wordings"])
        form = self._state.fields_cache.get("questionnaire")
        return form.called if form is not None else self.title

    @property
    def is_finished(self) -> bool:
        return self.status == AssessmentStatus.COMPLETED

    @property
    def waits_to_be_read(self) -> bool:
        """The client handed it in, and no worker has read it yet."""
        return self.asked_of_client and self.is_finished and self.read_at is None
