"""Forms on paper: blank and filled in, in normal and large print, in every script; read by a screen reader, too."""

import io

import pypdf
import pytest
from django.urls import reverse

from keyworker.audit.models import AuditEvent
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.names import name_of
from tests.assessment.conftest import MODERATE, answered
from tests.questionnaires.forms import choice, form, group, is_code, item, translated

NAME = "Xanthippe Quill"


def url(name, *keys):
    return reverse(f"assessment:{name}", args=keys)


@pytest.fixture
def amina(town, page):
    return page(town.amina)


@pytest.fixture
def finished(assessor, town):
    assessment = assessor.begin(town.client_case(full_name=NAME))
    assessor.complete(assessment, answered(assessor.phq_9, MODERATE))
    return assessment


def read(answer):
    assert answer["Content-Type"] == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(answer.content))


def text_of(paper):
    return " ".join(" ".join(each.extract_text() for each in paper.pages).split())


def height_of_letters(paper):
    """In points, of most words of the first page."""
    sizes = []
    paper.pages[0].extract_text(visitor_text=lambda _text, cm, tm, _font, size: sizes.append(abs(cm[3] * tm[3]) * size))
    return max(set(sizes), key=sizes.count)


def test_a_blank_form_asks_everything_and_names_nobody(assessor, amina):
    text = text_of(read(amina.get(url("blank_paper", assessor.phq_9.pk))))
    for said in ("Little interest or pleasure in doing things", "Nearly every day", "Name:", "Spitzer"):
        assert said in text
    assert NAME not in text


def test_a_filled_form_holds_whose_it_is_the_score_and_what_it_means(finished, amina):
    text = text_of(read(amina.get(url("paper", finished.pk))))
    for said in (NAME, "12 – Moderate", "Both together · In person", "Amina Yusuf"):
        assert said in text


def test_its_name_and_title_tell_nothing_of_the_person(finished, amina):
    answer = amina.get(url("paper", finished.pk))
    paper = read(answer)
    said = f"{answer['Content-Disposition']} {paper.metadata} {paper.xmp_metadata.rdf_root.toxml()}"
    assert "Xanthippe" not in said
    assert "Quill" not in said
    assert 'filename="answers-' in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"


def test_it_is_tagged_for_screen_readers(finished, amina):
    paper = read(amina.get(url("paper", finished.pk)))
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    assert "pdfuaid" in paper.xmp_metadata.rdf_root.toxml()
    assert paper.metadata.title == "PHQ-9: how you have been feeling"


def test_large_print_is_large(assessor, amina):
    normal, large = (read(amina.get(url("blank_paper", assessor.phq_9.pk) + size)) for size in ("", "?size=large"))
    assert height_of_letters(normal) == pytest.approx(11, abs=0.6)
    assert height_of_letters(large) == pytest.approx(18, abs=0.6)
    assert len(large.pages) > len(normal.pages)


def test_it_is_in_the_language_of_the_answers_and_runs_from_the_right(assessor, amina):
    asked = {"text": "Where do you sleep?", "_text": translated(ar="أين تنام؟")}
    ours = form({**item("sleep"), **asked}, url="urn:sleep", version="1", title="Sleep", _title=translated(ar="النوم"))
    paper = read(amina.get(url("blank_paper", assessor.brought_in(ours).pk) + "?language=ar"))
    assert paper.trailer["/Root"]["/Lang"] == "ar"
    assert any("\u0600" <= letter <= "\u06ff" or "\ufb50" <= letter <= "\ufeff" for letter in text_of(paper))


def test_a_blank_form_says_when_to_answer_and_a_filled_one_leaves_out_what_was_not_asked(assessor, town, amina):
    more = item("more", text="What kind?", enableWhen=[is_code("pets", "yes")])
    ours = assessor.brought_in(form(group("home", choice("pets", "Yes", "No"), more), url="urn:pets", version="1"))
    assert "Answer this only if" in text_of(read(amina.get(url("blank_paper", ours.pk))))
    assessment = assessor.begin(questionnaire=ours)
    assessor.complete(assessment, {name_of(Place("pets")): "no"})
    assert "What kind?" not in text_of(read(amina.get(url("paper", assessment.pk))))


def test_printing_a_filled_one_is_recorded_and_a_blank_one_is_about_nobody(assessor, town, finished, amina):
    amina.get(url("blank_paper", assessor.phq_9.pk))
    assert town.find(AuditEvent, verb="assessment.printed", person_id=finished.person_id) is None
    amina.get(url("paper", finished.pk))
    assert town.find(AuditEvent, verb="assessment.printed", person_id=finished.person_id).actor_id == town.amina.id


def test_strangers_print_nothing(finished, town, page):
    for who in (town.carl, town.sam, town.grace, town.priya, town.flo):
        assert page(who).get(url("paper", finished.pk)).status_code == 404


def test_words_that_look_like_a_page_fetch_nothing_and_stand_as_they_were_written(assessor, amina):
    ours = assessor.brought_in(form(item("note", "text"), url="urn:note", version="1"))
    assessment = assessor.begin(questionnaire=ours)
    bad = '<img src="file:///etc/hostname"><script>x</script>'
    assessor.complete(assessment, {name_of(Place("note")): bad})
    assert "<img src=" in text_of(read(amina.get(url("paper", assessment.pk))))


def test_a_machine_that_makes_no_pdf_gives_a_page_to_print(finished, amina, monkeypatch):
    monkeypatch.setattr("keyworker.design.papers._maker", lambda: None)
    answer = amina.get(url("paper", finished.pk))
    assert answer["Content-Type"].startswith("text/html")
    assert answer["Cache-Control"] == "no-store"
    assert "design/paper" in answer.content.decode()
    assert "12 – Moderate" in answer.content.decode()
