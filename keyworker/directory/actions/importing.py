"""A published list comes into the agency's directory: all of it, or none."""

from typing import Any

from django.db import connections, models

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.agencies.models import Agency
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.directory.actions.indexing import index_services, name_branches
from keyworker.directory.differences import PublishedList, TableChanges, Tally, differences, tally
from keyworker.directory.models import Lasting, Listed
from keyworker.directory.tables import MODELS

BATCH = 500
NEEDS = Permission.DIRECTORY_MANAGE


@action(needs=Permission.DIRECTORY_MANAGE, on="agency")
def import_directory(*, actor: Actor, agency: Agency, published: PublishedList) -> Tally:
    """Bring a list in. The same list again changes nothing; a row is known by the list's name and its id there."""
    _one_at_a_time(actor)
    changes = differences(actor, published, needs=NEEDS)
    result = tally(changes)
    for change in changes:
        _write(actor, change)
    for change in reversed(changes):
        _take_out(actor, change)
    if not result.changes_nothing:
        name_branches(actor, published.source)
        index_services(actor, published.source, own_language=agency.language)
    counts = {name: getattr(result, name) for name in ("created", "updated", "unchanged", "removed")}
    trail.record("directory.imported", subject=agency, facts={"source": published.source, **counts})
    return result


def _one_at_a_time(actor: Actor) -> None:
    """Two imports at once would each add what the other adds; the second waits until the first has ended."""
    with connections[actor.alias].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"directory {actor.agency_id}"])


def _write(actor: Actor, change: TableChanges) -> None:
    model = MODELS[change.table]
    policed = rows(model, actor=actor, needs=NEEDS)
    policed.bulk_create(change.new, batch_size=BATCH)
    for row in change.changed:
        row.version += 1
    if change.changed:
        policed.bulk_update(change.changed, _fields(model), batch_size=BATCH)


def _fields(model: type[Listed]) -> list[str]:
    fixed = {"id", "agency_id", "created_at", "source", "source_id", "path"}
    return [field.name for field in model._meta.local_fields if field.name not in fixed]


def _take_out(actor: Actor, change: TableChanges) -> None:
    """Nouns are withdrawn, because a referral may name them; details end. Children go before their owners."""
    model: type[models.Model] = MODELS[change.table]
    for start in range(0, len(change.gone), BATCH):
        keys = [row.pk for row in change.gone[start : start + BATCH]]
        found: models.QuerySet[Any] = rows(model, actor=actor, needs=NEEDS).filter(pk__in=keys)
        if issubclass(model, Lasting):
            found.update(withdrawn_at=clock.now(), version=models.F("version") + 1)
        else:
            found.delete()
