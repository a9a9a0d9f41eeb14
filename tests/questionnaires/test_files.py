"""Files given as answers: kept encrypted with the answers, opened only through them, and gone with a failed save."""

from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.base.context import reading, writing
from keyworker.base.models import StaleRecord
from keyworker.documents.keeping import give_out
from keyworker.documents.models import Document
from keyworker.questionnaires import queries
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.importing import import_questionnaire
from keyworker.questionnaires.keeping import change_answers, file_in, filling_of, keep_answers
from keyworker.questionnaires.models import AnswerFile, Response
from tests.questionnaires.forms import form, item

URL = "https://example.org/Questionnaire/letters"


def letters(*texts):
    files = [SimpleUploadedFile(f"letter-{n}.txt", text.encode()) for n, text in enumerate(texts)]
    return MultiValueDict({"answer:::letter": files})


def asked_in(town):
    import_questionnaire(
        town.priya, form(item("letter", "attachment", repeats=True), item("note"), url=URL, version="1"), publish=True
    )
    with reading(town.amina):
        return queries.questionnaire_in_use(town.amina, URL)


def begun(town, *texts):
    asked, housing = asked_in(town), town.housing
    with writing(town.amina):
        return keep_answers(
            asked, Filling(asked, data={}, files=letters(*texts), draft=True), program=housing, completed=False
        )


def named_in(response):
    answers = response.content["item"][0]["answer"] if response.content["item"] else []
    return [UUID(answer["valueAttachment"]["url"]) for answer in answers]


def content(town, response, key):
    with reading(town.amina):
        return b"".join(give_out(file_in(response, key)))


def test_a_file_is_kept_with_the_answers_and_opened_through_them(town):
    response = begun(town, "Dear Rosa", "Dear Ana")
    first, second = named_in(response)
    assert content(town, response, first) == b"Dear Rosa"
    assert content(town, response, second) == b"Dear Ana"
    with reading(town.amina):
        html = filling_of(response).as_answers_html(file_url=lambda url: f"/files/{UUID(url)}/")
    assert f'href="/files/{first}/"' in html
    assert "letter-1.txt" in html


def test_it_stays_when_more_is_answered_and_another_comes_beside_it(town):
    response = begun(town, "Dear Rosa")
    (first,) = named_in(response)
    more = Filling(
        response.questionnaire, {"answer:::note": "x"}, files=letters("Dear Ana"), kept=response.content, draft=True
    )
    with writing(town.amina):
        change_answers(response, more, completed=False)
    found = town.find(Response, pk=response.pk)
    assert len(named_in(found)) == 2
    assert named_in(found)[0] == first


def test_one_that_is_taken_away_is_shown_to_nobody(town):
    response = begun(town, "Dear Rosa")
    (key,) = named_in(response)
    without = Filling(
        response.questionnaire,
        {"answer::gone:letter": f"urn:uuid:{key}"},
        files=MultiValueDict(),
        kept=response.content,
        draft=True,
    )
    with writing(town.amina):
        change_answers(response, without, completed=False)
    found = town.find(Response, pk=response.pk)
    assert named_in(found) == []
    with reading(town.amina), pytest.raises(Absent):
        file_in(found, key)


def test_nobody_opens_a_file_through_other_answers_nor_by_its_own_key(town):
    mine, other = begun(town, "Dear Rosa"), begun(town, "Dear Ana")
    held = town.find(AnswerFile, response=mine)
    with reading(town.amina):
        for key in (*named_in(mine), uuid4()):
            with pytest.raises(Absent):
                file_in(other, key)
        for permission in Permission:
            with pytest.raises(Absent):
                require(AnswerFile, held.pk, actor=town.amina, needs=permission)


def test_answers_cannot_name_a_file_that_never_came(town):
    mine, other = begun(town, "Dear Rosa"), begun(town, "Dear Ana")
    (theirs,) = named_in(other)
    forged = {
        "answer:::letter": f"urn:uuid:{theirs}",
        "answer::gone:letter": "",
        "answer::keep:letter": f"urn:uuid:{theirs}",
    }
    again = Filling(mine.questionnaire, forged, files=MultiValueDict(), kept=mine.content, draft=True)
    assert [value.url for values in again.answers.values.values() for value in values] == [named_in(mine)[0].urn]


def test_a_save_that_fails_leaves_no_file_behind(town):
    response = begun(town)
    stale = Filling(response.questionnaire, {}, files=letters("Dear Rosa"), draft=True)
    with pytest.raises(StaleRecord), writing(town.amina):
        change_answers(response, stale, completed=False, seen=99)
    assert town.find(Document, name="letter-0.txt") is None
