"""Family and circle: who is noted, who learns of it, and how it is drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.ids import new_id
from keyworker.people import actions as people
from keyworker.people.kin import ecomap, genogram
from keyworker.people.kin.queries import circle
from keyworker.people.kin.rules import GENERATION, INVERSE, Kin, in_order
from keyworker.people.models import Home, Kinship, Relationship, Tie


def kin(kind, name="Bea Okafor", **more):
    return Kin(id=new_id(), name=name, kind=kind.value, **more)


@pytest.fixture
def xan(town):
    return town.client_case(full_name="Xanthippe Quill", preferred_name="Xan").person


def told(kind=Kinship.SIBLING, **more):
    return people.Told(kind, **more)


def family(town, person, who=None):
    with reading(who or town.amina):
        return {one.name: one.kind for one in circle(who or town.amina, person)}


@pytest.mark.parametrize("kind", Kinship.values)
def test_every_tie_reads_from_the_other_side_and_back_again(kind):
    if kind not in {Kinship.SUPPORT, Kinship.OTHER}:
        assert INVERSE[INVERSE[kind]] == kind
    if kind in GENERATION:
        assert GENERATION[INVERSE[kind]] == -GENERATION[kind]


def test_a_tie_noted_in_both_files_stands_once():
    person_id = new_id()
    own = kin(Kinship.CHILD, person_id=person_id)
    theirs = kin(Kinship.PARENT).from_the_other_side(name="Bea Okafor", person_id=person_id)
    assert in_order([theirs, own]) == [own]


@given(st.lists(st.sampled_from(list(Kinship)), max_size=24))
def test_everybody_of_a_family_is_drawn_within_the_picture_and_nobody_upon_another(kinds):
    drawing = genogram.draw("Xanthippe Quill", [kin(kind) for kind in kinds])
    drawn = [kind for kind in kinds if kind in GENERATION]
    if not drawn:
        assert drawing is None
        return
    places = {(node.x, node.y) for node in drawing.nodes}
    assert len(places) == len(drawing.nodes) == len(drawn) + 1
    assert all(0 < x < drawing.width and 0 < y < drawing.height for x, y in places)


@given(st.lists(st.tuples(st.sampled_from(list(GENERATION)), st.sampled_from(list(Home))), max_size=24))
def test_a_line_goes_round_those_who_live_together_and_nobody_else(family):
    circle = [kin(kind, f"p{at}", home=home.value) for at, (kind, home) in enumerate(family)]
    drawing = genogram.draw("Xan", circle)
    if drawing is None:
        return
    at_home = {one.name for one in circle if one.home != Home.ELSEWHERE}
    lines = [[tuple(map(int, corner.split(","))) for corner in line.split()] for line in drawing.homes]
    inside = {node.words[0] for node in drawing.nodes if any(is_inside(node, line) for line in lines)}
    assert inside == ({"Xan", *at_home} if at_home else set())


def is_inside(node, corners):
    """Whether a line to the right of the node crosses the corners' line an odd number of times."""
    upright = [(x, y, to) for (x, y), (also, to) in zip(corners, [*corners[1:], corners[0]], strict=True) if x == also]
    return sum(x > node.x and min(y, to) < node.y < max(y, to) for x, y, to in upright) % 2 == 1


@given(st.lists(st.sampled_from(list(Home)), max_size=30))
def test_an_ecomap_has_a_place_for_everybody_or_says_how_many_are_left_out(homes):
    drawing = ecomap.draw("Xan", [kin(Kinship.FRIEND, home=home.value) for home in homes])
    around = homes.count(Home.ELSEWHERE)
    if not homes:
        assert drawing is None
        return
    assert len(drawing.spokes) + drawing.left_out == around
    assert all(0 < spoke.x < drawing.width and 0 < spoke.y < drawing.height for spoke in drawing.spokes)


@pytest.mark.parametrize(
    ("given", "because"),
    [
        ({"name": " "}, "Say who it is"),
        ({"name": "Bea", "told": told(Kinship.FRIEND, parental_responsibility=True)}, "Only a parent"),
    ],
)
def test_a_tie_that_cannot_be_is_refused_in_words(town, xan, given, because):
    with pytest.raises(Refused, match=because):
        people.relate(actor=town.amina, person=xan, **{"told": told(), **given})


def test_nobody_is_kin_to_themselves(town, xan):
    with pytest.raises(Refused, match="themselves"):
        people.relate(actor=town.amina, person=xan, other=xan, told=told())


