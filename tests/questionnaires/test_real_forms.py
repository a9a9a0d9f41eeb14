"""Other people's forms, as they published them. Needs the real inputs; says so where they are not."""

import json
from collections import Counter

import pytest
from jsonschema import Draft6Validator

from keyworker.questionnaires.engine import checking
from keyworker.questionnaires.engine.checking import Outcome, check
from keyworker.questionnaires.engine.parsing import parse
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.given import Given

FOLDERS = [
    "lforms-r4",
    "uscore-questionnaires",
    "sdc-4.0.0-ballot-questionnaires",
    "sdoh-ri-examples",
    "sdohcc-3.0.0-compiled",
]


@pytest.fixture
def fhir(test_data):
    folder = test_data / "fhir"
    if not folder.is_dir():
        pytest.skip(f"no FHIR samples at {folder}")
    return folder


def questionnaires(folder):
    for file in sorted(folder.glob("*.json")):
        data = file.read_bytes()
        if json.loads(data).get("resourceType") == "Questionnaire":
            yield file.name, data


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_published_form_is_usable_or_refused_with_a_named_reason(fhir, folder, capsys):
    counts = Counter()
    for name, data in questionnaires(fhir / folder):
        looked_over = check(data)
        counts[looked_over.outcome.value] += 1
        if looked_over.outcome is Outcome.REFUSED:
            assert all(looked_over.reasons), name
            continue
        filling = Filling(looked_over.definition)
        assert filling.as_html(preview_url="/preview")
        assert filling.as_answers_html()
        Filling(looked_over.definition, data={}).preview_html()
    with capsys.disabled():
        print(f"\n{folder}: {sum(counts.values())} forms, {dict(counts)}")
    assert counts


def pair(fhir, questionnaire, response):
    definition = parse((fhir / questionnaire).read_bytes())
    return Filling(definition, response=json.loads((fhir / response).read_bytes()))


@pytest.mark.parametrize("form", ["uscore-questionnaires/Questionnaire-phq-9-example.json", "lforms-r4/phq9.json"])
def test_phq_9_gives_the_published_total(fhir, form):
    filling = pair(fhir, form, "uscore-questionnaires/QuestionnaireResponse-phq-9-example.json")
    (score,) = filling.scores
    assert filling.is_valid()
    assert (score.number, score.band.label.default, score.is_complete) == (12, "Moderate", True)
    assert filling.critical == []
    assert filling.findings == ()


def test_a_wrong_total_in_a_published_response_is_found(fhir):
    questionnaire = parse((fhir / "uscore-questionnaires/Questionnaire-phq-9-example.json").read_bytes())
    response = json.loads((fhir / "uscore-questionnaires/QuestionnaireResponse-phq-9-example.json").read_bytes())
    next(item for item in response["item"] if item["linkId"] == "/44261-6")["answer"] = [{"valueDecimal": 3}]
    assert [finding.name for finding in Filling(questionnaire, response=response).findings] == ["other-result"]


def test_hunger_vital_sign_gives_the_published_risk(fhir):
    filling = pair(
        fhir,
        "sdoh-ri-examples/Questionnaire-SDOHCC-QuestionnaireHungerVitalSign.json",
        "sdoh-ri-examples/QuestionnaireResponse-SDOHCC-QuestionnaireResponseHungerVitalSignExample.json",
    )
    (score,) = filling.scores
    assert score.value.display == "At risk"
    assert filling.findings == ()


@pytest.mark.parametrize(
    ("questionnaire", "response"),
    [
        (
            "uscore-questionnaires/Questionnaire-prapare-example.json",
            "uscore-questionnaires/QuestionnaireResponse-PRAPARE-example.json",
        ),
        (
            "uscore-questionnaires/Questionnaire-hunger-vital-sign-example.json",
            "uscore-questionnaires/QuestionnaireResponse-hunger-vital-sign-example.json",
        ),
        (
            "sdoh-ri-examples/Questionnaire-SDOHCC-QuestionnairePRAPARE.json",
            "sdoh-ri-examples/QuestionnaireResponse-SDOHCC-QuestionnaireResponsePRAPAREExample.json",
        ),
    ],
)
def test_published_answers_are_read_whole(fhir, questionnaire, response):
    filling = pair(fhir, questionnaire, response)
    assert filling.findings == ()
    published = json.loads((fhir / response).read_bytes())
    assert given(filling.to_response(completed=True)["item"]) == given(published["item"])


def given(items):
    """Every answer by link id, of a tree of response items."""
    found = {}
    for item in items:
        answers = item.get("answer", [])
        if answers:
            found[item["linkId"]] = [
                value.get("code", value) if isinstance(value, dict) else value
                for answer in answers
                for name, value in answer.items()
                if name.startswith("value")
            ]
        found |= given(item.get("item", []))
        for answer in answers:
            found |= given(answer.get("item", []))
    return found


def test_apgar_is_added_only_when_all_five_signs_are_given(fhir):
    definition = parse((fhir / "lforms-r4/apgar-with-itemWeight-variable.json").read_bytes())
    best = {
        item.link_id: max(item.options, key=lambda option: option.ordinal).token
        for item in definition.walk()
        if item.options
    }
    data = {f"answer:::{link_id}": token for link_id, token in best.items()}
    assert [score.number for score in Filling(definition, data=data).scores] == [10]
    data.popitem()
    assert Filling(definition, data=data).scores == []


def test_hl7s_own_example_of_a_total_that_counts_nothing_is_warned_of(fhir):
    name = "sdc-4.0.0-ballot-questionnaires/Questionnaire-questionnaire-sdc-profile-example-PHQ9.json"
    looked_over = check((fhir / name).read_bytes())
    assert "result-counts-nothing" in {finding.name for finding in looked_over.findings}


def test_a_skip_rule_that_looks_like_a_circle_but_is_none_is_taken(fhir):
    assert check((fhir / "lforms-r4/q-with-nested-enableWhen.json").read_bytes()).outcome is Outcome.ACCEPTED


@pytest.fixture(scope="module")
def response_schema(test_data):
    """FHIR R4's own schema, as it was published."""
    file = test_data / "fhir" / "r4-core" / "fhir.schema.json"
    if not file.is_file():
        pytest.skip(f"no FHIR schema at {file}")
    whole = json.loads(file.read_bytes())
    return Draft6Validator({"$ref": "#/definitions/QuestionnaireResponse", "definitions": whole["definitions"]})


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_answered_to_a_published_form_is_a_response_as_fhir_has_it(fhir, folder, response_schema):
    for name, data in questionnaires(fhir / folder):
        definition = check(data).definition
        for choose in (checking._lowest, checking._highest) if definition is not None else ():
            filling = Filling(definition)
            filling.given = Given(checking.made_up(definition, choose))
            response = json.loads(json.dumps(filling.to_response(completed=True)))
            assert [error.message for error in response_schema.iter_errors(response)] == [], name
            again = Filling(definition, response=response)
            assert [finding.name for finding in again.given.reading.faults] == [], name
