"""Two brothers, twins at one address, with names that are nearly one: they are told apart, and stay two."""

from datetime import date

import pytest

from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.intake import actions as intake
from keyworker.people import actions as people
from keyworker.people.models import AsideBecause, Channel, OtherNameKind, Person, SetAside
from keyworker.people.queries import find_people

BORN = date(2009, 5, 2)
ADDRESS = "12 Tidewater Lane, Harbor"


def admit(town, name, **more):
    asked = intake.Asked(source_kind="self", full_name=name, needs="A room for both of us.", born_on=BORN)
    referral = intake.receive_referral(actor=town.flo, program=town.family, asked=asked)
    referral = intake.accept_referral(actor=town.flo, referral=referral)
    who = people.Identity(name, born_on=BORN)
    said = intake.Intake(
        owner=town.staff(town.sam), rights_version="rights-2026-02", identity=who,
        ways=(people.Way(Channel.VISIT, ADDRESS),), **more,
    )  # fmt: skip
    person_id = intake.admit_person(actor=town.flo, referral=referral, intake=said).person_id
    return town.find(Person, pk=person_id)


def found(town, words):
    with reading(town.flo):
        return {one.name: one.why for one in find_people(town.flo, words)}


def test_twins_at_one_address_are_two_people_and_the_search_says_why(town):
    idris = admit(town, "Idris Warsame")
    with pytest.raises(Refused):
        admit(town, "Idriss Warsame")
    because = intake.Aside(idris.pk, AsideBecause.KIN, "Twins. Idriss is the taller one.")
    idriss = admit(town, "Idriss Warsame", set_aside=(because,))
    assert idris.pk != idriss.pk
    kept = town.find(SetAside)
    assert (kept.person_a_id, kept.person_b_id, kept.because) == (idris.pk, idriss.pk, "kin")

    first, second = found(town, "idris warsame 2.5.2009").items()
    assert first == ("Idris Warsame", ["same birth date"])
    assert second[0] == "Idriss Warsame"
    assert any("Idriss" in why for why in second[1]), "of the other it is said that the letters are only nearly his"

    ilyas = admit(town, "Ilyas Warsame", set_aside=tuple(
        intake.Aside(each.pk, AsideBecause.KIN) for each in (idris, idriss)
    ))  # fmt: skip
    why = found(town, "ilyas warsame 2.5.2009")
    assert next(iter(why)) == "Ilyas Warsame"
    assert "a part of the name differs: Idris" in why["Idris Warsame"]

    people.add_other_name(actor=town.sam, person=ilyas, name="Lucky", kind=OtherNameKind.CALLED)
    assert list(found(town, "lucky")) == ["Ilyas Warsame"]
    assert len(town.all(Person, born_on=BORN, full_name__endswith="Warsame")) == 3
