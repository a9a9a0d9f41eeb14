"""Many new rows of one table in one statement: each column is sent as one array, whatever the number of rows.

Django's own `bulk_create` writes every value of a sealed or JSON column into the statement by itself, which for the
hundred thousand rows of an import takes several times as long. Row security and every constraint hold all the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from keyworker.base import context


@dataclass(frozen=True, slots=True)
class Same:
    """A column that says the same in every row: sent, and turned into what the database keeps, once."""

    value: Any


def insert(records: Iterable[models.Model]) -> None:
    """Keep new records of one model, in the open transaction."""
    rows = list(records)
    if not rows:
        return
    model, connection = type(rows[0]), connections[context.current().actor.alias]
    columns = {str(field.column): _column(field, rows, connection) for field in model._meta.local_concrete_fields}
    insert_columns(model, columns)


def _column(
    field: "models.Field[Any, Any]", rows: Sequence[models.Model], connection: BaseDatabaseWrapper
) -> Sequence[Any] | Same:
    values = [field.pre_save(row, add=True) for row in rows]
    if not field.primary_key and all(value == values[0] for value in values):
        return Same(field.get_db_prep_save(values[0], connection))
    return [field.get_db_prep_save(value, connection) for value in values]


def insert_columns(model: type[models.Model], columns: Mapping[str, Sequence[Any] | Same]) -> None:
    """The same, of columns as the database keeps them; those that are not named have the database's default.

    One of them at least is no `Same`: it says how many rows there are.
    """
    connection = connections[context.current().actor.alias]
    types = {field.column: field.db_type(connection) for field in model._meta.local_concrete_fields}
    arrays = {name: list(each) for name, each in columns.items() if not isinstance(each, Same)}
    same = {name: each.value for name, each in columns.items() if isinstance(each, Same)}
    quoted = ", ".join(f'"{name}"' for name in (*arrays, *same))
    chosen = ", ".join((*(f'sent."{name}"' for name in arrays), *(f"%s::{types[name]}" for name in same)))
    sent = ", ".join(f"%s::{types[name]}[]" for name in arrays)
    named = ", ".join(f'"{name}"' for name in arrays)
    # Names of tables and columns are the models' own.
    statement = f'INSERT INTO "{model._meta.db_table}" ({quoted}) SELECT {chosen} FROM unnest({sent}) AS sent ({named})'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [*same.values(), *arrays.values()])
