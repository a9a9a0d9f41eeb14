"""The keys on somebody's own phone that open their own page."""

from typing import ClassVar

from django.db import models

from keyworker.base.belt import Belt, Door, Within
from keyworker.base.models import Record
from keyworker.people.models.own_door import PortalAccount
from keyworker.people.models.people import Person


class Passkey(Record):
    """A key that a person's own phone keeps (WebAuthn level 2); it opens the page of one agency and no other.

    `credential`: its name and public key, as the phone told them (section 6.5.1). `sign_count`: how often the phone
    says that it was used; 0 for ever where a phone does not count. The phone knows a key by its `id`, and so knows
    nobody's name.
    """

    belt = Belt(door=(Door("SELECT", Within.PERSON, only="ended_at IS NULL"),))
    account = models.ForeignKey(PortalAccount, on_delete=models.PROTECT, related_name="passkeys")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    credential = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "account"], condition=models.Q(ended_at=None), name="live_passkeys")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(sign_count__gte=0), name="passkey_counts_from_nothing")
        ]

    class Privacy:
        identifying = ("account", "person", "credential")
        general = ("sign_count", "used_at", "ended_at")
