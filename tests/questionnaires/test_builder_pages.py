"""Priya builds a form of the agency's own in the browser, without writing a line of JSON."""

import pytest
from django.urls import reverse

from keyworker.base.context import reading
from keyworker.questionnaires import queries
from keyworker.questionnaires.actions import publish_questionnaire
from keyworker.questionnaires.building import logic, tree
from keyworker.questionnaires.building.kinds import KINDS, Kind
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.models import Questionnaire

WELCOME = "q-welcome"


class Builder:
    """Priya at the builder's pages. `draft` is the form as it stands."""

    def __init__(self, town, browser):
        self.town, self.browser = town, browser
        answer = browser.post(
            reverse("questionnaires:build-begin"), {"title": "Bus help", "copyright": "© Harbor House"}
        )
        assert answer.status_code == 302
        self.pk = answer["Location"].split("/")[2]

    @property
    def draft(self):
        return self.town.find(Questionnaire, pk=self.pk)

    def names(self):
        """What the maker added, by its words."""
        made = [one for one in tree.placed(self.draft.definition) if one.link_id != WELCOME]
        return {tree.text_of(one.item): one.link_id for one in made}

    def post(self, page, data, *args, **query):
        address = reverse(f"questionnaires:{page}", args=[self.pk, *args])
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        return self.browser.post(f"{address}?{asked}", {"seen": self.draft.version, **data})

    def get(self, page, *args, **query):
        return self.browser.get(reverse(f"questionnaires:{page}", args=[self.pk, *args]), query).content.decode()

    def add(self, kind, text, choices=(), **more):
        rows = {"choice-TOTAL_FORMS": len(choices), "choice-INITIAL_FORMS": 0} if choices else {}
        for number, (words, weight) in enumerate(choices):
            rows |= {f"choice-{number}-text": words, f"choice-{number}-weight": weight, f"choice-{number}-code": ""}
        answer = self.post("build-add", {"text": text, **rows, **more}, kind)
        assert answer.status_code == 302, answer.content.decode()
        return self.names()[text]


HOW_OFTEN = [("Never", "0"), ("Sometimes", "1"), ("Often", "3")]


@pytest.fixture
def builder(town, page):
    return Builder(town, page(town.priya))


def test_a_form_is_built_published_and_scored(town, builder):
    bus = builder.add(Kind.ONE.value, "How often do you miss the bus?", HOW_OFTEN)
    why = builder.add(Kind.LONG.value, "Why is that?")
    score = builder.add(Kind.SCORE.value, "Missed buses", counts=[bus])
    often = logic.read_waits(tree.find(builder.draft.definition, why))
    assert often == ((), False)
    code = tree.find(builder.draft.definition, bus)["answerOption"][2]["valueCoding"]
    answer = f"{code['system']}|{code['code']}"
    assert "Which answer?" in builder.get("build-shown", item=why, question=bus)
    added = builder.post("build-shown", {"add": "yes", "operator": "=", "answer": answer}, item=why, question=bus)
    assert added.status_code == 302
    bands = {
        "band-TOTAL_FORMS": 2, "band-INITIAL_FORMS": 0, "band-0-low": "0", "band-0-high": "2", "band-0-label": "Fine",
        "band-1-low": "3", "band-1-label": "Needs a hand", "band-1-level": "high", "band-1-meaning": "Offer a pass.",
    }  # fmt: skip
    assert builder.post("build-bands", bands, item=score).status_code == 302
    told = builder.post("build-tells", {"add": "yes", "kind": "need", "domain": "money", "answer": answer}, item=bus)
    assert told.status_code == 302
    outline = builder.get("build")
    assert "Shown only if “How often do you miss the bus?” = “Often”" in outline
    assert "0–2: Fine · 3–…: Needs a hand" in outline
    published = publish_questionnaire(actor=town.priya, questionnaire=builder.draft)
    with reading(town.amina):
        form = queries.questionnaire_in_use(town.amina, published.url)
    response = {"resourceType": "QuestionnaireResponse", "status": "completed"}
    filling = Filling(form, response={**response, "item": [{"linkId": bus, "answer": [{"valueCoding": code}]}]})
    [found] = filling.scores
    assert (found.number, found.band.label.default) == (3, "Needs a hand")
    assert [(each.kind, each.domain) for each in filling.found] == [("need", "money")]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not Kind.SCORE])
