"""What people think of the service: feedback, ideas that came of it, complaints and compliments."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import Belt, Door, Within
from keyworker.base.models import Record
from keyworker.people.models import Person
from keyworker.reviews.models.ending import MOST_STARS


class FeedbackSource(models.TextChoices):
    PUBLIC = "public", _("On the open page, without a name")
    OWN_DOOR = "own-door", _("On their own page")
    PAPER = "paper", _("On paper")
    SAID = "said", _("Said to a worker")


class Feedback(Record):
    """How it was for somebody. Without a name it is without a person, too: only the program and the month are kept.

    Then `created_at` is the month's first moment, and the key tells no time either.
    """

    belt = Belt(
        door=(
            Door("INSERT", Within.AGENCY, only="person_id IS NULL AND source = 'public'"),
            Door("INSERT", Within.PERSON, only="source = 'own-door'"),
        )
    )
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="feedback")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="feedback")
    month = models.DateField(_("the first day of the month"))
    source = models.CharField(max_length=10, choices=FeedbackSource.choices)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    keep = models.TextField(_("what we should keep"), blank=True)
    change = models.TextField(_("what we should change"), blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(rating=None) | models.Q(rating__range=(1, MOST_STARS)), name="feedback_stars"
            ),
            models.CheckConstraint(condition=models.Q(month__day=1), name="feedback_of_a_month"),
            models.CheckConstraint(
                condition=models.Q(rating__isnull=False) | ~models.Q(keep="") | ~models.Q(change=""),
                name="feedback_says_something",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "program", "-month", "-id"], name="feedback_by_program")]

    class Privacy:
        identifying = ("person",)
        general = ("program", "month", "source", "rating", "keep", "change")


class Idea(Record):
    """Something to do better, who sees to it by when, and what came of it. `feedback` is where it came from."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="ideas")
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, null=True, blank=True, related_name="ideas")
    what = models.CharField(_("what to do better"), max_length=500)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="ideas")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    came_of_it = models.CharField(_("what came of it"), max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(done_on=None, came_of_it="")
                | models.Q(models.Q(done_on__isnull=False), ~models.Q(came_of_it="")),
                name="idea_done_with_a_result",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "program", "due_on"], name="ideas_by_program")]

    class Privacy:
        general = ("program", "feedback", "what", "owner", "due_on", "done_on", "came_of_it")


class ComplaintKind(models.TextChoices):
    COMPLAINT = "complaint", _("Something went wrong")
    COMPLIMENT = "compliment", _("Something was good")


class ComplaintOutcome(models.TextChoices):
    UPHELD = "upheld", _("They were right")
    PARTLY = "partly", _("They were right in part")
    NOT_UPHELD = "not-upheld", _("We see it differently")
    THANKED = "thanked", _("Thanked")


class Complaint(Record):
    """What somebody is unhappy, or happy, about; by when they hear from us; who looks into it; what they were told.

    `about_name` is whom it is about as it was written, `about` the colleague when it is one: they never handle it and
    never see it. It stands in no timeline, for the timeline is read by whom it may be about. `taken_by` wrote it down
    and passes the answer on. `names_them`: whoever answers it from outside a sealed program may know whose it is.
    """

    belt = Belt(
        door=(
            Door("SELECT", Within.PERSON),
            Door(
                "INSERT",
                Within.PERSON,
                only="handler_id IS NULL AND acknowledged_at IS NULL AND answered_at IS NULL AND outcome = ''"
                " AND answer = '' AND told_how = '' AND taken_by_id IS NULL",
            ),
        )
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="complaints")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="complaints")
    kind = models.CharField(max_length=10, choices=ComplaintKind.choices, default=ComplaintKind.COMPLAINT)
    words = models.TextField(_("in their own words"))
    about_name = models.CharField(_("whom it is about"), max_length=120, blank=True)
    about = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    names_them = models.BooleanField(default=False)
    received_on = models.DateField()
    acknowledge_by = models.DateField()
    answer_by = models.DateField()
    handler = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=ComplaintOutcome.choices, blank=True)
    answer = models.TextField(_("what they were told"), blank=True)
    told_how = models.CharField(_("how they were told"), max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(handler=None) | models.Q(about=None) | ~models.Q(handler=models.F("about")),
                name="never_handled_by_whom_it_is_about",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, outcome="", answer="")
                | models.Q(models.Q(answered_at__isnull=False), ~models.Q(outcome=""), ~models.Q(answer="")),
                name="complaint_answered_with_words",
            ),
            models.CheckConstraint(
                condition=models.Q(acknowledged_at=None) | models.Q(handler__isnull=False),
                name="somebody_looks_into_it",
            ),
            models.CheckConstraint(
                condition=models.Q(answer_by__gte=models.F("acknowledge_by")), name="answered_after_acknowledged"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "program", "answer_by"], name="complaints_by_program"),
            models.Index(fields=["agency_id", "person", "-received_on"], name="complaints_by_person"),
        ]

    class Privacy:
        identifying = ("person", "about_name")
        general = (
            "program", "kind", "words", "about", "taken_by", "names_them", "received_on",
            "acknowledge_by", "answer_by", "handler", "acknowledged_at", "answered_at", "outcome", "answer", "told_how",
        )  # fmt: skip
