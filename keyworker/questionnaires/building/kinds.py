"""Kinds of item in the words an agency uses for them, and the FHIR types they are written as."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from keyworker.questionnaires.building.tree import Raw
from keyworker.questionnaires.engine import extensions as ext


class Kind(StrEnum):
    SECTION = "section"
    READ = "read"
    YES_NO = "yes-no"
    ONE = "one"
    SEVERAL = "several"
    ONE_OR_OWN = "one-or-own"
    SHORT = "short"
    LONG = "long"
    WHOLE = "whole"
    NUMBER = "number"
    SCALE = "scale"
    DATE = "date"
    SCORE = "score"


KINDS = {
    Kind.YES_NO: _("Yes or no"),
    Kind.ONE: _("One answer from a list"),
    Kind.SEVERAL: _("Several answers from a list"),
    Kind.ONE_OR_OWN: _("One answer from a list, or their own words"),
    Kind.SHORT: _("A few words"),
    Kind.LONG: _("Their own words, as long as they like"),
    Kind.WHOLE: _("A whole number"),
    Kind.NUMBER: _("A number with decimals"),
    Kind.SCALE: _("A scale to slide along"),
    Kind.DATE: _("A date"),
    Kind.SECTION: _("A section that holds questions"),
    Kind.READ: _("A text to read, without an answer"),
    Kind.SCORE: _("A score, added up from answers"),
}
WITH_CHOICES = frozenset({Kind.ONE, Kind.SEVERAL, Kind.ONE_OR_OWN})
WITH_LIMITS = frozenset({Kind.WHOLE, Kind.NUMBER, Kind.SCALE})
NOT_ANSWERED = frozenset({Kind.SECTION, Kind.READ, Kind.SCORE})

_TYPES = {
    Kind.SECTION: "group",
    Kind.READ: "display",
    Kind.YES_NO: "boolean",
    Kind.ONE: "choice",
    Kind.SEVERAL: "choice",
    Kind.ONE_OR_OWN: "open-choice",
    Kind.SHORT: "string",
    Kind.LONG: "text",
    Kind.WHOLE: "integer",
    Kind.NUMBER: "decimal",
    Kind.SCALE: "integer",
    Kind.DATE: "date",
    Kind.SCORE: "decimal",
}
_CONTROLS = {Kind.SEVERAL: "check-box", Kind.SCALE: "slider"}
CONTROL_SYSTEM = "http://hl7.org/fhir/questionnaire-item-control"


def kind_of(item: Raw) -> Kind | None:
    """The kind of an item; None for one that came with a file and is not made here."""
    match item.get("type"):
        case "decimal" | "integer" if ext.content(item, ext.CALCULATED) is not None:
            return Kind.SCORE
        case "choice":
            return Kind.SEVERAL if item.get("repeats") else Kind.ONE
        case "open-choice":
            return None if item.get("repeats") else Kind.ONE_OR_OWN
        case "integer":
            return Kind.SCALE if _control(item) == "slider" else Kind.WHOLE
        case found:
            return next((kind for kind, name in _TYPES.items() if name == found), None)


def of_kind(kind: Kind, link_id: str) -> dict[str, Any]:
    """A new item of this kind, still without words."""
    item: dict[str, Any] = {"linkId": link_id, "type": _TYPES[kind]}
    if kind is Kind.SEVERAL:
        item["repeats"] = True
    if kind is Kind.SCORE:
        item["readOnly"] = True
    if kind in _CONTROLS:
        item["extension"] = [control(_CONTROLS[kind])]
    return item


def control(code: str) -> dict[str, Any]:
    """The extension that says how an item is shown."""
    return {"url": ext.ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"system": CONTROL_SYSTEM, "code": code}]}}


def _control(item: Raw) -> str:
    concept = ext.content(item, ext.ITEM_CONTROL)
    codings = concept.get("coding") if isinstance(concept, Mapping) else None
    return str(codings[0].get("code", "")) if codings else ""
