"""An upload made to hang the server: refused at the door; and if it were inside, pages would go on all the same."""

import json
import threading
import time

import pytest
from django.urls import reverse

from keyworker.assessment import actions as assessing
from keyworker.base import clock
from keyworker.base.context import writing
from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.loading import fingerprint
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.importing import import_questionnaire
from keyworker.questionnaires.models import Questionnaire, QuestionnaireStatus
from tests.questionnaires.forms import calculated, form, item, sent
from tests.questionnaires.test_hostile import BOMBS

LOOPS = "(1).repeat($this + 1)"
URL = "https://example.org/Questionnaire/bomb"


def bomb(expression=LOOPS):
    questions = [item(f"q{number}", "integer") for number in range(60)]
    return form(*questions, item("boom", extension=calculated(expression)), url=URL, version="1", title="A bomb")


@pytest.mark.parametrize("expression", BOMBS.values(), ids=BOMBS.keys())
def test_an_upload_that_explodes_is_refused_with_a_reason_and_leaves_nothing(town, expression):
    report = import_questionnaire(town.priya, json.dumps(bomb(expression)).encode())
    assert report.reasons
    assert report.refused or report.outcome.value == "warned"
    assert town.find(Questionnaire, url=URL, status=QuestionnaireStatus.PUBLISHED) is None


def test_ten_megabytes_are_refused_with_their_size(town):
    report = import_questionnaire(town.priya, json.dumps(form(item("a", text="x" * 10_000_000), url=URL)).encode())
    assert report.refused
    assert report.reasons == ("The file is too large: 10.0 MB. The most is 2.0 MB.",)


def smuggled_in(town):
    """As if it had got past every look: published behind our back."""
    content = bomb()
    with writing(town.priya):
        found = Questionnaire(
            url=URL,
            form_version="1",
            title="A bomb",
            definition=content,
            fingerprint=fingerprint(content),
            status=QuestionnaireStatus.PUBLISHED,
            published_at=clock.now(),
        )
        found.save(force_insert=True)
    return found


def test_a_page_with_a_bomb_on_it_answers_is_kept_and_can_be_finished(town, page):
    case = town.client_case(full_name="Rosa Delgado")
    held = assessing.start_assessment(actor=town.amina, case=case, questionnaire=smuggled_in(town))
    amina = page(town.amina)
    for address in ("assessment:fill", "assessment:preview"):
        started = time.process_time()
        method = amina.get if address == "assessment:fill" else amina.post
        answer = method(reverse(address, args=[held.pk]), {"answer:::q1": "3", "version": "1", "page": "p"})
        assert answer.status_code == 200
        assert time.process_time() - started < 5
    done = amina.post(
        reverse("assessment:fill", args=[held.pk]), {"answer:::q1": "3", "version": "1", "page": "p", "finish": "yes"}
    )
    assert done.status_code == 302
    assert "Question q1?" in amina.get(done.headers["Location"]).content.decode()


def test_others_are_served_while_somebody_elses_form_explodes(monkeypatch):
    """The web process waits for the other without holding up anything else."""
    monkeypatch.setattr(limits, "CPU_SECONDS", 0.1)
    busy = threading.Thread(target=lambda: [Filling(bomb(), data={}).findings for _ in range(3)])
    busy.start()
    plain = Filling(form(item("a", "integer")), data=sent(a="7"))
    taken = []
    while busy.is_alive():
        started = time.thread_time()
        assert plain.as_html()
        taken.append(time.thread_time() - started)
    busy.join()
    assert max(taken) < 1
