"""The page and the server agree: random forms, filled in at random, show at each step what the server would store."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyworker.questionnaires.engine import apart
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.checking import check
from keyworker.questionnaires.engine.definition import ItemType
from keyworker.questionnaires.engine.names import place_of
from keyworker.questionnaires.engine.wording import score_in_words
from keyworker.questionnaires.filling import Filling
from tests.questionnaires.browser import Tab
from tests.questionnaires.forms import (
    calculated,
    choice,
    control,
    expression_extension,
    form,
    group,
    item,
    option,
    shown_as,
    toggle,
    unit,
    when,
)

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
ENABLE = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression"
WEIGHTS = "%resource.descendants().where(value is Coding).value.ordinal().sum()"
SCALE = ("Never", 0), ("Sometimes", 1), ("Often", 2)
WORDS = st.sampled_from(["", "x", "Ana", "two words", "<b>&\"'", "7", "12", "3,5", "often", "#other", "الاسم"])


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """That a form is worked out the same apart as here is told elsewhere; a thousand forks would only take time."""
    monkeypatch.setattr(apart, "_is_ours", lambda _definition: True)


@st.composite
def conditions(draw, earlier):
    """Waits for up to two of the questions above."""
    found = []
    for link_id, kind in draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []:
        if kind == "boolean":
            found.append(when(link_id, draw(st.sampled_from(["=", "!="])), answerBoolean=draw(st.booleans())))
        elif kind == "choice":
            found.append(when(link_id, "=", answerCoding={"code": draw(st.sampled_from(["never", "often"]))}))
        elif kind == "integer":
            found.append(when(link_id, draw(st.sampled_from([">", "<="])), answerInteger=5))
        else:
            found.append(when(link_id, "exists", answerBoolean=draw(st.booleans())))
    behaviour = {"enableBehavior": draw(st.sampled_from(["all", "any"]))} if len(found) > 1 else {}
    return {"enableWhen": found, **behaviour} if found else {}


KINDS = st.sampled_from(
    ["boolean", "choice", "choice", "checks", "select", "open", "list", "integer", "slider", "string", "text", "date",
     "time", "weight", "several", "total", "twice", "words", "switched", "group", "entries", "table", "grid", "display"]
)  # fmt: skip


@st.composite
def items(draw, name, earlier, depth=0):
    """One item of any kind; what can be waited for is added to `earlier`."""
    kind = draw(KINDS)
    if depth > 1 and kind in {"group", "entries", "table", "grid"}:
        kind = "string"
    more = draw(conditions(earlier))
    found = {
        "boolean": lambda: item(name, "boolean", **more),
        "choice": lambda: choice(name, *SCALE, **more, required=draw(st.booleans())),
        "checks": lambda: choice(name, *SCALE, **more, repeats=True),
        "select": lambda: choice(name, *SCALE, **more, extension=[control("drop-down")]),
        "open": lambda: item(name, "open-choice", answerOption=[option("Often")], **more, repeats=draw(st.booleans())),
        "list": lambda: choice(name, *SCALE, **more, extension=[control("autocomplete")]),
        "integer": lambda: item(name, "integer", **more),
        "slider": lambda: item(name, "integer", **more, extension=[control("slider")]),
        "string": lambda: item(name, **more, initial=draw(st.sampled_from([[], [{"valueString": "at first"}]]))),
        "text": lambda: item(name, "text", **more),
        "date": lambda: item(name, "date", **more, repeats=draw(st.booleans())),
        "time": lambda: item(name, "dateTime", **more),
        "weight": lambda: item(name, "quantity", **more, extension=[unit("kg"), unit("g")]),
        "several": lambda: item(name, "string", **more, repeats=True),
        "total": lambda: item(name, "decimal", **more, extension=calculated(WEIGHTS)),
        "twice": lambda: item(name, "integer", **more, extension=calculated(f"{numbers(earlier)}.first() * 2")),
        "words": lambda: item(name, "string", "Plain", _text=worded(f"'Now ' & {numbers(earlier)}.count().toString()")),
        "switched": lambda: choice(
            name, *SCALE, "Always", extension=[toggle(f"{numbers(earlier)}.count() > 0", "Never", "Always")]
        ),
        "display": lambda: shown_as(draw(st.sampled_from(["help", "header", "inline"])), name, "A word", **more),
        "group": lambda: group(name, *draw(several_items(name, earlier, depth + 1)), **more),
        "entries": lambda: group(name, *draw(several_items(name, [], depth + 1)), **more, repeats=True),
        "table": lambda: group(
            name,
            *(choice(f"{name}{n}", *SCALE, **draw(conditions(earlier))) for n in "ab"),
            **more,
            extension=[control("table")],
        ),
        "grid": lambda: group(
            name, item(f"{name}a"), choice(f"{name}b", *SCALE), **more, repeats=True, extension=[control("gtable")]
        ),
    }[kind]()
    if kind in {"boolean", "choice", "integer", "string"}:
        earlier.append((name, kind))
    return found


def numbers(earlier):
    names = [link_id for link_id, kind in earlier if kind == "integer"] or ["nobody"]
    return f"%resource.descendants().where(linkId = '{names[0]}').answer.value"


def worded(expression):
    rule = expression_extension("http://hl7.org/fhir/StructureDefinition/cqf-expression", expression)
    return {"extension": [rule]}


@st.composite
def several_items(draw, name, earlier, depth=0, most=4):
    return [draw(items(f"{name}-{n}", earlier, depth)) for n in range(draw(st.integers(1, most)))]


@st.composite
def forms(draw):
    earlier = []
    if draw(st.integers(0, 3)):
        return form(*draw(several_items("q", earlier, most=7)))
    pages = []
    for number in range(draw(st.integers(2, 3))):
        waits = draw(conditions(earlier))
        inside = draw(several_items(f"p{number}", earlier))
        pages.append(group(f"p{number}", *inside, extension=[control("page")], **waits))
    return form(*pages)


def filled(definition, data):
    return Filling(definition, data=data, now=NOW)


def opened(definition, filling):
    """The page as a browser has it once it is loaded and was refreshed for the first time."""
    tab = Tab(filling.as_html(preview_url="/p"), lambda data: filled(definition, data).preview_html())
    tab.refresh()
    return tab


def same_page_anew(definition, tab):
    return opened(definition, filled(definition, {**tab.data(), "go": ["stay"]}))


def asked_on_the_page(tab, filling):
    """The places of all questions that stand on the page to be answered."""
    names = {element.attributes["name"] for element in tab.controls()}
    return {place for name in names if (found := place_of(name)) for place in [found[0]]}


def asked_by_the_server(definition, filling):
    waiting = {place for place, options in filling.settled.offered.items() if not options}
    return {
        place
        for place in filling.asked
        if (found := definition.by_link_id[place.link_id]).is_question
        and found.is_asked
        and not definition.is_computed(found)
        and place not in waiting
        and found.type is not ItemType.ATTACHMENT
    }


def results_on_the_page(tab):
    return [e.text() for e in tab.root if "kw-questionnaire__result" in e.attributes.get("class", "")]


def results_of_the_server(definition, filling):
    scores = {score.place: score for score in filling.scores}
    return {
        score_in_words(found, scores.get(place), filling.language)
        for found in definition.walk()
        if definition.is_computed(found)
        for place in filling.given.answers.places(definition, found)
        if place in filling.asked
    }


def agree(definition, tab):
    filling = filled(definition, {**tab.data(), "go": ["stay"]})
    if filling.page is None:
        assert asked_on_the_page(tab, filling) == asked_by_the_server(definition, filling)
        shown = results_on_the_page(tab)
        for result in results_of_the_server(definition, filling):
            assert any(" ".join(result.split()) in text for text in shown), (result, shown)
    assert tab.root.written() == same_page_anew(definition, tab).root.written()


def one_step(data, tab):
    """Something that a person may do on this page."""
    doing = data.draw(st.integers(0, 9))
    buttons = tab.buttons("add", "remove")
    if doing == 0 and buttons:
        tab.refresh(data.draw(st.sampled_from(buttons)))
        return
    if controls := tab.controls():
        element = data.draw(st.sampled_from(controls))
        choices = [choice.attributes["value"] for choice in element.all("option")]
        tab.set(element, data.draw(st.sampled_from(choices) if choices else WORDS))
    tab.refresh()


@pytest.mark.slow
@settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
@given(forms(), st.data())
def test_at_each_step_the_page_shows_what_the_server_would_store(content, data):
    looked_over = check(content)
    definition = looked_over.definition
    if definition is None:
        return
    tab = opened(definition, Filling(definition, now=NOW))
    for _step in range(data.draw(st.integers(1, 8))):
        one_step(data, tab)
        agree(definition, tab)
        if turns := tab.buttons("go"):
            turned = data.draw(st.sampled_from([None, *turns]))
            if turned is not None:
                tab = opened(definition, filled(definition, tab.data(turned)))
                if "govuk-error" in tab.root.written():  # it stayed where something cannot be read, and says so
                    tab = same_page_anew(definition, tab)
    stored(definition, tab)


def stored(definition, tab):
    """What is stored reads as the page did, and opens as the page did."""
    filling = filled(definition, tab.data())
    if any(not problem.missing for problem in filling.problems):
        return
    response = json.loads(json.dumps(filling.to_response(completed=False)))
    again = Filling(definition, response=response, now=NOW)
    assert [str(finding) for finding in again.given.reading.findings] == []
    assert again.to_response(completed=False) == response
    for place, values in filling.answers.values.items():
        if not place.at:
            assert again.answers.at(place) == values


@pytest.mark.parametrize("name", ["a", "b"])
def test_the_small_browser_is_a_browser(name):
    html = f'<div><input name="{name}" value="1"><input type="radio" name="r" value="x"><p id="p">old</p></div>'
    tab = Tab(html, lambda data: f'<p id="p" hx-swap-oob="true">{data[name][0]}</p>')
    tab.set(tab.controls()[0], "2")
    tab.refresh()
    assert tab.root.all("p")[0].text() == "2"
    tab.set(tab.controls()[1], "x")
    assert tab.data() == {name: ["2"], "r": ["x"]}
    assert Place("q").at == ()
