"""A form is said in other languages: every text beside its box, kept in part, and published with its version."""

import json

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from keyworker.questionnaires.actions import begin_next_version, publish_questionnaire
from keyworker.questionnaires.building import logic
from keyworker.questionnaires.building.kinds import Kind
from keyworker.questionnaires.building.translating import languages_in, said_in, texts
from keyworker.questionnaires.engine.parsing import parse
from keyworker.questionnaires.engine.shipped import LIBRARY
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.models import Questionnaire
from tests.questionnaires.forms import band, choice, form, group, item
from tests.questionnaires.test_builder_pages import HOW_OFTEN, Builder

BUS = form(
    group("g", choice("a", "Never", "Often", text="Late?"), choice("b", "Never", "Often", text="Tired?"), text="Bus"),
    item("s", "integer", "Score", extension=[band("Low", 0)]),
    title="Bus help", copyright="© Harbor House", language="en",
)  # fmt: skip


def originals(made, language="ar"):
    return [said.original for said in texts(made, language)]


def words_of(made, language):
    return {said.original: said.words for said in texts(made, language)}


def keys(made, *words):
    return {said.key: f"{said.original}!" for said in texts(made, "ar") if said.original in words}


def test_every_text_that_people_read_is_asked_for_in_order():
    assert originals(BUS) == [
        "Bus help", "© Harbor House", "Bus", "Late?", "Never", "Often", "Tired?", "Never", "Often",
        "Score", "Low", "Something.",
    ]  # fmt: skip
    about = {said.original: (str(said.what), said.about) for said in texts(BUS, "ar")}
    assert about["Often"] == ("Answer", "Tired?")
    assert about["Low"] == ("Name of a score", "Score")


@pytest.mark.parametrize("file", sorted(LIBRARY.glob("*.json")), ids=lambda file: file.stem)
def test_what_a_shipped_form_says_already_is_shown_and_stays_as_it_is(file):
    made = json.loads(file.read_bytes())
    for language in languages_in(made):
        assert said_in(made, language, {said.key: said.words for said in texts(made, language)}) == made
    french = said_in(made, "fr", {said.key: "mot" for said in texts(made, "fr")})
    assert all(said.words == "mot" for said in texts(french, "fr"))
    assert "fr" in parse(french).languages
    assert said_in(french, "fr", {said.key: "" for said in texts(french, "fr")}) == made


def test_what_is_said_once_is_said_of_every_text_of_the_same_words_that_has_none():
    first = next(said for said in texts(BUS, "ar") if said.original == "Never")
    made = said_in(BUS, "ar", {first.key: "أبدا"})
    assert [said.words for said in texts(made, "ar") if said.original == "Never"] == ["أبدا", "أبدا"]
    again = said_in(made, "ar", {first.key: "قط"})
    assert [said.words for said in texts(again, "ar") if said.original == "Never"] == ["قط", "أبدا"]


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_nothing_else_changes_and_every_language_keeps_its_own(data):
    made, kept = BUS, {"ar": {}, "es": {}}
    for _save in range(data.draw(st.integers(1, 4))):
        language = data.draw(st.sampled_from(sorted(kept)))
        known = {said.key: said for said in texts(made, language)}
        given_words = {key: data.draw(st.sampled_from(["", "x", " y ", "ز"])) for key in known}
        made = said_in(made, language, given_words)
        for key, words in given_words.items():
            kept[language].pop(key, None)  # an empty one may be lent the words of another
            if words.strip():
                kept[language][key] = words.strip()
    for language, expected in kept.items():
        found = {said.key: said.words for said in texts(made, language)}
        assert originals(made, language) == originals(BUS)
        assert {key: found[key] for key in expected} == expected
    bare = made
    for language in kept:
        bare = said_in(bare, language, dict.fromkeys(keys_of(bare, language), ""))
    assert bare == BUS
    parse(made)


def keys_of(made, language):
    return [said.key for said in texts(made, language)]


@pytest.fixture
def builder(town, page):
    made = Builder(town, page(town.priya))
    made.add(Kind.ONE.value, "How often do you miss the bus?", HOW_OFTEN)
    return made


def boxes(builder, language):
    return {said.original: said.key for said in texts(builder.draft.definition, language)}


