"""Building a form: every edit leaves a form that can be asked, and nothing that was not edited changes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyworker.questionnaires.building.kinds import KINDS, WITH_CHOICES, Kind, kind_of, of_kind
from keyworker.questionnaires.building.logic import (
    Band,
    Tells,
    Waits,
    answerable,
    counted,
    read_bands,
    read_tells,
    read_waits,
    scored,
    write_bands,
    write_score,
    write_tells,
    write_waits,
)
from keyworker.questionnaires.building.questions import Choice, Question, read_question, write_question
from keyworker.questionnaires.building.tree import (
    CannotEdit,
    NoSuchItem,
    added,
    find,
    moved,
    new_name,
    placed,
    put_into,
    removed,
    replaced,
)
from keyworker.questionnaires.engine.checking import Outcome, check
from keyworker.questionnaires.engine.wording import only_if
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.importing import LIBRARY

EMPTY = {
    "resourceType": "Questionnaire",
    "url": "urn:test:built",
    "version": "1",
    "status": "draft",
    "title": "Bus help",
}
SOME = (Choice("Never", weight=Decimal(0)), Choice("Sometimes", weight=Decimal(1)), Choice("Often", weight=Decimal(3)))


def with_question(form, kind=Kind.ONE, text="How often do you miss the bus?", **more):
    name = new_name(form)
    more.setdefault("choices", SOME if kind in WITH_CHOICES else ())
    return added(form, write_question(of_kind(kind, name), Question(kind, text, **more))), name


def with_score(form, counts):
    name = new_name(form)
    item = write_score(of_kind(Kind.SCORE, name), counts)
    return added(form, write_question(item, Question(Kind.SCORE, "Missed buses"))), name


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_item_can_be_asked(kind):
    form, counts = with_question(EMPTY)
    if kind is Kind.SCORE:
        form, name = with_score(form, [counts])
    else:
        form, name = with_question(form, kind, text="Tell us more", help="" if kind is Kind.READ else "As you like.")
    assert kind_of(find(form, name)) is kind
    assert check(form).outcome is Outcome.ACCEPTED, check(form).reasons


def test_what_was_written_is_read_back():
    asked = Question(Kind.SCALE, "How safe is the way?", "0 is not at all", True, (), Decimal(0), Decimal(10), "points")
    item = write_question(of_kind(Kind.SCALE, "q-1"), asked)
    assert read_question(item) == asked
    assert write_question(item, asked) == item


def test_a_choice_keeps_its_code_when_its_words_change_and_a_new_one_gets_its_own():
    form, name = with_question(EMPTY)
    first, *others = read_question(find(form, name)).choices
    again = Question(
        Kind.ONE, "How often?", choices=(Choice("Not once", first.code, first.weight), *others, Choice("Never"))
    )
    item = write_question(find(form, name), again)
    codes = [option["valueCoding"]["code"] for option in item["answerOption"]]
    assert codes[0] == "never"
    assert len(set(codes)) == 4


def test_a_question_that_came_with_a_file_keeps_its_codes_and_rules():
    import json

    form = json.loads((LIBRARY / "phq-9.json").read_text())
    for one in placed(form):
        assert write_question(one.item, read_question(one.item)) == one.item


def test_a_score_adds_the_answers_and_says_what_they_mean():
    form, first = with_question(EMPTY)
    form, second = with_question(form, text="And the train?")
    form, score = with_score(form, [first, second])
    bands = (
        Band(Decimal(0), Decimal(2), "Gets there"),
        Band(Decimal(3), None, "Needs a hand", "Offer a bus pass.", "high"),
    )
    form = replaced(form, score, lambda item: write_bands(item, bands))
    assert read_bands(find(form, score)) == bands
    assert counted(find(form, score)) == [first, second]
    filling = Filling(form, response=answers(form, {first: 2, second: 1}))
    [found] = filling.scores
    assert (found.number, found.band.label.default) == (4, "Needs a hand")


def answers(form, chosen):
    items = []
    for name, number in chosen.items():
        coding = find(form, name)["answerOption"][number]["valueCoding"]
        items.append({"linkId": name, "answer": [{"valueCoding": coding}]})
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "urn:test:built|1",
        "status": "completed",
        "item": items,
    }


def test_bands_that_overlap_are_refused():
    item = of_kind(Kind.SCORE, "q-1")
    with pytest.raises(CannotEdit):
        write_bands(item, [Band(Decimal(0), Decimal(5), "Low"), Band(Decimal(5), Decimal(9), "High")])
    with pytest.raises(CannotEdit):
        write_bands(item, [Band(None, None, "All"), Band(Decimal(5), Decimal(9), "High")])
    with pytest.raises(CannotEdit):
        write_bands(item, [Band(Decimal(9), Decimal(5), "Backwards")])


class TestShownIf:
    def test_a_question_waits_for_an_answer_and_the_form_says_so(self):
        form, bus = with_question(EMPTY)
        form, why = with_question(form, Kind.LONG, "Why is that?")
        code = read_question(find(form, bus)).choices[2].code
        form = write_waits(form, why, [Waits(bus, "=", code)], every=True)
        assert read_waits(find(form, why)) == ((Waits(bus, "=", code),), True)
        definition = check(form).definition
        said = only_if(definition, definition.by_link_id[why], "en")
        assert said == "Answer this only if your answer to “How often do you miss the bus?” is “Often”."

    def test_two_questions_never_wait_for_each_other(self):
        form, first = with_question(EMPTY, Kind.YES_NO, "Do you take the bus?")
        form, second = with_question(form, Kind.YES_NO, "Does it come?")
        form = write_waits(form, second, [Waits(first, "=", "true")], every=True)
        with pytest.raises(CannotEdit):
            write_waits(form, first, [Waits(second, "=", "true")], every=True)

    def test_a_section_never_waits_for_a_question_inside_it(self):
        form, section = with_question(EMPTY, Kind.SECTION, "The way")
        form, inside = with_question(form, Kind.YES_NO, "Is it far?")
        form = put_into(form, inside, section)
        assert [one.link_id for one in answerable(form, besides=section)] == []
        with pytest.raises(CannotEdit):
            write_waits(form, section, [Waits(inside, "=", "true")], every=True)

    @pytest.mark.parametrize("answer", ["nothing|like-it", "", "true"])
    def test_only_answers_in_the_list_can_be_waited_for(self, answer):
        form, bus = with_question(EMPTY)
        form, why = with_question(form, Kind.LONG, "Why?")
        with pytest.raises(CannotEdit):
            write_waits(form, why, [Waits(bus, "=", answer)], every=True)

    def test_a_number_is_waited_for_as_a_number(self):
        form, buses = with_question(EMPTY, Kind.WHOLE, "How many buses?")
        form, why = with_question(form, Kind.LONG, "Why?")
        form = write_waits(form, why, [Waits(buses, ">=", "2")], every=False)
        assert find(form, why)["enableWhen"] == [{"question": buses, "operator": ">=", "answerInteger": 2}]
        with pytest.raises(CannotEdit):
            write_waits(form, why, [Waits(buses, ">=", "two")], every=False)


class TestWhatAnswersTell:
    def test_an_answer_that_calls_for_action_is_acted_on(self):
        form, safe = with_question(EMPTY, Kind.YES_NO, "Are you in danger now?")
        tells = (Tells("danger", "true", message="Stay with them and call."), Tells("need", "true", domain="safety"))
        form = replaced(form, safe, lambda item: write_tells(item, tells))
        assert read_tells(find(form, safe)) == tells
        response = answers(form, {}) | {"item": [{"linkId": safe, "answer": [{"valueBoolean": True}]}]}
        filling = Filling(form, response=response)
        assert [one.message for one in filling.critical] == ["Stay with them and call."]
        assert [(one.kind, one.domain) for one in filling.found] == [("need", "safety")]

    def test_danger_needs_an_answer_to_lie_in(self):
        with pytest.raises(CannotEdit):
            write_tells(of_kind(Kind.YES_NO, "q-1"), [Tells("danger")])

    def test_rules_on_weights_that_came_with_a_file_stay(self):
        import json

        form = json.loads((LIBRARY / "phq-9.json").read_text())
        ninth = find(form, "/44260-8")
        assert write_tells(ninth, read_tells(ninth)) == ninth


class TestTakingAway:
    def test_a_question_that_another_waits_for_stays(self):
        form, bus = with_question(EMPTY, Kind.YES_NO, "Do you take the bus?")
        form, why = with_question(form, Kind.LONG, "Why?")
        form = write_waits(form, why, [Waits(bus, "=", "true")], every=True)
        with pytest.raises(CannotEdit, match="Why"):
            removed(form, bus)
        assert [one.link_id for one in placed(removed(removed(form, why), bus))] == []

    def test_a_question_that_a_score_counts_stays(self):
        form, bus = with_question(EMPTY)
        form, _score = with_score(form, [bus])
        with pytest.raises(CannotEdit, match="Missed buses"):
            removed(form, bus)

    def test_what_is_gone_is_said_to_be_gone(self):
        with pytest.raises(NoSuchItem):
            removed(EMPTY, "q-gone")


OPERATIONS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 30), st.integers(0, 30)), max_size=14)


def edited(form, operation, one, other):
    """One edit of a number of kinds, aimed at whatever items there are."""
    names = [held.link_id for held in placed(form)]
    pick = names[one % len(names)] if names else ""
    second = names[other % len(names)] if names else ""
    kinds = [kind for kind in KINDS if kind is not Kind.SCORE]
    match operation:
        case 0 | 1:
            kind = kinds[one % len(kinds)]
            sections = [held.link_id for held in placed(form) if kind_of(held.item) is Kind.SECTION]
            section = sections[other % len(sections)] if sections and other % 2 else ""
            made, name = with_question(form, kind, f"Question {len(names)}")
            return put_into(made, name, section)
        case 2 if pick:
            return removed(form, pick)
        case 3 if pick:
            return moved(form, pick, by=(-1, 1)[other % 2])
        case 4 if pick:
            return put_into(form, pick, second)
        case 5 if pick and kind_of(find(form, second)) is Kind.YES_NO:
            return write_waits(form, pick, [Waits(second, "=", "true")], every=True)
        case 6 if names and scored(form):
            return with_score(form, [held.link_id for held in scored(form)])[0]
    return form


@given(OPERATIONS)
def test_whatever_is_edited_the_form_can_still_be_asked(operations):
    form = EMPTY
    for operation, one, other in operations:
        before = [held.item for held in placed(form)]
        try:
            after = edited(form, operation, one, other)
        except CannotEdit:
            continue
        assert [held.item for held in placed(form)] == before, "the form that was given changed"
        names = [held.link_id for held in placed(after)]
        assert len(names) == len(set(names))
        form = after
    if form.get("item"):
        checked = check(form)
        assert checked.definition is not None, checked.reasons


@given(st.integers(0, 9), st.integers(-12, 12))
def test_moving_loses_nothing(which, by):
    form = EMPTY
    names = []
    for number in range(10):
        form, name = with_question(form, Kind.SHORT, f"Question {number}")
        names.append(name)
    after = [held.link_id for held in placed(moved(form, names[which], by=by))]
    assert sorted(after) == sorted(names)
    assert after.index(names[which]) == max(0, min(9, which + by))
