"""Keeping the list of the agency's devices."""

from dataclasses import dataclass

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.agencies.models import Agency
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.delivery import devices
from keyworker.delivery.models import Device, DeviceState, Thing


@dataclass(frozen=True, slots=True)
class OurDevice:
    """A device as it is put on the list."""

    kind: Thing
    label: str
    serial: str = ""
    words: str = ""


@action(needs=Permission.DEVICE_KEEP, on="agency")
def add_device(*, actor: Actor, agency: Agency, ours: OurDevice) -> Device:
    """One more in store. Raises `Refused` when another in use has its label."""
    same = facts(Device, because="two of one label could not be told apart").filter(label__iexact=ours.label.strip())
    insist(devices.may_be_added(ours.label, taken=same.exclude(state=DeviceState.RETIRED).exists()))
    device = Device(
        kind=ours.kind.value,
        label=ours.label.strip(),
        serial=ours.serial.strip() or None,
        words=ours.words.strip(),
    )
    device.save(force_insert=True)
    trail.record("delivery.device_added", subject=device)
    return device


@action(needs=Permission.DEVICE_KEEP, on="device")
def move_device(*, actor: Actor, device: Device, to: DeviceState, words: str = "", seen: int | None = None) -> Device:
    """It is in repair, lost, found or out of use. Raises `StaleRecord`; `Refused` for what somebody has."""
    insist(devices.may_become(device.state, to.value))
    change(device, seen=seen, state=to.value, words=words.strip())
    trail.record("delivery.device_moved", subject=device, facts={"state_code": to.value})
    return device
