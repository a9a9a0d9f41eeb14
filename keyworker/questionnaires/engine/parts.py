"""The parts of an item that extensions carry: expressions, constraints, score bands, critical answers."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

import re2
from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import extensions as ext
from keyworker.questionnaires.engine.definition import (
    Band,
    Constraint,
    CriticalAnswer,
    Expression,
    Marker,
    Text,
    Toggle,
)
from keyworker.questionnaires.engine.expressions import BadExpression, UnsupportedExpression, compiled
from keyworker.questionnaires.engine.findings import Findings
from keyworker.questionnaires.engine.values import UnreadableValue, Value, choice_of, read_number, read_value

FHIRPATH = "text/fhirpath"
_NAME = re2.compile(r"[A-Za-z_][A-Za-z0-9_\-.]{0,63}")


def read_coding_list(raw: Any, link_id: str, findings: Findings) -> tuple[Any, ...]:
    """The codings of an element; one that cannot be read is named and left out."""
    found = []
    for coding in raw if isinstance(raw, list) else []:
        try:
            found.append(read_value("Coding", coding))
        except UnreadableValue:
            findings.warn("bad-code", link_id, _("One of its codes is broken and is left out."))
    return tuple(found)


def read_expressions(element: Mapping[str, Any], url: str, link_id: str, findings: Findings) -> tuple[Expression, ...]:
    """The FHIRPath expressions of one extension; those in another language are named and left out."""
    found = []
    for raw in ext.contents(element, url):
        if (expression := read_expression(raw, link_id, findings)) is not None:
            found.append(expression)
    return tuple(dict.fromkeys(found))


def read_expression(raw: Any, link_id: str, findings: Findings) -> Expression | None:
    """One expression, compiled once to see that it can be. Faulty ones are named."""
    text = raw.get("expression") if isinstance(raw, Mapping) else raw
    language = raw.get("language", FHIRPATH) if isinstance(raw, Mapping) else FHIRPATH
    name = raw.get("name", "") if isinstance(raw, Mapping) else ""
    if not isinstance(text, str) or not isinstance(name, str) or (name and not _NAME.fullmatch(name)):
        findings.fault("bad-expression", link_id, _("It has a calculation that cannot be read."))
        return None
    if language != FHIRPATH:
        says = _("It has a calculation in “%s”; only FHIRPath is worked out here.") % str(language)[:60]
        findings.warn("not-fhirpath", link_id, says)
        return None
    try:
        return compiled(text, name)
    except UnsupportedExpression as error:
        findings.warn("expression-not-followed", link_id, str(error))
        return None
    except BadExpression as error:
        findings.fault("bad-expression", link_id, str(error))
        return None


def single(expressions: tuple[Expression, ...], link_id: str, findings: Findings) -> Expression | None:
    """The one expression that counts; a second, different one is named."""
    if len(expressions) > 1:
        findings.warn("calculated-twice", link_id, _("It has two different calculations; the first counts."))
    return expressions[0] if expressions else None


def read_constraints(element: Mapping[str, Any], link_id: str, findings: Findings) -> tuple[Constraint, ...]:
    """`targetConstraint`, earlier `questionnaire-constraint`: what must hold between answers."""
    found = []
    for parts in (p for url in ext.CONSTRAINTS for p in ext.complex_extensions(element, url)):
        expression = read_expression(_part(parts, "expression"), link_id, findings)
        if expression is None:
            continue
        says = ext.translated(parts.get("human", {}), "valueString")
        key = _part(parts, "key")
        found.append(
            Constraint(
                key=key if isinstance(key, str) else "",
                expression=expression,
                says=says or Text(_("The answers do not fit together.")),
                blocks=_part(parts, "severity") != "warning",
            )
        )
    return tuple(found)


def read_toggles(item: Mapping[str, Any], link_id: str, findings: Findings) -> tuple[Toggle, ...]:
    """`answerOptionsToggleExpression`: which listed answers may be chosen only while an expression holds."""
    found = []
    for extension in ext.extensions(item):
        if extension["url"] != ext.TOGGLE:
            continue
        expression = read_expression(ext.content(extension, "expression"), link_id, findings)
        options = [choice for part in ext.extensions(extension) if part["url"] == "option"
                   if (choice := choice_of(part, "value")) is not None]  # fmt: skip
        try:
            values = tuple(read_value(*choice) for choice in options)
        except UnreadableValue:
            findings.fault("bad-answer", link_id, _("An answer that it names cannot be read."))
            continue
        if expression is not None and values:
            found.append(Toggle(values, expression))
    return tuple(found)


def read_bands(item: Mapping[str, Any], link_id: str, findings: Findings) -> tuple[Band, ...]:
    """Our own extension: what a score means. Bands may not overlap, or one score would mean two things."""
    found = []
    for parts in ext.complex_extensions(item, ext.SCORE_BAND):
        label = ext.translated(parts.get("label", {}), "valueString")
        if not label:
            findings.fault("bad-band", link_id, _("A score band has no name."))
            continue
        low, high = (_number(parts, name, link_id, findings) for name in ("low", "high"))
        meaning = ext.translated(parts.get("meaning", {}), "valueString")
        level = _part(parts, "level")
        found.append(Band(low, high, label, meaning, level if isinstance(level, str) else ""))
    for first, second in _overlaps(found):
        says = _("The score bands “%(first)s” and “%(second)s” overlap.")
        findings.fault("bad-band", link_id, says % {"first": first.label.default, "second": second.label.default})
    return tuple(found)


def _overlaps(bands: list[Band]) -> Iterator[tuple[Band, Band]]:
    lowest, highest = Decimal("-Infinity"), Decimal("Infinity")
    ordered = sorted(bands, key=lambda band: lowest if band.low is None else band.low)
    for first, second in pairwise(ordered):
        ends = highest if first.high is None else first.high
        if ends >= (lowest if second.low is None else second.low):
            yield first, second


def read_critical(item: Mapping[str, Any], link_id: str, findings: Findings) -> tuple[CriticalAnswer, ...]:
    """Our own extension: answers that call for action whatever the total."""
    found = []
    for parts in ext.complex_extensions(item, ext.CRITICAL_ANSWER):
        at_least = _number(parts, "atLeast", link_id, findings)
        answer = _answer(parts, link_id, findings)
        if at_least is None and answer is None:
            findings.fault("bad-critical", link_id, _("It is marked critical, but not for which answer."))
            continue
        message = ext.translated(parts.get("message", {}), "valueString")
        found.append(CriticalAnswer(at_least, answer, message))
    return tuple(found)


def read_markers(item: Mapping[str, Any], link_id: str, findings: Findings) -> tuple[Marker, ...]:
    """Our own extension: which answers tell of a strength or a need, and in which domain of life."""
    found = []
    for parts in ext.complex_extensions(item, ext.MARKER):
        kind, domain = _part(parts, "kind"), _part(parts, "domain")
        if kind not in {"strength", "need"} or not isinstance(domain, str):
            findings.fault("bad-marker", link_id, _("It tells of a strength or a need, but not of which."))
            continue
        answer = _answer(parts, link_id, findings)
        found.append(Marker(kind, domain, _number(parts, "atLeast", link_id, findings), answer))
    return tuple(found)


def _part(parts: Mapping[str, Mapping[str, Any]], name: str) -> Any:
    choice = choice_of(parts.get(name, {}), "value")
    return None if choice is None else choice[1]


def _answer(parts: Mapping[str, Mapping[str, Any]], link_id: str, findings: Findings) -> Value | None:
    choice = choice_of(parts.get("answer", {}), "value")
    if choice is None:
        return None
    try:
        return read_value(*choice)
    except UnreadableValue:
        findings.fault("bad-answer", link_id, _("An answer that it names cannot be read."))
        return None


def _number(parts: Mapping[str, Mapping[str, Any]], name: str, link_id: str, findings: Findings) -> Decimal | None:
    raw = _part(parts, name)
    if raw is None:
        return None
    try:
        return read_number(raw)
    except UnreadableValue:
        findings.fault("bad-number", link_id, _("“%s” must be a number.") % name)
        return None
