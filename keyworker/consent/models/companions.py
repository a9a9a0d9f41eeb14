"""Guardians and supporters who have a door of their own, beside the person's."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import Belt, Door, Within
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.consent.models.consents import Authority, DecisionMaker
from keyworker.people.models import Person, PortalAccount, Relationship


class Companion(Record):
    """A guardian or supporter who sees what is `granted` of one program's file, until a day.

    They come in by an `account` of their own, on the authority of `maker`, as `name` who is `tie` to the person. They
    read of the person as `knows_them_as`: what somebody is called at home may not be what they are called here.
    Whether they may still come in is `keyworker_companion_now`, which the database asks itself for every row.
    """

    belt = Belt(
        door=(
            Door("SELECT", Within.PERSON),
            # The person takes a supporter back; whom a court let in, only the team keeps out.
            Door("UPDATE", Within.PERSON, sets=("ended_at", "version"), only="kind = 'supporter'"),
            Door("SELECT", Within.BESIDE, only="account_id = (SELECT keyworker_companion())"),
        ),
        hides=("because", "maker_id", "tie_id", "opened_by_id"),  # what a worker wrote of why, and on whose word
    )
    locks: ClassVar[bool] = False  # who comes in beside may change nothing of it, and so not lock it either
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="companions")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    account = models.OneToOneField(PortalAccount, on_delete=models.PROTECT, related_name="companion")
    maker = models.ForeignKey(DecisionMaker, on_delete=models.PROTECT, related_name="companions")
    tie = models.ForeignKey(Relationship, on_delete=models.PROTECT, related_name="companions")
    kind = models.CharField(max_length=12, choices=Authority.choices)
    name = models.CharField(max_length=120)
    knows_them_as = models.CharField(max_length=80)
    granted = ArrayField(models.CharField(max_length=12), help_text="Codes of access.roles.Beside.")
    because = models.CharField(max_length=200)
    until_on = models.DateField(help_text="The last day; their order or paper may end it earlier.")
    opened_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(granted__contains=["sign"]) | models.Q(kind="guardian", granted__contains=["plan"]),
                name="only_a_guardian_signs_what_they_read",
            ),
            models.CheckConstraint(condition=~models.Q(granted=[]), name="companion_is_granted_something"),
            models.UniqueConstraint(
                fields=["agency_id", "maker"], condition=models.Q(ended_at=None), name="one_companion_a_mandate"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "person"], name="companions_by_person")]

    class Privacy:
        identifying = ("person", "account", "name", "knows_them_as", "tie")
        sensitive: ClassVar = {
            "because": Category.SAFETY, "granted": Category.SAFETY, "kind": Category.LEGAL, "maker": Category.LEGAL,
        }  # fmt: skip
        general = ("program", "until_on", "opened_by", "ended_at")
