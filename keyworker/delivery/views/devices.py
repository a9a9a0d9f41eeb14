"""The list of the agency's devices, and the page of one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.access.workplace import workplace
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.delivery.actions import add_device, move_device
from keyworker.delivery.devices import MOST, MOVES, counts, kept, kept_one
from keyworker.delivery.forms import DeviceForm, MoveDeviceForm
from keyworker.delivery.models import Device, DeviceState

KEEP = Permission.DEVICE_KEEP


@page(needs=KEEP)
def devices(request: StaffRequest) -> HttpResponse:
    """All in use with how many are where, and a form for one more."""
    with reading(request.actor):
        form = DeviceForm(request.POST or None)
        if not form.is_valid():
            return _list_page(request, form)
        agency = workplace(request.actor).agency
    try:
        add_device(actor=request.actor, agency=agency, ours=form.ours())
    except Refused as refused:
        form.add_error("label", str(refused.decision.reason))
        with reading(request.actor):
            return _list_page(request, form)
    messages.success(request, _("It is on the list, in store."))
    return redirect("delivery:devices")


def _list_page(request: StaffRequest, form: DeviceForm) -> HttpResponse:
    asked = request.GET.get("state", "")
    state = asked if asked in set(DeviceState.values) else ""
    found, by_state = kept(request.actor, state=state), counts(request.actor)
    context = {
        "form": form,
        "devices": found,
        "chosen": state,
        "more": len(found) == MOST,
        "states": [(each.value, each.label, by_state[each.value]) for each in DeviceState],
    }
    return render(request, "delivery/devices.html", context)


@page(needs=KEEP)
def device(request: StaffRequest, device_id: UUID) -> HttpResponse:
    """One of them: where it is, and what became of it."""
    with reading(request.actor):
        held = require(Device, device_id, actor=request.actor, needs=KEEP)
        form = _form(held, request.POST or None)
        if form is None or not form.is_valid():
            return _page(request, held, form)
    said = form.cleaned_data
    try:
        to = DeviceState(said["to"])
        move_device(actor=request.actor, device=held, to=to, words=said["words"], seen=said["version"])
    except (Refused, StaleRecord) as why:
        return _not_saved(request, held.pk, why)
    messages.success(request, _("It is written down."))
    return redirect("delivery:devices")


def _form(held: Device, data: Any) -> MoveDeviceForm | None:
    return MoveDeviceForm(data, device=held) if MOVES[held.state] else None


def _not_saved(request: StaffRequest, device_id: UUID, why: Refused | StaleRecord) -> HttpResponse:
    """What stands now is shown, with what was typed on top of it where it can still be saved."""
    reason = _("A colleague changed this meanwhile. Look again, then save on top of it.")
    if isinstance(why, Refused):
        reason = str(why.decision.reason)
    with reading(request.actor):
        now = require(Device, device_id, actor=request.actor, needs=KEEP)
        form = _form(now, {**request.POST.dict(), "version": now.version})
        if form is None:
            messages.warning(request, reason)
        else:
            form.is_valid()
            form.add_error(None, reason)
        return _page(request, now, form, status=409 if isinstance(why, StaleRecord) else 200)


def _page(request: StaffRequest, held: Device, form: MoveDeviceForm | None, *, status: int = 200) -> HttpResponse:
    context = {"held": kept_one(request.actor, held), "device": held, "form": form}
    return render(request, "delivery/device.html", context, status=status)
