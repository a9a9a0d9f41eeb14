"""How a list that was just sent is read, before anybody has said so: as one like it was, or as its headers say."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from keyworker.base.models import change
from keyworker.interop.models import SheetMapping
from keyworker.interop.sheets.columns import guessed
from keyworker.interop.sheets.headers import Field
from keyworker.interop.sheets.reading import Beginning
from keyworker.interop.sheets.values import guessed_order


def columns_of(begins: Beginning, mapping: SheetMapping | None) -> dict[str, str]:
    """Field by header. Headers that the mapping does not name are guessed, unless their field is taken."""
    found = guessed(begins.headers, begins.rows)
    if mapping is None:
        return found
    said = {header: field for header, field in mapping.columns.items() if header in found}
    taken = set(said.values())
    return {header: said.get(header, "" if field in taken else field) for header, field in found.items()}


def order_of(begins: Beginning, columns: Mapping[str, str], country: str) -> str:
    """Whether dates begin with the day or the month: by the first rows, and where they do not tell, by the country."""
    places = [at for at, header in enumerate(begins.headers) if columns.get(header) == Field.BORN]
    return guessed_order([row[at] for _number, row in begins.rows for at in places if at < len(row)], country)


def keep_mapping(held: "QuerySet[SheetMapping]", new: SheetMapping, said: Mapping[str, Any]) -> None:
    """Under its name, within an action; said anew, it is its next version. `held`: that of this name, if any."""
    found = held.select_for_update(no_key=True).first()
    if found is not None:
        change(found, **said)
        return
    for name, value in said.items():
        setattr(new, name, value)
    new.save(force_insert=True)
