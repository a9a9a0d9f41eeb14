"""What is done with files apart from the records that hold them: clearing those that nobody can open."""

from collections.abc import Collection
from uuid import UUID

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.agencies.models import Agency
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.models import Record
from keyworker.documents.models import Document
from keyworker.documents.orphans import orphans

_holders: list[type[Record]] = [Document]


def holds_files(model: type[Record]) -> None:
    """Declare a model whose rows' keys name files of the vault, beside documents."""
    _holders.append(model)


@action(needs=Permission.AGENCY_MANAGE, on="agency")
def clear_orphans(*, actor: Actor, agency: Agency) -> int:
    """Remove the encrypted files that no row names and that are older than a day; answers how many."""
    found = orphans(agency.id, named)
    for path in found:
        path.unlink(missing_ok=True)
    trail.record("documents.orphans_cleared", subject=agency, facts={"files": len(found)})
    return len(found)


def named(keys: Collection[UUID]) -> set[UUID]:
    """Which of these keys a row of the agency has."""
    found: set[UUID] = set()
    for model in _holders:
        rows = facts(model, because="a file that a row names is never removed").filter(pk__in=keys)
        found |= set(rows.values_list("pk", flat=True))
    return found
