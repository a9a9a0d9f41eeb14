"""Instruments filled in, and what was found by them."""

from keyworker.assessment.models.answering import AnsweredBy, Assessment, AssessmentStatus, Interpreter, Mode
from keyworker.assessment.models.danger import AgencyCriticalItem, CriticalAnswer, Operator
from keyworker.assessment.models.findings import Need, Strength
from keyworker.assessment.models.levels import SetLevel
from keyworker.assessment.models.practice import AssessmentRule, ReadingHours

__all__ = [
    "AgencyCriticalItem",
    "AnsweredBy",
    "Assessment",
    "AssessmentRule",
    "AssessmentStatus",
    "CriticalAnswer",
    "Interpreter",
    "Mode",
    "Need",
    "Operator",
    "ReadingHours",
    "SetLevel",
    "Strength",
]
