"""The listed answers of a question: from `answerOption`, or from a value set that the form carries with it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import extensions as ext
from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.definition import Option, Text
from keyworker.questionnaires.engine.findings import Findings
from keyworker.questionnaires.engine.values import (
    Coding,
    Quantity,
    Reference,
    UnreadableValue,
    Value,
    choice_of,
    read_number,
    read_value,
)

Resource = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lists:
    """The value sets and code systems that came with a form, under "#id" and under their url."""

    value_sets: Mapping[str, Resource]
    code_systems: Mapping[str, Resource]


def lists_in(content: Resource) -> Lists:
    """What the form brings, beside the few short lists of FHIR's own that forms name without bringing them."""
    return Lists({**_fhirs_own(), **_contained(content, "ValueSet")}, _contained(content, "CodeSystem"))


@lru_cache(maxsize=1)
def _fhirs_own() -> dict[str, Resource]:
    """FHIR R4's value sets of gender, marital status and yes-no-don't know (CC0), worded in our languages too."""
    listed = json.loads((Path(__file__).parent / "fhir_lists.json").read_text("utf-8"))
    return {value_set["url"]: value_set for value_set in listed}


def _contained(content: Resource, kind: str) -> dict[str, Resource]:
    found: dict[str, Resource] = {}
    contained = content.get("contained")
    for resource in contained if isinstance(contained, list) else []:
        if isinstance(resource, Mapping) and resource.get("resourceType") == kind:
            found[f"#{resource.get('id')}"] = resource
            if isinstance(url := resource.get("url"), str):
                found[url] = resource
    return found


def read_options(item: Resource, link_id: str, lists: Lists, findings: Findings) -> tuple[Option, ...]:
    """The listed answers in order, each with a token of its own."""
    listed = item.get("answerOption")
    found: list[Option] = []
    if isinstance(listed, list):
        found = list(_listed(listed, link_id, findings))
    elif isinstance(reference := item.get("answerValueSet"), str):
        found = _from_value_set(reference, link_id, lists, findings)
    if len(found) > limits.OPTIONS:
        findings.fault("too-many-options", link_id, _("It lists more than %d answers.") % limits.OPTIONS)
        return ()
    return _with_tokens(found)


def _listed(listed: list[Any], link_id: str, findings: Findings) -> Iterator[Option]:
    for raw in listed:
        choice = choice_of(raw, "value") if isinstance(raw, Mapping) else None
        if choice is None or choice[0] == "Attachment":
            findings.warn("option-left-out", link_id, _("One of its listed answers cannot be shown and is left out."))
            continue
        try:
            value = read_value(*choice)
        except UnreadableValue:
            findings.fault("bad-option", link_id, _("One of its listed answers is broken: %s") % str(choice[1])[:80])
            continue
        yield _option(raw, value, choice, link_id, findings)


def _option(raw: Resource, value: Value, choice: tuple[str, Any], link_id: str, findings: Findings) -> Option:
    kind, inner = choice
    coding = inner if isinstance(inner, Mapping) else raw.get(f"_value{kind}")
    places = [raw, coding] if isinstance(coding, Mapping) else [raw]
    return Option(
        token="",
        value=value,
        kind=kind,
        label=_label(raw, value, choice),
        ordinal=_ordinal(places, link_id, findings),
        prefix=ext.translated_content(raw, ext.OPTION_PREFIX),
        exclusive=ext.content(raw, ext.OPTION_EXCLUSIVE) is True,
        selected=raw.get("initialSelected") is True,
    )


def _label(raw: Resource, value: Value, choice: tuple[str, Any]) -> Text:
    match value:
        case Coding():
            return _designated(choice[1]) or Text(value.display or value.code)
        case Quantity():
            return Text(f"{value.value} {value.unit or value.code}".strip())
        case Reference():
            return Text(value.display or value.reference)
        case str():
            return ext.translated(raw, f"value{choice[0]}") or Text(value)
        case _:
            return Text(str(value))


def _designated(concept: Resource) -> Text:
    """A concept's display, with its translations and its designations in other languages; the preferred one counts."""
    display = ext.translated(concept, "display")
    found: dict[str, str] = {}
    listed = concept.get("designation")
    for designation in listed if isinstance(listed, list) else []:
        language = designation.get("language") if isinstance(designation, Mapping) else None
        words = designation.get("value") if isinstance(designation, Mapping) else None
        if isinstance(language, str) and isinstance(words, str):
            use = designation.get("use")
            preferred = isinstance(use, Mapping) and use.get("code") == "preferredForLanguage"
            found = {**found, language.lower(): words} if preferred else {language.lower(): words, **found}
    return Text(display.default, {**found, **display.translations}) if display else display


