"""What an answer must keep to: the bounds that a form's items carry, given or to be worked out."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import extensions as ext
from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.definition import Bounds, Expression
from keyworker.questionnaires.engine.findings import Findings
from keyworker.questionnaires.engine.parts import read_expression
from keyworker.questionnaires.engine.patterns import BadPattern, compiled_pattern
from keyworker.questionnaires.engine.values import UnreadableValue, Value, choice_of, read_number, read_value

_LOWEST = (ext.MIN_VALUE, ext.MIN_QUANTITY)
_HIGHEST = (ext.MAX_VALUE, ext.MAX_QUANTITY)


def read_bounds(item: Mapping[str, Any], link_id: str, findings: Findings) -> Bounds:
    """What an answer must keep to. An occurrence of 0 or more than we take is cut to what we take."""
    most = _count(item, ext.MAX_OCCURS, link_id, findings)
    length = item.get("maxLength")
    if length is not None and (isinstance(length, bool) or not isinstance(length, int) or length < 1):
        findings.fault("bad-bound", link_id, _("Its longest length is not a whole number above zero."))
        length = None
    low, low_from = _bound(item, _LOWEST, link_id, findings)
    high, high_from = _bound(item, _HIGHEST, link_id, findings)
    return Bounds(
        min_value=low,
        max_value=high,
        min_from=low_from,
        max_from=high_from,
        min_length=_count(item, ext.MIN_LENGTH, link_id, findings),
        max_length=length,
        decimal_places=_count(item, ext.DECIMAL_PLACES, link_id, findings),
        pattern=_pattern(item, link_id, findings),
        min_occurs=min(_count(item, ext.MIN_OCCURS, link_id, findings) or 0, limits.OCCURRENCES),
        max_occurs=most if most else None,
        max_size=_size(item, link_id, findings),
        media_types=tuple(kind for kind in ext.contents(item, ext.MIME_TYPE) if isinstance(kind, str)),
    )


def _count(item: Mapping[str, Any], url: str, link_id: str, findings: Findings) -> int | None:
    raw = ext.content(item, url)
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
        findings.fault("bad-bound", link_id, _("“%s” must be a whole number.") % url.rpartition("/")[2])
        return None
    return raw


def _size(item: Mapping[str, Any], link_id: str, findings: Findings) -> int | None:
    raw = ext.content(item, ext.MAX_SIZE)
    if raw is None:
        return None
    try:
        return int(read_number(raw))
    except UnreadableValue:
        findings.fault("bad-bound", link_id, _("“%s” must be a number.") % "maxSize")
        return None


def _bound(
    item: Mapping[str, Any], urls: tuple[str, ...], link_id: str, findings: Findings
) -> tuple[Value | None, Expression | None]:
    """A lowest or highest value, and the expression that gives a better one, if any."""
    extension = next((extension for extension in ext.extensions(item) if extension["url"] in urls), None)
    if extension is None:
        return None, None
    choice = choice_of(extension, "value")
    if choice is not None and choice[0] == "Expression":
        return None, read_expression(choice[1], link_id, findings)
    worked_out = _worked_out(extension, link_id, findings)
    if choice is None:
        if worked_out is None:
            findings.warn("bound-not-followed", link_id, _("A lowest or highest value is not given."))
        return None, worked_out
    try:
        return read_value(*choice), worked_out
    except UnreadableValue:
        findings.fault("bad-bound", link_id, _("“%s” cannot be read.") % extension["url"].rpartition("/")[2])
        return None, None


def _worked_out(extension: Mapping[str, Any], link_id: str, findings: Findings) -> Expression | None:
    """FHIR hangs the expression beside the value: `_valueDate.extension`."""
    for name, sibling in extension.items():
        if name.startswith("_value") and isinstance(sibling, Mapping):
            for url in (ext.CQF_CALCULATED, ext.CQF_EXPRESSION):
                if (raw := ext.content(sibling, url)) is not None:
                    return read_expression(raw, link_id, findings)
    return None


def _pattern(item: Mapping[str, Any], link_id: str, findings: Findings) -> str:
    """A pattern that re2 takes: it runs in linear time, so no pattern can hang a server."""
    raw = ext.content(item, ext.PATTERN)
    if raw is None:
        return ""
    if not isinstance(raw, str) or len(raw) > limits.PATTERN_LENGTH:
        findings.fault("bad-pattern", link_id, _("Its pattern is too long or not text."))
        return ""
    try:
        compiled_pattern(raw)
    except BadPattern:
        findings.warn("pattern-not-followed", link_id, _("Its pattern cannot be checked here, so it is left out."))
        return ""
    return raw
