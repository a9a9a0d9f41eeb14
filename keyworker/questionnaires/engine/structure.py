"""Checks that span a whole form: what it is, what it leans on, and conditions that go round in a circle."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import extensions as ext
from keyworker.questionnaires.engine.definition import Item, ItemType, Operator, walk
from keyworker.questionnaires.engine.findings import Findings
from keyworker.questionnaires.engine.values import choice_of

_STATUSES = frozenset({"draft", "active", "retired", "unknown"})


def check_kind(content: Mapping[str, Any], findings: Findings) -> None:
    """Is this a questionnaire at all, and one that may be read without its unknown parts?"""
    kind = content.get("resourceType")
    if kind != "Questionnaire":
        named = str(kind)[:40] if kind else _("no resourceType")
        findings.fault("not-a-questionnaire", "", _("This is not a FHIR Questionnaire: it says “%s”.") % named)
        return
    if content.get("status") not in _STATUSES:
        findings.warn("no-status", "", _("It has no status; read as a draft."))
    if not content.get("item"):
        findings.fault("asks-nothing", "", _("The form has no questions."))
    if content.get("derivedFrom"):
        findings.warn("derived", "", _("It is derived from another form, which was not looked at."))
    _check_extensions(content, "", findings)


def _check_extensions(content: Mapping[str, Any], link_id: str, findings: Findings) -> None:
    """Names every extension that is not followed; refuses those that change the meaning of what they stand in."""
    waiting: list[tuple[Any, str, str]] = [(content, "", link_id)]
    while waiting:
        element, name, place = waiting.pop()
        if isinstance(element, list):
            waiting.extend((child, name, place) for child in element)
        if not isinstance(element, Mapping):
            continue
        if isinstance(named := element.get("linkId"), str):
            place = named
        _check_modifiers(element, place, findings)
        for extension in ext.extensions(element):
            _check_extension(extension, name, place, findings)
        waiting.extend(
            (child, name, place) for name, child in element.items() if name not in {"extension", "modifierExtension"}
        )


def _check_extension(extension: Mapping[str, Any], name: str, link_id: str, findings: Findings) -> None:
    url = extension["url"]
    if url == ext.CQF_EXPRESSION and name == "_text":
        return
    short = url.rpartition("/")[2][:80]
    if url == ext.SUB_QUESTIONNAIRE:
        findings.fault("not-assembled", link_id, _("It stands for another form that must be put in its place first."))
    elif url in ext.OF_NO_MATTER:
        findings.note("extension-of-no-matter", link_id, _("“%s” is kept, and changes nothing here.") % short)
    elif url not in ext.HONOURED:
        findings.warn("extension-not-followed", link_id, _("“%s” is kept, but not followed here.") % short)


def _check_modifiers(element: Mapping[str, Any], link_id: str, findings: Findings) -> None:
    """FHIR: whoever does not understand a modifier extension must not use what it stands in."""
    modifiers = element.get("modifierExtension")
    for modifier in modifiers if isinstance(modifiers, list) else []:
        url = modifier.get("url") if isinstance(modifier, Mapping) else None
        if url == ext.CRITICAL_EXTENSION:
            choice = choice_of(modifier, "value")
            url = choice[1] if choice else None
        if url not in ext.HONOURED:
            says = _("It says that “%s” must be followed, and that is not possible here.")
            findings.fault("modifier-not-followed", link_id, says % str(url).rpartition("/")[2][:80])


def check_whole(items: tuple[Item, ...], findings: Findings) -> tuple[str, ...]:
    """References between items, circles, and questions that nobody could answer.

    Returns the link ids in an order in which each comes after all that decide whether it is asked.
    """
    by_link_id = {item.link_id: item for item in walk(items)}
    for item in by_link_id.values():
        _check_references(item, by_link_id, findings)
        _check_askable(item, findings)
        _check_shape(item, findings)
    findings.refuse_if_faulty()
    return _in_order(by_link_id, findings)


def _check_references(item: Item, by_link_id: Mapping[str, Item], findings: Findings) -> None:
    for condition in item.conditions:
        question = by_link_id.get(condition.question)
        if question is None:
            says = _("It depends on “%s”, which is not in the form.") % condition.question[:80]
            findings.fault("unknown-question", item.link_id, says)
        elif not question.is_question and condition.operator is not Operator.EXISTS:
            says = _("It depends on the answer to “%s”, which asks nothing.") % condition.question[:80]
            findings.fault("not-a-question", item.link_id, says)


def _check_askable(item: Item, findings: Findings) -> None:
    listless = item.type is ItemType.CHOICE and not item.options and item.answers_from is None
    if listless and not item.calculated and not item.read_only:
        says = _("It has no answers to choose from, so it is asked in own words.")
        findings.warn("no-answers-listed", item.link_id, says)


def _check_shape(item: Item, findings: Findings) -> None:
    if item.type == ItemType.DISPLAY and item.items:
        findings.warn("display-with-items", item.link_id, _("It is only text, yet has items below it."))
    if item.type == ItemType.GROUP and not item.items:
        findings.warn("empty-group", item.link_id, _("It is a group with nothing in it."))
    if item.is_question and not item.text and not item.prefix:
        findings.warn("no-text", item.link_id, _("The question has no wording."))
    bounds = item.bounds
    if bounds.max_occurs is not None and bounds.min_occurs > bounds.max_occurs:
        findings.fault("bad-bound", item.link_id, _("It asks for more answers than it allows."))
    if bounds.max_length is not None and (bounds.min_length or 0) > bounds.max_length:
        findings.fault("bad-bound", item.link_id, _("Its shortest length is above its longest."))


def _depends_on(item: Item) -> Iterator[str]:
    """An item is asked only if the group above it is, and if the questions it waits for are."""
    if item.ancestors:
        yield item.ancestors[-1]
    for condition in item.conditions:
        yield condition.question


def _in_order(by_link_id: Mapping[str, Item], findings: Findings) -> tuple[str, ...]:
    """Dependencies first; each circle is named. No recursion: a chain may be as long as the form."""
    done: dict[str, None] = {}
    for start in by_link_id:
        path: dict[str, Iterator[str]] = {} if start in done else {start: _depends_on(by_link_id[start])}
        while path:
            here = next(reversed(path))
            onward = next(path[here], None)
            if onward is None:
                done[here] = None
                path.pop(here)
            elif onward in path:
                names = list(path)
                circle = " → ".join((*names[names.index(onward) :], onward))
                findings.fault("circle", onward, _("Whether it is asked depends on itself: %s.") % circle)
            elif onward not in done:
                path[onward] = _depends_on(by_link_id[onward])
    return tuple(done)
