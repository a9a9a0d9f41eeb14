"""The forms that people look for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.db import models
from django.db.models import Count, Q

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, facts, require, rows
from keyworker.agencies.models import Program
from keyworker.base.actor import Actor
from keyworker.questionnaires.models import Questionnaire, QuestionnaireStatus
from keyworker.questionnaires.titles import titles_in_words, wordings_at

PAGE = 50


@dataclass(frozen=True, slots=True)
class FormsPage:
    """One page of forms; `cursor` is how the next one is asked for, empty on the last."""

    forms: Sequence[Questionnaire]
    cursor: str


def questionnaires_in_use(actor: Actor) -> "models.QuerySet[Questionnaire]":
    """The forms that may be filled in now, by title; without their definitions, which are long."""
    found = rows(Questionnaire, actor=actor, needs=Permission.QUESTIONNAIRE_VIEW).annotate(wordings=wordings_at())
    return found.filter(status=QuestionnaireStatus.PUBLISHED).defer("definition").order_by("title", "id")


def questionnaires_used_in(actor: Actor, programs: Iterable[Program]) -> "models.QuerySet[Questionnaire]":
    """Those of them that one of these programs uses; a program that names none uses them all."""
    named = [frozenset(program.forms) for program in programs]
    found = questionnaires_in_use(actor)
    return found.filter(url__in=frozenset().union(*named)) if named and all(named) else found


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


def forms_to_export(actor: Actor, *, url: str = "", version: str = "") -> "models.QuerySet[Questionnaire]":
    """The forms in use, or only that of a url; or the version that is named, whether it is in use or not."""
    found = rows(Questionnaire, actor=actor, needs=Permission.QUESTIONNAIRE_VIEW)
    found = found.filter(form_version=version) if version else found.filter(status=QuestionnaireStatus.PUBLISHED)
    return (found.filter(url=url) if url else found).order_by("title", "form_version", "id")


def forms_by_title(actor: Actor, status: str, *, after: tuple[str, UUID] | None = None) -> FormsPage:
    """Forms of one status for whoever looks after them, by title, from behind the one that is named."""
    found = rows(Questionnaire, actor=actor, needs=Permission.QUESTIONNAIRE_MANAGE).filter(status=status)
    if after is not None:
        title, key = after
        found = found.filter(Q(title__gt=title) | Q(title=title, id__gt=key))
    forms = list(found.defer("definition").order_by("title", "id")[: PAGE + 1])
    last = forms[PAGE - 1] if len(forms) > PAGE else None
    return FormsPage(forms[:PAGE], urlencode({"title": last.title, "key": last.pk}) if last else "")


def title_cursor(query: Mapping[str, str]) -> tuple[str, UUID] | None:
    """`?title=…&key=…`; None, the first page, for anything else."""
    try:
        return query["title"], UUID(query["key"])
    except (KeyError, ValueError):
        return None


def counts_by_status(actor: Actor) -> dict[str, int]:
    """How many versions there are of each status."""
    found = rows(Questionnaire, actor=actor, needs=Permission.QUESTIONNAIRE_MANAGE)
    counted = found.order_by().values_list("status").annotate(count=Count("id"))
    return dict(counted)


def titles_to_read(titles: Iterable[str]) -> dict[str, str]:
    """Each title in the reader's language, where the latest form of that title says it. One query, none without any."""
    wanted = frozenset(titles)
    found = facts(Questionnaire, because="what a form is called is no secret to who reads that it was used")
    known = found.filter(title__in=wanted).order_by("created_at", "id") if wanted else found.none()
    return titles_in_words(wanted, known.annotate(wordings=wordings_at()).values_list("title", "wordings"))


def version_of(actor: Actor, url: str, version: str) -> Questionnaire | None:
    """The version of that url and name, if it is here already."""
    found = rows(Questionnaire, actor=actor, needs=Permission.QUESTIONNAIRE_MANAGE)
    return found.filter(url=url, form_version=version).defer("definition").first()
