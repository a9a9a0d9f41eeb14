"""Tell it once: what is known of the person is offered beside the question, and never kept before it is taken."""

import re

from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.checking import Outcome, check
from keyworker.questionnaires.engine.shipped import shipped_fingerprints
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.known import NothingKnown
from tests.questionnaires.forms import CORE, SDC, expression_extension, form, group, item, read, sent
from tests.questionnaires.test_pages import Page

INITIAL = f"{SDC}initialExpression"
LAUNCH = {
    "url": f"{SDC}launchContext",
    "extension": [{"url": "name", "valueCoding": {"code": "patient"}}, {"url": "type", "valueCode": "Patient"}],
}


def first(expression):
    return [expression_extension(INITIAL, expression)]


def intake(**more):
    return read(
        item("name", extension=first("%patient.name.first().text")),
        item("born", "date", extension=first("%patient.birthDate")),
        item("day", "date", extension=first("today()")),
        group(
            "home",
            item("city", extension=first("%home.city")),
            extension=[expression_extension(f"{SDC}itemPopulationContext", "%patient.address.first()", "home")],
        ),
        item("food", code=[{"system": "urn:q", "code": "food"}]),
        extension=[LAUNCH],
        **more,
    )


class Rosa(NothingKnown):
    def resource(self, name):
        assert name == "patient"
        return {
            "resourceType": "Patient",
            "name": [{"text": "Rosa Delgado"}],
            "birthDate": "1984-03-12",
            "address": [{"city": "Springfield"}],
        }

    def earlier(self, codes):
        return ("Rice",) if codes[0].code == "food" else ()


def values(filling):
    return {place.link_id: found[0] for place, found in filling.answers.values.items() if place.link_id != "day"}


def test_what_is_known_stands_beside_the_question_and_is_no_answer():
    filling = Filling(intake(), known=Rosa())
    html = filling.as_html()
    for words in ("Rosa Delgado", "March 12, 1984", "Springfield", "Rice"):
        assert "We know this already:</p>" not in html
        assert words in html
    assert html.count('name="take"') == 5  # each, and all of them
    assert values(filling) == {}
    assert 'value="Rosa Delgado"' not in html
    assert "Rosa" not in str(filling.to_response(completed=False))


def test_what_is_known_of_no_one_is_filled_in_at_once():
    (day,) = Filling(intake(), known=Rosa()).answers.at(Place("day"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)


def test_saving_the_page_as_it_stands_keeps_nothing_of_what_was_only_offered():
    html = Filling(intake(), known=Rosa()).as_html()
    page = {}
    for box in Page(html).all("input"):
        page.setdefault(box["name"], []).append(box["value"])
    assert values(Filling(intake(), data=page, known=Rosa())) == {}


def test_one_is_taken_or_all_that_are_not_answered():
    one = Filling(intake(), data={"take": "answer:::born"}, known=Rosa())
    assert one.wants_more
    assert values(one) == {"born": "1984-03-12"}
    page = Page(one.as_html())
    assert [page.all("input", name=f"answer::{part}:born")[0]["value"] for part in ("day", "month", "year")] == [
        "12",
        "03",
        "1984",
    ]
    assert "Taken from what we know. Ask whether it is still right." in one.as_html()
    every = Filling(intake(), data={**sent(name="Rosa Maria"), "take": "all"}, known=Rosa())
    assert values(every) == {"name": "Rosa Maria", "born": "1984-03-12", "city": "Springfield", "food": "Rice"}


def test_nobody_is_offered_what_they_answered_already():
    html = Filling(
        intake(), response={"item": [{"linkId": "name", "answer": [{"valueString": "R."}]}]}, known=Rosa()
    ).as_html()
    assert "Rosa Delgado" not in html
    assert "Springfield" in html


def test_with_scripts_taking_one_redraws_that_question_alone_and_typing_redraws_none():
    html = Filling(intake(), known=Rosa()).as_html(preview_url="/p")
    shown = re.findall(r'name="shown" value="([^"]+)"', html)
    typed = Filling(intake(), data={**sent(name="R"), "shown": shown}, known=Rosa()).preview_html()
    assert typed.strip() == ""
    taken = Filling(intake(), data={"shown": shown, "take": "answer:::name"}, known=Rosa()).preview_html()
    assert re.findall(r'id="(slot-[^"]+)" hx-swap-oob', taken) == ["slot-item-1"]
    assert 'value="Rosa Delgado"' in taken
    assert 'name="take"' not in taken


def test_what_nobody_may_change_is_filled_in_and_what_nobody_sees_is_not():
    hidden = {"url": f"{CORE}questionnaire-hidden", "valueBoolean": True}
    definition = read(
        item("said", readOnly=True, extension=first("%patient.name.first().text")),
        item("secret", extension=[*first("%patient.birthDate"), hidden]),
        extension=[LAUNCH],
    )
    filling = Filling(definition, known=Rosa())
    assert values(filling) == {"said": "Rosa Delgado"}
    assert "Rosa Delgado" in filling.as_html()


def test_a_form_is_told_only_what_it_asks_for_and_nothing_by_default():
    assert values(Filling(intake())) == {}
    assert "We know" not in Filling(intake()).as_html()

    class Nosy(NothingKnown):
        def resource(self, name):
            raise AssertionError(name)

    Filling(read(item("a")), known=Nosy()).as_html()


def test_what_does_not_fit_is_not_offered():
    definition = read(item("n", "integer", extension=first("%patient.birthDate")), extension=[LAUNCH])
    filling = Filling(definition, known=Rosa())
    assert "1984" not in filling.as_html()


def test_a_calculation_may_use_what_is_known_but_is_shown_as_a_result():
    calculated = expression_extension(f"{SDC}calculatedExpression", "%patient.birthDate.toString().substring(0, 4)")
    definition = read(item("year", extension=[calculated]), extension=[LAUNCH])
    assert [score.value for score in Filling(definition, known=Rosa()).scores] == ["1984"]
    assert Filling(definition).scores == []


def test_a_form_that_asks_for_what_is_known_is_looked_over_with_nothing_known():
    looked_over = check(form(item("name", extension=first("%patient.name.first().text")), extension=[LAUNCH]))
    assert looked_over.outcome is Outcome.ACCEPTED
    assert check(form(item("a", extension=first("%gone")))).outcome is Outcome.WARNED
    assert looked_over.definition.fingerprint not in shipped_fingerprints()
