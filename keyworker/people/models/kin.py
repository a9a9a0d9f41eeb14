"""Who lives with somebody, who is kin to them, and who stands by them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.base.belt import OF_A_FILE, Belt
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.people.models.people import Person, Walled


class Household(Record):
    """People who live or are helped together, as they see it. No address: where it is stands nowhere in it."""

    belt = Belt(takes_back="id")
    name = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        identifying = ("name",)
        general = ("ended_at",)


class HouseholdMember(Walled):
    """Somebody's place in a household, from and until when; `partly` where they live somewhere else, too.

    A household need have no head. What a sealed program noted of it stays there, and changes nothing outside.
    """

    belt = OF_A_FILE
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="household_places", db_index=False)
    role = models.CharField(max_length=60, blank=True)
    is_head = models.BooleanField(default=False, db_default=False)
    partly = models.BooleanField(default=False, db_default=False)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "person"], name="homes_by_person")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "household", "person", "sealed_in"],
                condition=models.Q(until=None),
                nulls_distinct=False,
                name="one_place_at_a_time_in_a_home",
            ),
            models.UniqueConstraint(
                fields=["agency_id", "household", "sealed_in"],
                condition=models.Q(until=None, is_head=True),
                nulls_distinct=False,
                name="one_head_or_none",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(since=None) | models.Q(until__gte=models.F("since")),
                name="place_ends_after_it_began",
            ),
        ]

    class Privacy:
        identifying = ("household", "person")
        sensitive: ClassVar = {
            **dict.fromkeys(("role", "is_head", "partly", "since", "until"), Category.FAMILY),
        }
        general = ("sealed_in",)


class Kinship(models.TextChoices):
    """What the other one is to the person."""

    PARTNER = "partner", _("Husband, wife or partner")
    FORMER_PARTNER = "former-partner", _("Former husband, wife or partner")
    PARENT = "parent", _("Mother or father")
    STEP_PARENT = "step-parent", _("Stepmother or stepfather")
    GRANDPARENT = "grandparent", _("Grandmother or grandfather")
    SIBLING = "sibling", _("Sister or brother")
    CHILD = "child", _("Daughter or son")
    STEP_CHILD = "step-child", _("Stepdaughter or stepson")
    GRANDCHILD = "grandchild", _("Grandchild")
    GUARDIAN = "guardian", _("Guardian or foster parent")
    WARD = "ward", _("Child in their care")
    ELDER_KIN = "elder-kin", _("Aunt or uncle")
    YOUNGER_KIN = "younger-kin", _("Niece or nephew")
    CARER = "carer", _("Carer of them")
    CARED_FOR = "cared-for", _("Somebody they care for")
    FRIEND = "friend", _("Friend or neighbour")
    SUPPORT = "support", _("Group, school, work or place of worship")
    OTHER = "other", _("Otherwise close to them")


class Tie(models.TextChoices):
    """How the two get on, as the person sees it."""

    STRONG = "strong", _("A strong tie")
    PLAIN = "plain", _("An ordinary tie")
    THIN = "thin", _("A thin tie")
    STRAINED = "strained", _("A strained tie")
    BROKEN = "broken", _("No contact")


class Shape(models.TextChoices):
    """How somebody is drawn, as genograms are: a circle, a square, a diamond."""

    WOMAN = "woman", _("Woman or girl")
    MAN = "man", _("Man or boy")
    PERSON = "person", _("Not said, or neither")


class Home(models.TextChoices):
    SAME = "same", _("Lives with them")
    PARTLY = "partly", _("Lives with them part of the time")
    ELSEWHERE = "elsewhere", _("Lives elsewhere")


class Relationship(Walled):
    """Somebody in the person's life: `other`, or who has no record here and needs none, by `name`.

    `kind` says what they are to the person. `adverse`: must not be contacted or told anything. Said once; in the file
    of the `other` it is read from their side. Source: McGoldrick, Gerson & Petry, Genograms (4th ed., 2020).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="related_to")
    name = models.CharField(max_length=200, blank=True, default="", db_default="")
    said = models.CharField(max_length=60, blank=True, default="", db_default="")
    kind = models.CharField(max_length=20, choices=Kinship.choices)
    tie = models.CharField(max_length=10, choices=Tie.choices, default=Tie.PLAIN, db_default="plain")
    shape = models.CharField(max_length=10, choices=Shape.choices, default=Shape.PERSON, db_default="person")
    home = models.CharField(max_length=10, choices=Home.choices, default=Home.ELSEWHERE, db_default="elsewhere")
    parental_responsibility = models.BooleanField(default=False, db_default=False)
    adverse = models.BooleanField(default=False)
    died = models.BooleanField(default=False, db_default=False)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "until"], name="kin_by_person"),
            models.Index(fields=["agency_id", "other", "until"], name="kin_by_other"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(other__isnull=False, name="") | (models.Q(other=None) & ~models.Q(name="")),
                name="kin_by_record_or_by_name",
            )
        ]

    class Privacy:
        identifying = ("person", "other", "name")
        sensitive: ClassVar = {
            **dict.fromkeys(
                ("kind", "said", "tie", "shape", "home", "parental_responsibility", "died", "since", "until"),
                Category.FAMILY,
            ),
            "adverse": Category.SAFETY,
        }
        general = ("sealed_in",)
