"""Keyworker's own forms: what they ask, what they leave out, what they work out and what they set in motion."""

import pytest

from tests.questionnaires.shelf import asked, filled, items, ours, parts, raw, result, shipped

AREAS_OF_LIFE = [
    "housing", "money", "health", "feelings", "mobility", "daily-living", "cognition", "medication", "formal-care",
    "informal-care", "carer", "story", "learning", "work", "safety", "family", "community", "culture",
]  # fmt: skip


def pages(name):
    return [item for item in raw(name)["item"] if _is_page(item)]


def _is_page(item):
    return any(
        coding["code"] == "page"
        for one in item.get("extension", [])
        for coding in one.get("valueCodeableConcept", {}).get("coding", [])
    )


# --- whole life ---------------------------------------------------------------------------------------------------


def test_the_whole_life_has_a_page_for_each_area():
    assert [page["linkId"] for page in pages("whole-life")] == ["start", *AREAS_OF_LIFE, "end"]


@pytest.mark.parametrize("area", AREAS_OF_LIFE)
def test_every_area_asks_for_strengths_then_how_it_goes_then_needs_then_how_much_help(area):
    (page,) = [page for page in pages("whole-life") if page["linkId"] == area]
    strengths, now, more = page["item"]
    needs, help_wanted = more["item"]
    assert [one["linkId"] for one in (strengths, now, needs, help_wanted)] == [
        f"{area}-strengths",
        f"{area}-now",
        f"{area}-needs",
        f"{area}-help",
    ]
    assert [parts(one)["kind"] for one in ours(strengths, "strength-or-need")] == ["strength"]
    assert [parts(one)["kind"] for one in ours(needs, "strength-or-need")] == ["need"]


def test_who_is_tired_chooses_one_area_and_is_asked_two_questions_there():
    filling = filled("whole-life", {"areas": ["money"], "money-now": "well"})
    assert asked(filling) == {"proud", "areas", "caring", "money-strengths", "money-now", "most", "missed"}
    assert filling.is_valid()


def test_who_says_that_it_is_hard_is_asked_what_and_how_much_help():
    for said in ("some-worries", "hard", "very-hard"):
        more = asked(filled("whole-life", {"areas": ["money"], "money-now": said}))
        assert {"money-needs", "money-help"} <= more
    for said in ("well", "not-mine", "rather-not"):
        assert "money-needs" not in asked(filled("whole-life", {"areas": ["money"], "money-now": said}))


def test_all_areas_are_one_choice_away_and_carers_are_asked_about_themselves():
    everything = asked(filled("whole-life", {"areas": ["all"], "caring": "true"}))
    assert {f"{area}-now" for area in AREAS_OF_LIFE} <= everything
    assert "carer-now" not in asked(filled("whole-life", {"areas": ["all"], "caring": "false"}))


def test_what_was_ticked_is_carried_on_in_words_that_stand_alone():
    filling = filled(
        "whole-life",
        {
            "areas": ["housing"],
            "proud": "My garden",
            "housing-strengths": ["housing-neighbours"],
            "housing-now": "hard",
            "housing-needs": ["housing-losing", "housing-repairs"],
        },
    )
    assert [(one.kind, one.domain, one.answer) for one in filling.found] == [
        ("strength", "other", "My garden"),
        ("strength", "housing", "I have good neighbours"),
        ("need", "housing", "I may lose my home"),
        ("need", "housing", "My home is damp, broken or not healthy"),
    ]


def test_thoughts_of_dying_and_fear_of_somebody_call_for_action_among_many_ticks():
    filling = filled(
        "whole-life",
        {
            "areas": ["feelings", "safety"],
            "feelings-now": "hard",
            "feelings-needs": ["feelings-sad", "feelings-dying"],
            "safety-now": "very-hard",
            "safety-needs": ["safety-hurt", "safety-street"],
        },
    )
    assert [(hit.link_id, hit.answer) for hit in filling.critical] == [
        ("feelings-needs", "I have thoughts of dying or of hurting myself"),
        ("safety-needs", "Somebody hurts or frightens me"),
    ]


# --- risks --------------------------------------------------------------------------------------------------------

LIKELY = ["very-unlikely", "unlikely", "possible", "likely", "very-likely"]
BAD = ["slight", "minor", "moderate", "major", "extreme"]
REVIEW = {"review-on": (1, 12, 2030)}


def risk(key, likelihood, severity):
    return {
        f"{key}-worry": "yes",
        f"{key}-likelihood": LIKELY[likelihood - 1],
        f"{key}-severity": BAD[severity - 1],
    }


