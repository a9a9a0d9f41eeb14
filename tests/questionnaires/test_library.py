"""The forms that Keyworker ships: whole, worded, with their rights, and never needing anything from outside."""

import hashlib
import re
from itertools import pairwise

import pytest

from keyworker.assessment.domains import Domain
from keyworker.questionnaires.engine import checking
from keyworker.questionnaires.engine.checking import Outcome, check
from keyworker.questionnaires.engine.shipped import SHEETS
from keyworker.questionnaires.filling import Filling
from tests.questionnaires.shelf import FILES, OWN, PUBLISHED, filled, items, ours, parts, raw, shipped

URL = "https://keyworker.example/Questionnaire/"
# Answers are kept by link id. Who changes one gives the form a new version, and notes both here.
LINK_IDS = {
    "audit-c": ("1.0.0", "47a8805b5f80"),
    "child-development": ("1.0.0", "11ae21464c5e"),
    "cultural-safety": ("1.0.0", "ddfbbf524a73"),
    "gad-7": ("1.0.0", "facfebeb717d"),
    "immediate-needs": ("1.1.0", "d04c93931d0b"),
    "how-was-it": ("1.0.0", "e2e741162d96"),
    "k10": ("1.0.0", "266a5a34143a"),
    "k6": ("1.0.0", "d46b6e20615f"),
    "phq-2": ("1.0.0", "80e640e747dc"),
    "phq-9": ("1.1.0", "6b93070ffc18"),
    "risk-assessment": ("1.0.0", "47f113db9947"),
    "safety-plan": ("1.0.0", "e7ceee5867b4"),
    "self-reflection": ("1.0.0", "f31cffde5964"),
    "self-sufficiency": ("1.0.0", "9ace3ab17fcb"),
    "strengths-and-needs-first-look": ("1.1.0", "0af35df8b890"),
    "taps-1": ("1.0.0", "895730e521d5"),
    "whole-life": ("1.0.0", "e9e1a22a6f3d"),
}
# Instruments whose owners do not let them be shipped, by name and by sentences of theirs.
NOT_OURS_TO_SHIP = [
    r"\bPRAPARE\b", r"\b(VI-)?SPDAT\b", r"\bOutcomes? Star\b", r"\bSDQ\b", r"Strengths and Difficulties", r"\bWHOQOL\b",
    r"\b[OS]RS\b", r"Outcome Rating Scale", r"Session Rating Scale", r"\bArizona\b", r"\bASQ\b", r"Ages (and|&) Stages",
    r"\bCANS\b", r"Hunger Vital Sign", r"\bHITS\b", r"Stanley[- ]Brown", r"heard, understood,? and respected",
    r"considerate of other people's feelings", r"rate your quality of life", r"In Crisis", r"Building Capacity",
    r"Empowered", r"worried (that|whether) (our|your) food would run out",
]  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_form_is_accepted_without_a_word(file):
    looked_over = check(file.read_bytes())
    assert (looked_over.outcome, looked_over.reasons) == (Outcome.ACCEPTED, ())


@pytest.mark.parametrize("name", [*PUBLISHED, *OWN])
def test_every_shipped_form_names_itself_its_version_its_source_and_its_rights(name):
    content = raw(name)
    assert content["url"] == f"{URL}{name}"
    assert re.fullmatch(r"\d+\.\d+\.\d+", content["version"])
    assert content["copyright"]
    assert ("Source" if name in PUBLISHED else "Keyworker's own wording") in content["description"]


@pytest.mark.parametrize("name", [*PUBLISHED, *OWN])
def test_every_page_of_a_shipped_form_shows_its_rights(name):
    first_line = raw(name)["copyright"].splitlines()[0]
    assert first_line in Filling(shipped(name)).as_html()
    assert first_line in Filling(shipped(name)).as_answers_html()


@pytest.mark.parametrize("name", [*PUBLISHED, *OWN])
def test_link_ids_are_unique_and_change_only_with_the_version(name):
    link_ids = [item["linkId"] for item in items(name)]
    assert len(link_ids) == len(set(link_ids))
    digest = hashlib.sha256("\n".join(sorted(link_ids)).encode()).hexdigest()[:12]
    assert (name, raw(name)["version"], digest) == (name, *LINK_IDS[name])


@pytest.mark.parametrize("file", [*FILES, *sorted(SHEETS.glob("*.json"))], ids=lambda file: file.stem)
def test_nothing_is_shipped_that_is_not_ours_to_ship(file):
    written = file.read_text("utf-8")
    assert [name for name in NOT_OURS_TO_SHIP if re.search(name, written)] == []


@pytest.mark.parametrize(
    "slipped_in",
    ["PRAPARE, item 7", "VI-SPDAT", "the SDQ", "WHOQOL-BREF", "The Outcomes Star", "(ORS)", "Arizona Matrix", "ASQ-3"],
)
def test_what_may_not_be_shipped_would_be_found(slipped_in):
    assert [name for name in NOT_OURS_TO_SHIP if re.search(name, f'"text": "{slipped_in}"')]


@pytest.mark.parametrize("name", [*PUBLISHED, *OWN])
def test_critical_answers_say_what_to_do_and_which_form_comes_next(name):
    for item in items(name):
        for critical in ours(item, "critical-answer"):
            assert parts(critical)["message"].endswith(".")
        for following in ours(item, "next-form"):
            assert ours(item, "critical-answer")
            assert following["valueCanonical"].removeprefix(URL) in OWN


