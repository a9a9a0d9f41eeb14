"""The agency's devices: each is with one person, in store, in repair, lost or out of use; who has it is in a file."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.delivery.actions import Handed, OurDevice, add_device, hand_out, move_device, take_back
from keyworker.delivery.devices import AFTERWARDS, may_be_lent, may_become
from keyworker.delivery.models import Agreed, CameBack, Condition, Device, DeviceState, Equipment, Thing
from tests.delivery.test_pages import day

STATES = st.sampled_from(DeviceState.values)


@pytest.fixture
def phone(town):
    def add(label="Phone 12", actor=None):
        ours = OurDevice(Thing.PHONE, label, "SN-7781")
        return add_device(actor=actor or town.priya, agency=town.agency(), ours=ours)

    return add


@pytest.fixture
def lend(town):
    def lent(case, device, agreed=Agreed.SIGNED):
        handed = Handed(
            Thing.PHONE, device.label, True, Condition.GOOD, town.today, town.today, device=device, agreed=agreed
        )
        return hand_out(actor=town.amina, case=case, handed=handed)

    return lent


def state(town, device):
    return town.find(Device, pk=device.pk).state


@given(STATES, STATES)
def test_what_somebody_has_moves_by_their_file_alone_and_what_is_out_of_use_stays_so(now, then):
    answer = may_become(now, then)
    if now in {DeviceState.OUT, DeviceState.RETIRED} or then == DeviceState.OUT or now == then:
        assert not answer
    else:
        assert answer


@given(STATES, st.booleans(), st.sampled_from(["", "signed"]))
def test_only_what_is_in_store_is_lent_and_on_terms(now, lent, agreed):
    fits = now == DeviceState.IN_STORE and (not lent or bool(agreed))
    assert bool(may_be_lent(now, lent=lent, agreed=agreed)) is fits


@pytest.mark.parametrize("how", list(CameBack))
def test_it_is_lent_once_and_comes_back_into_the_state_that_it_came_back_in(town, phone, lend, how):
    case, device = town.client_case(), phone()
    held = lend(case, device)
    assert state(town, device) == DeviceState.OUT
    with pytest.raises(Refused, match="not in store"):
        lend(town.client_case(), device)
    take_back(actor=town.amina, equipment=held, returned_on=town.today, how=how)
    assert state(town, device) == AFTERWARDS[how]


def test_nothing_is_lent_before_they_agreed_to_the_terms(town, phone, lend):
    device = phone()
    with pytest.raises(Refused, match="agreed to the terms"):
        lend(town.client_case(), device, agreed=None)
    assert state(town, device) == DeviceState.IN_STORE


def test_the_database_gives_one_device_to_one_person(town, phone, lend):
    held = lend(town.client_case(), phone())
    again = town.find(Equipment, pk=held.pk)
    again.pk = None
    with pytest.raises(IntegrityError, match="device_is_with_one_person"), transaction.atomic(), reading(town.amina):
        again.save(force_insert=True)


def test_whoever_keeps_the_devices_learns_when_one_is_due_and_not_who_has_it(town, page, phone, lend):
    device = phone("Phone 31")
    lend(town.client_case(full_name="Clement Obi"), device)
    place = reverse("delivery:devices")
    priya, ben = page(town.priya).get(place).content.decode(), page(town.ben).get(place).content.decode()
    assert "Phone 31" in priya
    assert "due back" in priya
    assert "Clement Obi" not in priya
    assert "Clement Obi" in ben
    assert page(town.amina).get(place).status_code in {403, 404}
    assert "Clement Obi" not in page(town.priya).get(reverse("delivery:device", args=[device.pk])).content.decode()


def test_two_of_one_label_could_not_be_told_apart(town, phone):
    phone("Tablet 4")
    with pytest.raises(Refused, match="label already"):
        phone("tablet 4 ")


def test_a_day_with_a_device_in_the_browser(town, page):
    case, priya, amina = town.client_case(), page(town.priya), page(town.amina)
    one = {"kind": "phone", "label": "Phone 77", "serial": "SN-0042"}
    assert priya.post(reverse("delivery:devices"), one).status_code == 302
    assert "label already" in priya.post(reverse("delivery:devices"), one).content.decode()
    device = town.find(Device, label="Phone 77")
    sent = {
        "device": str(device.pk), "condition": "good", "lent": "lent", **day("handed_on", town.today),
        **day("due_back_on", town.today),
    }  # fmt: skip
    lending = reverse("delivery:new_equipment", args=[case.person_id])
    assert "Say how they agreed" in amina.post(lending, sent).content.decode()
    assert amina.post(lending, {**sent, "agreed": "signed"}).status_code == 302
    held = town.find(Equipment, device=device.pk)
    assert (held.name, held.kind, held.serial) == ("Phone 77", "phone", None)
    shown = amina.get(reverse("delivery:equipment", args=[held.pk])).content.decode()
    assert "SN-0042" in shown
    assert "They signed for it" in shown
    assert "Phone 77" in amina.get(reverse("visits:suitability", args=[case.person_id])).content.decode()

    its_page = reverse("delivery:device", args=[device.pk])
    assert "Somebody has it." in priya.get(its_page).content.decode()
    take_back(actor=town.amina, equipment=held, returned_on=town.today, how=CameBack.BROKEN)
    stale = town.find(Device, pk=device.pk).version
    moved = {"to": "in-store", "words": "New screen.", "version": stale}
    assert priya.post(its_page, moved).status_code == 302
    again = priya.post(its_page, {**moved, "to": "lost", "words": "I looked everywhere."})
    assert again.status_code == 409
    assert "I looked everywhere." in again.content.decode()
    move_device(actor=town.priya, device=town.find(Device, pk=device.pk), to=DeviceState.RETIRED)
    assert "Phone 77" not in priya.get(reverse("delivery:devices")).content.decode()
    assert "Phone 77" in priya.get(reverse("delivery:devices"), {"state": "retired"}).content.decode()
