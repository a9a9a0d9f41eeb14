"""Published instruments, scored by hand: all lowest, all highest, the edges of each band, answers missing."""

import copy
import re

import pytest

from keyworker.questionnaires.engine.extensions import CALCULATED
from keyworker.questionnaires.engine.parsing import parse
from keyworker.questionnaires.engine.sheets import LOINC, sheets
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.known import NothingKnown
from tests.questionnaires.shelf import PUBLISHED, asked, filled, items, ours, parts, raw, result, shipped

NEVER = "LA6270-8"
DAYS = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]
PHQ_9 = ["/44250-9", "/44255-8", "/44259-0", "/44254-1", "/44251-7", "/44258-2", "/44252-5", "/44253-3", "/44260-8"]
GAD_7 = ["/69725-0", "/68509-9", "/69733-4", "/69734-2", "/69735-9", "/69689-8", "/69736-7"]
K6 = ["nervous", "hopeless", "restless", "cannot-cheer", "effort", "worthless"]
K10 = ["tired", "nervous", "cannot-calm", "hopeless", "restless", "cannot-sit", "depressed", "cannot-cheer", "effort",
       "worthless"]  # fmt: skip
OFTEN = ["none", "little", "some", "most", "all"]
DRINKS = {
    "/68518-0": [NEVER, "LA18926-8", "LA18927-6", "LA18928-4", "LA18929-2"],
    "/68519-8": ["LA15694-5", "LA15695-2", "LA18930-0", "LA18931-8", "LA18932-6"],
    "/68520-6": [NEVER, "LA18933-4", "LA18876-5", "LA18891-4", "LA18934-2"],
}
TOTALS = {"phq-2": "/55758-7", "phq-9": "/44261-6", "gad-7": "/70274-6", "k6": "k6-total", "k10": "k10-total",
          "audit-c": "/75626-2", "taps-1": "taps-1-result"}  # fmt: skip


def days(questions, weights):
    return {question: DAYS[weight] for question, weight in zip(questions, weights, strict=True)}


def often(questions, places):
    return {question: OFTEN[place] for question, place in zip(questions, places, strict=True)}


def drinks(*weights):
    return {question: codes[weight] for (question, codes), weight in zip(DRINKS.items(), weights, strict=False)}


def total(name, answers):
    filling = filled(name, answers)
    found = result(filling, TOTALS[name])
    assert filling.is_valid()
    return int(found.number), found.band.label.default


@pytest.mark.parametrize(
    ("weights", "found"),
    [
        ((0,) * 9, (0, "Minimal")),
        ((1, 1, 1, 1, 0, 0, 0, 0, 0), (4, "Minimal")),
        ((1, 1, 1, 1, 1, 0, 0, 0, 0), (5, "Mild")),
        ((1,) * 9, (9, "Mild")),
        ((2, 1, 1, 1, 1, 1, 1, 1, 1), (10, "Moderate")),
        ((2, 2, 2, 2, 1, 1, 2, 0, 0), (12, "Moderate")),
        ((2, 2, 2, 2, 2, 1, 1, 1, 1), (14, "Moderate")),
        ((3, 3, 3, 3, 3, 0, 0, 0, 0), (15, "Moderately severe")),
        ((3, 3, 3, 3, 3, 3, 1, 0, 0), (19, "Moderately severe")),
        ((3, 3, 3, 3, 3, 3, 2, 0, 0), (20, "Severe")),
        ((3,) * 9, (27, "Severe")),
    ],
)
def test_phq_9(weights, found):
    assert total("phq-9", days(PHQ_9, weights)) == found


def test_any_thought_of_hurting_oneself_is_critical_however_low_the_total():
    assert filled("phq-9", days(PHQ_9, (3, 3, 3, 3, 3, 3, 3, 3, 0))).critical == []
    for weight in (1, 2, 3):
        (hit,) = filled("phq-9", days(PHQ_9, (0,) * 8 + (weight,))).critical
        assert hit.link_id == "/44260-8"


@pytest.mark.parametrize(
    ("weights", "found"),
    [
        ((0, 0), (0, "Below the cut-point")),
        ((1, 1), (2, "Below the cut-point")),
        ((2, 1), (3, "At the cut-point or above")),
        ((3, 3), (6, "At the cut-point or above")),
    ],
)
def test_phq_2(weights, found):
    assert total("phq-2", days(PHQ_9[:2], weights)) == found


