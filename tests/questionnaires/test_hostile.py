"""Files and answers made to break the server: each is refused or survived, quickly."""

import json
import time
from contextlib import contextmanager

import pytest

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.checking import Outcome, check
from keyworker.questionnaires.filling import Filling
from tests.questionnaires.forms import CORE, calculated, choice, form, group, item, read, sent


@contextmanager
def within(seconds):
    started = time.process_time()
    yield
    assert time.process_time() - started < seconds


def names(looked_over):
    return {finding.name for finding in looked_over.findings}


def test_ten_megabytes_are_refused_unread():
    data = json.dumps(form(item("a", text="x" * 10_000_000))).encode()
    with within(0.5):
        assert "too-large" in names(check(data))


def test_a_thousand_levels_are_refused():
    with within(0.5):
        assert "too-deep" in names(check(b"[" * 1000 + b"]" * 1000))
        assert "too-deep" in names(check(b'{"item":' * 100_000))
        nested = item("q")
        for number in range(1000):
            nested = {"linkId": f"g{number}", "type": "group", "item": [nested]}
        assert "too-deep" in names(check(form(nested)))


def test_groups_nested_deeper_than_any_form_are_refused():
    nested = item("q")
    for number in range(limits.ITEM_DEPTH + 1):
        nested = group(f"g{number}", nested)
    assert "nested-too-deep" in names(check(form(nested)))


def test_more_items_options_or_conditions_than_any_form_has_are_refused():
    with within(5):
        assert "too-many-items" in names(check(form(*(item(f"q{n}") for n in range(limits.ITEMS + 1)))))
        assert "too-many-options" in names(check(form(choice("a", *(f"o{n}" for n in range(limits.OPTIONS + 1))))))
        conditions = [{"question": "a", "operator": "=", "answerString": "x"}] * (limits.CONDITIONS + 1)
        assert "bad-condition" in names(check(form(item("a"), item("b", enableWhen=conditions))))


BOMBS = {
    "squares a number until it fills the memory": "(1|2|3|4|5|6|7|8|9|10).aggregate($total * $total * $total, 9999)",
    "doubles a text until it fills the memory": "(1|2|3|4|5|6|7|8|9|10).aggregate($total & $total & $total, 'aaaaaa')",
    "counts without end": "(1).repeat($this + 1)",
    "looks at everything of everything": "%resource.descendants().descendants().descendants()"
    + ".select(%resource.descendants()" * 10
    + ")" * 10,
    "multiplies what it holds": "%resource.item" + ".select(%resource.item | %resource.item)" * 40,
    "compares what it multiplied": "%questionnaire" + ".combine(%questionnaire.descendants())" * 60 + ".distinct()",
    "makes a number with a million digits": "10.power(999999).round(0)",
    "replaces every letter by all of them": "'aaaaaaaaaaaaaaaaaaaa'" + ".replace('a', 'aaaaaaaaaaaaaaaaaaaa')" * 12,
    "joins what it split": "('a,a,a,a,a,a,a,a,a,a'.split(',')"
    + ".select('a,a,a,a,a,a,a,a,a,a'.split(','))" * 6
    + ").join('a')",
    "nests brackets": "(" * 1000 + "1" + ")" * 1000,
    "is long": "1+" * 3000 + "1",
    "chains": "a." * 1900 + "a",
    "turns signs": "-" * 3000 + "1",
    "nests calls": "iif(true," * 25 + "1" + ")" * 25,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_calculation_that_explodes_refuses_the_form_or_comes_to_nothing(bomb):
    questions = [item(f"q{n}", "integer") for n in range(60)]
    with within(2):
        looked_over = check(form(*questions, item("boom", "string", extension=calculated(bomb))))
    assert looked_over.outcome is not Outcome.ACCEPTED
    assert any(finding.link_id == "boom" for finding in looked_over.findings)


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a*)*b", "(x+x+)+y", "(a|aa)+$"])
def test_a_pattern_that_hangs_other_engines_runs_in_no_time(pattern):
    asked = read(item("a", extension=[{"url": f"{CORE}regex", "valueString": pattern}]))
    with within(0.5):
        assert not Filling(asked, data=sent(a="a" * 5000 + "!")).is_valid()


def test_a_pattern_inside_a_calculation_runs_in_no_time_too():
    asked = read(
        item("a"), item("b", "boolean", extension=calculated("%resource.item.first().answer.value.matches('^(a+)+$')"))
    )
    with within(0.5):
        assert Filling(asked, data=sent(a="a" * 5000 + "!")).is_valid()


@pytest.mark.parametrize("pattern", ["(" * 400, "a{1000}{1000}", "[", "(?=a)", "a" * 501])
def test_a_pattern_that_is_broken_or_huge_is_named(pattern):
    looked_over = check(form(item("a", extension=[{"url": f"{CORE}regex", "valueString": pattern}])))
    assert names(looked_over) & {"pattern-not-followed", "bad-pattern"}


def test_repeating_groups_within_each_other_do_not_multiply_without_end():
    nested = item("q")
    for number in range(8):
        nested = group(f"g{number}", nested, repeats=True)
    counts = {f"answer:{'.'.join('0' * n)}:count:g{7 - n}": "30" for n in range(8)}
    with within(5):
        Filling(read(nested), data=counts).as_html()


def test_a_response_that_lies_about_everything_is_refused_without_a_crash():
    asked = read(choice("a", "Yes", "No"), item("n", "integer"), group("g", item("x"), repeats=True))
    lies = [
        {"linkId": "a", "answer": [{"valueCoding": {"code": "perhaps"}}]},
        {"linkId": "a", "answer": [{"valueCoding": {"code": "yes"}}]},
        {"linkId": "n", "answer": [{"valueString": "seven"}, {"valueDecimal": 1.5}, {"valueInteger": 10**30}, 7, None]},
        {"linkId": "g", "answer": [{"valueString": "x"}]},
        {"linkId": 7},
        None,
        {"linkId": "unheard-of", "answer": [{"valueString": "x"}]},
        *({"linkId": "g", "item": [{"linkId": "x"}]} for _ in range(100)),
    ]
    filling = Filling(asked, response={"resourceType": "QuestionnaireResponse", "item": lies})
    assert not filling.is_valid()
    assert {"wrong-answer", "unknown-item", "given-twice", "too-many"} <= {fault.name for fault in filling.findings}


def test_a_web_form_that_lies_about_everything_is_answered_with_messages():
    asked = read(
        choice("a", "Yes", "No"), item("n", "integer"), item("d", "date"), item("t", "text"), item("b", "boolean")
    )
    data = {
        "answer:::a": "perhaps",
        "answer:::n": ["1e999", "NaN", "9" * 100],
        "answer::day:d": "31",
        "answer::month:d": "02",
        "answer::year:d": "2024",
        "answer:::t": "a\x00b",
        "answer:::b": "maybe",
        "answer:9.9.9:count:zz": "9" * 50,
        "add": "whatever",
    }
    filling = Filling(asked, data=data)
    assert [error.place.link_id for error in filling.errors] == ["a", "n", "d", "t", "b"]
