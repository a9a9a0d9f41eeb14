"""Instruments in use, and answers to them."""

import json

import pytest

from keyworker.assessment import actions as assessing
from keyworker.assessment.actions import Sheet
from keyworker.assessment.models import Assessment
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.entry import name_of
from keyworker.questionnaires.filling import definition_of
from keyworker.questionnaires.importing import LIBRARY, import_questionnaire
from keyworker.questionnaires.models import Questionnaire, Response


class Assessor:
    """Fills in instruments as Amina would."""

    def __init__(self, town):
        self.town = town
        self.phq_9 = self.in_use("phq-9.json")

    def in_use(self, name):
        report = import_questionnaire(self.town.priya, (LIBRARY / name).read_bytes(), publish=True)
        assert not report.refused, report.reasons
        return self.town.find(Questionnaire, pk=report.questionnaire_id)

    def brought_in(self, content):
        """A form of our own, published; a newer version of it retires the older."""
        report = import_questionnaire(self.town.priya, json.dumps(content).encode(), publish=True)
        assert not report.refused, report.reasons
        return self.town.find(Questionnaire, pk=report.questionnaire_id)

    def begin(self, case=None, questionnaire=None, **how):
        case = case or self.town.client_case(full_name="Rosa Delgado")
        return assessing.start_assessment(
            actor=self.town.amina,
            case=case,
            questionnaire=questionnaire or self.phq_9,
            how=assessing.How(**how),
        )

    def sheet(self, assessment, data, **changes):
        current = self.town.find(Assessment, pk=assessment.pk)
        return Sheet(data, **{"seen": current.version, "page": "page-1", **changes})

    def save(self, assessment, data, actor=None):
        return assessing.save_answers(
            actor=actor or self.town.amina, assessment=assessment, sheet=self.sheet(assessment, data)
        )

    def complete(self, assessment, data):
        return assessing.complete_assessment(
            actor=self.town.amina, assessment=assessment, sheet=self.sheet(assessment, data)
        )

    def response(self, assessment):
        return self.town.find(Response, pk=assessment.response_id)


@pytest.fixture
def assessor(town):
    return Assessor(town)


def answered(questionnaire, weights):
    """What a browser sends for the instrument's weighted questions, in order: [0, 3, …]."""
    asked = [item for item in definition_of(questionnaire).walk() if (item.options and item.required) or is_last(item)]
    given = zip(asked, weights, strict=True)
    return {name_of(Place(item.link_id)): item.options[weight].token for item, weight in given}


def is_last(item):
    """The ninth question may be left out by the person; it is asked all the same."""
    return item.link_id == "/44260-8"


ALL_NEVER = [0] * 9
MODERATE = [3, 2, 1, 2, 1, 0, 2, 1, 0]
LESS = [1, 1, 1, 1, 0, 0, 1, 0, 0]
DANGER = [0, 0, 0, 0, 0, 0, 0, 0, 1]


def told(questionnaire, words="my own words"):
    """An answer to every question that tells of a strength or a need: words where words are asked, else the last."""
    asked = [item for item in definition_of(questionnaire).walk() if item.markers]
    return {name_of(Place(item.link_id)): item.options[-1].token if item.options else words for item in asked}