def test_who_may_be_in_danger_is_led_to_the_safety_plan():
    led = {(name, item["linkId"]) for name in (*PUBLISHED, *OWN) for item in items(name) if ours(item, "next-form")}
    assert {
        ("phq-9", "/44260-8"), ("immediate-needs", "safety"), ("immediate-needs", "harm"),
        ("whole-life", "safety-needs"), ("whole-life", "feelings-needs"), ("risk-assessment", "overall-level"),
        ("self-sufficiency", "safety"),
        ("self-reflection", "unsafe"), ("strengths-and-needs-first-look", "safety-now"),
    } <= led  # fmt: skip


@pytest.mark.parametrize("name", OWN)
def test_strengths_and_needs_are_told_in_areas_of_life_that_plans_know(name):
    told = [parts(one) for item in items(name) for one in ours(item, "strength-or-need")]
    known = {*Domain.values, "family-and-friends", "work-or-school"}
    assert {one["domain"] for one in told} <= known
    assert {one["kind"] for one in told} <= {"strength", "need"}


@pytest.mark.parametrize("name", [name for name in OWN if name != "immediate-needs"])
def test_whoever_is_asked_for_needs_is_asked_for_strengths_first(name):
    kinds = [parts(one)["kind"] for item in items(name) for one in ours(item, "strength-or-need")]
    assert "need" not in kinds or kinds[0] == "strength"


def test_an_answer_that_may_be_offered_again_is_known_by_a_code_that_no_other_question_has():
    lasting = [item for name in (*PUBLISHED, *OWN) for item in items(name) if _lasts(item)]
    codes = [code["code"] for item in lasting for code in item["code"]]
    assert len(codes) == len(set(codes)) == len(lasting) > 30


def _lasts(item):
    return any(one["url"].endswith("observationLinkPeriod") for one in item.get("extension", []))


def test_every_number_says_which_way_is_better():
    for name in (*PUBLISHED, *OWN):
        for item in shipped(name).walk():
            if shipped(name).is_computed(item) and item.bands:
                written = next(one for one in items(name) if one["linkId"] == item.link_id)
                assert [one["valueCode"] in {"lower", "higher"} for one in ours(written, "better-when")] == [True]


@pytest.mark.parametrize("name", [*PUBLISHED, *OWN])
def test_bands_leave_no_gap_between_them(name):
    for item in shipped(name).walk():
        step = 1 if item.type == "integer" else 0.1
        bands = sorted(item.bands, key=lambda band: band.low)
        for lower, higher in pairwise(bands):
            assert float(higher.low - lower.high) == pytest.approx(step)


@pytest.mark.parametrize("language", ["es", "ar"])
@pytest.mark.parametrize("name", OWN)
def test_our_own_forms_are_worded_whole_in_spanish_and_arabic(name, language):
    definition = shipped(name)
    assert language in definition.languages
    missing = [
        text.default
        for item in definition.walk()
        for text in (
            item.text,
            *(option.label for option in item.options),
            *(band.label for band in item.bands),
            *(band.meaning for band in item.bands if band.meaning),
        )
        if text and language not in text.translations
    ]
    assert missing == []
    assert language in definition.title.translations


@pytest.mark.parametrize("name", OWN)
def test_arabic_is_written_in_arabic_and_spanish_in_spanish(name):
    for item in shipped(name).walk():
        for text in (item.text, *(option.label for option in item.options)):
            if text:
                assert re.search(r"[\u0600-\u06ff]", text.translations["ar"])
                assert not re.search(r"[\u0600-\u06ff]", text.translations["es"])


def test_rehearsing_a_shipped_form_reaches_every_result():
    for name in (*PUBLISHED, *OWN):
        definition = shipped(name)
        highest = checking.settle(definition, checking.made_up(definition, checking._highest), checking.rehearsal())
        assert {place.link_id for place in highest.computed} == {
            item.link_id for item in definition.walk() if definition.is_computed(item)
        }


def test_the_short_first_look_begins_with_strengths_in_every_area():
    definition = shipped("strengths-and-needs-first-look")
    areas = [item for item in definition.items if item.items]
    assert len(areas) == 6
    for area in areas:
        assert [marker.kind for marker in area.items[0].markers] == ["strength"]
        assert [marker.kind for marker in area.items[1].markers] == ["need"]


def test_a_strength_and_a_need_are_told_apart_with_their_area():
    filling = filled(
        "strengths-and-needs-first-look",
        {"housing-good": "My neighbours", "money-now": "hard", "health-now": "well"},
    )
    assert [(one.kind, one.domain, one.answer) for one in filling.found] == [
        ("strength", "housing", "My neighbours"),
        ("need", "money", "Hard"),
    ]


def test_no_place_to_sleep_or_no_safety_calls_for_action_tonight():
    filling = filled("immediate-needs", {"shelter": "no", "safety": "yes", "harm": "yes"})
    assert [hit.link_id for hit in filling.critical] == ["shelter", "harm"]
    assert [one.answer for one in filling.found] == [
        "No, I need a place to sleep",
        "Yes, somebody hurts or frightens me",
    ]
    assert filling.is_valid()
    assert filled("immediate-needs", {}).is_valid()
