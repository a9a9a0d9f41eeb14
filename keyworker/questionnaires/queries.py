"""The forms that people look for."""

from uuid import UUID

from django.db import models

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require, rows
from keyworker.base.actor import Actor
from keyworker.questionnaires.models import Questionnaire, QuestionnaireStatus


def questionnaires_in_use(actor: Actor) -> "models.QuerySet[Questionnaire]":
    """The forms that may be filled in now, by title; without their definitions, which are long."""
    found = rows(Questionnaire, actor=actor, needs=Permission.QUESTIONNAIRE_VIEW)
    return found.filter(status=QuestionnaireStatus.PUBLISHED).defer("definition").order_by("title", "id")


def questionnaire_in_use(actor: Actor, url: str) -> Questionnaire:
    """The version of a form that is in use. Raises `Absent`."""
    found = rows(Questionnaire, actor=actor, needs=Permission.QUESTIONNAIRE_VIEW)
    questionnaire = found.filter(url=url, status=QuestionnaireStatus.PUBLISHED).first()
    if questionnaire is None:
        raise Absent
    return questionnaire


def questionnaire(actor: Actor, key: UUID) -> Questionnaire:
    """Any version of a form, in use or not. Raises `Absent`."""
    return require(Questionnaire, key, actor=actor, needs=Permission.QUESTIONNAIRE_VIEW)


def versions(actor: Actor, url: str) -> "models.QuerySet[Questionnaire]":
    """All versions of a form, the latest first."""
    found = rows(Questionnaire, actor=actor, needs=Permission.QUESTIONNAIRE_VIEW)
    return found.filter(url=url).defer("definition").order_by("-created_at", "-id")
