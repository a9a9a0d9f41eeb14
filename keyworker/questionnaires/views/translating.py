"""A form's words in other languages: which are begun, and a page for each with every text beside its box."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.sight import require
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.languages import NAMES
from keyworker.base.models import StaleRecord
from keyworker.questionnaires.building import tree
from keyworker.questionnaires.building.keeping import keep_edit
from keyworker.questionnaires.building.translating import is_key, languages_in, said_in, texts
from keyworker.questionnaires.describing import language_name
from keyworker.questionnaires.filling import definition_of
from keyworker.questionnaires.forms.translating import LanguageForm, WordsForm
from keyworker.questionnaires.models import Questionnaire
from keyworker.questionnaires.views.building import MANAGE, draft_of, reason_of, seen_on

WORDS = "questionnaires/build/words.html"


@page(needs=MANAGE)
def languages(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """How far the form is worded in each language, and one more."""
    with reading(request.actor):
        held = draft_of(request, questionnaire_id)
        begun = languages_in(held.definition)
        form = LanguageForm(request.POST or None, besides=frozenset({_own(held), *begun}))
        if form.is_valid():
            return redirect("questionnaires:build-words", held.pk, form.cleaned_data["language"])
        shown = [_progress(held, language) for language in begun]
        own = called(_own(held))
        return render(
            request, "questionnaires/build/languages.html", {"held": held, "form": form, "shown": shown, "own": own}
        )


@page(needs=MANAGE)
def words(request: StaffRequest, questionnaire_id: UUID, language: str) -> HttpResponse:
    """Every text of the form beside its box. What is written is kept, however much is missing yet."""
    with reading(request.actor):
        held = draft_of(request, questionnaire_id)
        _refuse_unknown(held, language)
        form = WordsForm(request.POST or None, texts=texts(held.definition, language), language=language)
        if not form.is_valid():
            return render(request, WORDS, _about(held, form, language))
    given = form.words()
    try:
        held = keep_edit(request.actor, held, lambda made: said_in(made, language, given), seen=seen_on(request))
    except (tree.CannotEdit, Refused, StaleRecord) as error:
        return _shown_again(request, held, language, reason_of(error))
    messages.success(request, _("Saved: %s.") % _progress(held, language)["text"])
    return redirect("questionnaires:build-words", held.pk, language)


def called(language: str) -> str:
    """A language by its name, as the reader calls it where we know it."""
    return str(NAMES.get(language, "")) or language_name(language)


def _own(held: Questionnaire) -> str:
    return definition_of(held).language.lower()


def _refuse_unknown(held: Questionnaire, language: str) -> None:
    """Raises Http404 for the form's own language, and for what is none."""
    if language == _own(held) or language not in {*NAMES, *languages_in(held.definition)}:
        raise Http404


def _progress(held: Questionnaire, language: str) -> dict[str, Any]:
    found = texts(held.definition, language)
    said = sum(1 for each in found if each.words)
    return {
        "language": language,
        "name": called(language),
        "value": said,
        "max": len(found),
        "text": _("%(said)d of %(of)d said") % {"said": said, "of": len(found)},
        "can_be_chosen": language in definition_of(held).languages,
    }


def _about(held: Questionnaire, form: WordsForm, language: str, **more: Any) -> dict[str, Any]:
    return {"held": held, "form": form, "progress": _progress(held, language), **more}


def _shown_again(request: StaffRequest, held: Questionnaire, language: str, wrong: str) -> HttpResponse:
    """A colleague changed the form meanwhile: what was written stands in the boxes, theirs where nothing was.

    Words for a text that is no longer there are shown for themselves, so that they can be copied.
    """
    with reading(request.actor):
        now = require(Questionnaire, held.pk, actor=request.actor, needs=MANAGE)
        known = {said.key: said for said in texts(now.definition, language)}
        given = QueryDict(mutable=True)
        given.update({key: request.POST.get(key) or said.words for key, said in known.items()})
        form = WordsForm(given, texts=list(known.values()), language=language)
        about = _about(now, form, language, wrong=wrong, left=_left(request, known), seen=now.version)
        return render(request, WORDS, about)


def _left(request: StaffRequest, known: Collection[str]) -> list[str]:
    """What was written for texts that are gone or were changed."""
    return [words for key in request.POST if is_key(key) and key not in known and (words := request.POST.get(key, ""))]