def _ordinal(places: list[Resource], link_id: str, findings: Findings) -> Decimal | None:
    raw = next((weight for place in places for weight in _weights(place)), None)
    if raw is None:
        return None
    try:
        return read_number(raw)
    except UnreadableValue:
        findings.fault("bad-weight", link_id, _("The weight of an answer is not a number: %s") % str(raw)[:40])
        return None


def _weights(place: Resource) -> Iterator[Any]:
    for url in ext.ORDINALS:
        yield from ext.contents(place, url)
    for parts in ext.complex_extensions(place, ext.EXPANSION_PROPERTY):
        name, value = (choice_of(parts.get(part, {}), "value") for part in ("code", "value[x]"))
        if name and value and name[1] in {"itemWeight", "ordinalValue"}:
            yield value[1]


def _from_value_set(reference: str, link_id: str, lists: Lists, findings: Findings) -> list[Option]:
    """The concepts of a value set that came with the form; nothing is fetched from elsewhere."""
    options = []
    for concept in concepts_of(reference, link_id, lists, findings)[: limits.OPTIONS + 1]:
        try:
            value = read_value("Coding", concept)
        except UnreadableValue:
            findings.fault("bad-option", link_id, _("One of its listed answers is broken: %s") % str(concept)[:80])
            continue
        options.append(_option({}, value, ("Coding", concept), link_id, findings))
    return options


def concepts_of(reference: str, link_id: str, lists: Lists, findings: Findings) -> list[Resource]:
    """What a value set lists, each concept with its system."""
    value_set = lists.value_sets.get(reference) or lists.value_sets.get(reference.partition("|")[0])
    if value_set is None:
        says = _("Its list of answers is kept elsewhere (%s), so they cannot be shown.")
        findings.warn("answers-elsewhere", link_id, says % reference[:200])
        return []
    found = list(_expanded(value_set.get("expansion"))) or list(_composed(value_set, link_id, lists, findings))
    return [{**concept, "system": concept.get("system", system)} for concept, system in found]


def _expanded(expansion: Any) -> Iterator[tuple[Resource, str]]:
    """The choosable concepts of an expansion, groups opened. Its depth is bounded by the file's own."""
    listed = expansion.get("contains") if isinstance(expansion, Mapping) else None
    for concept in listed if isinstance(listed, list) else []:
        if isinstance(concept, Mapping):
            if concept.get("abstract") is not True and concept.get("code"):
                yield concept, ""
            yield from _expanded(concept)


def _composed(value_set: Resource, link_id: str, lists: Lists, findings: Findings) -> Iterator[tuple[Resource, str]]:
    compose = value_set.get("compose")
    included = compose.get("include") if isinstance(compose, Mapping) else None
    for part in included if isinstance(included, list) else []:
        system = part.get("system", "") if isinstance(part, Mapping) else ""
        system = system if isinstance(system, str) else ""
        concepts = _included(part, system, lists) if isinstance(part, Mapping) else None
        if not isinstance(concepts, list):
            findings.warn("answers-elsewhere", link_id, _("Part of its list of answers is kept elsewhere."))
            continue
        for concept in concepts:
            if isinstance(concept, Mapping):
                yield concept, system


def _included(part: Resource, system: str, lists: Lists) -> Any:
    """The concepts that a part names; or all of a code system that came with the form, where it is whole."""
    if "concept" in part:
        return part["concept"]
    whole = lists.code_systems.get(system)
    if whole is None or whole.get("content") != "complete" or part.get("filter") or part.get("valueSet"):
        return None
    return list(_below(whole.get("concept")))


def _below(concepts: Any) -> Iterator[Resource]:
    for concept in concepts if isinstance(concepts, list) else []:
        if isinstance(concept, Mapping):
            yield concept
            yield from _below(concept.get("concept"))


def _with_tokens(options: list[Option]) -> tuple[Option, ...]:
    names = [_name(option.value) for option in options]
    uses = Counter(names)
    return tuple(
        replace(option, token=name if name and uses[name] == 1 else f"#{place}")
        for place, (name, option) in enumerate(zip(names, options, strict=True))
    )


def _name(value: Value) -> str:
    match value:
        case Coding():
            return value.code
        case Reference():
            return value.reference
        case _:
            return str(value)
