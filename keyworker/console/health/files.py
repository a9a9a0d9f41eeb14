"""What is kept in files beside the database: the copy of the trail's seals, and what clients handed us."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.conf import settings
from django.db import connections

from keyworker.audit.jobs import SEALS_FILE
from keyworker.audit.outside import lacking
from keyworker.console.health.finding import Finding, note, well, wrong
from keyworker.documents.orphans import agencies, orphans

MOST_NAMED = 5


def copy_of_the_seals() -> Iterator[Finding]:
    if not _stands("audit_auditseal"):
        return
    copy = settings.VAR_DIR / "seals" / SEALS_FILE
    try:
        missing = lacking("owner", copy)
    except OSError:
        yield wrong(
            f"The copy of the trail's seals cannot be read ({copy}).", "Let Keyworker's user read and write it."
        )
        return
    if not missing:
        yield well("Every seal of the trail is in the copy outside the database.")
        return
    first = ", ".join(map(str, missing[:MOST_NAMED]))
    more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
    yield wrong(
        f"Seals of the trail are not in the copy outside the database ({copy}): {first}{more}.",
        "Make room on the disk and let Keyworker's user write there: the next seal writes the newest ones. What was"
        " taken out of the copy must come back from your backup.",
    )


def orphaned_files() -> Iterator[Finding]:
    if not _stands("documents_document"):
        return
    found = sum(len(orphans(agency_id, _named)) for agency_id in agencies())
    if found:
        yield note(
            f"{found} encrypted files belong to no record: the machine stopped while they were sent.",
            "Nothing to do: the worker removes them at night. If they stay, it does not run.",
        )


def _stands(table: str) -> bool:
    """Before the first `keyworker migrate` there is nothing to look at."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
        return bool(cursor.fetchone()[0])


def _named(keys: Collection[UUID]) -> set[UUID]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id FROM documents_document WHERE id = ANY(%s)", [list(keys)])
        return {key for (key,) in cursor.fetchall()}
