"""What a published list would change here: compared first, so that it can be shown before it is done."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base.actor import Actor
from keyworker.base.ids import new_id
from keyworker.directory.entries import Entry, Key
from keyworker.directory.models import Lasting, Listed
from keyworker.directory.rules import fold
from keyworker.directory.tables import MODELS, field_name


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A list as it was read. `set_aside`: rows it holds that could not be used; what we have of them stays.

    `whole`: what is no longer in it is taken out. Else it may be a page of many, and nothing is taken out.
    """

    source: str
    entries: Collection[Entry]
    whole: bool = False
    set_aside: frozenset[Key] = frozenset()


@dataclass(slots=True)
class TableChanges:
    """One table's share: rows to add, to change (already carrying their new values), to take out."""

    table: str
    new: list[Listed] = field(default_factory=list)
    changed: list[Listed] = field(default_factory=list)
    unchanged: int = 0
    gone: list[Listed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows, by what happens to them; `services` counts the services among them."""

    created: int
    updated: int
    unchanged: int
    removed: int
    services: Mapping[str, int]

    @property
    def changes_nothing(self) -> bool:
        return not (self.created or self.updated or self.removed)


def tally(changes: Iterable[TableChanges]) -> Tally:
    total: Counter[str] = Counter()
    services: Counter[str] = Counter()
    for change in changes:
        counts = _counts(change)
        total.update(counts)
        if change.table == "service":
            services.update(counts)
    return Tally(total["created"], total["updated"], total["unchanged"], total["removed"], dict(services))


def _counts(change: TableChanges) -> dict[str, int]:
    return {
        "created": len(change.new),
        "updated": len(change.changed),
        "unchanged": change.unchanged,
        "removed": len(change.gone),
    }


def differences(actor: Actor, published: PublishedList, *, needs: Permission) -> list[TableChanges]:
    """The changes of every table, in the order in which they can be written. Writes nothing."""
    by_table: dict[str, list[Entry]] = {table: [] for table in MODELS}
    for entry in published.entries:
        by_table[entry.table].append(entry)
    keys: dict[str, dict[str, UUID]] = {}
    found: list[TableChanges] = []
    for table, model in MODELS.items():
        held = {row.source_id: row for row in rows(model, actor=actor, needs=needs).filter(source=published.source)}
        keys[table] = {source_id: row.pk for source_id, row in held.items()}
        for entry in by_table[table]:
            keys[table].setdefault(entry.source_id, new_id())
        found.append(_compare(published, table, by_table[table], held, keys))
    return found


def _compare(
    published: PublishedList,
    table: str,
    entries: Iterable[Entry],
    held: Mapping[str, Listed],
    keys: Mapping[str, Mapping[str, UUID]],
) -> TableChanges:
    changes = TableChanges(table)
    seen: set[str] = set()
    for entry in entries:
        seen.add(entry.source_id)
        row = held.get(entry.source_id)
        values = _values(entry, keys, keep_links=row is not None and not published.whole)
        if row is None:
            key = keys[table][entry.source_id]
            changes.new.append(MODELS[table](id=key, source=published.source, source_id=entry.source_id, **values))
        elif _carry(row, values):
            changes.changed.append(row)
        else:
            changes.unchanged += 1
    if published.whole:
        changes.gone = [row for row in held.values() if _is_gone(row, table, seen, published.set_aside)]
    return changes


def _values(entry: Entry, keys: Mapping[str, Mapping[str, UUID]], *, keep_links: bool) -> dict[str, Any]:
    """Field values of an entry. A page of a list may leave a link unsaid: what we know then stays."""
    model = MODELS[entry.table]
    values: dict[str, Any] = {}
    for column, value in entry.values.items():
        name = field_name(entry.table, column)
        is_text = isinstance(model._meta.get_field(name), models.CharField | models.TextField)
        values[name] = "" if value is None and is_text else value
    for link in _links(model):
        target = entry.links.get(link.attname)
        if target is not None:
            values[link.attname] = keys[_table_of(link)][target]
        elif not keep_links:
            values[link.attname] = None
    if issubclass(model, Lasting):
        values["withdrawn_at"] = None
    if entry.table == "service":
        values["sort_name"] = fold(values["name"])[:500]
    return values


def _links(model: type[Listed]) -> list["models.ForeignKey[Any, Any]"]:
    return [link for link in model._meta.local_fields if isinstance(link, models.ForeignKey)]


_TABLES: dict[type[models.Model], str] = {model: table for table, model in MODELS.items()}


def _table_of(link: "models.ForeignKey[Any, Any]") -> str:
    return _TABLES[link.remote_field.model]


def _carry(row: Listed, values: Mapping[str, Any]) -> bool:
    """Put the new values on the row; True when any of them differs."""
    differs = False
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            differs = True
    return differs


def _is_gone(row: Listed, table: str, seen: set[str], set_aside: frozenset[Key]) -> bool:
    if row.source_id in seen or (table, row.source_id) in set_aside:
        return False
    return not (isinstance(row, Lasting) and row.withdrawn_at is not None)
