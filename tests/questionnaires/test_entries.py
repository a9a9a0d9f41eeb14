"""Entries of groups and questions are added and taken away, with scripts and without; nothing typed gets lost."""

import re

import pytest

from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.names import Sent, place_of, without_entry
from keyworker.questionnaires.filling import Filling
from tests.questionnaires.forms import CORE, choice, group, item, read, sent, when
from tests.questionnaires.test_pages import Page


def occurs(least=None, most=None):
    found = [("min", least), ("max", most)]
    return [{"url": f"{CORE}questionnaire-{end}Occurs", "valueInteger": n} for end, n in found if n is not None]


def family(**more):
    """Children, each with toys."""
    toys = group("toys", item("toy"), repeats=True, text="Toy")
    return read(group("child", item("name"), choice("likes", "Milk", "Tea", repeats=True), toys, repeats=True, **more))


def two_children(**more):
    return {
        "answer::count:child": "2",
        "answer:0::name": "Ana",
        "answer:0::likes": ["milk", "tea"],
        "answer:0:count:toys": "2",
        "answer:0.0::toy": "Ball",
        "answer:0.1::toy": "Kite",
        "answer:1::name": "Ben",
        "answer:1:count:toys": "1",
        "answer:1.0::toy": "Drum",
        **more,
    }


def told(filling):
    return {(place.link_id, *place.at): values[0] for place, values in filling.given.answers.values.items()}


def test_another_entry_is_added_and_nothing_typed_is_lost():
    filling = Filling(family(), data=two_children(add="answer::count:child"))
    assert filling.wants_more
    found = Page(filling.as_html())
    assert found.all("input", name="answer::count:child")[0]["value"] == "3"
    assert [box["value"] for n in range(3) for box in found.all("input", name=f"answer:{n}::name")] == [
        "Ana",
        "Ben",
        "",
    ]
    assert [box["value"] for box in found.all("input", name="answer:0.1::toy")] == ["Kite"]
    assert "autofocus" in found.all("section", id="item-1-2")[0]


def test_an_entry_inside_an_entry_is_added_there_alone():
    found = Page(Filling(family(), data=two_children(add="answer:1:count:toys")).as_html())
    assert len(found.all("input", name="answer:1.1::toy")) == 1
    assert len(found.all("input", name="answer:0.2::toy")) == 0


def test_an_entry_is_taken_away_and_the_next_moves_up_with_all_that_is_in_it():
    filling = Filling(family(), data=two_children(remove="0:answer::count:child"))
    assert told(filling) == {("name", 0): "Ben", ("toy", 0, 0): "Drum"}
    found = Page(filling.as_html())
    assert found.all("input", name="answer::count:child")[0]["value"] == "1"
    assert "autofocus" in found.all("section", id="item-1")[0]
    last = Filling(family(), data=two_children(remove="1:answer::count:child"))
    assert told(last)[("toy", 0, 1)] == "Kite"
    inner = Filling(family(), data=two_children(remove="0:answer:0:count:toys"))
    assert told(inner)[("toy", 0, 0)] == "Kite"
    assert told(inner)[("toy", 1, 0)] == "Drum"


def test_with_scripts_only_the_group_is_drawn_anew():
    shown = re.findall(r'name="shown" value="([^"]+)"', Filling(family(), data=two_children()).as_html())
    assert Filling(family(), data=two_children(shown=shown)).preview_html().strip() == ""
    more = Filling(family(), data=two_children(shown=shown, add="answer:1:count:toys")).preview_html()
    assert re.findall(r'id="(slot-[^"]+)" hx-swap-oob', more) == ["slot-item-4-1"]
    assert 'value="Drum"' in more
    assert 'value="Ana"' not in more
    less = Filling(family(), data=two_children(shown=shown, remove="0:answer::count:child")).preview_html()
    assert re.findall(r'id="(slot-[^"]+)" hx-swap-oob', less) == ["slot-item-1"]


def test_there_are_never_fewer_than_must_be_nor_more_than_may_be():
    bounded = family(extension=occurs(2, 2))
    html = Filling(bounded).as_html()
    assert len(Page(html).all("input", name="answer:1::name")) == 1
    assert 'value="answer::count:child"' not in html
    assert 'name="remove" value="0:answer::count:child"' not in html
    assert told(Filling(bounded, data=two_children(remove="0:answer::count:child")))[("name", 0)] == "Ana"
    more = Filling(bounded, data=two_children(add="answer::count:child"))
    assert more.given.answers.occurrences[Place("child")] == 2


def test_a_question_with_several_answers_has_a_row_for_each_that_can_be_taken_away():
    definition = read(item("phone", repeats=True, extension=occurs(most=3)))
    typed = {"answer:::phone": ["1", "2"], "answer::count:phone": "2"}
    added = Page(Filling(definition, data={**typed, "add": "answer::count:phone"}).as_html())
    assert [box["value"] for box in added.all("input", name="answer:::phone")] == ["1", "2", ""]
    assert not added.all("button", name="add")
    assert "autofocus" in added.all("input", name="answer:::phone")[2]
    fewer = Filling(definition, data={**typed, "remove": "0:answer::count:phone"})
    assert fewer.given.answers.at(Place("phone")) == ("2",)
    assert not Page(fewer.as_html()).all("button", name="remove")


def test_a_new_entry_begins_as_the_form_says():
    definition = read(
        group("g", item("a", initial=[{"valueString": "first"}]), item("b", "boolean"), repeats=True, text="Entry")
    )
    assert Page(Filling(definition).as_html()).all("input", name="answer:0::a")[0]["value"] == "first"
    typed = {"answer::count:g": "1", "answer:0::a": "", "add": "answer::count:g"}
    found = Page(Filling(definition, data=typed).as_html())
    assert [found.all("input", name=f"answer:{n}::a")[0]["value"] for n in range(2)] == ["", "first"]


@pytest.mark.parametrize(
    "which",
    [
        "",
        "0:",
        "x:answer::count:child",
        "9:answer::count:child",
        "0:answer::count:gone",
        "0:answer::count:name",
        "0:answer:x:count:child",
        "-1:answer::count:child",
    ],
)
def test_a_wish_that_makes_no_sense_changes_nothing(which):
    before = Sent(two_children())
    assert dict(without_entry(family(), before, which).items()) == dict(before.items())


@pytest.mark.parametrize("name", ["answer::", "answer:1.x::a", "answer", "other:::a", "answer:99999::a"])
def test_a_name_that_is_none_of_ours_stands_for_no_place(name):
    assert place_of(name) is None


def test_what_hangs_on_an_answer_in_its_entry_moves_with_it():
    definition = read(
        group("g", item("a", "boolean"), item("b", enableWhen=[when("a", "=", answerBoolean=True)]), repeats=True)
    )
    typed = {"answer::count:g": "2", "answer:0::a": "false", "answer:1::a": "true", "answer:1::b": "here"}
    moved = Filling(definition, data={**typed, "remove": "0:answer::count:g"})
    assert moved.answers.at(Place("b", (0,))) == ("here",)


def test_pressing_enter_ends_nothing():
    html = Filling(family(), data=two_children()).as_html()
    first = Page(html).all("button")[0]
    assert (first["name"], first["value"], first["tabindex"]) == ("go", "stay", "-1")
    again = Filling(family(), data=two_children(go="stay"))
    assert again.wants_more
    assert sent() == {}
