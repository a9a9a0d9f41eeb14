"""The forms that Keyworker ships: whole, worded, scored as published, and never needing anything from outside."""

import json

import pytest

from keyworker.questionnaires.engine import checking
from keyworker.questionnaires.engine.checking import Outcome, check
from keyworker.questionnaires.engine.parsing import parse
from keyworker.questionnaires.engine.sheets import sheets
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.importing import LIBRARY

SHIPPED = sorted(LIBRARY.glob("*.json"))
PHQ_9 = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"]
FREQUENCIES = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]


def shipped(name):
    return parse((LIBRARY / f"{name}.json").read_bytes())


def phq_9(*weights, **more):
    answers = zip(PHQ_9, weights, strict=True)
    return Filling(
        shipped("phq-9"), data={f"answer:::/{code}": FREQUENCIES[weight] for code, weight in answers}, **more
    )


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_shipped_form_is_accepted_without_a_word(file):
    looked_over = check(file.read_bytes())
    assert (looked_over.outcome, looked_over.reasons) == (Outcome.ACCEPTED, ())


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_shipped_form_names_itself_its_version_and_its_rights(file):
    content = json.loads(file.read_text())
    assert content["url"].startswith("https://keyworker.example/Questionnaire/")
    assert content["version"]
    assert content["copyright"]


def test_phq_9_carries_the_notice_under_which_it_may_be_shown():
    notice = shipped("phq-9").copyright
    assert "No permission required to reproduce, translate, display or distribute." in notice
    assert "LOINC" in notice


@pytest.mark.parametrize(
    ("weights", "total", "band"),
    [
        ((0,) * 9, 0, "Minimal"),
        ((1, 1, 1, 1, 0, 0, 0, 0, 0), 4, "Minimal"),
        ((1, 1, 1, 1, 1, 0, 0, 0, 0), 5, "Mild"),
        ((2, 2, 2, 2, 1, 1, 2, 0, 0), 12, "Moderate"),
        ((3, 3, 3, 3, 3, 0, 0, 0, 0), 15, "Moderately severe"),
        ((3, 3, 3, 3, 3, 3, 2, 0, 0), 20, "Severe"),
        ((3,) * 9, 27, "Severe"),
    ],
)
def test_phq_9_totals_fall_in_the_published_bands(weights, total, band):
    filling = phq_9(*weights)
    (score,) = filling.scores
    assert (score.number, score.band.label.default) == (total, band)
    assert filling.is_valid()


def test_any_thought_of_hurting_oneself_is_critical_however_low_the_total():
    assert phq_9(3, 3, 3, 3, 3, 3, 3, 3, 0).critical == []
    (hit,) = phq_9(0, 0, 0, 0, 0, 0, 0, 0, 1).critical
    assert (hit.link_id, hit.answer) == ("/44260-8", "Several days")


def test_our_phq_9_and_the_published_sheet_agree():
    (sheet,) = [sheet for sheet in sheets() if sheet.name == "PHQ-9"]
    ours = shipped("phq-9")
    total = ours.by_link_id["/44261-6"]
    assert total.bands == sheet.bands
    assert [ours.by_link_id[f"/{code}"].codes[0].code for code in sheet.items] == list(sheet.items)


def test_strengths_come_first_in_every_area_of_life():
    definition = shipped("strengths-and-needs-first-look")
    areas = [item for item in definition.items if item.items]
    assert [area.link_id for area in areas] == [
        "housing",
        "safety",
        "health",
        "family-and-friends",
        "money",
        "work-or-school",
    ]
    for area in areas:
        assert [marker.kind for marker in area.items[0].markers] == ["strength"]
        assert [marker.kind for marker in area.items[1].markers] == ["need"]


def test_a_strength_and_a_need_are_told_apart_with_their_area():
    definition = shipped("strengths-and-needs-first-look")
    data = {"answer:::housing-good": "My neighbours", "answer:::money-now": "hard", "answer:::health-now": "well"}
    told = Filling(definition, data=data).found
    assert [(one.kind, one.domain, one.answer) for one in told] == [
        ("strength", "housing", "My neighbours"),
        ("need", "money", "Hard"),
    ]


def test_no_place_to_sleep_or_no_safety_calls_for_action_tonight():
    definition = shipped("immediate-needs")
    data = {"answer:::shelter": "no", "answer:::safety": "yes", "answer:::harm": "yes"}
    filling = Filling(definition, data=data)
    assert [hit.link_id for hit in filling.critical] == ["shelter", "harm"]
    assert filling.is_valid()
    assert Filling(definition, data={}).is_valid()


@pytest.mark.parametrize("language", ["es", "ar"])
@pytest.mark.parametrize("name", ["immediate-needs", "strengths-and-needs-first-look"])
def test_our_own_forms_are_worded_whole_in_spanish_and_arabic(name, language):
    definition = shipped(name)
    assert language in definition.languages
    english = {option.label.default for item in definition.walk() for option in item.options}
    english |= {item.text.default for item in definition.walk()}
    english -= {"No"} if language == "es" else set()  # the same word
    html = Filling(definition, language=language).as_html()
    assert not [wording for wording in english if f">{wording}<" in html]


def test_rehearsing_a_shipped_form_reaches_every_result():
    for file in SHIPPED:
        definition = parse(file.read_bytes())
        highest = checking.settle(definition, checking.made_up(definition, checking._highest), checking._REHEARSAL)
        assert {place.link_id for place in highest.computed} == {
            item.link_id for item in definition.walk() if definition.is_computed(item)
        }
