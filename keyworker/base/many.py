"""Many new rows of one table in one statement: each column is sent as one array, whatever the number of rows.

Django's own `bulk_create` writes every value of a sealed or JSON column into the statement by itself, which for the
hundred thousand rows of an import takes several times as long. Row security and every constraint hold all the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connections, models

from keyworker.base import context


def insert(records: Iterable[models.Model]) -> None:
    """Keep new records of one model, in the open transaction."""
    rows = list(records)
    if not rows:
        return
    model, connection = type(rows[0]), connections[context.current().actor.alias]
    columns = {
        str(field.column): [field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in rows]
        for field in model._meta.local_concrete_fields
    }
    insert_columns(model, columns)


def insert_columns(model: type[models.Model], columns: Mapping[str, Sequence[Any]]) -> None:
    """The same, of columns as the database keeps them; those that are not named have the database's default."""
    connection = connections[context.current().actor.alias]
    types = {field.column: field.db_type(connection) for field in model._meta.local_concrete_fields}
    quoted = ", ".join(f'"{name}"' for name in columns)
    arrays = ", ".join(f"%s::{types[name]}[]" for name in columns)
    # Names of tables and columns are the models' own.
    statement = f'INSERT INTO "{model._meta.db_table}" ({quoted}) SELECT * FROM unnest({arrays})'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(each) for each in columns.values()])