def say(builder, language, words, **more):
    known = boxes(builder, language)
    data = {known[original]: said for original, said in words.items()}
    return builder.post("build-words", {**data, **more}, language)


ARABIC = {"Bus help": "المساعدة في الحافلة", "How often do you miss the bus?": "كم مرة تفوتك الحافلة؟", "Never": "أبدا"}


def test_a_language_is_added_and_said_in_part(builder):
    begun = builder.post("build-languages", {"language": "ar"})
    assert begun["Location"] == reverse("questionnaires:build-words", args=[builder.pk, "ar"])
    page = builder.get("build-words", "ar")
    assert 'dir="rtl"' in page
    assert "0 of 7 said" in page
    assert "Answer: How often do you miss the bus?" in page
    assert say(builder, "ar", ARABIC).status_code == 302
    assert "3 of 7 said" in builder.get("build-words", "ar")
    listed = builder.get("build-languages")
    assert "3 of 7 said" in listed
    assert "Not all of it yet" in listed


def test_once_it_is_all_said_it_is_asked_in_that_language_after_it_was_put_to_use(town, builder):
    say(builder, "ar", dict.fromkeys(boxes(builder, "ar"), "كلمة") | ARABIC)
    assert "Can be asked in it" in builder.get("build-languages")
    held = publish_questionnaire(actor=town.priya, questionnaire=builder.draft)
    asked = str(Filling(held, language="ar").as_html())
    assert "كم مرة تفوتك الحافلة؟" in asked
    assert "How often" not in asked
    following = begin_next_version(actor=town.priya, questionnaire=held)
    assert words_of(following.definition, "ar")["Never"] == "أبدا"


def test_an_edit_keeps_what_was_said_of_all_that_stays(builder):
    say(builder, "ar", dict.fromkeys(boxes(builder, "ar"), "كلمة"))
    builder.post("build-details", {"title": "Bus help", "description": "", "copyright": "© Us"})
    found = words_of(builder.draft.definition, "ar")
    assert (found["Bus help"], found["© Us"]) == ("كلمة", "")


def test_bands_and_dangers_that_stay_keep_what_was_said_of_them(builder):
    score = builder.add(Kind.SCORE.value, "Missed", counts=[builder.names()["How often do you miss the bus?"]])
    ranges = {"band-TOTAL_FORMS": 2, "band-INITIAL_FORMS": 0, "band-0-high": "2", "band-0-label": "Fine",
              "band-1-low": "3", "band-1-label": "Needs a hand"}  # fmt: skip
    assert builder.post("build-bands", ranges, item=score).status_code == 302
    say(builder, "ar", {"Fine": "جيد", "Needs a hand": "يحتاج"})
    builder.post("build-bands", {**ranges, "band-INITIAL_FORMS": 2, "band-1-label": "Needs two hands"}, item=score)
    found = words_of(builder.draft.definition, "ar")
    assert (found["Fine"], found["Needs two hands"]) == ("جيد", "")
    told = (logic.Tells("danger", "true", message="Call."),)
    safe = {"item": [logic.write_tells(item("safe", "boolean"), told)]}
    (worded,) = said_in(safe, "ar", keys(safe, "Call."))["item"]
    assert logic.write_tells(worded, told) == worded


def test_two_at_once_lose_nothing(builder):
    seen = builder.draft.version
    known = boxes(builder, "ar")
    say(builder, "ar", {"Never": "أبدا"})
    builder.post("build-details", {"title": "Bus and train help", "copyright": "© Harbor House"})
    late = {known["Bus help"]: "حافلة", known["How often do you miss the bus?"]: "كم مرة؟", "seen": seen}
    answer = builder.post("build-words", late, "ar")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "A colleague changed this form meanwhile" in text
    assert all(words in text for words in ("حافلة", "أبدا", "كم مرة؟"))
    assert "You wrote this for words that are gone or were changed" in text


def test_only_a_draft_is_said_in_other_languages_and_only_in_a_language(town, builder):
    for language in ("en", "klingon"):
        assert (
            builder.browser.get(reverse("questionnaires:build-words", args=[builder.pk, language])).status_code == 404
        )
    publish_questionnaire(actor=town.priya, questionnaire=builder.draft)
    assert builder.browser.get(reverse("questionnaires:build-languages", args=[builder.pk])).status_code == 404
    assert town.find(Questionnaire, pk=builder.pk).status == "published"
