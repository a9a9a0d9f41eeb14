"""How an item asks to be shown: its control, whether it folds, its units, the step of a slider."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import extensions as ext
from keyworker.questionnaires.engine.definition import (
    NOT_QUESTIONS,
    NUMBERS,
    PART_OF_A_QUESTION,
    Control,
    Folding,
    ItemType,
)
from keyworker.questionnaires.engine.findings import Findings
from keyworker.questionnaires.engine.options import Lists, concepts_of
from keyworker.questionnaires.engine.values import Coding, Quantity, UnreadableValue, choice_of, read_number, read_value

# Said by the plain way of asking already.
_PLAIN_ANYWAY = frozenset({"list", "text-box", "spinner", "inline", "lookup", "grid"})
_TEXTS = PART_OF_A_QUESTION | {Control.HEADER, Control.FOOTER}
_GROUPS = frozenset({Control.TABLE, Control.HTABLE, Control.GTABLE, Control.PAGE})
_LISTS = frozenset({Control.RADIO, Control.CHECK_BOX, Control.DROP_DOWN, Control.AUTOCOMPLETE})


def read_control(
    item: Mapping[str, Any], kind: ItemType, ancestors: tuple[str, ...], link_id: str, findings: Findings
) -> Control:
    """The control that we draw for this kind of item, else the plain one, which is noted."""
    concept = ext.content(item, ext.ITEM_CONTROL)
    codings = concept.get("coding") if isinstance(concept, Mapping) else None
    codes = (
        [coding.get("code") for coding in codings if isinstance(coding, Mapping)] if isinstance(codings, list) else []
    )
    for code in codes:
        if code in set(Control) and _suits(Control(code), kind, ancestors):
            return Control(code)
    if codes and not _PLAIN_ANYWAY & set(codes):
        says = _("The way it asks to be shown (“%s”) is not followed; the plain one is used.")
        findings.note("control-not-followed", link_id, says % str(codes[0])[:40])
    return Control.PLAIN


def _suits(control: Control, kind: ItemType, ancestors: tuple[str, ...]) -> bool:
    if control in _TEXTS:
        return kind is ItemType.DISPLAY or (kind is ItemType.GROUP and control in {Control.HEADER, Control.FOOTER})
    if control is Control.PAGE:
        return kind is ItemType.GROUP and not ancestors
    if control in _GROUPS:
        return kind is ItemType.GROUP
    if control is Control.SLIDER:
        return kind in NUMBERS
    # A list may stand behind any type of answer: a date may be one of three that are listed.
    return control in _LISTS and kind not in NOT_QUESTIONS


def read_folding(item: Mapping[str, Any]) -> Folding:
    raw = ext.content(item, ext.COLLAPSIBLE)
    return Folding(raw) if raw in set(Folding) else Folding.NO


def read_unit(item: Mapping[str, Any]) -> Coding | None:
    """The one unit of a number: given as such, or as the unit of a first quantity without a value."""
    try:
        found = read_value("Coding", ext.content(item, ext.UNIT))
    except UnreadableValue:
        return _unit_at_first(item)
    return found if isinstance(found, Coding) else None


def _unit_at_first(item: Mapping[str, Any]) -> Coding | None:
    initial = item.get("initial")
    first = initial[0] if isinstance(initial, list) and initial and isinstance(initial[0], Mapping) else {}
    choice = choice_of(first, "value")
    if choice is None or not only_a_unit(choice):
        return None
    try:
        found = read_value("Quantity", {**choice[1], "value": 0})
    except UnreadableValue:
        return None
    return Coding(found.code, found.system, found.unit) if isinstance(found, Quantity) else None


def only_a_unit(choice: tuple[str, Any]) -> bool:
    """FHIR lets a first quantity say its unit and leave the value to whoever answers."""
    kind, raw = choice
    return kind == "Quantity" and isinstance(raw, Mapping) and raw.get("value") is None


def read_units(item: Mapping[str, Any], link_id: str, lists: Lists, findings: Findings) -> tuple[Coding, ...]:
    """The units to choose from, in order."""
    raw = ext.contents(item, ext.UNIT_OPTION)
    reference = ext.content(item, ext.UNIT_VALUE_SET)
    if not raw and isinstance(reference, str):
        raw = list(concepts_of(reference, link_id, lists, findings))
    found: list[Coding] = []
    for coding in raw:
        try:
            unit = read_value("Coding", coding)
        except UnreadableValue:
            findings.warn("bad-code", link_id, _("One of its codes is broken and is left out."))
            continue
        found += [unit] if isinstance(unit, Coding) else []
    return tuple(dict.fromkeys(found))


def read_step(item: Mapping[str, Any], link_id: str, findings: Findings) -> Decimal | None:
    raw = ext.content(item, ext.SLIDER_STEP)
    if raw is None:
        return None
    try:
        step = read_number(raw)
    except UnreadableValue:
        step = Decimal(0)
    if step <= 0:
        findings.warn("bad-step", link_id, _("The step of its slider is not a number above zero, and is left out."))
        return None
    return step
