"""Reads `enableWhen`: on which answers an item is asked."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.definition import Condition, Operator
from keyworker.questionnaires.engine.findings import Findings
from keyworker.questionnaires.engine.values import UnreadableValue, Value, choice_of, is_safe_text, read_value


def read_conditions(item: Mapping[str, Any], link_id: str, findings: Findings) -> tuple[Condition, ...]:
    """The conditions of an item; a broken one refuses the form, for leaving it out would change who is asked."""
    raw = item.get("enableWhen")
    if raw is None:
        return ()
    if not isinstance(raw, list) or len(raw) > limits.CONDITIONS:
        findings.fault("bad-condition", link_id, _("Its conditions are not a list, or there are too many."))
        return ()
    found = (_condition(condition, link_id, findings) for condition in raw)
    return tuple(condition for condition in found if condition is not None)


def _condition(raw: Any, link_id: str, findings: Findings) -> Condition | None:
    question = raw.get("question") if isinstance(raw, Mapping) else None
    if not isinstance(question, str):
        findings.fault("bad-condition", link_id, _("One of its conditions does not say on which question."))
        return None
    if "hasAnswer" in raw and "operator" not in raw:
        findings.warn("stu3-condition", link_id, _("It uses the older word “hasAnswer”; read as “exists”."))
        return Condition(question, Operator.EXISTS, raw["hasAnswer"] is True)
    operator = _operator(raw, link_id, findings)
    expected = _expected(raw, link_id, findings)
    if operator is None or expected is None:
        return None
    if operator is Operator.EXISTS and not isinstance(expected, bool):
        findings.fault("bad-condition", link_id, _("A condition that asks for “exists” must say true or false."))
        return None
    return Condition(question, operator, expected)


def _operator(raw: Mapping[str, Any], link_id: str, findings: Findings) -> Operator | None:
    named = raw.get("operator")
    if named is None:
        findings.warn("stu3-condition", link_id, _("One of its conditions has no operator; read as “equals”."))
        return Operator.EQUALS
    if not isinstance(named, str) or named not in set(Operator):
        says = _("One of its conditions has an operator that FHIR does not know: %s")
        findings.fault("bad-condition", link_id, says % str(named)[:20])
        return None
    return Operator(named)


def _expected(raw: Mapping[str, Any], link_id: str, findings: Findings) -> Value | None:
    choice = choice_of(raw, "answer")
    if choice is None:
        findings.fault("bad-condition", link_id, _("One of its conditions does not say which answer it waits for."))
        return None
    kind, content = choice
    try:
        return read_value(kind, content)
    except UnreadableValue:
        if isinstance(content, str) and is_safe_text(content) and len(content) <= limits.TEXT:
            says = _("A condition waits for “%(answer)s”, which is not of its type; compared as text.")
            findings.warn("odd-condition", link_id, says % {"answer": content[:40]})
            return content
        findings.fault("bad-condition", link_id, _("The answer that one of its conditions waits for is broken."))
        return None
