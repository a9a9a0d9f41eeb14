"""What every field of every table means: its kind, its codes, how personal it is; and what is not here, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from keyworker.base.encryption import SealedTextField
from keyworker.base.privacy import RECORD_FIELDS, classification
from keyworker.interop.leaving.tables import KEYS, LEFT_OUT, all_tables, is_key

KINDS: tuple[tuple[type[Any], str], ...] = (
    (SealedTextField, "text"),
    (models.ForeignKey, "key"),
    (models.UUIDField, "key"),
    (models.DateTimeField, "moment"),
    (models.DateField, "date"),
    (models.TimeField, "time"),
    (models.BooleanField, "yes or no"),
    (models.IntegerField, "number"),
    (models.DecimalField, "number"),
    (models.FloatField, "number"),
    (models.JSONField, "json"),
    (models.CharField, "text"),
    (models.TextField, "text"),
)
OF_EVERY_RECORD = {
    "id": "The key of the row; keys of later rows are larger (UUIDv7).",
    "agency_id": "The agency it belongs to.",
    "created_at": "When the row was made.",
    "version": "How often it was saved.",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the dictionary. `left_out` says why a table or field is not there; empty for what is."""

    table: str
    field: str
    kind: str = ""
    may_be_empty: bool = False
    refers_to: str = ""
    codes: str = ""
    privacy: str = ""
    meaning: str = ""
    left_out: str = ""


def dictionary() -> Iterator[Entry]:
    """A line for each table, then one for each of its fields."""
    for model in all_tables():
        yield Entry(model._meta.label, "", meaning=_said_of(model), left_out=LEFT_OUT.get(model._meta.label, ""))
        if model._meta.label not in LEFT_OUT:
            yield from (_entry(model, field) for field in model._meta.local_fields)


def _entry(model: type[models.Model], field: "models.Field[Any, Any]") -> Entry:
    codes = "; ".join(f"{code}: {words}" for code, words in field.flatchoices)
    refers = field.related_model._meta.label if isinstance(field.related_model, type) else ""
    return Entry(
        model._meta.label,
        field.attname,
        next((kind for known, kind in KINDS if isinstance(field, known)), "list"),
        field.null or field.blank,
        refers,
        codes,
        _privacy(model, field.name),
        OF_EVERY_RECORD.get(field.attname) or str(field.help_text or field.verbose_name),
        KEYS if is_key(field) else "",
    )


def _privacy(model: type[models.Model], name: str) -> str:
    if name in RECORD_FIELDS:
        return "not personal"
    found = classification(model)
    if name in found.identifying:
        return "identifying"
    if name in found.sensitive:
        return f"sensitive: {found.sensitive[name].value}"
    return "general" if name in found.general else "not personal"


def _said_of(model: type[models.Model]) -> str:
    """The first line of what its class says; nothing where Django only lists its fields."""
    said = (model.__doc__ or "").strip().partition("\n")[0]
    return "" if said.startswith(f"{model.__name__}(") else said