def test_a_mother_noted_in_one_file_is_a_mother_in_the_others(town, xan):
    child = town.client_case(full_name="Ptolemy Quill").person
    people.relate(actor=town.amina, person=xan, other=child, told=told(Kinship.CHILD, parental_responsibility=True))
    assert family(town, xan) == {"Ptolemy Quill": Kinship.CHILD}
    assert family(town, child) == {"Xan": Kinship.PARENT}


def test_the_file_of_whom_she_must_not_meet_does_not_name_her(town, xan):
    him = town.client_case(full_name="Barnaby Stroud").person
    people.relate(actor=town.amina, person=xan, other=him, told=told(Kinship.FORMER_PARTNER, adverse=True))
    assert family(town, xan) == {"Barnaby Stroud": Kinship.FORMER_PARTNER}
    assert family(town, him) == {}


def test_what_a_sealed_program_noted_of_kin_stays_there(town):
    hidden = town.client_case(town.grace, town.shelter, full_name="Perdita Marsh").person
    brother = town.client_case(full_name="Lysander Marsh").person
    people.relate(actor=town.job(), person=hidden, other=brother, told=told())
    assert family(town, brother) == {}
    assert family(town, hidden, town.grace) == {"Lysander Marsh": Kinship.SIBLING}
    people.relate(actor=town.grace, person=hidden, name="Bea Okafor", told=told())
    assert town.find(Relationship, person=hidden, name="Bea Okafor").sealed_in_id == town.shelter.pk


def test_amina_notes_somebody_says_it_anew_and_ends_it(town, xan, page):
    desk, place = page(town.amina), f"/people/{xan.pk}/family/"
    words = {
        "name": "Bea Okafor",
        "kind": "elder-kin",
        "home": "same",
        "tie": "strong",
        "shape": "woman",
        "said": "Bea",
    }
    desk.post(place + "new/", words)
    shown = desk.get(place).content.decode()
    assert "Bea Okafor" in shown
    assert shown.count("<svg") >= 2
    tie = town.find(Relationship, person=xan)
    again = desk.post(f"{place}{tie.pk}/", {**words, "tie": "strained", "version": tie.version})
    assert again.status_code == 302
    stale = desk.post(f"{place}{tie.pk}/", {**words, "tie": "thin", "version": tie.version})
    assert stale.status_code == 409
    assert town.find(Relationship, pk=tie.pk).tie == Tie.STRAINED
    day = {"until_day": town.today.day, "until_month": town.today.month, "until_year": town.today.year + 1}
    assert desk.post(f"{place}{tie.pk}/end/", day).status_code == 200
    assert town.find(Relationship, pk=tie.pk).until is None
    desk.post(f"{place}{tie.pk}/end/", {**day, "until_year": town.today.year})
    assert "What was before" in desk.get(place).content.decode()


def test_a_name_that_may_be_somebodys_with_a_file_is_asked_about_first(town, xan, page):
    child = town.client_case(full_name="Ptolemy Quill").person
    words = {"name": "Tolemy Quill", "kind": "child", "home": "same", "tie": "plain", "shape": "man"}
    asked = page(town.amina).post(f"/people/{xan.pk}/family/new/", words)
    assert "Ptolemy Quill" in asked.content.decode()
    assert not town.all(Relationship, person=xan)
    page(town.amina).post(f"/people/{xan.pk}/family/new/", {**words, "who": str(child.pk)})
    assert town.find(Relationship, person=xan).other_id == child.pk


def test_a_tie_of_another_file_is_not_opened_through_this_one(town, xan, page):
    other = town.client_case(full_name="Ptolemy Quill").person
    tie = people.relate(actor=town.amina, person=other, name="Bea Okafor", told=told())
    assert page(town.amina).get(f"/people/{xan.pk}/family/{tie.pk}/").status_code == 404


def test_who_lives_with_her_and_is_kin_stands_once_on_the_overview(town, xan, page):
    child = town.client_case(full_name="Ptolemy Quill").person
    people.form_household(actor=town.amina, person=xan, members=[(xan, ""), (child, "lodger")])
    people.relate(actor=town.amina, person=xan, other=child, told=told(Kinship.CHILD))
    people.relate(actor=town.amina, person=xan, name="Bea Okafor", told=told(Kinship.PARENT, died=True))
    shown = page(town.amina).get(f"/people/{xan.pk}/").content.decode()
    assert shown.count("Ptolemy Quill") == 1
    assert "Mother or father, has died" in shown