@pytest.mark.parametrize(
    ("likelihood", "severity", "level", "band"),
    [
        (1, 1, 1, "Low"),
        (2, 2, 4, "Low"),
        (1, 5, 5, "Medium"),
        (3, 3, 9, "Medium"),
        (2, 5, 10, "High"),
        (3, 4, 12, "High"),
        (3, 5, 15, "Very high"),
        (5, 5, 25, "Very high"),
    ],
)
def test_a_level_is_how_likely_times_how_bad(likelihood, severity, level, band):
    filling = filled("risk-assessment", {**risk("self-harm", likelihood, severity), **REVIEW})
    for link_id in ("self-harm-level", "overall-level"):
        found = result(filling, link_id)
        assert (found.number, found.band.label.default) == (level, band)
    assert filling.is_valid()
    assert bool(filling.critical) == (level >= 15)


def test_the_highest_risk_counts_and_comes_first():
    filling = filled("risk-assessment", {**risk("self-harm", 2, 2), **risk("home", 4, 3), **REVIEW})
    assert filling.scores[0].place.link_id == "overall-level"
    assert result(filling, "overall-level").number == 12
    assert result(filling, "self-harm-level").number == 4


def test_a_risk_that_is_no_worry_is_asked_no_further_and_one_not_known_asks_how_to_find_out():
    none = asked(filled("risk-assessment", {"neglect-worry": "no"}))
    assert not {"neglect-likelihood", "neglect-find-out"} & none
    unknown = asked(filled("risk-assessment", {"neglect-worry": "not-known"}))
    assert "neglect-find-out" in unknown
    assert "neglect-likelihood" not in unknown
    assert result(filled("risk-assessment", {"neglect-worry": "no", **REVIEW}), "overall-level") is None


def test_half_an_answer_gives_no_level_and_cannot_be_finished():
    half = risk("to-others", 4, 4)
    del half["to-others-severity"]
    filling = filled("risk-assessment", {**half, **REVIEW})
    assert filling.scores == []
    assert [error.place.link_id for error in filling.errors] == ["to-others-severity"]


def test_what_protects_is_asked_first_and_told_as_strengths():
    filling = filled("risk-assessment", {"protectors": ["asks"], "worked-before": "Calling my aunt", **REVIEW})
    assert [(one.kind, one.answer) for one in filling.found] == [
        ("strength", "Asks for help when it gets hard"),
        ("strength", "Calling my aunt"),
    ]
    order = [item["linkId"] for item in items("risk-assessment")]
    assert (
        order.index("protectors")
        < order.index("client-risks")
        < order.index("worker-safety")
        < order.index("review-on")
    )


def test_workers_have_a_level_of_their_own():
    assert "worker-likelihood" not in asked(filled("risk-assessment", {"hazards": ["none"]}))
    danger = {"hazards": ["hazard-weapons"], "worker-likelihood": "likely", "worker-severity": "extreme"}
    filling = filled("risk-assessment", {**danger, **REVIEW})
    assert result(filling, "worker-level").number == 20
    assert result(filling, "overall-level") is None
    assert [hit.link_id for hit in filling.critical] == ["worker-level"]


def test_a_risk_assessment_says_when_to_look_again():
    filling = filled("risk-assessment", {})
    assert [error.place.link_id for error in filling.errors] == ["review-on"]


# --- the safety plan ----------------------------------------------------------------------------------------------


def test_a_safety_plan_goes_from_reasons_for_living_to_where_it_is_kept():
    assert [page["linkId"] for page in pages("safety-plan")] == [
        "start", "living", "signs", "myself", "company", "asking", "services", "surroundings", "violence", "keeping",
    ]  # fmt: skip


def test_violence_at_home_and_thoughts_of_dying_each_have_a_part_of_their_own():
    common = {"reasons-for-living", "warning-signs", "own-coping", "people-and-places", "helper-name", "service-name"}
    hurt = asked(filled("safety-plan", {"about": ["violence"]}))
    dying = asked(filled("safety-plan", {"about": ["dying"]}))
    assert common <= hurt
    assert common <= dying
    assert {"exits", "code-word", "bag", "where-to", "devices"} <= hurt - dying
    assert {"means", "means-help"} <= dying - hurt


# --- looking back, culture, children ------------------------------------------------------------------------------


def test_looking_back_begins_with_what_is_better_and_says_when_somebody_is_not_safe():
    first = next(item for item in items("self-reflection") if ours(item, "strength-or-need"))
    assert first["linkId"] == "better"
    assert filled("self-reflection", {}).is_valid()
    (hit,) = filled("self-reflection", {"unsafe": "not-safe"}).critical
    assert hit.link_id == "unsafe"
    assert filled("self-reflection", {"unsafe": "partly"}).critical == []


def test_cultural_safety_asks_for_no_papers_and_hears_whom_somebody_fears():
    assert "We do not ask for your papers" in shipped("cultural-safety").by_link_id["intro"].text.default
    (hit,) = filled("cultural-safety", {"afraid": "afraid-yes"}).critical
    assert hit.link_id == "afraid"


AGES = ["m0", "m6", "y1", "y2", "y3", "y5"]
PARTS = ["thinking", "feeling", "speech", "hands", "moving"]


