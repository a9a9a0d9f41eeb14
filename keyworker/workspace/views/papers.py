"""Papers: which there are, blank to write on, or filled in from a file or for a colleague."""

from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language_info
from django.views.decorators.http import require_safe

from keyworker.access.addresses import address
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.access.workplace import workplace
from keyworker.agencies.wording import Called, called
from keyworker.consent.forms import CATEGORY_WORDS
from keyworker.consent.models import Authority, How, Purpose
from keyworker.consent.rights import THE_RIGHTS
from keyworker.design.papers import paper as on_paper
from keyworker.design.papers import spoken
from keyworker.people.pages import file_frame
from keyworker.people.queries import open_file
from keyworker.people.reaching import by_post
from keyworker.workspace.papers.asking import KINDS
from keyworker.workspace.papers.gathering import cases_to_print, colleagues, of_a_file, of_a_worker, open_life
from keyworker.workspace.papers.registry import PAPERS, About, Fill, Paper, paper_named

LANGUAGE = "language"
OPEN_ROWS = (1, 2, 3)


@page(needs=Permission.AGENCY_VIEW)
@require_safe
def papers(request: StaffRequest) -> HttpResponse:
    """All papers, blank; those about a worker also filled in, for oneself or for a colleague one supervises."""
    language = _language(request)
    oversees = may(request.actor, Permission.CASELOAD_OVERSEE)
    known = colleagues(request.actor) if oversees else []
    words = called(workplace(request.actor).agency)
    worker = next((each.pk for each in known if str(each.pk) == request.GET.get("worker")), request.actor.id)
    context = {
        "papers": [_line(each, language, words, **_for_a_worker(each, worker)) for each in PAPERS],
        "languages": _languages(language, **({"worker": str(worker)} if known else {})),
        "language": language,
        "colleagues": known,
        "worker": worker,
    }
    return render(request, "workspace/papers.html", context)


@page(needs=Permission.AGENCY_VIEW)
@require_safe
def blank_paper(request: StaffRequest, slug: str) -> HttpResponse:
    """A paper to write on. It is about nobody yet."""
    return _printed(request, paper_named(slug), dict)


@page(needs=Permission.PERSON_VIEW)
@require_safe
def file_papers(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """A person's own papers, in their language where we have it."""
    person = open_file(request.actor, person_id)
    language = _language(request, spoken(person.language))
    cases = cases_to_print(request.actor, person)
    case = next((each for each in cases if str(each.pk) == request.GET.get("case")), cases[0] if cases else None)
    asked = {"case": str(case.pk)} if case else {}
    frame = file_frame(request.actor, person, current="papers")
    words = frame["called"].by(case.program) if case else frame["called"]
    context = {
        **frame,
        "papers": [
            _line(each, language, words, href=address("workspace:file_paper", person.pk, each.slug), **asked)
            for each in PAPERS
            if each.is_of_a_file and may(request.actor, each.needs)
        ],
        "languages": _languages(language, **asked),
        "language": language,
        "cases": cases,
        "case": case,
        "by_post": by_post(frame["ways"], frame["safety"]),
    }
    return render(request, "workspace/file_papers.html", context)


@page(needs=Permission.PERSON_VIEW)
@require_safe
def file_paper(request: StaffRequest, person_id: UUID, slug: str) -> HttpResponse:
    """A paper filled in from a person's file; neither its name nor its title tells whose it is."""
    asked = paper_named(slug, About.FILE)
    case = request.GET.get("case", "")
    return _printed(request, asked, partial(of_a_file, request.actor, asked, person_id, case))


@page(needs=Permission.STAFF_VIEW)
@require_safe
def worker_paper(request: StaffRequest, slug: str, staff_id: UUID) -> HttpResponse:
    """A paper filled in for a member of staff; one between two agencies also with the partner chosen."""
    asked = paper_named(slug, About.WORKER)
    service = request.GET.get("service", "")
    return _printed(request, asked, partial(of_a_worker, request.actor, asked, staff_id, service))


def _printed(request: StaffRequest, asked: Paper, gather: Callable[[], dict[str, Any]]) -> HttpResponse:
    """What `gather` brings is gathered in the paper's language: days and areas of life are named in it."""
    here = workplace(request.actor)
    language = _language(request)
    with translation.override(language):
        filled = {**_wordings(), "called": called(here.agency), **gather()}
        title = asked.titled(filled["called"])
    context = {
        "title": title,
        "agency": here.agency.name,
        "crisis_help": here.agency.help_in(language),
        "paper": asked,
        "printed_on": here.today,
        "fields": count(1),
        **filled,
    }
    return on_paper(request, asked.template, context, name=asked.slug, language=language, fillable=True)


def _wordings() -> dict[str, Any]:
    """Lists that screens and papers share."""
    return {
        "purposes": Purpose.choices,
        "categories": list(CATEGORY_WORDS.items()),
        "authorities": Authority.choices,
        "hows": How.choices,
        "life": open_life(),
        "open_rows": OPEN_ROWS,
        "rights": THE_RIGHTS,
        "kinds": KINDS,
    }


def _line(asked: Paper, language: str, words: Called, href: str = "", **more: str) -> dict[str, Any]:
    """A paper among others: where it is blank and, with `href`, filled in, each in normal and in large print."""
    query = {LANGUAGE: language}
    return {
        "slug": asked.slug,
        "title": asked.titled(words),
        "with_a_partner": Fill.PARTNER in asked.fills,
        "purpose": asked.purpose,
        "blank": _links(address("workspace:blank_paper", asked.slug), query),
        "filled": _links(href, {**query, **more}) if href else None,
    }


def _links(href: str, query: dict[str, str]) -> dict[str, str]:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return {"normal": f"{href}?{asked}", "large": f"{href}?{asked}&size=large"}


def _for_a_worker(asked: Paper, worker: UUID | None) -> dict[str, str]:
    return {"href": address("workspace:worker_paper", asked.slug, worker)} if asked.is_of_a_worker and worker else {}


def _language(request: HttpRequest, otherwise: str = "") -> str:
    """One of ours, asked for in the address; else theirs, else the reader's."""
    asked = request.GET.get(LANGUAGE, "")
    return asked if asked in dict(settings.LANGUAGES) else otherwise or spoken("")


def _languages(chosen: str, **more: str) -> list[dict[str, Any]]:
    """Each language under its own name, and the address that chooses it."""
    rest = "".join(f"&{name}={value}" for name, value in more.items())
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "href": f"?{LANGUAGE}={code}{rest}",
            "current": code == chosen,
        }
        for code, _name in settings.LANGUAGES
    ]
