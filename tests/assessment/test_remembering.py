"""Tell it once: what the person has told is offered with where it is from, and is an answer only once it is taken."""

from datetime import timedelta

import pytest
from django.urls import reverse

from keyworker.assessment.remembering import patient
from keyworker.base import clock
from keyworker.cases.models import Case
from keyworker.people.models import DatePrecision, Person
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.names import name_of
from tests.assessment.conftest import MODERATE, answered
from tests.questionnaires.forms import CORE, SDC, choice, expression_extension, form, item

LAUNCH = {
    "url": f"{SDC}launchContext",
    "extension": [{"url": "name", "valueCoding": {"code": "patient"}}, {"url": "type", "valueCode": "Patient"}],
}
SCHOOL = [{"system": "urn:q", "code": "school"}]
MOOD = [{"system": "urn:q", "code": "mood"}]


def holds(days):
    return {"url": f"{SDC}observationLinkPeriod", "valueDuration": {"value": days, "code": "d"}}


def told(**more):
    """School holds for a month; mood carries a score, whatever the form says of how long it holds."""
    mood = choice("mood", ("Good", 0), ("Bad", 3), code=MOOD, extension=[holds(30)])
    return form(item("school", code=SCHOOL, extension=[holds(30)]), mood, title="First talk", **more)


def asked(**more):
    name = item("name", extension=[expression_extension(f"{SDC}initialExpression", "%patient.name.first().text")])
    born = item("born", "date", extension=[expression_extension(f"{SDC}initialExpression", "%patient.birthDate")])
    mood = choice("mood", ("Good", 0), ("Bad", 3), code=MOOD, extension=[holds(30)])
    school = item("where", text="Which school?", code=SCHOOL, extension=[holds(30)])
    return form(name, born, school, mood, extension=[LAUNCH], title="Second talk", **more)


def url(name, *keys):
    return reverse(f"assessment:{name}", args=keys)


@pytest.fixture
def amina(town, page):
    return page(town.amina)


@pytest.fixture
def case(town):
    return town.client_case(full_name="Rosa Delgado", born_on=town.today.replace(1991, 4, 12))


@pytest.fixture
def told_once(assessor, town, case):
    first = assessor.brought_in(told(url="urn:first", version="1"))
    assessment = assessor.begin(case, first)
    assessor.complete(assessment, {name_of(Place("school")): "Lincoln School", name_of(Place("mood")): "bad"})
    return assessment


@pytest.fixture
def second(assessor, town, case, told_once):
    return assessor.begin(town.find(Case, pk=case.pk), assessor.brought_in(asked(url="urn:second", version="1")))


def test_who_they_are_and_what_they_told_stands_beside_the_questions_with_its_origin(second, amina):
    text = " ".join(amina.get(url("fill", second.pk)).content.decode().split())
    assert 'Rosa Delgado</bdi> <span class="kw-soft">– <bdi>from their file' in text
    assert 'Lincoln School</bdi> <span class="kw-soft">– <bdi>from First talk, on' in text
    assert text.count("Use this answer") == 3


def test_nothing_of_it_is_kept_before_it_is_taken(assessor, second):
    assert assessor.response(second).content["item"] == []
    assessor.save(second, {name_of(Place("mood")): "good"})
    assert {each["linkId"] for each in assessor.response(second).content["item"]} == {"mood"}


def test_one_button_takes_it_and_the_draft_holds_it(assessor, second, amina):
    sent = {"take": name_of(Place("where")), "version": "1", "page": "p1"}
    text = amina.post(url("fill", second.pk), sent).content.decode()
    assert 'value="Lincoln School"' in text
    (kept,) = assessor.response(second).content["item"]
    assert kept["answer"][0]["valueString"] == "Lincoln School"


def test_how_they_feel_is_always_asked_again(second, amina):
    text = amina.get(url("fill", second.pk)).content.decode()
    assert "We know this already: <bdi>Bad" not in text
    assert text.count("We know this already") == 3  # name, birth date, school


def test_an_answer_holds_only_as_long_as_the_form_says(assessor, town, case, second, page):
    with clock.at(clock.now() + timedelta(days=31)):
        text = page(town.amina).get(url("fill", second.pk)).content.decode()
    assert "Lincoln School" not in text


def test_what_the_worker_may_not_read_is_not_offered(assessor, town, told_once, page):
    """The same person in another program, with another worker."""
    from keyworker.assessment import actions as assessing
    from keyworker.cases import actions as cases
    from keyworker.people import actions as people

    person = town.find(Person, pk=told_once.person_id)
    people.add_to_care_team(
        actor=town.job(), person=person, program=town.family, staff=town.staff(town.sam), because="second program"
    )
    other = cases.open_case(actor=town.job(), program=town.family, person=person, owner=town.staff(town.sam))
    form_asked = assessor.brought_in(asked(url="urn:second", version="1"))
    begun = assessing.start_assessment(actor=town.sam, case=other, questionnaire=form_asked)
    text = page(town.sam).get(url("fill", begun.pk)).content.decode()
    assert "Rosa Delgado" in text
    assert "Lincoln School" not in text


def test_the_official_phq_9_offers_no_symptom_although_it_says_how_long_answers_hold(assessor, test_data, amina):
    import json

    file = test_data / "fhir" / "lforms-r4" / "phq9.json"
    if not file.exists():
        pytest.skip(f"no FHIR samples at {file}")
    assert f"{SDC}observationLinkPeriod" in file.read_text()
    official = assessor.brought_in({**json.loads(file.read_text()), "url": "urn:phq9", "version": "1"})
    first = assessor.begin()
    assessor.complete(first, answered(assessor.phq_9, MODERATE))
    again = assessor.begin(assessor.town.find(Case, pk=first.case_id), official)
    assert "We know this already" not in amina.get(url("fill", again.pk)).content.decode()


def test_a_birth_date_is_told_no_more_precisely_than_it_is_known(town):
    day = town.today.replace(1987, 3, 4)
    for precision, said in (
        (DatePrecision.DAY, "1987-03-04"),
        (DatePrecision.MONTH, "1987-03"),
        (DatePrecision.YEAR, "1987"),
        (DatePrecision.ESTIMATED, "1987"),
    ):
        who = Person(agency_id=town.amina.agency_id, full_name="R", born_on=day, born_precision=precision)
        assert patient(who)["birthDate"] == said
    assert "birthDate" not in patient(Person(agency_id=town.amina.agency_id, full_name="R"))


def test_a_colleague_is_found_by_a_few_letters(assessor, town, amina, case):
    whom = item(
        "whom", "reference", extension=[{"url": f"{CORE}questionnaire-referenceResource", "valueCode": "Practitioner"}]
    )
    begun = assessor.begin(case, assessor.brought_in(form(whom, url="urn:whom", version="1")))
    sent = {name_of(Place("whom")): "Ben Carter", "version": "1", "page": "p1", "finish": "yes"}
    assert amina.post(url("fill", begun.pk), sent).status_code == 302
    (kept,) = assessor.response(begun).content["item"]
    assert kept["answer"][0]["valueReference"]["display"] == "Ben Carter"
