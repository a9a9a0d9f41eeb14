"""Scores: added right, named only when all answers are in, and critical answers told whatever the total."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyworker.questionnaires.filling import Filling
from tests.questionnaires.forms import (
    OURS,
    band,
    calculated,
    choice,
    expression_extension,
    group,
    item,
    option,
    read,
    sent,
    when,
)

SCALE = [("Never", 0), ("Sometimes", 1), ("Often", 2), ("Always", 3)]
WEIGHTS = dict(SCALE)
ADDED = calculated("iif(%weights.exists(), %weights.sum(), {})", ("weights", "%resource.item.answer.value.ordinal()"))
BANDS = [band("Low", 0, 4), band("High", 5)]


def scale(count, extension=(*ADDED, *BANDS)):
    questions = [choice(f"q{n}", *SCALE) for n in range(count)]
    return read(*questions, item("total", "integer", extension=list(extension)))


def only_score(filling):
    (score,) = filling.scores
    return score


@settings(deadline=None)
@given(st.lists(st.sampled_from([word for word, _weight in SCALE]), min_size=5, max_size=5))
def test_a_total_is_the_sum_of_the_weights_and_its_band_holds_it(words):
    filling = Filling(scale(5), data=sent(**{f"q{n}": word.lower() for n, word in enumerate(words)}))
    score = only_score(filling)
    assert score.number == sum(WEIGHTS[word] for word in words)
    assert score.is_complete
    assert score.band.label.default == ("Low" if score.number < 5 else "High")


@settings(deadline=None)
@given(st.sets(st.integers(0, 4), max_size=4))
def test_a_band_is_never_named_before_all_answers_are_in(answered):
    filling = Filling(scale(5), data=sent(**{f"q{n}": "always" for n in answered}))
    if not answered:
        assert filling.scores == []
        return
    score = only_score(filling)
    assert (score.number, score.band) == (3 * len(answered), None)
    assert (score.answered, score.of) == (len(answered), 5)


def test_one_code_may_weigh_differently_in_two_questions():
    """LOINC's GAD-7 scores "More days than not" as others score "More than half the days"."""
    turned = choice("turned", ("Never", 3), ("Always", 0))
    definition = read(choice("plain", *SCALE), turned, item("total", "integer", extension=ADDED))
    assert only_score(Filling(definition, data=sent(plain="always", turned="always"))).number == 3
    assert only_score(Filling(definition, data=sent(plain="never", turned="never"))).number == 3


def test_a_code_that_is_no_answer_has_a_weight_only_where_all_questions_agree():
    first = "%questionnaire.item.where(linkId = 'a').answerOption.valueCoding.where(code = 'always').weight()"
    total = item("total", "integer", extension=calculated(first))
    assert only_score(Filling(read(choice("a", *SCALE), total), data=sent(a="never"))).number == 3
    disagreeing = choice("b", ("Always", 7))
    assert Filling(read(choice("a", *SCALE), disagreeing, total), data=sent(a="never")).scores == []


def test_what_a_browser_says_of_a_result_is_never_taken():
    filling = Filling(scale(2), data={**sent(q0="always", q1="always"), **sent(total="1")})
    assert only_score(filling).number == 6


def test_a_total_in_a_file_that_differs_is_named_and_ours_counts():
    answers = [{"linkId": f"q{n}", "answer": [{"valueCoding": {"code": "often"}}]} for n in range(2)]
    answers.append({"linkId": "total", "answer": [{"valueInteger": 27}]})
    filling = Filling(scale(2), response={"item": answers})
    assert only_score(filling).number == 4
    assert [str(finding) for finding in filling.findings] == ["Item total: The file says “27”; the answers give “4”."]


def test_answers_of_questions_that_are_not_asked_are_not_added():
    questions = [choice("q0", *SCALE), choice("q1", *SCALE, enableWhen=[when("gate", "=", answerBoolean=True)])]
    definition = read(item("gate", "boolean"), *questions, item("total", "integer", extension=[*ADDED, *BANDS]))
    score = only_score(Filling(definition, data=sent(gate="false", q0="always", q1="always")))
    assert (score.number, score.of) == (3, 1)
    assert score.band.label.default == "Low"


def test_variables_are_seen_from_below_and_hidden_by_nearer_ones():
    inner = item("inner", "integer", extension=calculated("%x + %y", ("x", "%y + 1")))
    outer = item("outer", "integer", extension=calculated("%x"))
    above = [expression_extension("http://hl7.org/fhir/StructureDefinition/variable", text, name) for name, text in
             (("y", "10"), ("x", "item.where(linkId = 'given').answer.value"))]  # fmt: skip
    definition = read(group("g", item("given", "integer"), inner, outer, extension=above), item("out", "integer"))
    numbers = {score.place.link_id: score.number for score in Filling(definition, data=sent(given="5")).scores}
    assert numbers == {"inner": 21, "outer": 5}


