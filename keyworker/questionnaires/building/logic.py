"""When a question is shown, what answers add up to, what a score means, which answers call for action."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.building.kinds import NOT_ANSWERED, WITH_CHOICES, Kind, kind_of
from keyworker.questionnaires.building.questions import plain, read_question, with_extensions
from keyworker.questionnaires.building.tree import CannotEdit, Form, Placed, Raw, find, placed, replaced
from keyworker.questionnaires.engine import extensions as ext

TELLING = frozenset({ext.CRITICAL_ANSWER, ext.MARKER})
OPERATORS = {
    "yes-no": ("=",),
    "list": ("=", "!=", "exists"),
    "number": ("=", "!=", ">", "<", ">=", "<=", "exists"),
    "words": ("exists",),
}


@dataclass(frozen=True, slots=True)
class Waits:
    """Shown if the answer to `question` is (`operator`) `answer`: a choice's code, a number, "true" or "false"."""

    question: str
    operator: str
    answer: str


def answerable(form: Form, besides: str = "") -> list[Placed]:
    """Questions whose answer another item may wait for: all but those it holds itself."""
    held = {besides, *(one.link_id for one in placed(find(form, besides)))} if besides else set()
    return [one for one in placed(form) if one.link_id not in held and kind_of(one.item) not in {None, *NOT_ANSWERED}]


def operators_for(item: Raw) -> tuple[str, ...]:
    """How an answer to this question can be compared."""
    match kind_of(item):
        case Kind.YES_NO:
            return OPERATORS["yes-no"]
        case Kind.ONE | Kind.SEVERAL | Kind.ONE_OR_OWN:
            return OPERATORS["list"]
        case Kind.WHOLE | Kind.NUMBER | Kind.SCALE:
            return OPERATORS["number"]
        case _:
            return OPERATORS["words"]


def read_waits(item: Raw) -> tuple[tuple[Waits, ...], bool]:
    """What the item waits for, and whether all of it must hold (else any)."""
    found = []
    for condition in item.get("enableWhen", ()):
        answer = next((value for name, value in condition.items() if name.startswith("answer")), None)
        found.append(Waits(condition.get("question", ""), condition.get("operator", "="), _said(answer)))
    return tuple(found), item.get("enableBehavior") == "all"


def _said(answer: Any) -> str:
    if isinstance(answer, Mapping):
        return f"{answer.get('system', '')}|{answer.get('code', '')}"
    return str(answer).lower() if isinstance(answer, bool) else str(answer)


def write_waits(form: Form, link_id: str, waits: Sequence[Waits], *, every: bool) -> Form:
    """The form in which this item is shown only if these hold. Raises `CannotEdit` where two wait for each other."""
    conditions = [_condition(form, one) for one in waits]
    _refuse_circles(form, link_id, {one.question for one in waits})

    def change(item: Raw) -> Raw:
        kept = {name: value for name, value in item.items() if name not in {"enableWhen", "enableBehavior"}}
        if not conditions:
            return kept
        return {**kept, "enableWhen": conditions, "enableBehavior": "all" if every else "any"}

    return replaced(form, link_id, change)


def _condition(form: Form, waits: Waits) -> dict[str, Any]:
    question = find(form, waits.question)
    if waits.operator not in operators_for(question):
        raise CannotEdit(_("This question cannot be compared like that."))
    said = {"question": waits.question, "operator": waits.operator}
    if waits.operator == "exists":
        return {**said, "answerBoolean": waits.answer != "false"}
    kind = kind_of(question)
    if kind is Kind.YES_NO:
        return {**said, "answerBoolean": waits.answer == "true"}
    if kind in WITH_CHOICES:
        coding = next((c for c in _codings(question) if _said(c) == waits.answer), None)
        if coding is None:
            raise CannotEdit(_("Choose one of the answers in the list."))
        return {**said, "answerCoding": coding}
    try:
        number = Decimal(waits.answer)
    except ArithmeticError:
        raise CannotEdit(_("Write a number, for example 3.")) from None
    if question["type"] == "integer":
        return {**said, "answerInteger": int(number)}
    return {**said, "answerDecimal": plain(number)}


def _codings(question: Raw) -> list[dict[str, Any]]:
    found = (option.get("valueCoding") for option in question.get("answerOption", ()))
    return [
        {name: coding[name] for name in ("system", "code", "display") if name in coding}
        for coding in found
        if isinstance(coding, Mapping)
    ]


def _refuse_circles(form: Form, link_id: str, waits_for: Iterable[str]) -> None:
    """What a question waits for must not wait for it: neither would ever be shown."""
    rests = {one.link_id: {w.question for w in read_waits(one.item)[0]} | {one.parent} - {""} for one in placed(form)}
    seen, waiting = set(), [name for name in waits_for if name in rests]
    while waiting:
        name = waiting.pop()
        if name == link_id:
            raise CannotEdit(_("These would wait for each other, and neither would ever be shown."))
        if name not in seen:
            seen.add(name)
            waiting.extend(rests.get(name, ()))


@dataclass(frozen=True, slots=True)
class Band:
    """What scores from `low` to `high` mean. `level` is a plain rank for lists: "low", "medium", "high"."""

    low: Decimal | None
    high: Decimal | None
    label: str
    meaning: str = ""
    level: str = ""


def scored(form: Form) -> list[Placed]:
    """Questions whose answers carry scores."""
    return [one for one in placed(form) if any(choice.weight is not None for choice in read_question(one.item).choices)]


