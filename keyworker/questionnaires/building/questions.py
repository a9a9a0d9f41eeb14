"""A question as its maker sees it: wording, help, answers with their scores, limits. Read from FHIR and written back.

What the builder does not know of an item (codes, translations, rules that came with a file) stays as it was.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from keyworker.questionnaires.building.kinds import WITH_CHOICES, WITH_LIMITS, Kind, control, kind_of
from keyworker.questionnaires.building.tree import Raw, is_help
from keyworker.questionnaires.engine import extensions as ext

ANSWERS = "https://keyworker.example/CodeSystem/agency-answers"
CODE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer in a list. `code` is empty for a new one; `weight` is what it adds to a score, None for nothing."""

    text: str
    code: str = ""
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """All that the page of one item asks about it."""

    kind: Kind | None
    text: str
    help: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""


def read_question(item: Raw) -> Question:
    """An item as its maker sees it."""
    unit = ext.content(item, ext.UNIT)
    return Question(
        kind=kind_of(item),
        text=item.get("text", ""),
        help=next((held.get("text", "") for held in item.get("item", ()) if is_help(held)), ""),
        required=item.get("required") is True,
        choices=tuple(_choice(option) for option in item.get("answerOption", ())),
        low=_number(ext.content(item, ext.MIN_VALUE)),
        high=_number(ext.content(item, ext.MAX_VALUE)),
        unit=str(unit.get("display") or unit.get("code") or "") if isinstance(unit, Mapping) else "",
    )


def write_question(item: Raw, question: Question) -> dict[str, Any]:
    """The item with these words, answers and limits."""
    written: dict[str, Any] = {**item, "text": question.text}
    if question.text != item.get("text"):
        written.pop("_text", None)  # what was translated is not what is asked now
    if question.required != (item.get("required") is True):
        written["required"] = question.required
    if question.kind in WITH_CHOICES:
        written["answerOption"] = _options(item, question.choices)
    if question.kind in WITH_LIMITS:
        whole = item["type"] == "integer"
        limits = [_limit(ext.MIN_VALUE, question.low, whole), _limit(ext.MAX_VALUE, question.high, whole)]
        limits.append({"url": ext.UNIT, "valueCoding": {"display": question.unit}} if question.unit else None)
        written = with_extensions(
            written, {ext.MIN_VALUE, ext.MAX_VALUE, ext.UNIT}, [limit for limit in limits if limit is not None]
        )
    return written if question.kind is Kind.READ else _with_help(written, question.help)


def with_extensions(item: Raw, urls: set[str], extensions: Sequence[Raw]) -> dict[str, Any]:
    """The item with these extensions in the place of all that have one of the urls."""
    kept = [one for one in item.get("extension", ()) if one.get("url") not in urls]
    written = {name: value for name, value in item.items() if name != "extension"}
    return {"extension": [*kept, *extensions], **written} if kept or extensions else written


def _with_help(item: dict[str, Any], words: str) -> dict[str, Any]:
    known = next((held for held in item.get("item", ()) if is_help(held)), None)
    others = [held for held in item.get("item", ()) if not is_help(held)]
    if words and known is not None and known.get("text") == words:
        return item
    if words:
        others.insert(0, {
            "extension": [control("help")], "linkId": f"{item['linkId']}-help", "type": "display", "text": words,
        })  # fmt: skip
    found = {name: value for name, value in item.items() if name != "item"}
    return {**found, "item": others} if others else found


def _choice(option: Raw) -> Choice:
    weight = next((found for url in ext.ORDINALS if (found := ext.content(option, url)) is not None), None)
    coding = option.get("valueCoding")
    if isinstance(coding, Mapping):
        weight = next((found for url in ext.ORDINALS if (found := ext.content(coding, url)) is not None), weight)
        return Choice(str(coding.get("display") or coding.get("code") or ""), _token(coding), _number(weight))
    word = next((str(value) for name, value in option.items() if name.startswith("value")), "")
    return Choice(word, word, _number(weight))


def _token(coding: Raw) -> str:
    """A code with its system, so that two systems' codes are never taken for one."""
    return f"{coding.get('system', '')}|{coding.get('code', '')}"


def _options(item: Raw, choices: Sequence[Choice]) -> list[dict[str, Any]]:
    """Known answers keep their codes, and their translations as long as their words stay; new ones get a code."""
    known = {_choice(option).code: option for option in item.get("answerOption", ())}
    codes = {code.rpartition("|")[2] for code in known}
    written = []
    for choice in choices:
        if choice.code in known:
            written.append(_reworded(known[choice.code], choice))
            continue
        code = _new_code(choice.text, codes)
        codes.add(code)
        written.append(_weighed({"valueCoding": {"system": ANSWERS, "code": code, "display": choice.text}}, choice))
    return written


def _reworded(option: Raw, choice: Choice) -> dict[str, Any]:
    coding = option.get("valueCoding")
    if not isinstance(coding, Mapping) or _choice(option).text == choice.text:
        return _weighed(option, choice)
    reworded = {name: value for name, value in coding.items() if name != "_display"}
    return _weighed({**option, "valueCoding": {**reworded, "display": choice.text}}, choice)


def _weighed(option: Raw, choice: Choice) -> dict[str, Any]:
    if _choice(option).weight == choice.weight:
        return dict(option)
    coding = option.get("valueCoding")
    if isinstance(coding, Mapping):
        option = {**option, "valueCoding": with_extensions(coding, set(ext.ORDINALS), ())}
    weight = [] if choice.weight is None else [{"url": ext.ORDINALS[0], "valueDecimal": plain(choice.weight)}]
    return with_extensions(option, set(ext.ORDINALS), weight)


def _new_code(text: str, taken: set[str]) -> str:
    code = re.sub(r"\W+", "-", text.lower()).strip("-")[:CODE_LENGTH] or "answer"
    number = 2
    while (found := code if number == 2 else f"{code}-{number - 1}") in taken:
        number += 1
    return found


def _limit(url: str, value: Decimal | None, whole: bool) -> dict[str, Any] | None:
    if value is None:
        return None
    return {"url": url, "valueInteger": int(value)} if whole else {"url": url, "valueDecimal": plain(value)}


def plain(value: Decimal) -> int | float:
    """A number as JSON holds it."""
    return int(value) if value == value.to_integral_value() else float(value)


def _number(raw: Any) -> Decimal | None:
    return Decimal(str(raw)) if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool) else None