def test_results_may_build_on_results_whatever_their_order():
    last = item("last", "integer", extension=calculated("%resource.item.where(linkId = 'first').answer.value * 2"))
    first = item("first", "integer", extension=calculated("%resource.item.where(linkId = 'a').answer.value + 1"))
    definition = read(last, item("a", "integer"), first)
    assert {s.place.link_id: s.number for s in Filling(definition, data=sent(a="4")).scores} == {"first": 5, "last": 10}


def test_each_occurrence_of_a_repeating_group_has_its_own_result():
    twice = item("twice", "integer", extension=calculated("%x * 2"))
    own = expression_extension("http://hl7.org/fhir/StructureDefinition/variable", "item.first().answer.value", "x")
    definition = read(group("g", item("x", "integer"), twice, repeats=True, extension=[own]))
    data = {"answer::count:g": "2", "answer:0::x": "1", "answer:1::x": "2"}
    found = [(score.place.at, score.number) for score in Filling(definition, data=data).scores]
    assert found == [((0,), 2), ((1,), 4)]


@pytest.mark.parametrize(
    ("kind", "expression", "shown"),
    [
        ("boolean", "1 < 2", True),
        ("decimal", "10 / 4", Decimal("2.5")),
        ("string", "'a' & 'b'", "ab"),
        ("date", "today()", "2026-01-15"),
        ("integer", "2.power(10)", 1024),
        ("decimal", "4.power(0.5)", Decimal("2")),
    ],
)
def test_a_result_is_of_the_type_of_its_item(kind, expression, shown):
    from datetime import UTC, datetime

    definition = read(item("r", kind, extension=calculated(expression)))
    (score,) = Filling(definition, now=datetime(2026, 1, 15, tzinfo=UTC)).scores
    assert score.value == shown


def test_a_result_of_the_wrong_type_is_left_out_and_named():
    definition = read(item("r", "integer", extension=calculated("'seven'")))
    filling = Filling(definition)
    assert filling.scores == []
    assert [finding.link_id for finding in filling.findings] == ["r"]


def test_an_error_in_a_calculation_never_quotes_the_answers():
    definition = read(item("secret"), item("r", "integer", extension=calculated("%resource.item.answer.value + 1")))
    filling = Filling(definition, data=sent(secret="Xanthippe"))
    assert filling.findings
    assert "Xanthippe" not in " ".join(map(str, filling.findings))


def critical(**answer):
    parts = [{"url": name, **value} for name, value in answer.items()]
    return {"url": f"{OURS}critical-answer", "extension": [*parts, {"url": "message", "valueString": "Act now."}]}


def test_a_critical_answer_is_told_by_weight_by_answer_and_by_yes():
    definition = read(
        choice("often", *SCALE, extension=[critical(atLeast={"valueDecimal": 1})]),
        choice("place", "Home", "Street", extension=[critical(answer={"valueCoding": {"code": "street"}})]),
        item("danger", "boolean", extension=[critical(answer={"valueBoolean": True})]),
    )
    assert Filling(definition, data=sent(often="never", place="home", danger="false")).critical == []
    told = Filling(definition, data=sent(often="sometimes", place="street", danger="true")).critical
    assert [(hit.link_id, hit.answer, hit.message) for hit in told] == [
        ("often", "Sometimes", "Act now."),
        ("place", "Street", "Act now."),
        ("danger", "Yes", "Act now."),
    ]


def test_strengths_and_needs_are_told_in_the_words_of_the_answer():
    def marker(kind, **more):
        parts = [{"url": "kind", "valueCode": kind}, {"url": "domain", "valueCode": "housing"}]
        return {"url": f"{OURS}strength-or-need", "extension": [*parts, *({"url": n, **v} for n, v in more.items())]}

    definition = read(
        item("good", "text", extension=[marker("strength")]),
        choice("now", *SCALE, extension=[marker("need", atLeast={"valueDecimal": 2})]),
    )
    assert Filling(definition, data=sent(now="sometimes")).found == []
    told = Filling(definition, data=sent(good="A quiet street", now="often")).found
    assert [(one.kind, one.domain, one.answer) for one in told] == [
        ("strength", "housing", "A quiet street"),
        ("need", "housing", "Often"),
    ]


LOINC = {"system": "http://loinc.org"}
PHQ_9 = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"]