@pytest.mark.parametrize(
    ("weights", "found"),
    [
        ((0,) * 7, (0, "Minimal")),
        ((1, 1, 1, 1, 0, 0, 0), (4, "Minimal")),
        ((1, 1, 1, 1, 1, 0, 0), (5, "Mild")),
        ((2, 2, 1, 1, 1, 1, 1), (9, "Mild")),
        ((2, 2, 2, 1, 1, 1, 1), (10, "Moderate")),
        ((2,) * 7, (14, "Moderate")),
        ((3, 2, 2, 2, 2, 2, 2), (15, "Severe")),
        ((3,) * 7, (21, "Severe")),
    ],
)
def test_gad_7(weights, found):
    assert total("gad-7", days(GAD_7, weights)) == found


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ((0,) * 6, (0, "No or low distress")),
        ((1, 1, 1, 1, 0, 0), (4, "No or low distress")),
        ((1, 1, 1, 1, 1, 0), (5, "Moderate distress")),
        ((2,) * 6, (12, "Moderate distress")),
        ((3, 2, 2, 2, 2, 2), (13, "Serious distress")),
        ((4,) * 6, (24, "Serious distress")),
    ],
)
def test_k6_counts_from_none_of_the_time_as_0_to_all_of_the_time_as_4(places, found):
    assert total("k6", often(K6, places)) == found


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ((0,) * 10, (10, "Low")),
        ((1, 1, 1, 1, 1, 0, 0, 0, 0, 0), (15, "Low")),
        ((1, 1, 1, 1, 1, 1, 0, 0, 0, 0), (16, "Moderate")),
        ((2, 1, 1, 1, 1, 1, 1, 1, 1, 1), (21, "Moderate")),
        ((2, 2, 1, 1, 1, 1, 1, 1, 1, 1), (22, "High")),
        ((2, 2, 2, 2, 2, 2, 2, 2, 2, 1), (29, "High")),
        ((2,) * 10, (30, "Very high")),
        ((4,) * 10, (50, "Very high")),
    ],
)
def test_k10_counts_from_none_of_the_time_as_1_to_all_of_the_time_as_5(places, found):
    assert total("k10", often(K10, places)) == found


@pytest.mark.parametrize(
    ("weights", "found"),
    [
        ((0,), (0, "Below the cut-points")),
        ((1, 0, 1), (2, "Below the cut-points")),
        ((1, 1, 1), (3, "At the cut-point for women")),
        ((2, 1, 1), (4, "At the cut-points or above")),
        ((4, 4, 4), (12, "At the cut-points or above")),
    ],
)
def test_audit_c(weights, found):
    assert total("audit-c", drinks(*weights)) == found


def test_audit_c_asks_who_never_drinks_nothing_more_and_nobody_for_their_sex():
    assert asked(filled("audit-c", drinks(0))) == {"/68518-0"}
    assert asked(filled("audit-c", drinks(1))) == set(DRINKS)
    meanings = [band.meaning.default for band in shipped("audit-c").by_link_id["/75626-2"].bands]
    assert "women (3) and for men (4)" in meanings[0]
    assert [sex in meanings[1] for sex in ("For a woman", "For a man")] == [True, True]


NO_USE = {"/96842-0": NEVER, "/96843-8": NEVER, "/96844-6": NEVER}
MAN, WOMAN, BOTH = {"sex": "male"}, {"sex": "female"}, {"sex": "other"}
WEEKLY = "LA18891-4"


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({**MAN, **NO_USE, "/88037-7": NEVER}, (0, "Negative")),
        ({**WOMAN, **NO_USE, "/75889-6": NEVER}, (0, "Negative")),
        ({**WOMAN, **NO_USE, "/75889-6": "LA18933-4"}, (1, "Positive")),
        ({**MAN, **NO_USE, "/88037-7": NEVER, "/96842-0": "LA18934-2"}, (1, "Positive")),
        ({**BOTH, **NO_USE, "/88037-7": WEEKLY, "/75889-6": WEEKLY}, (1, "Positive")),
        ({**MAN, "/96842-0": WEEKLY, "/88037-7": WEEKLY, "/96843-8": WEEKLY, "/96844-6": WEEKLY}, (4, "Positive")),
    ],
)
def test_taps_1_is_positive_with_any_use_and_counts_alcohol_once(answers, found):
    assert total("taps-1", answers) == found


def test_taps_1_asks_men_about_5_drinks_and_women_about_4():
    assert asked(filled("taps-1", MAN)) == {"sex", *NO_USE, "/88037-7"}
    assert asked(filled("taps-1", WOMAN)) == {"sex", *NO_USE, "/75889-6"}
    assert asked(filled("taps-1", BOTH)) == {"sex", *NO_USE, "/88037-7", "/75889-6"}


@pytest.mark.parametrize(("gender", "fits"), [("female", ["female"]), ("male", ["male"]), ("unknown", [])])
def test_what_is_known_of_the_person_is_offered_and_not_asked_again(gender, fits):
    class Known(NothingKnown):
        def resource(self, name):
            return {"resourceType": "Patient", "gender": gender} if name == "patient" else None

    offers = Filling(shipped("taps-1"), known=Known()).source.offers
    assert [value.code for values in offers.values() for value in values] == fits


@pytest.mark.parametrize(
    ("name", "answers", "so_far"),
    [
        ("phq-9", days(PHQ_9[:8], (3,) * 8), 24),
        ("phq-2", days(PHQ_9[:1], (3,)), 3),
        ("gad-7", days(GAD_7[:6], (3,) * 6), 18),
        ("k6", often(K6[:5], (4,) * 5), 20),
        ("k10", often(K10[:9], (4,) * 9), 45),
        ("audit-c", drinks(4, 4), 8),
        ("taps-1", {**MAN, "/96842-0": WEEKLY}, 1),
    ],
)
def test_a_total_means_nothing_until_every_answer_is_in(name, answers, so_far):
    filling = filled(name, answers)
    found = result(filling, TOTALS[name])
    assert (int(found.number), found.band, found.is_complete) == (so_far, None, False)
    assert not filling.is_valid()
    assert filled(name, answers, draft=True).is_valid()


