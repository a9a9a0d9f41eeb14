"""Says when a question is asked in FHIR's own plain conditions (`enableWhen`), where they are enough."""

from collections.abc import Iterator
from typing import Any

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.definition import ItemType
from keyworker.questionnaires.engine.values import DATE
from keyworker.questionnaires.xlsform.kinds import Kinds
from keyworker.questionnaires.xlsform.outline import Entry
from keyworker.questionnaires.xlsform.references import References, decimal_in
from keyworker.questionnaires.xlsform.types import Holds
from keyworker.questionnaires.xlsform.xpath import Answer, Call, CannotSay, Node, Number, Operation, Text, parts_of

_MIRRORED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_OPPOSITES = {"=": "!=", "!=": "="}
Condition = dict[str, Any]


def enable_when(node: Node, kinds: Kinds, find: References) -> dict[str, Any] | None:
    """`enableWhen` and `enableBehavior`, or None where only an expression can say it. Raises CannotSay."""
    joined = node.operator if isinstance(node, Operation) and node.operator in {"and", "or"} else ""
    parts = parts_of(node) if joined else (node,)
    conditions = [_condition(part, kinds, find) for part in parts]
    if len(conditions) > limits.CONDITIONS:
        return None
    found = [condition for condition in conditions if condition is not None]
    if len(found) < len(conditions):
        return None
    behavior = {"enableBehavior": "any" if joined == "or" else "all"} if len(found) > 1 else {}
    return {"enableWhen": found, **behavior}


def codes_waited_for(node: Node) -> Iterator[tuple[str, str]]:
    """Each question together with an answer code that the expression compares it with."""
    match node:
        case Call("selected", (Answer(name), Text(code))) if code:
            yield name, code
        case Operation("=" | "!=", (Answer(name), Text(code)) | (Text(code), Answer(name))) if code:
            yield name, code
        case _:
            for part in parts_of(node):
                yield from codes_waited_for(part)


def _condition(node: Node, kinds: Kinds, find: References) -> Condition | None:
    match node:
        case Call("not", (inner,)):
            return _opposite(_condition(inner, kinds, find))
        case Call("selected", (Answer() as question, Text(code))):
            return _selected(question, code, kinds, find)
        case Operation(
            ">" | "!=" as operator, (Call("count-selected" | "string-length", (Answer() as question,)), zero)
        ):
            return _exists(question, find) if zero == Number("0") and operator else None
        case Operation(operator, (Answer() as question, other)) if operator in _MIRRORED:
            return _compared(question, operator, other, kinds, find)
        case Operation(operator, (other, Answer() as question)) if operator in _MIRRORED:
            return _compared(question, _MIRRORED[operator], other, kinds, find)
        case _:
            return None


def _opposite(condition: Condition | None) -> Condition | None:
    """Only where nothing answered makes no difference: "not more than 5" holds without an answer, "5 or less" not."""
    if condition is None:
        return None
    if condition["operator"] == "exists":
        return {**condition, "answerBoolean": not condition["answerBoolean"]}
    operator = _OPPOSITES.get(condition["operator"])
    return {**condition, "operator": operator} if operator else None


def _exists(question: Answer, find: References) -> Condition | None:
    entry = find.question(question)
    return {"question": entry.link_id, "operator": "exists", "answerBoolean": True} if entry else None


def _selected(question: Answer, code: str, kinds: Kinds, find: References) -> Condition | None:
    entry = find.question(question)
    if entry is None or kinds.of_entry(entry) not in {Holds.CODE, Holds.CODES} or _is_own_words(entry, code):
        return None
    return {"question": entry.link_id, "operator": "=", "answerCoding": {"code": code}}


def _is_own_words(entry: Entry, code: str) -> bool:
    return entry.asks.other and code == "other"


def _compared(question: Answer, operator: str, other: Node, kinds: Kinds, find: References) -> Condition | None:
    entry = find.question(question)
    if entry is None:
        return None
    if other == Text("") and operator in _OPPOSITES:
        return {"question": entry.link_id, "operator": "exists", "answerBoolean": operator == "!="}
    answer = _expected(entry, operator, other, kinds.of_entry(entry))
    return {"question": entry.link_id, "operator": operator, **answer} if answer else None


def _expected(entry: Entry, operator: str, other: Node, holds: Holds) -> Condition | None:
    """The answer waited for, under the FHIR type that the question answers with."""
    literal = _literal(other)
    if literal is None:
        return None
    is_same = operator in _OPPOSITES
    match holds:
        case Holds.CODE if is_same and not _is_own_words(entry, literal):
            return {"answerCoding": {"code": literal}}
        case Holds.TEXT if is_same:
            return {"answerString": literal}
        case Holds.NUMBER:
            return _number(entry, literal)
        case Holds.DATE if DATE.match(literal):
            return {"answerDate": literal}
        case Holds.TRUTH if is_same and literal in {"true", "false"}:
            return {"answerBoolean": literal == "true"}
        case _:
            return None


def _literal(node: Node) -> str | None:
    match node:
        case Text(value):
            return value
        case Number(written):
            return written
        case Call("date", (Text(value),)):
            return value
        case Call("true" | "false" as name, ()):
            return name
        case _:
            return None


def _number(entry: Entry, literal: str) -> Condition | None:
    try:
        written = decimal_in(literal)
    except CannotSay:
        return None
    if entry.asks.type is ItemType.INTEGER and "." not in written:
        return {"answerInteger": int(written)}
    return {"answerDecimal": float(written)}
