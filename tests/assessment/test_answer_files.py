"""A file given as an answer is kept with the answers and opened by whoever may read them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.names import name_of
from keyworker.questionnaires.models import AnswerFile
from tests.questionnaires.forms import form, item

LETTER = b"Dear Ms Quill, your rent is due."


def url(name, *keys):
    return reverse(f"assessment:{name}", args=keys)


@pytest.fixture
def amina(town, page):
    return page(town.amina)


@pytest.fixture
def sent_in(assessor, town, amina):
    asks = assessor.brought_in(form(item("letter", "attachment"), url="urn:letter", version="1"))
    begun = assessor.begin(questionnaire=asks)
    assert 'enctype="multipart/form-data"' in amina.get(url("fill", begun.pk)).content.decode()
    file = SimpleUploadedFile("letter.txt", LETTER, content_type="text/plain")
    sent = {name_of(Place("letter")): file, "version": "1", "page": "p1", "finish": "yes"}
    assert amina.post(url("fill", begun.pk), sent)["Location"] == url("read", begun.pk)
    return begun


def test_it_is_opened_from_the_answers(town, amina, sent_in):
    held = town.find(AnswerFile, response=sent_in.response_id)
    address = url("file", sent_in.pk, held.document_id)
    assert address in amina.get(url("read", sent_in.pk)).content.decode()
    answer = amina.get(address)
    assert answer.content == LETTER
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_nobody_else_opens_it_and_no_other_file_is_opened_there(town, page, amina, sent_in, assessor):
    held = town.find(AnswerFile, response=sent_in.response_id)
    for stranger in (town.sam, town.grace, town.carl, town.priya):
        assert page(stranger).get(url("file", sent_in.pk, held.document_id)).status_code == 404
    other = assessor.begin()
    assert amina.get(url("file", other.pk, held.document_id)).status_code == 404
