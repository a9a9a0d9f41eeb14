"""In the room, the client answers alone at the worker's device: they hold these questions and nothing else."""

import pytest
from django.urls import reverse

from keyworker.assessment.models import Assessment
from keyworker.people.models import Alert
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.names import name_of
from tests.assessment.conftest import DANGER, MODERATE, answered
from tests.town import take_the_device_back

LAST = name_of(Place("/44260-8"))
HELP = "You do not have to be alone with this"


def url(name, *keys):
    return reverse(f"assessment:{name}", args=keys)


@pytest.fixture
def assessment(assessor):
    return assessor.begin()


@pytest.fixture
def rosa(town, page, assessment):
    """Amina's browser, as Rosa holds it."""
    browser = page(town.amina)
    assert url("own", assessment.pk) in browser.get(url("fill", assessment.pk)).content.decode()
    assert browser.get(url("own", assessment.pk)).status_code == 200
    return browser


def sheet(town, assessment, assessor, weights=None, **more):
    given = answered(assessor.phq_9, weights) if weights else {}
    return {**given, "version": town.find(Assessment, pk=assessment.pk).version, "page": "p1", **more}


def test_the_page_shows_the_questions_and_nothing_of_the_house(rosa, assessment):
    answer = rosa.get(url("own", assessment.pk))
    text = answer.content.decode()
    assert "Little interest" in text
    for hidden in ("My day", "Caseload", "Timeline", "total score"):
        assert hidden not in text
    assert answer["Content-Language"] == "en"


def test_nothing_else_opens_until_the_worker_has_it_back(rosa, assessment):
    for name in ("fill", "read", "how"):
        assert rosa.get(url(name, assessment.pk))["Location"].startswith("/accounts/reauthenticate/")
    take_the_device_back(rosa.session)
    assert rosa.get(url("fill", assessment.pk)).status_code == 200


def test_they_answer_are_thanked_without_a_verdict_and_give_it_back(rosa, town, assessment, assessor):
    assert rosa.post(url("own_draft", assessment.pk), sheet(town, assessment, assessor, MODERATE)).status_code == 200
    assert (
        "total" not in rosa.post(url("own_preview", assessment.pk), answered(assessor.phq_9, MODERATE)).content.decode()
    )
    done = rosa.post(url("own", assessment.pk), sheet(town, assessment, assessor, MODERATE, finish="yes"), follow=True)
    text = done.content.decode()
    assert "Please give this back to Amina Yusuf." in text
    assert "Moderate" not in text
    assert url("read", assessment.pk) in text
    assert town.find(Assessment, pk=assessment.pk).total == 12


def test_danger_shows_them_help_and_the_worker_finds_the_alert(rosa, town, assessment, assessor):
    danger = {LAST: answered(assessor.phq_9, DANGER)[LAST]}
    assert HELP in rosa.post(url("own_preview", assessment.pk), danger).content.decode()
    rosa.post(url("own_draft", assessment.pk), sheet(town, assessment, assessor, **danger))
    assert town.find(Alert, person=assessment.person_id)
    assert HELP in rosa.get(url("own", assessment.pk)).content.decode()
    take_the_device_back(rosa.session)
    assert "Talk about safety now" in rosa.get(url("fill", assessment.pk)).content.decode()


def test_the_language_of_the_questions_is_the_language_of_the_page(rosa, town, assessment, assessor):
    rosa.post(url("own", assessment.pk), sheet(town, assessment, assessor, language="es"))
    answer = rosa.get(url("own", assessment.pk))
    assert answer["Content-Language"] == "es"
    assert '<html lang="es"' in " ".join(answer.content.decode().split())


def test_what_was_asked_at_their_own_door_is_not_answered_at_a_device(town, page, assessor):
    from datetime import timedelta

    from keyworker.accounts.models import User
    from keyworker.assessment import actions as assessing
    from keyworker.cases.models import Case
    from keyworker.people.actions import open_portal

    case = town.client_case()
    user = User.objects.create_user("xan@people.example", "harbor-lights-and-tides")
    open_portal(actor=town.amina, person=case.person, user=user)
    asking = assessing.Asking(assessor.phq_9, town.today + timedelta(days=1))
    asked = assessing.ask_client(actor=town.amina, case=town.find(Case, pk=case.pk), asking=asking)
    answer = page(town.amina).get(url("own", asked.pk))
    assert answer["Location"] == url("read", asked.pk)
