"""Under what people are found: other names they are known by, the look-up rows of all names, whom they are not."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Staff
from keyworker.base.belt import APPEND_ONLY, DELETABLE
from keyworker.people.models.people import Person, Walled


class OtherNameKind(models.TextChoices):
    WRITTEN = "written", _("Written so elsewhere")
    FORMER = "former", _("A name they had before")
    CALLED = "called", _("What some people call them")
    LABEL = "label", _("How we called them before we knew their name")


class OtherName(Walled):
    """Another name by which somebody is or was known, as it was said. What a sealed program learned stays there."""

    belt = APPEND_ONLY
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="other_names")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=OtherNameKind.choices)
    since = models.DateField(null=True, blank=True)

    class Privacy:
        identifying = ("person", "name", "kind", "since")
        general = ("sealed_in",)


class NameToken(Walled):
    """A word, a sound or a piece of one of a person's names, for finding them by any part, in any order and script.

    The first letter of `token` says of which kind it is (`people.names.Kind`), so that one range scan answers for all.
    """

    belt = DELETABLE
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="name_tokens", db_index=False)
    token = models.CharField(max_length=61, db_collation="C")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "token", "person"], name="token_look_up"),
            # Of the person alone, a database that has not counted yet would rather walk every token of the agency.
            models.Index(fields=["agency_id", "person"], name="tokens_by_person"),
        ]

    class Privacy:
        identifying = ("person", "token")
        general = ("sealed_in",)


class AsideBecause(models.TextChoices):
    ASKED = "asked", _("I asked them: it is somebody else")
    SEEN = "seen", _("I know both of them")
    DATE = "date", _("Their birth dates differ")
    KIN = "kin", _("They are related: a brother, a sister, a parent or a twin")
    OTHER = "other", _("Another reason")


class SetAside(Walled):
    """Two people who look alike were looked at and are two. `person_a` was known when `person_b` came."""

    belt = APPEND_ONLY
    person_a = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    person_b = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=20, choices=AsideBecause.choices)
    words = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(person_a=models.F("person_b")), name="two_people_set_aside")
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "person_a", "person_b"], name="set_aside_pairs")]

    class Privacy:
        identifying = ("person_a", "person_b", "words")
        general = ("because", "by", "sealed_in")
