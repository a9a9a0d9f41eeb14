"""What somebody has to meet at a distance, what they wish, and whether we found that it suits them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.encryption import SealedTextField
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.people.models import Person


class Wish(models.TextChoices):
    """How they themselves want to meet."""

    ANY = "any", _("By video and by telephone is fine with them")
    PHONE = "phone", _("By telephone, but not by video")
    ROOM = "room", _("They would rather meet in person")


class Screen(models.TextChoices):
    SMARTPHONE = "smartphone", _("A smartphone")
    SIMPLE = "simple", _("A phone without internet")
    TABLET = "tablet", _("A tablet")
    COMPUTER = "computer", _("A computer")
    NONE = "none", _("Nothing of their own")


class Line(models.TextChoices):
    HOME = "home", _("Internet at home")
    PLENTY = "plenty", _("Mobile data, enough of it")
    LITTLE = "little", _("Mobile data, but little")
    ELSEWHERE = "elsewhere", _("Only elsewhere, such as in a library")
    NONE = "none", _("None")


class Skill(models.TextChoices):
    ALONE = "alone", _("By themselves")
    HELPED = "helped", _("With somebody's help")
    NOT_YET = "not-yet", _("Not yet")


class Aid(models.TextChoices):
    """What makes it possible for them to hear, read and press."""

    CAPTIONS = "captions", _("Captions")
    SIGN = "sign", _("Sign language")
    LARGE = "large", _("Large text")
    READER = "reader", _("A screen reader")
    SLOW = "slow", _("More time, shorter talks")


class Outcome(models.TextChoices):
    SUITS = "suits", _("It suits them")
    CONDITIONS = "conditions", _("It suits them on conditions")
    NOT = "not", _("It does not suit them")


class Suitability(Record):
    """One look at it, of a day. The newest counts; the others stay. Whoever says "rather in person" is not assessed.

    `shared_with` is who else uses the device or can unlock it, in the person's own key. `because` are the conditions
    or the reasons, `review_on` is when we look again.

    Source: NASW, ASWB, CSWE & CSWA Standards for Technology in Social Work Practice (2017), section 2.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField()
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    wish = models.CharField(max_length=6, choices=Wish.choices)
    screen = models.CharField(max_length=12, choices=Screen.choices, blank=True)
    shared_with = SealedTextField(null=True, blank=True)
    line = models.CharField(max_length=12, choices=Line.choices, blank=True)
    skill = models.CharField(max_length=8, choices=Skill.choices, blank=True)
    help_needed = models.CharField(max_length=300, blank=True)
    aids = ArrayField(models.CharField(max_length=10), default=list, blank=True, help_text="Codes of Aid.")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    because = models.CharField(max_length=300, blank=True)
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(wish=Wish.ROOM, outcome="")
                | ~models.Q(wish=Wish.ROOM) & ~models.Q(outcome="") & models.Q(review_on__isnull=False),
                name="suitability_is_decided_unless_declined",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", Outcome.SUITS]) | ~models.Q(because=""),
                name="suitability_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(review_on=None) | models.Q(review_on__gt=models.F("decided_on")),
                name="suitability_is_reviewed_later",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "program", "-decided_on", "-id"], name="suitability_by_person"),
        ]

    class Privacy:
        identifying = ("case", "person")
        sensitive: ClassVar = {
            "shared_with": Category.SAFETY, "skill": Category.HEALTH, "help_needed": Category.HEALTH,
            "aids": Category.HEALTH, "because": Category.HEALTH,
        }  # fmt: skip
        general = ("program", "decided_on", "decided_by", "wish", "screen", "line", "outcome", "review_on")

    @property
    def stands(self) -> str:
        """In a word: what they wish where that settles it, else what was decided."""
        return str(self.get_wish_display() if self.wish == Wish.ROOM else self.get_outcome_display())

    @property
    def tone(self) -> str:
        if self.wish == Wish.ROOM or self.outcome == Outcome.NOT:
            return "urgent"
        return "success" if self.outcome == Outcome.SUITS and self.wish == Wish.ANY else "warning"

    @property
    def aids_in_words(self) -> str:
        return ", ".join(str(Aid(each).label) for each in self.aids)
