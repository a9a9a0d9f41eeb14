"""The agency's devices: what may become of each, and the list that whoever keeps them sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision, no, yes
from keyworker.delivery.models import CameBack, Device, DeviceState, Equipment

MOST = 200
# What whoever keeps the devices may say; lending and coming back happen in a file.
MOVES: dict[str, frozenset[str]] = {
    DeviceState.IN_STORE.value: frozenset({DeviceState.REPAIR, DeviceState.LOST, DeviceState.RETIRED}),
    DeviceState.REPAIR.value: frozenset({DeviceState.IN_STORE, DeviceState.LOST, DeviceState.RETIRED}),
    DeviceState.LOST.value: frozenset({DeviceState.IN_STORE, DeviceState.REPAIR, DeviceState.RETIRED}),
    DeviceState.OUT.value: frozenset(),
    DeviceState.RETIRED.value: frozenset(),
}
AFTERWARDS = {
    CameBack.GOOD: DeviceState.IN_STORE,
    CameBack.WORN: DeviceState.IN_STORE,
    CameBack.BROKEN: DeviceState.REPAIR,
    CameBack.LOST: DeviceState.LOST,
}


def may_be_added(label: str, *, taken: bool) -> Decision:
    """Named, and no other in use has the name."""
    if not label.strip():
        return no(_("Write what stands on it."))
    return no(_("Another device has this label already.")) if taken else yes()


def may_become(state: str, new: str) -> Decision:
    """What is lent comes back first, in the file of whoever has it; what is out of use stays so."""
    if new in MOVES[state]:
        return yes()
    if state == DeviceState.OUT:
        return no(_("Somebody has it. Say in their file that it came back, or is lost."))
    return no(_("This cannot become of it."))


def may_be_lent(state: str, *, lent: bool, agreed: str) -> Decision:
    """Only from the store, and for a loan they agreed to its terms."""
    if state != DeviceState.IN_STORE:
        return no(_("This device is not in store any more. Choose another one."))
    return no(_("Say how they agreed to the terms of the loan.")) if lent and not agreed else yes()


@dataclass(frozen=True, slots=True)
class Kept:
    """A device on the list; `loan` only where the reader may open the file, `due_back_on` for whoever keeps it."""

    device: Device
    due_back_on: date | None = None
    loan: Equipment | None = None
    late: bool = False


def in_store(actor: Actor) -> list[Device]:
    """What can be lent now, by its label. One query."""
    found = rows(Device, actor=actor, needs=Permission.CONTACT_RECORD).filter(state=DeviceState.IN_STORE)
    return list(found.order_by("label")[:MOST])


def counts(actor: Actor) -> dict[str, int]:
    """How many are in each state. One query."""
    found = rows(Device, actor=actor, needs=Permission.DEVICE_KEEP).values("state").annotate(n=Count("pk"))
    by_state = {row["state"]: row["n"] for row in found.order_by("state")}
    return {state.value: by_state.get(state.value, 0) for state in DeviceState}


def kept(actor: Actor, *, state: str = "") -> list[Kept]:
    """The devices in use, or those in one state, by their label. Three queries."""
    found = rows(Device, actor=actor, needs=Permission.DEVICE_KEEP)
    chosen = found.filter(state=state) if state else found.exclude(state=DeviceState.RETIRED)
    return _with_loans(actor, list(chosen.order_by("label", "id")[:MOST]))


def kept_one(actor: Actor, device: Device) -> Kept:
    """One of them. Two queries at most."""
    return _with_loans(actor, [device])[0]


def _with_loans(actor: Actor, devices: Sequence[Device]) -> list[Kept]:
    """When each is due back, whoever has it; who has it, with their file."""
    today = workplace(actor).today
    out = [each.pk for each in devices if each.state == DeviceState.OUT]
    held = facts(Equipment, because="whoever keeps the devices knows when each is due, and not who has it")
    days = _open_loans(held, out).values_list("device_id", "due_back_on")
    due: dict[UUID | None, date] = {key: day for key, day in days if day is not None}
    seen = _open_loans(rows(Equipment, actor=actor, needs=Permission.CONTACT_VIEW), out).select_related("person")
    loans = {each.device_id: each for each in seen} if out else {}
    return [
        Kept(each, due.get(each.pk), loans.get(each.pk), each.pk in due and due[each.pk] < today) for each in devices
    ]


def _open_loans(found: "QuerySet[Equipment]", devices: Sequence[UUID]) -> "QuerySet[Equipment]":
    return found.filter(device__in=devices, lent=True, returned_on=None)
