"""The lookup `any_of`: a key among a few, given to PostgreSQL as one array instead of so many words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, Lookup, UUIDField


@dataclass(frozen=True, slots=True, init=False)
class Keys:
    """Some keys as PostgreSQL reads an array of them, written once: a page compares with the same ones many times."""

    written: str

    def __init__(self, keys: Iterable[UUID]) -> None:
        object.__setattr__(self, "written", "{" + ",".join(key.hex for key in keys) + "}")


@ForeignKey.register_lookup
@UUIDField.register_lookup
class AnyOf(Lookup):
    """`person_id__any_of=(…)`: as `in`, but written and planned once whatever the number of keys."""

    lookup_name = "any_of"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s::uuid[]", ((value if isinstance(value, Keys) else Keys(value)).written,)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", (*left_values, *right_values)
