"""By what somebody comes in at the door of a person: their own sign-in, or that of who comes in beside them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Staff
from keyworker.base.belt import Belt, Door, Within
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.people.models.people import Person


class Met(models.TextChoices):
    IN_PERSON = "in-person", _("In person")
    VIDEO = "video", _("By video")


class PortalAccount(Record):
    """The person's own sign-in to their file; of one agency, so that it never opens or reveals another's.

    `beside`: it is somebody else's, who comes in beside the person (see `consent.models.Companion`) and is not them.

    The PIN they chose is kept as the password of a `user` of its own, made harder by a key that is not in the database.
    `shared_device`: others use the telephone on which it is opened, so nothing is ever remembered there.
    """

    belt = Belt(door=(Door("SELECT", Within.PERSON),), hides=("because", "opened_by_id"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="portal_accounts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="portal_accounts")
    beside = models.BooleanField(default=False, db_default=False)
    opened_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    met = models.CharField(_("how they met"), max_length=10, choices=Met.choices, blank=True, default="")
    because = models.CharField(max_length=200, blank=True, default="")
    shared_device = models.BooleanField(default=False)
    pin_chosen_at = models.DateTimeField(null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True, blank=True)
    here_at = models.DateTimeField(null=True, blank=True, help_text="When they came in last.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "person"],
                condition=models.Q(ended_at=None, beside=False),
                name="one_own_door_a_person",
            )
        ]

    class Privacy:
        identifying = ("person", "user")
        sensitive: ClassVar = {"because": Category.SAFETY, "shared_device": Category.SAFETY}
        general = ("beside", "opened_by", "met", "pin_chosen_at", "wrong_tries", "locked_at", "here_at", "ended_at")


THEIR_OWN = models.Q(ended_at=None, beside=False)  # of accounts: open, and the person's own
