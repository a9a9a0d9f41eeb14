"""How far a score has come is said by the questions that its formula names, and by no other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyworker.questionnaires.engine.wording import score_in_words
from keyworker.questionnaires.filling import Filling
from tests.questionnaires.forms import band, calculated, choice, group, item, read, sent

SCALE = [("Never", 0), ("Often", 2)]
PLACES = {"q0": "", "q1": "", "q2": "g", "q3": "g", "q4": "g"}
NAMES = list(PLACES)
QUESTIONS = (choice("q0", *SCALE), choice("q1", *SCALE), group("g", *(choice(q, *SCALE) for q in ("q2", "q3", "q4"))))
AT_ALL = [band("Low", 0, 3), band("High", 4)]


def added(which):
    return f"iif({which}.answer.exists(), {which}.answer.value.ordinal().sum(), {{}})"


def by_equality(names):
    tests = " or ".join(f"linkId = '{name}'" for name in names)
    return added(f"%resource.descendants().where({tests})")


def by_a_list(names):
    listed = " | ".join(f"'{name}'" for name in names)
    return added(f"%resource.descendants().where(linkId in ({listed}))")


def turned_round(names):
    tests = " or ".join(f"'{name}' = linkId" for name in names)
    return added(f"%resource.descendants().where({tests})")


def step_by_step(names):
    """Each by the way to it: the group is only a step."""
    ways = " | ".join("%resource" + way_to(PLACES[name]) + way_to(name) for name in names)
    return added(f"({ways})")


def way_to(name):
    return f".item.where(linkId = '{name}')" if name else ""


WAYS = st.sampled_from([by_equality, by_a_list, turned_round, step_by_step])


@st.composite
def totals(draw):
    """Scores over some of the questions, said in any way; some over a variable, some over another score."""
    found = {}
    for number in range(draw(st.integers(1, 3))):
        names = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
        formula, variables = draw(WAYS)(names), ()
        if draw(st.booleans()):
            formula, variables = "%sum", (("sum", formula),)
        if found and draw(st.booleans()):
            other = draw(st.sampled_from(sorted(found)))
            formula = f"({formula}) + %resource.item.where(linkId = '{other}').answer.value"
            names = {*names, *found[other][0]}
        asked = item(f"t{number}", "integer", extension=[*calculated(formula, *variables), *AT_ALL])
        found[f"t{number}"] = set(names), asked
    return found


@settings(deadline=None, max_examples=40)
@given(totals(), st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["never", "often"])))
def test_a_score_says_how_many_of_its_own_questions_are_answered(totals, answers):
    definition = read(*QUESTIONS, *(asked for _names, asked in totals.values()))
    for score in Filling(definition, data=sent(**answers), draft=True).scores:
        names, _asked = totals[score.place.link_id]
        assert (score.answered, score.of) == (len(names & answers.keys()), len(names))
        assert (score.band is not None) == (names <= answers.keys())
        said = score_in_words(definition.by_link_id[score.place.link_id], score, "en")
        assert (" so far (" in said) == (not names <= answers.keys())


def only(definition, **answers):
    (score,) = Filling(definition, data=sent(**answers), draft=True).scores
    return score.answered, score.of


def total(formula, *variables):
    return item("total", "integer", extension=calculated(formula, *variables))


def test_a_whole_section_counts_its_weighted_questions():
    weights = total("%resource.item.where(linkId = 'g').item.answer.value.ordinal().sum()")
    section = group("g", choice("a", *SCALE), choice("b", *SCALE), item("why", "text"))
    assert only(read(section, choice("c", *SCALE), weights), a="often", c="often") == (1, 2)


def test_numbers_that_a_formula_names_count_without_weights():
    mass = "%resource.item.where(linkId = 'kilos').answer.value"
    definition = read(item("kilos", "integer"), item("age", "integer"), choice("c", *SCALE), total(f"{mass} + 1"))
    assert only(definition, kilos="70") == (1, 1)


@pytest.mark.parametrize("which", ["%resource.descendants()", "%resource.item.where(linkId.startsWith('a'))"])
def test_a_formula_that_names_nothing_counts_all_that_is_weighted(which):
    definition = read(choice("a", *SCALE), choice("b", *SCALE), total(f"{which}.answer.value.ordinal().sum()"))
    assert only(definition, a="often") == (1, 2)


def test_words_in_a_formula_that_are_no_names_are_not_counted():
    definition = read(
        choice("often", *SCALE),
        choice("a", *SCALE),
        total("iif(%resource.item.where(linkId = 'a').answer.value.code = 'often', 1, 0)"),
    )
    assert only(definition, a="often") == (1, 1)


def test_what_is_not_asked_just_now_is_not_waited_for():
    formula = by_equality(["a", "b"])
    waits = choice("b", *SCALE, enableWhen=[{"question": "more", "operator": "=", "answerBoolean": True}])
    definition = read(item("more", "boolean"), choice("a", *SCALE), waits, total(formula))
    assert only(definition, a="often") == (1, 1)
    assert only(definition, a="often", more="true") == (1, 2)


def test_a_score_in_an_entry_counts_the_questions_of_that_entry():
    answers = [(name, f"item.where(linkId = '{name}').answer.value") for name in "ab"]
    added_here = item("here", "integer", extension=calculated("(%a | %b).sum()"))
    named = calculated("", *answers)[:-1]
    definition = read(group("g", item("a", "integer"), item("b", "integer"), added_here, repeats=True, extension=named))
    data = {"answer::count:g": "2", "answer:0::a": "1", "answer:0::b": "2", "answer:1::a": "5"}
    found = [(score.place.at, score.answered, score.of) for score in Filling(definition, data=data, draft=True).scores]
    assert found == [((0,), 2, 2), ((1,), 1, 2)]