@pytest.mark.parametrize("age", AGES)
def test_of_a_child_only_what_fits_its_age_is_asked(age):
    here = asked(filled("child-development", {"age": age}))
    skills = {name for name in here if name.rpartition("-")[2].isdigit()}
    assert skills == {f"{part}-{age}-{number}" for part in PARTS for number in (1, 2, 3)}


def test_every_part_of_a_childs_growing_begins_with_what_it_does_well():
    for part in PARTS:
        (page,) = [page for page in pages("child-development") if page["linkId"] == part]
        told = [parts(one)["kind"] for item in page["item"] for one in ours(item, "strength-or-need")]
        assert told == ["strength", "need"]
        assert page["item"][0]["linkId"] == f"{part}-strengths"


def test_a_skill_that_was_lost_and_a_child_that_may_not_be_safe_call_for_action():
    filling = filled("child-development", {"age": "y2", "lost": "lost-yes", "safe": "safe-yes"})
    assert [hit.link_id for hit in filling.critical] == ["lost", "safe"]
    quiet = filled("child-development", {"age": "y2", "lost": "lost-not-known", "safe": "safe-no"})
    assert (quiet.critical, quiet.found) == ([], [])


# --- standing on one's own feet -----------------------------------------------------------------------------------

LEVELS = [
    "housing", "money", "food", "care", "mind", "substances", "safety", "family", "children", "community", "job",
    "learning", "tasks", "travel", "papers",
]  # fmt: skip


def levels(*numbers, **others):
    return {area: f"{area}-{number}" for area, number in zip(LEVELS, numbers, strict=True)} | others


@pytest.mark.parametrize(
    ("numbers", "average", "total", "band"),
    [
        ((1,) * 15, 1, 15, "Urgent"),
        ((1,) * 9 + (2,) * 6, 1.4, 21, "Urgent"),
        ((1,) * 8 + (2,) * 7, 1.5, 22, "Hard"),
        ((2,) * 9 + (3,) * 6, 2.4, 36, "Hard"),
        ((2,) * 8 + (3,) * 7, 2.5, 37, "Getting by"),
        ((3,) * 9 + (4,) * 6, 3.4, 51, "Getting by"),
        ((3,) * 8 + (4,) * 7, 3.5, 52, "Going well"),
        ((4,) * 9 + (5,) * 6, 4.4, 66, "Going well"),
        ((4,) * 8 + (5,) * 7, 4.5, 67, "On firm ground"),
        ((5,) * 15, 5, 75, "On firm ground"),
    ],
)
def test_levels_are_added_and_averaged(numbers, average, total, band):
    filling = filled("self-sufficiency", levels(*numbers))
    found = result(filling, "average")
    assert (float(found.number), found.band.label.default) == (average, band)
    assert result(filling, "total").number == total
    assert filling.scores[0] == found


def test_each_area_has_a_level_with_a_name_of_its_own():
    filling = filled("self-sufficiency", levels(*(1, 2, 3, 4, 5) * 3))
    names = ["Urgent", "Hard", "Getting by", "Going well", "On firm ground"]
    found = [result(filling, f"{area}-level") for area in LEVELS]
    assert [(score.number, score.band.label.default) for score in found] == [
        (number, name) for _again in range(3) for number, name in enumerate(names, 1)
    ]


def test_areas_that_do_not_fit_a_life_do_not_count_against_it():
    unfit = {area: f"{area}-unfit" for area in ("substances", "children", "job")}
    filling = filled("self-sufficiency", levels(*(4,) * 15) | unfit)
    assert float(result(filling, "average").number) == 4
    assert (result(filling, "total").number, result(filling, "counted").number) == (48, 12)
    assert result(filling, "children-level") is None


def test_an_unfinished_matrix_has_no_band():
    answers = levels(*(4,) * 15)
    del answers["papers"]
    found = result(filled("self-sufficiency", answers), "average")
    assert (found.band, found.answered, found.of) == (None, 14, 15)


def test_readiness_is_asked_only_where_there_is_something_to_change():
    here = asked(filled("self-sufficiency", levels(*(1, 2, 3, 4, 5) * 3)))
    assert {"housing-ready", "money-ready", "food-ready"} <= here
    assert not {"care-ready", "mind-ready"} & here


def test_the_lowest_levels_are_needs_the_highest_strengths_and_danger_is_acted_on():
    filling = filled(
        "self-sufficiency", {"food": "food-2", "travel": "travel-4", "money": "money-3", "safety": "safety-1"}
    )
    assert [(one.kind, one.domain, one.answer) for one in filling.found] == [
        ("need", "daily-life", "I eat because others give me food"),
        ("need", "safety", "I am in danger now"),
        ("strength", "daily-life", "I get there, with some help"),
    ]
    assert [hit.link_id for hit in filling.critical] == ["safety"]
