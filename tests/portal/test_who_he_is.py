"""Who a guardian or supporter is: known by every name and record of theirs, and by whoever sees them."""

import pytest
from django.urls import reverse

from keyworker.access.companions import granted_beside
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.consent.companions.actions import let_choose_again
from keyworker.people import actions as people
from keyworker.people.actions import entering
from keyworker.people.models import Kinship, OtherNameKind, PortalAccount
from tests.portal.test_beside import BREACHES, HIM, as_them, inside, let_in, link, mandate, town

__all__ = ["town"]


@pytest.mark.parametrize(
    ("noted", "out"),
    [
        ("Quill, Anselm", True),
        ("Ánselm Quíll", True),
        ("ANSELM-QUILL", True),
        ("Anselm Quillby", False),
        ("Anselma Quill", False),
        ("أنسلم", False),
    ],
)
def test_he_is_known_however_his_name_is_written(town, noted, out):
    held = let_in(town)
    people.relate(actor=town.amina, person=town.her, name=noted, told=people.Told(Kinship.OTHER, adverse=True))
    with reading(as_them(held)):
        assert (granted_beside(held.account_id) is None) is out


@pytest.mark.parametrize("script", ["مُحَمَّد الفارس", "محمد الفارس", "الفارس محمد"])
def test_and_in_arabic_with_and_without_signs_for_vowels(town, script):
    held = let_in(town, maker=mandate(town, name="محمد الفارس"))
    people.relate(actor=town.amina, person=town.her, name=script, told=people.Told(Kinship.OTHER, adverse=True))
    with reading(as_them(held)):
        assert granted_beside(held.account_id) is None


def test_he_is_known_by_every_name_and_record_of_his(town):
    """Breaches: a warning stands under the name he had before, or on his other record."""
    him, again = town.new_person(full_name=HIM), town.new_person(full_name="A. Stone")
    tie = people.relate(actor=town.amina, person=town.her, other=him, told=people.Told(Kinship.PARENT))
    held = let_in(town, tie=tie)
    with reading(as_them(held)):
        assert granted_beside(held.account_id) is not None
    people.add_other_name(actor=town.amina, person=him, name="Bart Stone", kind=OtherNameKind.FORMER)
    warned = people.relate(
        actor=town.amina, person=town.her, name="Stone Bart", told=people.Told(Kinship.OTHER, adverse=True)
    )
    with reading(as_them(held)):
        assert granted_beside(held.account_id) is None
    people.end_tie(actor=town.amina, relationship=warned, until=town.today)
    link(town, him, again)
    people.relate(actor=town.amina, person=town.her, other=again, told=people.Told(Kinship.OTHER, adverse=True))
    with reading(as_them(held)):
        assert granted_beside(held.account_id) is None


def test_a_locked_pin_is_chosen_anew_with_whoever_sees_that_it_is_him(town, page):
    companion = let_in(town)
    his = inside(town, page, companion)
    account = town.find(PortalAccount, pk=companion.account_id)
    for _try in range(5):
        entering.try_pin(actor=entering.at_the_door(account.agency_id), account=account, pin="000000")
        account = town.find(PortalAccount, pk=account.pk)
    assert account.locked_at is not None
    amina, address = page(town.amina), reverse("workspace:companions", args=[town.her.pk])
    amina.post(address, {"step": "again", "which": companion.pk, "met": "telephone"})
    assert town.find(PortalAccount, pk=account.pk).locked_at is not None
    amina.post(address, {"step": "again", "which": companion.pk, "met": "video"})
    fresh = town.find(PortalAccount, pk=account.pk)
    assert (fresh.locked_at, fresh.pin_chosen_at) == (None, None)
    assert his.get(reverse("portal:beside")).status_code == 302, "whoever was inside is outside"
    inside(town, page, companion)
    BREACHES["his order ends"](town, companion)
    with pytest.raises(Refused, match="Talk with your supervisor"):
        let_choose_again(actor=town.amina, companion=companion, met="in-person")
