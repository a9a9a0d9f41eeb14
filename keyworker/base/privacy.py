"""How a field is classified. Each model's `class Privacy` names every field once; a sweep fails on a missing one."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models

RECORD_FIELDS = frozenset({"id", "agency_id", "created_at", "version"})


class Category(StrEnum):
    """Data categories a consent can name. `GENERAL` is what any care-team member needs to do their work."""

    GENERAL = "general"
    IDENTITY = "identity"
    CONTACT = "contact"
    HEALTH = "health"
    MENTAL_HEALTH = "mental-health"
    SUBSTANCE_USE = "substance-use"
    SAFETY = "safety"
    LEGAL = "legal"
    MONEY_AND_WORK = "money-and-work"
    HOUSING = "housing"
    FAMILY = "family"


class Undeclared(Exception):
    """A model has a field that its `class Privacy` does not name, or names one it does not have."""


@dataclass(frozen=True, slots=True)
class Classification:
    """Field names by class: `identifying`, `sensitive` (with category), `general`, `not_personal`."""

    identifying: frozenset[str]
    sensitive: dict[str, Category]
    general: frozenset[str]
    not_personal: frozenset[str]

    @property
    def all_names(self) -> list[str]:
        return [*self.identifying, *self.sensitive, *self.general, *self.not_personal]


def classification(model: type[models.Model]) -> Classification:
    """Read a model's `class Privacy`. Raises `Undeclared` when it and the fields do not match one to one."""
    declared = getattr(model, "Privacy", None)
    if declared is None:
        raise Undeclared(f"{model._meta.label} has no class Privacy.")
    found = Classification(
        frozenset(getattr(declared, "identifying", ())),
        dict(getattr(declared, "sensitive", {})),
        frozenset(getattr(declared, "general", ())),
        frozenset(getattr(declared, "not_personal", ())),
    )
    names = sorted(found.all_names)
    expected = sorted(field.name for field in model._meta.fields if field.name not in RECORD_FIELDS)
    if names != expected:
        missing, unknown = set(expected) - set(names), set(names) - set(expected)
        raise Undeclared(f"{model._meta.label}: not classified {sorted(missing)}, unknown {sorted(unknown)}, or twice.")
    return found
