"""No list that somebody sends tells them who is here already, unless they may look people up."""

from django.urls import reverse

from keyworker.access.actions import revoke_role
from keyworker.access.sight import rows
from keyworker.base.context import reading
from keyworker.cases.actions import open_case
from keyworker.people import actions as people
from keyworker.people.models import CareTeamMember, Channel, ContactPoint, Identifier, Person
from tests.interop.test_sheets import HEAD, matched, may_see_people, named, noted, sent, started


def test_who_may_not_see_people_learns_from_no_list_who_is_here(town, page):
    """A breach: an administrator sends a name, or a number, to learn whether somebody comes to us."""
    known = town.client_case(full_name="Barnaby Quillfeather", born_on="1990-01-02").person
    people.add_contact_point(actor=town.amina, person=known, way=people.Way(Channel.PHONE, "+1 202 555 0143"))
    by_name, by_number = "9;Barnaby;Quillfeather;2.1.1990;;;;;;\n", "8;Zenobia;Marchbanks;;202 555 0143;;;;;\n"
    sheet = matched(town, sent(town, HEAD + by_name + by_number), alike="same")
    assert noted(town, sheet) == []
    shown = page(town.priya).get(reverse("interop:sheet", args=[sheet.pk])).content.decode()
    assert "who is here already" not in shown
    assert "2 rows can come in" in shown
    sheet = started(town, sheet)
    assert (sheet.counts["people"], sheet.counts["added"]) == (2, 0)


def test_what_somebody_learned_while_they_might_see_people_is_told_no_more_afterwards(town, page):
    grant = may_see_people(town)
    town.client_case(full_name="Barnaby Quillfeather", born_on="1990-01-02")
    sheet = matched(town, sent(town, HEAD + "9;Barnaby;Quillfeather;2.1.1990;;;;;;\n"))
    address = reverse("interop:sheet", args=[sheet.pk])
    assert "who is here already" in page(town.priya).get(address).content.decode()
    revoke_role(actor=town.job(), grant=grant)
    assert "who is here already" not in page(town.priya).get(address).content.decode()


def test_whom_only_a_sealed_program_knows_is_not_betrayed_by_a_list(town):
    may_see_people(town)
    hidden = town.new_person(
        actor=town.grace, program=town.shelter, full_name="Zenobia Marchbanks", born_on="1990-01-02"
    )
    text = HEAD + "9;Zenobia;Marchbanks;2.1.1990;;;;;;\n"
    sheet = matched(town, sent(town, text), program=town.shelter, worker=town.grace)
    assert noted(town, sheet) == []
    started(town, sheet)
    (new,) = [one for one in named(town, "Zenobia", "Marchbanks") if one.pk != hidden.pk]
    with reading(town.amina):
        assert not rows(Person, actor=town.amina, needs=people.Permission.PERSON_INDEX).filter(pk=new.pk).exists()
    assert {place.program_id for place in town.all(CareTeamMember, person=new)} == {town.shelter.pk}
    assert {one.sealed_in_id for one in town.all(Identifier, person=new)} == {town.shelter.pk}


def test_a_shielded_name_is_not_told_by_a_list(town):
    may_see_people(town)
    known = town.client_case(full_name="Barnaby Quillfeather", born_on="1990-01-02").person
    people.set_safety(actor=town.amina, person=known, address_protected=False, risk_if_contacted="", name_shielded=True)
    sheet = matched(town, sent(town, HEAD + "9;Barnaby;Quillfeather;2.1.1990;;;;;;\n"))
    assert noted(town, sheet) == []


def test_a_list_opens_no_file_that_was_shielded_after_it_was_looked_over(town):
    may_see_people(town)
    known = town.client_case(full_name="Barnaby Quillfeather", born_on="1990-01-02").person
    sheet = matched(town, sent(town, HEAD + "9;Barnaby;Quillfeather;2.1.1990;;;;;;\n"), worker=town.ben, alike="same")
    people.set_safety(actor=town.amina, person=known, address_protected=False, risk_if_contacted="", name_shielded=True)
    sheet = started(town, sheet)
    assert (sheet.counts["people"], sheet.counts["added"]) == (0, 0)
    assert not town.all(CareTeamMember, person=known, staff=town.staff(town.ben))
    assert not town.all(Identifier, person=known)


def test_a_list_does_not_tell_by_what_it_leaves_out_which_number_a_shelter_knows(town):
    may_see_people(town)
    known = town.client_case(full_name="Barnaby Quillfeather", born_on="1990-01-02").person
    open_case(actor=town.job(), program=town.shelter, person=known, owner=town.staff(town.grace))
    people.add_contact_point(actor=town.grace, person=known, way=people.Way(Channel.PHONE, "+1 202 555 0143"))
    people.add_identifier(actor=town.grace, person=known, scheme="Client ID", value="9")
    row = "9;Barnaby;Quillfeather;2.1.1990;202 555 0143;;;;;\n"
    started(town, matched(town, sent(town, HEAD + row + row), alike="same"))
    with reading(town.amina):
        for model in (ContactPoint, Identifier):
            seen = rows(model, actor=town.amina, needs=people.Permission.PERSON_VIEW).filter(person=known)
            assert [each.sealed_in_id for each in seen] == [None], model
