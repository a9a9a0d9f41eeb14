"""The values an answer may have, read from and written to FHIR's `value[x]`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from keyworker.questionnaires.engine import limits


@dataclass(frozen=True, slots=True)
class Coding:
    """A coded answer. The display is how it was worded; it plays no part in whether two codings are the same."""

    code: str
    system: str = ""
    display: str = field(default="", compare=False)

    def same_as(self, other: "Coding") -> bool:
        """FHIR forms often leave the system out of one of the two; then the code (or the wording) decides."""
        if not self.code or not other.code:
            return self.display == other.display
        return self.code == other.code and (not self.system or not other.system or self.system == other.system)


@dataclass(frozen=True, slots=True)
class Quantity:
    value: Decimal
    unit: str = ""
    code: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file. `url` says where it is kept; `content` is here only until it is. `size` is in bytes."""

    title: str = ""
    media_type: str = ""
    size: int | None = None
    url: str = ""
    content: bytes | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """Somebody or something with a record of its own (`reference`, such as "Practitioner/7"), or only named."""

    reference: str = ""
    display: str = ""


# Dates, times and date-times stay ISO strings: FHIR's may be partial ("2024-05"), and the item's type says which.
Value = bool | int | Decimal | str | Coding | Quantity | Attachment | Reference

DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?\Z")
DATE_TIME = re.compile(
    r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?"
    r"(Z|[+-]\d{2}:\d{2})?)?)?)?\Z"
)
_ISO = {"Date": DATE, "Time": TIME, "DateTime": DATE_TIME, "Instant": DATE_TIME}
_TEXTS = frozenset({"String", "Uri", "Url", "Canonical", "Markdown", "Code", "Id"})


class UnreadableValue(ValueError):
    """A `value[x]` whose content does not fit its type."""


def is_safe_text(text: str) -> bool:
    """PostgreSQL cannot hold NUL in JSON, and a lone surrogate cannot be written as UTF-8 at all."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def choice_of(element: Mapping[str, Any], prefix: str) -> tuple[str, Any] | None:
    """The type and raw content of the one `prefix[x]` in an element, such as ("Coding", {...}) for valueCoding."""
    for name, content in element.items():
        if name.startswith(prefix) and len(name) > len(prefix) and name[len(prefix)].isupper():
            return name[len(prefix) :], content
    return None


def read_value(kind: str, raw: Any) -> Value:
    """One FHIR value of the type `kind` ("Integer", "Coding"...). Raises UnreadableValue."""
    if kind == "Boolean" and isinstance(raw, bool):
        return raw
    if kind in _WHOLE:
        return _whole(raw)
    if kind == "Decimal":
        return read_number(raw)
    if isinstance(raw, Mapping) and (reader := _COMPLEX.get(kind)) is not None:
        return reader(raw)
    if isinstance(raw, str) and _is_text_of(kind, raw):
        return raw
    raise UnreadableValue(kind)


def _is_text_of(kind: str, text: str) -> bool:
    fits = kind in _TEXTS or (kind in _ISO and _ISO[kind].match(text) is not None)
    return fits and is_safe_text(text) and len(text) <= limits.TEXT


def read_number(raw: Any) -> Decimal:
    """A bounded decimal: not infinite, not a million digits. Raises UnreadableValue."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise UnreadableValue("Decimal")
    if isinstance(raw, int) and raw.bit_length() > 64:
        raise UnreadableValue("Decimal")
    number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite() or (number and abs(number.adjusted()) > limits.NUMBER_DIGITS):
        raise UnreadableValue("Decimal")
    return number


def _whole(raw: Any) -> int:
    number = read_number(raw)
    if number != number.to_integral_value():
        raise UnreadableValue("Integer")
    return int(number)


def _text_in(raw: Mapping[str, Any], name: str) -> str:
    found = raw.get(name, "")
    if not isinstance(found, str) or not is_safe_text(found) or len(found) > limits.TEXT:
        raise UnreadableValue(name)
    return found


def _coding(raw: Mapping[str, Any]) -> Coding:
    coding = Coding(_text_in(raw, "code"), _text_in(raw, "system"), _text_in(raw, "display"))
    if not coding.code and not coding.display:
        raise UnreadableValue("Coding")
    return coding


def _quantity(raw: Mapping[str, Any]) -> Quantity:
    return Quantity(
        read_number(raw.get("value")), _text_in(raw, "unit"), _text_in(raw, "code"), _text_in(raw, "system")
    )


def _attachment(raw: Mapping[str, Any]) -> Attachment:
    """What is said about a file. Bytes that lie in the JSON itself are never taken from there."""
    size = raw.get("size")
    return Attachment(
        _text_in(raw, "title"),
        _text_in(raw, "contentType"),
        _whole(size) if size is not None else None,
        _text_in(raw, "url"),
    )


def _reference(raw: Mapping[str, Any]) -> Reference:
    found = Reference(_text_in(raw, "reference"), _text_in(raw, "display"))
    if not found.reference and not found.display:
        raise UnreadableValue("Reference")
    return found


_WHOLE = frozenset({"Integer", "PositiveInt", "UnsignedInt"})
_COMPLEX: Mapping[str, Callable[[Mapping[str, Any]], Value]] = {
    "Coding": _coding,
    "Quantity": _quantity,
    "SimpleQuantity": _quantity,
    "Duration": _quantity,
    "Age": _quantity,
    "Attachment": _attachment,
    "Reference": _reference,
}


def plain_number(number: Decimal | int) -> int | float:
    """A number as JSON has it."""
    if number == int(number):
        return int(number)
    return float(number)


def write_value(value: Value) -> Any:
    """The JSON content of a value: the reverse of `read_value`, ready for a JSON column."""
    match value:
        case Coding():
            parts = {"system": value.system, "code": value.code, "display": value.display}
            return {name: part for name, part in parts.items() if part}
        case Quantity():
            texts = {"unit": value.unit, "system": value.system, "code": value.code}
            return {"value": plain_number(value.value)} | {name: text for name, text in texts.items() if text}
        case Decimal():
            return plain_number(value)
        case Attachment():
            said = {"contentType": value.media_type, "url": value.url, "size": value.size, "title": value.title}
            return {name: part for name, part in said.items() if part}
        case Reference():
            named = {"reference": value.reference, "display": value.display}
            return {name: part for name, part in named.items() if part}
        case _:
            return value
