"""The listed answers of a question: from `answerOption`, or from a value set that the form carries with it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import extensions as ext
from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.definition import Option, Text
from keyworker.questionnaires.engine.findings import Findings
from keyworker.questionnaires.engine.values import (
    Coding,
    Quantity,
    UnreadableValue,
    Value,
    choice_of,
    read_number,
    read_value,
)

ValueSets = Mapping[str, Mapping[str, Any]]


def value_sets(content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The value sets contained in a form, under "#id" and under their url."""
    found: dict[str, Mapping[str, Any]] = {}
    contained = content.get("contained")
    for resource in contained if isinstance(contained, list) else []:
        if isinstance(resource, Mapping) and resource.get("resourceType") == "ValueSet":
            found[f"#{resource.get('id')}"] = resource
            if isinstance(url := resource.get("url"), str):
                found[url] = resource
    return found


def read_options(item: Mapping[str, Any], link_id: str, sets: ValueSets, findings: Findings) -> tuple[Option, ...]:
    """The listed answers in order, each with a token of its own."""
    listed = item.get("answerOption", item.get("option"))
    if "option" in item and "answerOption" not in item:
        findings.warn("stu3-option", link_id, _("It uses the older word “option”; read as “answerOption”."))
    found: list[Option] = []
    if isinstance(listed, list):
        found = list(_listed(listed, link_id, findings))
    elif isinstance(reference := item.get("answerValueSet"), str):
        found = _from_value_set(reference, link_id, sets, findings)
    if len(found) > limits.OPTIONS:
        findings.fault("too-many-options", link_id, _("It lists more than %d answers.") % limits.OPTIONS)
        return ()
    return _with_tokens(found)


def _listed(listed: list[Any], link_id: str, findings: Findings) -> Iterator[Option]:
    for raw in listed:
        choice = choice_of(raw, "value") if isinstance(raw, Mapping) else None
        if choice is None or choice[0] == "Reference":
            findings.warn("option-left-out", link_id, _("One of its listed answers cannot be shown and is left out."))
            continue
        try:
            value = read_value(*choice)
        except UnreadableValue:
            findings.fault("bad-option", link_id, _("One of its listed answers is broken: %s") % str(choice[1])[:80])
            continue
        yield _option(raw, value, choice, link_id, findings)


def _option(raw: Mapping[str, Any], value: Value, choice: tuple[str, Any], link_id: str, findings: Findings) -> Option:
    kind, inner = choice
    coding = inner if isinstance(inner, Mapping) else raw.get(f"_value{kind}")
    places = [raw, coding] if isinstance(coding, Mapping) else [raw]
    prefix = ext.content(raw, ext.OPTION_PREFIX)
    return Option(
        token="",
        value=value,
        kind=kind,
        label=_label(raw, value, choice),
        ordinal=_ordinal(places, link_id, findings),
        prefix=prefix if isinstance(prefix, str) else "",
        exclusive=ext.content(raw, ext.OPTION_EXCLUSIVE) is True,
        selected=raw.get("initialSelected") is True,
    )


def _label(raw: Mapping[str, Any], value: Value, choice: tuple[str, Any]) -> Text:
    match value:
        case Coding():
            return ext.translated(choice[1], "display") or Text(value.display or value.code)
        case Quantity():
            return Text(f"{value.value} {value.unit or value.code}".strip())
        case str():
            return ext.translated(raw, f"value{choice[0]}") or Text(value)
        case _:
            return Text(str(value))


def _ordinal(places: list[Mapping[str, Any]], link_id: str, findings: Findings) -> Decimal | None:
    raw = next((weight for place in places for weight in _weights(place)), None)
    if raw is None:
        return None
    try:
        return read_number(raw)
    except UnreadableValue:
        findings.fault("bad-weight", link_id, _("The weight of an answer is not a number: %s") % str(raw)[:40])
        return None


def _weights(place: Mapping[str, Any]) -> Iterator[Any]:
    for url in ext.ORDINALS:
        yield from ext.contents(place, url)
    for parts in ext.complex_extensions(place, ext.EXPANSION_PROPERTY):
        name, value = (choice_of(parts.get(part, {}), "value") for part in ("code", "value[x]"))
        if name and value and name[1] in {"itemWeight", "ordinalValue"}:
            yield value[1]


def _from_value_set(reference: str, link_id: str, sets: ValueSets, findings: Findings) -> list[Option]:
    value_set = sets.get(reference) or sets.get(reference.partition("|")[0])
    if value_set is None:
        findings.warn(
            "answers-elsewhere",
            link_id,
            _("Its list of answers is kept elsewhere (%s), so they cannot be shown.") % reference[:200],
        )
        return []
    concepts = list(_expanded(value_set.get("expansion"))) or list(_composed(value_set, link_id, findings))
    options = []
    for concept, system in concepts[: limits.OPTIONS + 1]:
        try:
            value = read_value("Coding", {**concept, "system": concept.get("system", system)})
        except UnreadableValue:
            findings.fault("bad-option", link_id, _("One of its listed answers is broken: %s") % str(concept)[:80])
            continue
        options.append(_option({}, value, ("Coding", concept), link_id, findings))
    return options


def _expanded(expansion: Any) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The choosable concepts of an expansion, groups opened. Its depth is bounded by the file's own."""
    listed = expansion.get("contains") if isinstance(expansion, Mapping) else None
    for concept in listed if isinstance(listed, list) else []:
        if isinstance(concept, Mapping):
            if concept.get("abstract") is not True and concept.get("code"):
                yield concept, ""
            yield from _expanded(concept)


def _composed(
    value_set: Mapping[str, Any], link_id: str, findings: Findings
) -> Iterator[tuple[Mapping[str, Any], str]]:
    compose = value_set.get("compose")
    included = compose.get("include") if isinstance(compose, Mapping) else None
    for part in included if isinstance(included, list) else []:
        concepts = part.get("concept") if isinstance(part, Mapping) else None
        if not isinstance(concepts, list):
            findings.warn("answers-elsewhere", link_id, _("Part of its list of answers is kept elsewhere."))
            continue
        system = part.get("system", "")
        for concept in concepts:
            if isinstance(concept, Mapping):
                yield concept, system if isinstance(system, str) else ""


def _with_tokens(options: list[Option]) -> tuple[Option, ...]:
    names = [_name(option.value) for option in options]
    uses = Counter(names)
    return tuple(
        replace(option, token=name if name and uses[name] == 1 else f"#{place}")
        for place, (name, option) in enumerate(zip(names, options, strict=True))
    )


def _name(value: Value) -> str:
    return value.code if isinstance(value, Coding) else str(value)
