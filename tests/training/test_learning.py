"""Lessons, the agency's own procedures, who must have done them, and who looks whether they still hold."""

import json
import re
from datetime import timedelta
from importlib.resources import files

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from keyworker.access.roles import Role
from keyworker.access.sight import Absent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.training.learning import actions, queries, rules
from keyworker.training.learning.lessons import SLUGS, all_lessons, lesson
from keyworker.training.models import LessonDone, Procedure, ProcedureText, RequiredLesson

AFTER = {f"q{number}": str(each.right) for number, each in enumerate(lesson("crisis").questions)}
LEARNING = "training:learning"


def written(town, *, days=90, text="Ring twice."):
    return actions.Written("How we ring", text, town.today + timedelta(days=days))


def at_harbor_house(town, owner="ben", **words):
    owner = town.staff(getattr(town, owner))
    return actions.write_procedure(actor=town.priya, agency=town.agency(), owner=owner, written=written(town, **words))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_says_the_same_in_every_language_of_the_house(slug):
    read = json.loads(files("keyworker.training.learning").joinpath("texts", f"{slug}.json").read_text())
    assert set(read) - {"edition", "minutes", "right", "source"} == {code for code, _name in settings.LANGUAGES}
    said = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said.append(lesson(slug))
    for each in said:
        assert [len(one.answers) for one in each.questions] == [len(one.answers) for one in said[0].questions]
        assert len(each.parts) == len(said[0].parts)
        assert all(0 <= one.right < len(one.answers) and one.why for one in each.questions)
        assert len({each.title for each in said}) == len(said)
        assert len(" ".join(text for _heading, text in each.parts)) < 2500, "a page, not a book"


def test_right_answers_do_not_stand_at_the_same_place_everywhere():
    for each in all_lessons():
        assert len({one.right for one in each.questions}) > 1, each.slug


def test_a_worker_reads_answers_is_told_why_and_is_done_when_every_answer_holds(town, page):
    browser, address = page(town.flo), reverse("training:lesson", args=["crisis"])
    assert "A crisis while you are far away" in browser.get(address).content.decode()
    half = browser.post(address, {"q0": AFTER["q0"]}).content.decode()
    assert "govuk-error-message" in half
    wrong = browser.post(address, {**AFTER, "q2": "0"}).content.decode()
    assert "It does not hold" in wrong
    assert "Plain words show that it can be spoken of" in wrong
    assert town.find(LessonDone, staff__name="Flo Martin") is None
    assert "You did this on" in browser.post(address, AFTER).content.decode()
    browser.post(address, AFTER)
    done = town.all(LessonDone, staff__name="Flo Martin")
    assert [(each.lesson, each.edition, each.done_on) for each in done] == [("crisis", 1, town.today)]
    assert browser.post(address, {**AFTER, "q0": "9"}).status_code == 200
    assert browser.get(reverse("training:lesson", args=["witchcraft"])).status_code == 404


def test_nobody_does_a_lesson_for_somebody_else(town):
    right = [each.right for each in lesson("crisis").questions]
    for who in (town.ben, town.priya):
        with pytest.raises(Refused):
            actions.finish_lesson(actor=who, member=town.staff(town.flo), slug="crisis", answers=right)
    with pytest.raises(Absent):
        actions.finish_lesson(actor=town.flo, member=town.staff(town.flo), slug="witchcraft", answers=right)


def test_what_is_asked_of_a_role_in_a_program_stands_on_their_page_and_nobody_elses(town):
    with reading(town.sam):
        assert "Privacy in two homes" in queries.on_my_day(town.sam).to_learn
    with reading(town.grace):
        assert queries.on_my_day(town.grace).to_learn == [
            "A crisis while you are far away",
            "When somebody does not come to a video visit",
            "Working from home",
        ]
    with reading(town.oskar):
        assert queries.on_my_day(town.oskar).to_learn == []
    with reading(town.carl):
        assert queries.on_my_day(town.carl).to_learn == []
        assert queries.learning(town.carl).procedures == []


def test_an_administrator_asks_it_of_roles_and_programs_and_takes_it_back(town, page):
    address = reverse("training:lesson_required", args=["messages"])
    page(town.priya).post(address, {"roles": ["intake-worker"], "programs": [str(town.housing.pk)]})
    with reading(town.flo):
        assert "Messages with boundaries" in queries.on_my_day(town.flo).to_learn
    shown = page(town.priya).get(address).content.decode()
    assert re.findall(r'value="([\w-]+)"[^>]* checked', shown) == ["intake-worker", str(town.housing.pk)]
    page(town.priya).post(address, {})
    assert town.all(RequiredLesson, lesson="messages", ended_at=None) == []
    for who in (town.ben, town.amina):
        assert page(who).get(address).status_code == 404
    with pytest.raises(Refused):
        actions.require_lesson(
            actor=town.priya, agency=town.agency(), slug="", procedure=None, roles=[Role.AUDITOR], programs=[]
        )


