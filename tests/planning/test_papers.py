"""The client's own copy: in their language, large or easy to read, tagged, with the goals as they said them."""

import io

import pypdf
import pytest
from django.urls import reverse

from keyworker.audit.models import AuditEvent
from keyworker.design.templatetags.design import isolated, pictogram
from keyworker.planning import actions as planning
from keyworker.planning.paper import PICTURES, thoughts

MARKS = "\u200e\u200f\u2068\u2069"
SAID = "Quiero mi propia puerta. Con llave."


@pytest.fixture
def agreed(planner, town):
    plan = planner.draft()
    said = planning.GoalWords(
        "family", SAID, target="Sunday dinners", why_it_matters="For the girls.", horizon="long-term"
    )
    planning.add_goal(actor=town.amina, plan=plan, words=said)
    planner.sign(plan, how="drawn", drawing=((10, 10, 300, 120),))
    planner.sign(plan, "worker")
    return plan


def copy_of(browser, plan, **asked):
    return browser.get(reverse("planning:paper", args=[plan.pk]), asked)


def text_of(answer):
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"], "a screen reader finds its way"
    words = " ".join(page.extract_text() for page in reader.pages)
    return " ".join("".join(each for each in words if each not in MARKS).split())


@pytest.mark.parametrize("layout", ["usual", "large", "easy"])
@pytest.mark.parametrize(("language", "heading"), [("en", "Signatures"), ("es", "Firmas"), ("ar", None)])
def test_the_copy_is_a_tagged_pdf_in_their_language_with_the_goals_as_they_were_said(
    agreed, town, page, layout, language, heading
):
    answer = copy_of(page(town.amina), agreed, layout=layout, language=language)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    assert "Rosa" not in answer["Content-Disposition"], "a file's name tells nobody whose plan it is"
    found = text_of(answer)
    for sentence in ("I want us to stay near the school.", *thoughts(SAID), "Call the landlord"):
        assert sentence in found
    assert pypdf.PdfReader(io.BytesIO(answer.content)).trailer["/Root"]["/Lang"] == language
    if heading:
        assert heading in found


def test_that_a_copy_was_made_is_in_the_trail_and_asking_for_nonsense_makes_the_usual_one(agreed, town, page):
    assert copy_of(page(town.amina), agreed, layout="gold", language="xx").status_code == 200
    made = town.find(AuditEvent, verb="planning.copy_made", person_id=agreed.person_id)
    assert made.facts == {"number": 1, "layout": "usual", "language": "en"}


def test_strangers_make_no_copies(agreed, town, page):
    for who in (town.carl, town.sam, town.priya):
        assert copy_of(page(who), agreed).status_code == 404
        assert page(who).get(reverse("planning:copy", args=[agreed.pk])).status_code == 404


def test_amina_chooses_layout_and_language_beginning_with_rosas(planner, town, page):
    plan = planner.agreed(town.client_case(full_name="Rosa Delgado", language="ar"))
    shown = page(town.amina).get(reverse("planning:copy", args=[plan.pk])).content.decode()
    assert "Easy to read" in shown
    assert "Goals stay as they were said" in shown


def test_a_text_is_one_thought_a_line():
    assert thoughts("Call me. At night, 988!\nأين أنت؟ هنا.") == ["Call me.", "At night, 988!", "أين أنت؟", "هنا."]
    assert thoughts("  ") == []


def test_every_area_of_life_has_a_picture_that_is_read_aloud():
    for domain, name in PICTURES.items():
        drawn = pictogram(name, domain.label)
        assert "<path" in drawn or "<circle" in drawn, name
        assert f"<title>{domain.label}</title>" in drawn


def test_words_of_another_script_keep_their_direction():
    assert isolated("One.\n\nأين؟") == "\u2068\u200eOne.\u200e\u2069\n\n\u2068\u200fأين؟\u200f\u2069"
    assert isolated("700") == "\u2068700\u2069"