def phq_9(total=None, leave_out=()):
    questions = [choice(code, *SCALE, code=[{**LOINC, "code": code}]) for code in PHQ_9 if code not in leave_out]
    last = item("sum", "decimal", code=[{**LOINC, "code": "44261-6"}], **(total or {}))
    return read(*questions, last)


def test_a_known_total_is_added_by_its_published_sheet_where_the_form_is_silent():
    answers = sent(**dict.fromkeys(PHQ_9, "sometimes"))
    score = only_score(Filling(phq_9(), data=answers))
    assert (score.number, score.band.label.default) == (9, "Mild")


def test_the_sheet_is_silent_where_the_form_adds_itself():
    doubled = {"extension": calculated("%resource.item.answer.value.ordinal().sum() * 2")}
    assert only_score(Filling(phq_9(doubled), data=sent(**dict.fromkeys(PHQ_9, "sometimes")))).number == 18


def test_the_sheet_is_not_used_for_part_of_an_instrument():
    definition = phq_9(leave_out=["44260-8"])
    assert "sheet-not-used" in {finding.name for finding in definition.warnings}
    assert Filling(definition, data=sent(**dict.fromkeys(PHQ_9, "sometimes"))).scores == []


@settings(deadline=None)
@given(st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_phq_9_is_the_sum_of_its_nine_answers_and_its_ninth_is_critical(weights):
    words = [word.lower() for word, _weight in SCALE]
    answers = {code: words[weight] for code, weight in zip(PHQ_9, weights, strict=True)}
    filling = Filling(phq_9(), data=sent(**answers))
    score = only_score(filling)
    assert score.number == sum(weights)
    assert score.band.holds(score.number)
    assert [hit.link_id for hit in filling.critical] == (["44260-8"] if weights[8] else [])


def test_options_without_weights_are_not_asked_for_in_the_total():
    definition = read(
        choice("q0", *SCALE),
        item("extra", "choice", answerOption=[option("Yes"), option("No")]),
        item("total", "integer", extension=[*ADDED, *BANDS]),
    )
    score = only_score(Filling(definition, data=sent(q0="often")))
    assert (score.number, score.is_complete) == (2, True)


def look_ups(link_id):
    written = link_id.replace("'", "\\'")
    test = f"linkId = '{written}' or linkId = 'b'"
    return {
        f"{before}.where({test}).answer.value": f"{before}.where(({test}) = true).answer.value"
        for before in (
            "%resource.item",
            "%resource.item.item",
            "%resource.item.answer.item",
            "%resource.repeat(item)",
            "%resource.descendants()",
            "%resource.item.first().repeat(item)",
            "%resource.item.descendants()",
            "%resource",
        )
    }


@pytest.mark.parametrize("link_id", ["a", "/a b", "it's", "ü"])
def test_a_look_up_by_link_id_finds_the_same_in_the_same_order_by_the_short_way_as_by_the_long(link_id):
    inside = group("g", item(link_id, "integer", item=[group("deep", item("b", "integer"))]), item("c", "integer"))
    pairs = [
        item(f"{way}{number}", "string", repeats=True, extension=calculated(f"{text}.select($this.toString())"))
        for number, (short, long) in enumerate(look_ups(link_id).items())
        for way, text in (("short", short), ("long", long))
    ]
    again = group("again", item("x", item=[item("y", "integer")]), repeats=True)
    definition = read(inside, again, *pairs)
    data = {f"answer:::{link_id}": "5", **sent(b="7", c="100"), "answer::count:again": "2"}
    computed = {place.link_id: values for place, values in Filling(definition, data=data).settled.computed.items()}
    for number in range(len(look_ups(link_id))):
        assert computed.get(f"short{number}") == computed.get(f"long{number}")
    assert len(computed) >= 4


def test_equal_entries_are_counted_as_fhirpath_counts_them_by_both_ways():
    """`repeat` takes equal items once, `descendants` and `item` each of them."""
    counts = {
        "repeat": "%resource.repeat(item).where(linkId = 'n').answer.value.count()",
        "repeat-long": "%resource.repeat(item).where((linkId = 'n') = true).answer.value.count()",
        "all": "%resource.descendants().where(linkId = 'n').answer.value.count()",
        "all-long": "%resource.descendants().where((linkId = 'n') = true).answer.value.count()",
    }
    results = [item(name, "integer", extension=calculated(text)) for name, text in counts.items()]
    definition = read(group("g", item("n", "integer"), repeats=True), *results)
    data = {"answer::count:g": "3", "answer:0::n": "1", "answer:1::n": "1", "answer:2::n": "2"}
    found = {score.place.link_id: score.number for score in Filling(definition, data=data).scores}
    assert found == {"repeat": 2, "repeat-long": 2, "all": 3, "all-long": 3}