def test_my_day_says_quietly_what_is_to_be_learned_and_with_its_day_what_one_looks_after(town, page):
    assert "3 things to learn" not in page(town.ben).get(reverse("workspace:my_day")).content.decode()
    day = page(town.amina).get(reverse("workspace:my_day")).content.decode()
    assert f'href="{reverse(LEARNING)}"' in day
    assert "things to learn" in day
    shown = page(town.ben).get(reverse("workspace:my_day")).content.decode()
    assert "Look at a procedure again: When somebody does not come to a video visit" in shown
    assert "Working from home" not in shown, "it is somebody else's, and not yet due"


def test_the_supervisor_sees_beside_qualifications_what_was_done_and_what_is_still_to_do(town, page):
    seen = page(town.ben).get(reverse("training:team")).content.decode()
    assert "Still to learn: Working from home" in seen
    assert "Messages with boundaries" in seen
    assert "Grace Okafor" not in seen


def test_a_procedure_is_written_read_and_read_anew_when_its_words_change(town, page):
    browser = page(town.priya)
    sent = {"title": "How we ring", "text": "Ring twice.", "owner": str(town.ben.id)}
    day = town.today + timedelta(days=90)
    parts = {"review_on_day": day.day, "review_on_month": day.month, "review_on_year": day.year}
    missing = browser.post(reverse("training:write_procedure"), sent).content.decode()
    assert "Ring twice." in missing
    made = at_harbor_house(town)
    address = reverse("training:procedure", args=[made.pk])
    page(town.flo).post(address, {"edition": "1"})
    assert [each.edition for each in town.all(LessonDone, procedure=made)] == [1]
    change = {**sent, **parts, "text": "Ring three times.", "version": made.version}
    browser.post(reverse("training:change_procedure", args=[made.pk]), change)
    made = town.find(Procedure, pk=made.pk)
    assert made.edition == 2
    assert [each.text for each in town.all(ProcedureText, procedure=made)] == ["Ring twice.", "Ring three times."]
    late = page(town.flo).post(address, {"edition": "1"}, follow=True).content.decode()
    assert "It was written anew meanwhile" in late
    assert "You read an earlier edition on" in late
    for odd in ("", "two", "9" * 40, "²", "-2"):
        assert page(town.flo).post(address, {"edition": odd}).status_code == 302
    assert [each.edition for each in town.all(LessonDone, procedure=made)] == [1]


def test_the_same_words_are_no_new_edition_and_a_second_save_shows_both_versions(town, page):
    made = at_harbor_house(town)
    ben = town.staff(town.ben)
    actions.change_procedure(
        actor=town.priya, procedure=made, owner=ben, written=written(town, days=100), seen=made.version
    )
    assert town.find(Procedure, pk=made.pk).edition == 1
    with pytest.raises(StaleRecord):
        actions.change_procedure(actor=town.priya, procedure=made, owner=ben, written=written(town), seen=made.version)
    day = town.today + timedelta(days=80)
    sent = {
        "title": "How we ring now", "text": "Ring once.", "owner": str(ben.pk), "version": made.version,
        "review_on_day": day.day, "review_on_month": day.month, "review_on_year": day.year,
    }  # fmt: skip
    answer = page(town.priya).post(reverse("training:change_procedure", args=[made.pk]), sent)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Ring once." in shown
    assert "Ring twice." in shown


def test_whoever_looks_after_it_says_that_it_stands_and_nobody_else_does(town):
    made = at_harbor_house(town, days=5)
    with reading(town.ben):
        assert made in queries.to_look_at(town.ben)
    later = town.today + timedelta(days=300)
    for who in (town.priya, town.amina):
        with pytest.raises(Refused):
            actions.look_again(actor=who, procedure=made, review_on=later, seen=made.version)
    for day in (town.today, town.today + timedelta(days=2000)):
        with pytest.raises(Refused):
            actions.look_again(actor=town.ben, procedure=made, review_on=day, seen=made.version)
    actions.look_again(actor=town.ben, procedure=made, review_on=later, seen=made.version)
    with reading(town.ben):
        assert made not in queries.to_look_at(town.ben)
    actions.end_procedure(actor=town.priya, procedure=made)
    with pytest.raises(Refused):
        actions.read_procedure(actor=town.flo, procedure=made, edition=1)


def test_nobody_but_an_administrator_writes_and_another_agency_reads_nothing(town, page):
    made = at_harbor_house(town)
    for who in (town.ben, town.amina, town.flo, town.oskar):
        assert page(who).get(reverse("training:write_procedure")).status_code == 404
        with pytest.raises(Absent):
            actions.end_procedure(actor=who, procedure=made)
    for who in (town.carl, town.pavel):
        assert page(who).get(reverse("training:procedure", args=[made.pk])).status_code == 404


PLACES = st.sets(st.tuples(st.sampled_from([role.value for role in Role]), st.sampled_from([None, 1, 2])), max_size=4)


@given(role=st.sampled_from([role.value for role in Role]), program=st.sampled_from([None, 1, 2]), held=PLACES)
def test_it_is_asked_of_whoever_holds_the_role_where_it_is_asked(role, program, held):
    asked = rules.is_asked(role, program, held)
    assert asked == any(each == role and (program is None or program == place) for each, place in held)
    assert not rules.is_asked(role, program, [])
