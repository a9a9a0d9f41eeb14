"""Reads the bytes of an uploaded file into plain JSON, refusing what is too large, too deep or not JSON at all."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.findings import Finding, InvalidQuestionnaire, Level
from keyworker.questionnaires.engine.values import is_safe_text


def refusal(name: str, says: str, link_id: str = "") -> InvalidQuestionnaire:
    return InvalidQuestionnaire([Finding(Level.FAULT, name, link_id, says)])


def load(data: bytes | str | Mapping[str, Any]) -> Mapping[str, Any]:
    """A JSON object within our bounds, decimals as Decimal. Raises InvalidQuestionnaire."""
    content = data if isinstance(data, Mapping) else _decoded(data)
    if not isinstance(content, Mapping):
        raise refusal("not-an-object", _("The file holds JSON, but not a form."))
    _keep_within_bounds(content)
    return content


def _decoded(data: bytes | str) -> Any:
    if len(data) > limits.BYTES:
        raise refusal(
            "too-large",
            _("The file is too large: %(size).1f MB. The most is %(most).1f MB.")
            % {"size": len(data) / 1_000_000, "most": limits.BYTES / 1_000_000},
        )
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        return json.loads(
            text, parse_float=_number, parse_int=_whole, parse_constant=_number, object_pairs_hook=_object
        )
    except UnicodeDecodeError as error:
        raise refusal("not-utf-8", _("The file is not text in UTF-8.")) from error
    except json.JSONDecodeError as error:
        raise refusal("not-json", _("The file is not JSON: see line %d.") % error.lineno) from error
    except RecursionError as error:
        raise _too_deep() from error


def _too_deep() -> InvalidQuestionnaire:
    says = ngettext(
        "The file is nested too deep: the most is %d level.",
        "The file is nested too deep: the most is %d levels.",
        limits.JSON_DEPTH,
    )
    return refusal("too-deep", says % limits.JSON_DEPTH)


def _number(written: str) -> Decimal:
    if len(written) > 40 or not (number := Decimal(written)).is_finite() or abs(number.adjusted()) > 40:
        raise refusal("number-too-large", _("The file holds a number that no form needs: %s") % written[:40])
    return number


def _whole(written: str) -> int:
    if len(written) > 40:
        raise refusal("number-too-large", _("The file holds a number that no form needs: %s") % written[:40])
    return int(written)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise refusal("said-twice", _("The file says “%s” twice in one place; it is not clear which counts.") % twice)
    return found


def _keep_within_bounds(content: Mapping[str, Any]) -> None:
    """Walks without recursion: a mapping handed to us may be deeper than Python's own stack."""
    waiting: list[tuple[Any, int]] = [(content, 1)]
    letters = 0
    while waiting:
        found, depth = waiting.pop()
        if depth > limits.JSON_DEPTH:
            raise _too_deep()
        if isinstance(found, Mapping):
            waiting.extend((child, depth + 1) for child in found.values())
            letters += sum(len(str(name)) for name in found)
        elif isinstance(found, list):
            waiting.extend((child, depth + 1) for child in found)
        elif isinstance(found, str):
            letters += len(found)
            if not is_safe_text(found):
                raise refusal("broken-text", _("The file holds broken characters, near “%s”.") % _readable(found))
        letters += 1
        if letters > limits.BYTES:
            raise refusal("too-large", _("The form is too large."))


def _readable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:40]


def as_plain_json(content: Any) -> Any:
    """The same JSON with numbers as a JSON column holds them."""
    if isinstance(content, Mapping):
        return {name: as_plain_json(child) for name, child in content.items()}
    if isinstance(content, list):
        return [as_plain_json(child) for child in content]
    if isinstance(content, Decimal | float):
        return int(content) if content == int(content) else float(content)
    return content


def fingerprint(content: Mapping[str, Any]) -> str:
    """The SHA-256 of the content in hexadecimal, whatever the order of its names."""
    written = json.dumps(as_plain_json(content), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()
