"""Two records that are likely one person, and two that somebody linked: both records stay as they are."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Staff
from keyworker.base.belt import DELETABLE
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.people.models.people import Person


class MatchState(models.TextChoices):
    WAITING = "waiting", _("Waits for somebody to look")
    ASKED = "asked", _("A colleague was asked")
    LINKED = "linked", _("Linked")
    SET_ASIDE = "set-aside", _("Two people")


class MatchCandidate(Record):
    """Two records that may be one person: how likely that is, and what each comparison said (`people.linking`).

    `person` is the one whose key is smaller, so that a pair stands once. `said` holds codes and weights in bits,
    nothing of the people. A pair that was set aside is never raised again.
    """

    belt = DELETABLE
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="match_candidates")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    score = models.FloatField()
    said = models.JSONField(default=list)
    kin = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=MatchState.choices, default=MatchState.WAITING)
    because = models.CharField(max_length=300, blank=True)
    asked = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "person", "other"], name="one_candidate_a_pair"),
            models.CheckConstraint(condition=models.Q(person__lt=models.F("other")), name="candidate_in_order"),
            models.CheckConstraint(
                condition=~models.Q(state="set-aside") | ~models.Q(because=""), name="set_aside_says_why"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "state", "-score", "-id"], name="candidates_by_score")]

    class Privacy:
        identifying = ("person", "other")
        sensitive: ClassVar = {"because": Category.FAMILY}
        general = ("score", "said", "kin", "state", "asked", "decided_by", "decided_at")


class PersonLink(Record):
    """Somebody found that two records are one person. Nothing of either changes; taken away, nothing of it is left."""

    belt = DELETABLE
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    linked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "person", "other"], name="one_link_a_pair"),
            models.CheckConstraint(condition=models.Q(person__lt=models.F("other")), name="link_in_order"),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "other"], name="links_by_other")]

    class Privacy:
        identifying = ("person", "other")
        general = ("linked_by",)
