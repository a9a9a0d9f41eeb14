"""Who was given which role, and which keys open which door."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.access.roles import ROLE_NAMES, Role
from keyworker.agencies.models import Program, Staff
from keyworker.base import clock
from keyworker.base.belt import Belt
from keyworker.base.models import Record


class Grant(Record):
    """A role given to a member of staff, for one program or (empty) the whole agency, from and until when."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=[(role.value, ROLE_NAMES[role]) for role in Role])
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    since = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "staff"], condition=models.Q(revoked_at=None), name="live_grants")
        ]

    class Privacy:
        general = ("staff", "role", "program", "since", "revoked_at", "because")


class RoleProposal(Record):
    """A role that one person may not give alone. It gives nothing; confirmed by somebody else it becomes a `Grant`."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="proposed_roles")
    role = models.CharField(max_length=30, choices=[(role.value, ROLE_NAMES[role]) for role in Role])
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    because = models.CharField(max_length=200, blank=True)
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    confirmed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None, decided_at=None, confirmed=False)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed=False)
                | ~models.Q(decided_by=models.F("proposed_by")) & ~models.Q(decided_by=models.F("staff")),
                name="proposal_confirmed_by_another",
            ),
            models.UniqueConstraint(
                fields=["agency_id", "staff", "role", "program"],
                condition=models.Q(decided_at=None),
                nulls_distinct=False,
                name="one_waiting_proposal_a_role",
            ),
        ]

    class Privacy:
        general = ("staff", "role", "program", "because", "proposed_by", "decided_by", "decided_at", "confirmed")


class DoorKind(models.TextChoices):
    SIGN_IN = "sign-in", _("Staff sign-in")
    PORTAL = "portal", _("Client's own door")
    PORTAL_LINK = "portal-link", _("A link or code that opens a client's own door once")
    PORTAL_PHONE = "portal-phone", _("A client's own phone, known at their door")
    PORTAL_PASSKEY = "portal-passkey", _("A key on a client's own phone")
    COMPANION = "companion", _("Door of a guardian or supporter")
    PRACTICE = "practice", _("An agency of made-up people")
    PUBLIC_FORM = "public-form", _("Public referral form")
    PARTNER_LINK = "partner-link", _("Partner's link")
    CALENDAR = "calendar", _("A worker's calendar on their phone")
    VISIT_LINK = "visit-link", _("A guest's link to a video visit")
    VISIT_GUEST = "visit-guest", _("A guest's browser in a video visit")


class DoorKey(Record):
    """What opens a door before the agency is known: a hash of a sign-in, a form's short name or a link's token.

    Looked up only by `keyworker_resolve`, which answers the agency and the purpose, nothing about anyone.
    """

    belt = Belt(app="SELECT, INSERT, UPDATE")
    kind = models.CharField(max_length=20, choices=DoorKind.choices)
    key_hash = models.BinaryField()
    subject_id = models.UUIDField(help_text="The staff place, portal account or shared record it opens.")
    person_id = models.UUIDField(null=True, blank=True, help_text="Whose portal it is.")
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "key_hash"], condition=models.Q(revoked_at=None), name="one_door_a_key"
            )
        ]

    class Privacy:
        general = ("kind", "key_hash", "subject_id", "expires_at", "revoked_at")
        identifying = ("person_id",)


class Receipt(Record):
    """A save that was carried out, under the key its sender gave it (draft-ietf-httpapi-idempotency-key-header)."""

    key_hash = models.BinaryField()
    action = models.CharField(max_length=80)
    location = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency_id", "key_hash"], name="one_receipt_a_save")]

    class Privacy:
        not_personal = ("key_hash", "action", "location")
