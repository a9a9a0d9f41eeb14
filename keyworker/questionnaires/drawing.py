"""Draws a filling-in: the form to fill in, what changed on a page, and the answers to read."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import pages
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.definition import Item
from keyworker.questionnaires.engine.names import GO, REFRESHED_AT, SHOWN
from keyworker.questionnaires.engine.nodes import Node, changes
from keyworker.questionnaires.engine.render import is_required, nodes
from keyworker.questionnaires.engine.rows import parts
from keyworker.questionnaires.engine.showing import Showing
from keyworker.questionnaires.engine.validation import Problem
from keyworker.questionnaires.given import EVERYTHING

# A path of this site: two slashes would begin another's name.
_OUR_OWN = re.compile(r"/(?!/)[\w\-./?=&%]*")

if TYPE_CHECKING:
    from keyworker.questionnaires.filling import Filling


def page_of(filling: "Filling") -> pages.Page | None:
    """The page to show: the one that was asked for, the first with something wrong on it, or where the form goes on."""
    return _page(filling, _wanted) if len(pages.leaves(filling.definition)) > 1 else None


def _page(filling: "Filling", choose: Callable[["Filling", list[int]], int]) -> pages.Page:
    asked = pages.asked_pages(filling.definition, filling.asked)
    index = choose(filling, asked)
    index = index if index in asked else min(asked, key=lambda page: abs(page - index))
    items = pages.leaves(filling.definition)[index]
    title = next((item.text.in_language(filling.language) for item in items if item.text), "")
    return pages.Page(index, asked.index(index) + 1, len(asked), title)


def _wanted(filling: "Filling", asked: list[int]) -> int:
    sent = filling.given.sent
    if sent is None:
        return pages.where_to_begin(filling.definition, filling.answers, asked)
    here = pages.where_it_was(sent)
    on = pages.page_of(filling.definition)
    if filling.given.stays:
        unread = any(on.get(problem.place.link_id) == here for problem in filling.problems if not problem.missing)
        return pages.where_to(sent, asked, wrong_here=unread)
    wrong = [on.get(problem.place.link_id, here) for problem in filling.problems if problem.blocks]
    return here if here in wrong or not wrong else wrong[0]


def _same(filling: "Filling", _asked: list[int]) -> int:
    """A page that refreshes itself stays where it is."""
    sent = filling.given.sent
    return pages.where_it_was(sent) if sent is not None else 0


def form_html(filling: "Filling", *, preview_url: str, with_scores: bool) -> SafeString:
    told = _told(filling)
    here, elsewhere = _by_page(filling, told)
    showing = _showing(filling, errors=here, with_scores=with_scores)
    shown, parked = _leaves(filling, showing, filling.page)
    context = {
        "nodes": shown,
        "kept": [box for node in parked for box in node.keeps],
        "errors": [_summary(filling, problem) for problem in here],
        "elsewhere": elsewhere,
        "preview_url": preview_url,
        "page": filling.page,
        "offers": sum(1 for _node in _with_offers(shown)),
        "everything": EVERYTHING,
    }
    return render_to_string("questionnaires/form.html", _framed(filling, context))


def changes_html(filling: "Filling", *, with_scores: bool) -> SafeString:
    sent = filling.given.sent
    told = frozenset(sent.all(SHOWN)) if sent else frozenset()
    showing = _showing(filling, live=True, with_scores=with_scores, shown=told)
    page = _page(filling, _same) if len(pages.leaves(filling.definition)) > 1 else None
    shown, _parked = _leaves(filling, showing, page)
    context = {
        "nodes": list(changes(shown, told)),
        "page": page,
        "lists": list(_typed_lists(shown)),
        "preview_url": _refreshed_at(filling),
    }
    return render_to_string("questionnaires/changes.html", context)


def _refreshed_at(filling: "Filling") -> str:
    """Where the page said it is refreshed, which its new buttons need too; an address within Keyworker, or none."""
    sent = filling.given.sent
    address = sent.one(REFRESHED_AT) if sent is not None else ""
    return address if _OUR_OWN.fullmatch(address) else ""


def answers_html(filling: "Filling", *, with_scores: bool, file_url: Callable[[str], str] | None) -> SafeString:
    context = answers_context(filling, with_scores=with_scores, file_url=file_url)
    return render_to_string("questionnaires/answers.html", context)


def answers_context(
    filling: "Filling", *, with_scores: bool, file_url: Callable[[str], str] | None = None
) -> dict[str, Any]:
    showing = _showing(filling, live=True, reading=True, with_scores=with_scores)
    shown = nodes(showing, filling.definition.items)
    return _framed(filling, {"parts": parts(shown, file_url)})


def _told(filling: "Filling") -> list[Problem]:
    """A form just opened is not yet told what is missing, nor one to which another entry is added."""
    given = filling.given
    if given.sent is None:
        return []
    if not given.stays:
        return list(filling.problems)
    if given.sent.one(GO) != pages.NEXT or filling.page is None:
        return []
    on = pages.page_of(filling.definition)
    here = pages.where_it_was(given.sent)
    return [p for p in filling.problems if p.blocks and not p.missing and on.get(p.place.link_id) == here]


def _by_page(filling: "Filling", told: list[Problem]) -> tuple[list[Problem], list[dict[str, Any]]]:
    """What is wrong on the page shown, and the other pages on which something is."""
    page = filling.page
    if page is None:
        return told, []
    on = pages.page_of(filling.definition)
    here = [problem for problem in told if on.get(problem.place.link_id, page.index) == page.index]
    others = sorted({on[p.place.link_id] for p in told if p.blocks and p not in here and p.place.link_id in on})
    numbers = pages.asked_pages(filling.definition, filling.asked)
    found = [{"go": index, "says": _("Page %d") % (numbers.index(index) + 1)} for index in others if index in numbers]
    return here, found


def _summary(filling: "Filling", problem: Problem) -> dict[str, str]:
    error = filling.error(problem)
    return {"href": f"#{error.anchor}", "text": f"{error.says} – {error.question}"}


def _leaves(filling: "Filling", showing: Showing, page: pages.Page | None) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The nodes of the page shown, and those of all others."""
    items = filling.definition.items
    if page is None:
        return nodes(showing, items), ()
    here = set(map(_key, (*pages.leaves(filling.definition)[page.index], *pages.everywhere(filling.definition))))
    shown = nodes(showing, tuple(item for item in items if _key(item) in here))
    return shown, nodes(showing, tuple(item for item in items if _key(item) not in here))


