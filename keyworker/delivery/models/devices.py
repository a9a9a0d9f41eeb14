"""The agency's own devices: which there are, and in which state each is."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.base.encryption import SealedTextField, new_salt
from keyworker.base.models import Record


class Thing(models.TextChoices):
    PHONE = "phone", _("Phone")
    TABLET = "tablet", _("Tablet or computer")
    WALKING = "walking", _("Walking aid or wheelchair")
    HOME = "home", _("Bed, cooker, furniture")
    HEALTH = "health", _("Something for health")
    TRAVEL = "travel", _("Bicycle, seat, travel card")
    OTHER = "other", _("Something else")


class DeviceState(models.TextChoices):
    IN_STORE = "in-store", _("In store")
    OUT = "out", _("Lent to somebody")
    REPAIR = "repair", _("In repair")
    LOST = "lost", _("Lost or stolen")
    RETIRED = "retired", _("Out of use, or given away")


class Device(Record):
    """One thing that the agency lends. Who has it stands in the file of whoever it was lent to (`Equipment`).

    `label` is what is written on it; `serial` is sealed with a key of the row's own.
    """

    kind = models.CharField(max_length=10, choices=Thing.choices)
    label = models.CharField(max_length=120)
    serial = SealedTextField(salt="key_salt", null=True, blank=True)
    key_salt = models.BinaryField(default=new_salt, editable=False)
    state = models.CharField(max_length=10, choices=DeviceState.choices, default=DeviceState.IN_STORE)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(label=""), name="device_has_a_label"),
            models.UniqueConstraint(
                fields=["agency_id", "label"], condition=~Q(state=DeviceState.RETIRED), name="devices_told_apart"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "state", "label"], name="devices_by_state")]

    class Privacy:
        identifying = ("serial",)
        general = ("kind", "label", "state", "words")
        not_personal = ("key_salt",)
