"""A paper in hostile hands: words that want to be code, files that want to come along, a form without an end."""

import io

import pypdf
import pytest
from django.urls import reverse

from keyworker.design import papers
from keyworker.people.actions import deny
from keyworker.people.models import Person
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.names import name_of
from tests.questionnaires.forms import form, item

BAIT = (
    "<script>x</script><img src='file:///etc/hostname'><link rel=attachment href='file:///etc/hostname'>"
    "<style>@import 'http://127.0.0.1:9/x';</style>"
)


@pytest.fixture
def baited(assessor, town):
    """The bait is in the form's own words and in an answer."""
    asked = form(item("a", text=f"How are you? {BAIT}"), title=f"Talk {BAIT}", url="urn:bait", version="1")
    held = assessor.begin(town.client_case(full_name="Ondine Marsh"), assessor.brought_in(asked))
    assessor.complete(held, {name_of(Place("a")): f"Well. {BAIT}"})
    return held


def printed(page, actor, held):
    return page(actor).get(reverse("assessment:paper", args=[held.pk]))


def test_words_stay_words_and_no_file_comes_along(baited, town, page):
    paper = pypdf.PdfReader(io.BytesIO(printed(page, town.amina, baited).content))
    text = " ".join("".join(each.extract_text() for each in paper.pages).split())
    assert text.count("rel=attachment") >= 3
    assert not paper.attachments
    assert not [image for each in paper.pages for image in each.images]


def test_one_that_is_too_long_is_a_page_to_print_in_which_words_stay_words(baited, town, page, monkeypatch):
    monkeypatch.setattr(papers, "MOST_LETTERS", 10)
    answer = printed(page, town.amina, baited)
    assert answer["Content-Type"].startswith("text/html")
    assert answer["Cache-Control"] == "no-store"
    shown = answer.content.decode()
    assert "design/paper" in shown
    assert "<script>x" not in shown
    assert "<img" not in shown


def test_a_worker_who_is_denied_the_file_does_not_print_it(baited, town, page):
    her = town.find(Person, pk=baited.person_id)
    deny(actor=town.ben, person=her, staff=town.staff(town.amina), because="neighbours")
    assert printed(page, town.amina, baited).status_code == 404
