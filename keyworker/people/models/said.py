"""What somebody says of themselves, and the codes in which an agency must report it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.base.encryption import SealedTextField
from keyworker.base.privacy import Category
from keyworker.people.models.people import Person, Walled


class SaidKind(models.TextChoices):
    GENDER = "gender", _("Gender")
    SEX = "sex", _("Sex")
    ETHNICITY = "ethnicity", _("Race and ethnicity")
    DISABILITY = "disability", _("Disability")


class SaidOfThemselves(Walled):
    """One thing a person says of themselves: in their own words, sealed, and as codes of a list (`code_lists`).

    One row of a kind, as it stands now; a sealed program keeps a row of its own. `codes` are of the list named by
    `code_list`, which carries its year, so that what was chosen keeps its meaning when a list is replaced. A row holds
    words on health beside others, so all of it is as closely kept as those.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="said_of_themselves")
    kind = models.CharField(max_length=12, choices=SaidKind.choices)
    own_words = SealedTextField(null=True, blank=True)
    code_list = models.CharField(max_length=40, blank=True)
    codes = ArrayField(models.CharField(max_length=12), default=list, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "person", "kind", "sealed_in"], nulls_distinct=False, name="said_once_of_a_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(codes=[]) | ~models.Q(code_list=""), name="said_codes_are_of_a_list"
            ),
        ]

    class Privacy:
        identifying = ("person",)
        sensitive: ClassVar = {
            "kind": Category.HEALTH, "own_words": Category.HEALTH, "code_list": Category.HEALTH,
            "codes": Category.HEALTH,
        }  # fmt: skip
        general = ("sealed_in",)