def test_every_kind_has_a_page_that_says_what_is_missing(builder, kind):
    assert 'name="text"' in builder.get("build-add", kind.value)
    answer = builder.post("build-add", {"text": "", "choice-TOTAL_FORMS": 0, "choice-INITIAL_FORMS": 0}, kind.value)
    assert answer.status_code == 200
    assert "govuk-error-summary" in answer.content.decode()
    assert builder.names() == {}


def test_questions_change_their_order_words_and_section(builder):
    first = builder.add(Kind.SHORT.value, "Name of the stop")
    section = builder.add(Kind.SECTION.value, "The way")
    builder.post("build-arrange", {"how": "down"}, item=first)
    assert list(builder.names()) == ["The way", "Name of the stop"]
    builder.post("build-item", {"text": "Which stop?", "section": section}, item=first)
    placed = [(one.link_id, one.parent) for one in tree.placed(builder.draft.definition)]
    assert placed == [(WELCOME, ""), (section, ""), (first, section)]
    builder.post("build-arrange", {"how": "away"}, item=section)
    assert builder.names() == {}


def test_a_form_is_never_left_with_nothing_to_show(builder):
    builder.post("build-arrange", {"how": "away"}, item=WELCOME)
    assert "A form needs something to show." in builder.get("build")
    builder.add(Kind.SHORT.value, "Which bus?")
    builder.post("build-arrange", {"how": "away"}, item=WELCOME)
    assert "Take your time" not in builder.get("build")


def test_a_question_that_another_rests_on_stays_and_the_page_says_why(builder):
    bus = builder.add(Kind.YES_NO.value, "Do you take the bus?")
    why = builder.add(Kind.LONG.value, "Where to?")
    builder.post("build-shown", {"add": "yes", "operator": "=", "answer": "true"}, item=why, question=bus)
    builder.post("build-arrange", {"how": "away"}, item=bus)
    assert bus in builder.names().values()
    assert "rests on it" in builder.get("build")


def test_what_is_typed_on_a_stale_page_is_not_lost(builder):
    bus = builder.add(Kind.SHORT.value, "Which bus?")
    stale = builder.draft.version
    builder.post("build-item", {"text": "Which bus line?"}, item=bus)
    answer = builder.post("build-item", {"text": "Which tram?", "seen": stale}, item=bus)
    body = answer.content.decode()
    assert "A colleague changed this form meanwhile" in body
    assert "Which tram?" in body
    assert list(builder.names()) == ["Which bus line?"]


def test_a_version_in_use_is_shown_and_its_next_one_begun(town, builder):
    builder.add(Kind.SHORT.value, "Which bus?")
    publish_questionnaire(actor=town.priya, questionnaire=builder.draft)
    assert "This version cannot change any more" in builder.get("build")
    assert builder.browser.get(reverse("questionnaires:build-details", args=[builder.pk])).status_code == 404
    answer = builder.browser.post(reverse("questionnaires:next-version", args=[builder.pk]))
    assert answer.status_code == 302
    assert town.find(Questionnaire, url=builder.draft.url, form_version="2").status == "draft"


def test_script_in_a_question_is_only_words(builder):
    builder.add(Kind.SHORT.value, "<script>alert(1)</script>")
    assert "<script>alert(1)" not in builder.get("build")


@pytest.mark.parametrize("name", ["amina", "ben", "flo", "oskar"])
def test_only_administrators_build(town, page, builder, name):
    other = page(getattr(town, name))
    assert other.get(reverse("questionnaires:build", args=[builder.pk])).status_code == 404
    assert other.post(reverse("questionnaires:build-begin"), {"title": "Mine", "copyright": "Me"}).status_code == 404


def test_northside_finds_no_draft_of_harbor_house(town, page, builder):
    assert page(town.nadia).get(reverse("questionnaires:build", args=[builder.pk])).status_code == 404