def counted(item: Raw) -> list[str]:
    """The linkIds that a score made here adds up."""
    expression = ext.content(item, ext.CALCULATED)
    text = expression.get("expression", "") if isinstance(expression, Mapping) else ""
    return text.split("'")[1::2]


def write_score(item: Raw, counts: Sequence[str]) -> dict[str, Any]:
    """A score item that adds the weights of the answers to these questions."""
    if not counts:
        raise CannotEdit(_("Choose at least one question that counts."))
    names = " or ".join(f"linkId = '{name}'" for name in counts)
    expression = f"%resource.descendants().where({names}).answer.value.weight().sum()"
    worked_out = {"url": ext.CALCULATED, "valueExpression": {"language": "text/fhirpath", "expression": expression}}
    return with_extensions(item, {ext.CALCULATED}, [worked_out])


def read_bands(item: Raw) -> tuple[Band, ...]:
    """What the item's scores mean, the lowest first as they were written."""
    found = []
    for said in map(_parts, _bands_in(item)):
        low, high = (None if said.get(name) is None else Decimal(str(said[name])) for name in ("low", "high"))
        label, meaning, level = (str(said.get(name) or "") for name in ("label", "meaning", "level"))
        found.append(Band(low, high, label, meaning, level))
    return tuple(found)


def write_bands(item: Raw, bands: Sequence[Band]) -> dict[str, Any]:
    """The item with these meanings. Raises `CannotEdit` where two overlap: one score would mean two things."""
    if bands == read_bands(item):
        return dict(item)
    ends: Decimal | None = Decimal("-Infinity")
    for band in sorted(bands, key=lambda one: Decimal("-Infinity") if one.low is None else one.low):
        low = Decimal("-Infinity") if band.low is None else band.low
        if ends is None or (ends.is_finite() and low <= ends) or (band.high is not None and low > band.high):
            raise CannotEdit(_("“%s” overlaps with another, or ends before it begins.") % band.label)
        ends = band.high
    known = dict(zip(read_bands(item), _bands_in(item), strict=True))  # with their translations
    return with_extensions(item, {ext.SCORE_BAND}, [known.get(band) or _band(band) for band in bands])


def _bands_in(item: Raw) -> list[Raw]:
    return [one for one in ext.extensions(item) if one["url"] == ext.SCORE_BAND]


def _band(band: Band) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [{"url": "label", "valueString": band.label}]
    parts += [
        {"url": name, "valueDecimal": plain(value)}
        for name, value in (("low", band.low), ("high", band.high))
        if value is not None
    ]
    parts += [{"url": "meaning", "valueString": band.meaning}] if band.meaning else []
    parts += [{"url": "level", "valueCode": band.level}] if band.level else []
    return {"url": ext.SCORE_BAND, "extension": parts}


@dataclass(frozen=True, slots=True)
class Tells:
    """What an answer tells of: danger (with what to do now), or a strength or a need in a domain of life.

    `answer` is a choice's code, "true" or "false"; empty: any answer at all (a strength or a need in own words).
    """

    kind: str
    answer: str = ""
    domain: str = ""
    message: str = ""


def write_tells(item: Raw, tells: Sequence[Tells]) -> dict[str, Any]:
    """The item whose answers call for action, or tell of strengths and needs. Rules on weights stay as they came."""
    kept = [one for one in item.get("extension", ()) if one.get("url") not in TELLING or "atLeast" in _parts(one)]
    written = {name: value for name, value in item.items() if name != "extension"}
    known = dict(zip(read_tells(item), _told_in(item), strict=True))  # with their translations
    found = [*kept, *(known.get(one) or _tells(item, one) for one in tells)]
    return {"extension": found, **written} if found else written


def read_tells(item: Raw) -> tuple[Tells, ...]:
    """What the item's answers tell of, as far as it is said answer by answer."""
    found = []
    for one in _told_in(item):
        parts = _parts(one)
        answer = "" if (raw := parts.get("answer")) is None else _said(raw)
        if one["url"] == ext.CRITICAL_ANSWER:
            found.append(Tells("danger", answer, message=str(parts.get("message") or "")))
        else:
            found.append(Tells(str(parts.get("kind")), answer, domain=str(parts.get("domain") or "")))
    return tuple(found)


def _told_in(item: Raw) -> list[Raw]:
    return [one for one in ext.extensions(item) if one["url"] in TELLING and "atLeast" not in _parts(one)]


def _parts(extension: Raw) -> dict[str, Any]:
    """An extension's parts by name, each with its raw value."""
    return {
        part["url"]: next((value for name, value in part.items() if name.startswith("value")), None)
        for part in ext.extensions(extension)
    }


def _tells(item: Raw, tells: Tells) -> dict[str, Any]:
    parts: list[dict[str, Any]] = []
    if tells.answer in {"true", "false"}:
        parts.append({"url": "answer", "valueBoolean": tells.answer == "true"})
    elif tells.answer:
        coding = next((c for c in _codings(item) if _said(c) == tells.answer), None)
        if coding is None:
            raise CannotEdit(_("Choose one of the answers in the list."))
        parts.append({"url": "answer", "valueCoding": {k: coding[k] for k in ("system", "code") if k in coding}})
    if tells.kind == "danger":
        if not parts:
            raise CannotEdit(_("Say which answer calls for action."))
        return {"url": ext.CRITICAL_ANSWER, "extension": [*parts, {"url": "message", "valueString": tells.message}]}
    parts = [{"url": "kind", "valueCode": tells.kind}, {"url": "domain", "valueCode": tells.domain}, *parts]
    return {"url": ext.MARKER, "extension": parts}
