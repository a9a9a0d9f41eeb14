"""Papers: what people take home, sign, or keep in a drawer. One look, in every script, in normal and large print."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

SHEET = "design/paper.css"
LARGE = "large"
# A paper of this length takes some ten seconds of a machine; a longer one is a page to print.
MOST_LETTERS = 400_000


def paper(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    name: str,
    language: str,
    fillable: bool = False,
) -> HttpResponse:
    """A paper as tagged PDF; one that is too long, or where the machine makes none, as a page to print.

    No browser keeps it.

    `template` extends "design/paper.html". `name` begins the file's name, so it must tell nothing of anybody.
    `language` is that of the words on it; `?size=large` asks for large print. In a `fillable` one, boxes of the page
    are fields to type into, each called by its `title`.
    """
    as_pdf = _maker()
    given = {
        "language": language,
        "direction": _direction(language),
        "large": request.GET.get("size") == LARGE,
        **context,
    }
    html = _words(template, given, language, sheet=None if as_pdf else SHEET)
    if as_pdf and len(html) > MOST_LETTERS:
        as_pdf, html = None, _words(template, given, language, sheet=SHEET)
    answer = HttpResponse(html)
    if as_pdf:
        made = as_pdf(html, Path(str(finders.find(SHEET))), fillable=fillable)
        answer = HttpResponse(made, content_type="application/pdf")
        day = timezone.localdate().isoformat()
        answer["Content-Disposition"] = f'inline; filename="{name}-{day}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _words(template: str, given: dict[str, Any], language: str, *, sheet: str | None) -> str:
    with translation.override(spoken(language)):
        return render_to_string(template, {**given, "sheet": sheet})


def spoken(language: str) -> str:
    """The language of the page round somebody's words: theirs where we have it, else the one the reader chose."""
    for code in (language, language.partition("-")[0]):
        if code in dict(settings.LANGUAGES):
            return code
    return translation.get_language() or settings.LANGUAGE_CODE


@cache
def _maker() -> Callable[..., bytes] | None:
    """Nothing on a machine without Pango (`keyworker doctor` says how to get it)."""
    try:
        from keyworker.design.pdf import as_pdf  # loads the machine's libraries
    except OSError:
        return None
    return as_pdf


def _direction(language: str) -> str:
    try:
        return str(Locale.parse(language, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"
