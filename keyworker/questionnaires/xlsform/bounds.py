"""Says what an answer must keep to as FHIR's own bounds, where they are enough: least, most, length, pattern."""

from decimal import Decimal
from typing import Any

from keyworker.questionnaires.engine import extensions as ext
from keyworker.questionnaires.engine.definition import ItemType
from keyworker.questionnaires.engine.values import DATE
from keyworker.questionnaires.xlsform.references import decimal_in
from keyworker.questionnaires.xlsform.types import Holds
from keyworker.questionnaires.xlsform.xpath import Call, CannotSay, Here, Node, Number, Operation, Text, parts_of

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
Bound = dict[str, Any]


def bounds(node: Node, kind: ItemType, holds: Holds) -> Bound | None:
    """Properties of an item that say the constraint, or None where only an expression can."""
    parts = parts_of(node) if isinstance(node, Operation) and node.operator == "and" else (node,)
    found = [_bound(part, kind, holds) for part in parts]
    if any(bound is None for bound in found):
        return None
    whole: Bound = {}
    extensions: list[Bound] = []
    for bound in found:
        extensions += (bound or {}).pop("extension", [])
        whole |= bound or {}
    urls = [extension["url"] for extension in extensions]
    if len(set(urls)) < len(urls):
        return None
    return whole | ({"extension": extensions} if extensions else {})


def _bound(node: Node, kind: ItemType, holds: Holds) -> Bound | None:
    match node:
        case Call("regex", (Here(), Text(pattern))) if holds is Holds.TEXT:
            return {"extension": [{"url": ext.PATTERN, "valueString": pattern}]}
        case Operation(operator, (Call("string-length", (Here(),)), Number(written))) if operator in _MIRRORED:
            return _length(operator, written) if holds is Holds.TEXT else None
        case Operation(operator, (Here(), other)) if operator in _MIRRORED:
            return _extreme(operator, other, kind, holds)
        case Operation(operator, (other, Here())) if operator in _MIRRORED:
            return _extreme(_MIRRORED[operator], other, kind, holds)
        case _:
            return None


def _extreme(operator: str, other: Node, kind: ItemType, holds: Holds) -> Bound | None:
    url = ext.MIN_VALUE if operator in {">", ">="} else ext.MAX_VALUE
    strict = operator in {"<", ">"}
    match other:
        case Number(written) | Text(written) if holds is Holds.NUMBER:
            value = _number(written, kind, strict=strict, up=operator == ">")
            return {"extension": [{"url": url, **value}]} if value else None
        case Text(day) | Call("date", (Text(day),)) if holds is Holds.DATE and not strict and DATE.match(day):
            return {"extension": [{"url": url, "valueDate": day}]}
        case _:
            return None


def _number(written: str, kind: ItemType, *, strict: bool, up: bool) -> Bound | None:
    """Whole numbers above 5 are 6 or more; of other numbers nobody can say which comes next."""
    try:
        number = Decimal(decimal_in(written))
    except CannotSay:
        return None
    if number == number.to_integral_value() and kind is ItemType.INTEGER:
        return {"valueInteger": int(number) + (1 if up else -1) * strict}
    return None if strict or kind is ItemType.INTEGER else {"valueDecimal": float(number)}


def _length(operator: str, written: str) -> Bound | None:
    if not written.isdigit() or len(written) > 5:
        return None
    number = int(written)
    if operator in {"<", "<="}:
        most = number - (operator == "<")
        return {"maxLength": most} if most > 0 else None
    least = number + (operator == ">")
    return {"extension": [{"url": ext.MIN_LENGTH, "valueInteger": least}]}