@pytest.mark.parametrize("name", PUBLISHED)
def test_without_any_answer_there_is_no_total(name):
    assert filled(name, {}).scores == []


CODES = {
    "phq-2": ["55757-9", "44250-9", "44255-8", "55758-7"],
    "phq-9": ["44249-1", *(code[1:] for code in PHQ_9), "44261-6", "69722-7"],
    "gad-7": ["69737-5", *(code[1:] for code in GAD_7), "70274-6"],
    "audit-c": ["72109-2", "68518-0", "68519-8", "68520-6", "75626-2"],
    "taps-1": ["96841-2", "96842-0", "88037-7", "75889-6", "96843-8", "96844-6"],
    "k6": [],
    "k10": [],
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_panel_questions_and_totals_carry_the_loinc_codes_we_are_sure_of(name):
    elements = [raw(name), *items(name)]
    codes = [code["code"] for one in elements for code in one.get("code", []) if code["system"] == LOINC]
    assert codes == CODES[name]
    assert bool(codes) == ("content from LOINC" in raw(name)["copyright"])


NOTICES = {
    "phq-2": "No permission required to reproduce, translate, display or distribute.",
    "phq-9": "No permission required to reproduce, translate, display or distribute.",
    "gad-7": "No permission required to reproduce, translate, display or distribute.",
    "k6": "© World Health Organization 2003.",
    "k10": "© World Health Organization 2003.",
    "audit-c": "As a WHO-approved instrument, the AUDIT is in the public domain.",
    "taps-1": "in the public domain in the United States",
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_each_instrument_shows_the_notice_under_which_it_may_be_shown(name):
    assert NOTICES[name] in Filling(shipped(name)).as_html()
    assert NOTICES[name] in Filling(shipped(name)).as_answers_html()


@pytest.mark.parametrize(
    ("name", "points", "source"), [("phq-9", 5, "Löwe B, Unützer J"), ("gad-7", 4, "Toussaint A, Hüsing P")]
)
def test_a_change_that_counts_is_cited(name, points, source):
    (written,) = [one for item in items(name) for one in ours(item, "reliable-change")]
    change = parts(written)
    assert (change["points"], change["source"].startswith(source)) == (points, True)
    assert f"{points} points" in change["meaning"]


def test_no_change_is_said_to_count_where_nobody_published_it():
    told = {name for name in PUBLISHED if any(ours(item, "reliable-change") for item in items(name))}
    assert told == {"phq-9", "gad-7"}


@pytest.mark.parametrize("name", PUBLISHED)
def test_only_published_translations_are_shown(name):
    spanish = {"phq-2", "phq-9", "gad-7"}
    assert shipped(name).languages == (("es",) if name in spanish else ())
    html = Filling(shipped(name), language="ar").as_html()
    assert set(re.findall(r'lang="(\w+)"', html)) == {"en"}


def test_the_spanish_wording_is_the_published_one():
    html = Filling(shipped("gad-7"), language="es").as_html()
    assert "Se ha sentido nervioso(a), ansioso(a) o con los nervios de punta" in html
    assert "Más de la mitad de los días" in Filling(shipped("phq-2"), language="es-MX").as_html()


@pytest.mark.parametrize("name", ["phq-2", "phq-9", "gad-7", "audit-c"])
def test_our_form_and_the_published_sheet_agree(name):
    (sheet,) = [sheet for sheet in sheets() if sheet.name.lower() == name]
    definition = shipped(name)
    whole = definition.by_link_id[TOTALS[name]]
    assert whole.bands == sheet.bands
    assert [code.code for code in whole.codes] == [sheet.total]
    weighted = [item.codes[0].code for item in definition.walk() if item.is_scored]
    assert weighted == list(sheet.items)


@pytest.mark.parametrize(
    ("name", "answers", "number"),
    [
        ("phq-2", days(PHQ_9[:2], (2, 1)), 3),
        ("phq-9", days(PHQ_9, (2, 2, 2, 2, 1, 1, 2, 0, 0)), 12),
        ("gad-7", days(GAD_7, (3, 2, 2, 2, 2, 2, 2)), 15),
        ("audit-c", drinks(2, 1, 1), 4),
    ],
)
def test_a_copy_that_brings_no_formula_is_added_by_the_sheet(name, answers, number):
    content = copy.deepcopy(raw(name))
    for item in content["item"]:
        item["extension"] = [one for one in item.get("extension", []) if one["url"] != CALCULATED]
    data = {f"answer:::{link_id}": token for link_id, token in answers.items()}
    found = result(Filling(parse(content), data=data), TOTALS[name])
    assert found.number == number
    assert found.band == next(b for b in shipped(name).by_link_id[TOTALS[name]].bands if b.holds(found.number))