def _key(item: Item) -> str:
    return item.link_id


def _with_offers(shown: tuple[Node, ...]) -> Iterator[Node]:
    for node in shown:
        if node.offer is not None:
            yield node
        yield from _with_offers(node.children)


def _typed_lists(shown: tuple[Node, ...]) -> Iterator[Node]:
    """Suggestions that follow what is typed."""
    for node in shown:
        if node.asked and node.looks_up:
            yield node
        yield from _typed_lists(node.children)


def _showing(
    filling: "Filling",
    *,
    errors: list[Problem] | None = None,
    live: bool = False,
    reading: bool = False,
    with_scores: bool = True,
    shown: frozenset[str] = frozenset(),
) -> Showing:
    definition, given = filling.definition, filling.given
    by_place: dict[Place, tuple[str, ...]] = {}
    for problem in errors or ():
        by_place[problem.place] = (*by_place.get(problem.place, ()), problem.says)
    return Showing(
        definition=definition,
        settled=filling.settled,
        given=given.answers,
        language=filling.language,
        scores={score.place: score for score in filling.scores},
        errors=by_place,
        sent=given.sent,
        live=live,
        reading=reading,
        with_scores=with_scores,
        # Where nothing at all is required, saying so at each question would only be noise.
        marks_optional=any(is_required(item) for item in definition.walk()),
        takes_files=filling.takes_files,
        kept=given.kept,
        fresh=lambda place: given.is_fresh(definition, place),
        focus=given.focus,
        offers=filling.source.offers,
        taken=given.taken,
        shown=shown,
        # An expression of the form reads the file; all else was answered before to the same question.
        origin=lambda item: filling.known.origin(() if item.initial_from else item.codes),
        suggestions=lambda item, typed: tuple(filling.known.suggestions(item.refers_to, typed)),
    )


def _framed(filling: "Filling", context: dict[str, Any]) -> dict[str, Any]:
    language = filling.language
    # The boxes stand as the whole page does; each text runs as its own letters do, by the style sheet.
    direction = "rtl" if get_language_bidi() else "ltr"
    notice = filling.definition.copyright.in_language(language)
    return {**context, "language": language, "direction": direction, "copyright": notice}
