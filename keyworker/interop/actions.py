"""What an administrator does with a file from outside: send it, bring it in, or put it aside."""

from datetime import timedelta

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.agencies.models import Agency
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.directory.actions import import_directory
from keyworker.directory.differences import Tally
from keyworker.interop import hsds
from keyworker.interop.hsds.rules import may_import
from keyworker.interop.models import DirectoryFile

KEPT_FOR = timedelta(days=1)
NEEDS = Permission.DIRECTORY_MANAGE


@action(needs=Permission.DIRECTORY_MANAGE, on="agency")
def send_directory_file(
    *, actor: Actor, agency: Agency, name: str, content: bytes, source: str, whole: bool
) -> DirectoryFile:
    """Keep a file while its problems are looked over; files nobody decided about within a day go."""
    stale = rows(DirectoryFile, actor=actor, needs=NEEDS).filter(created_at__lt=clock.now() - KEPT_FOR)
    stale.delete()
    held = DirectoryFile(name=name[:200], content=content, source=source, whole=whole)
    held.save(force_insert=True)
    trail.record("interop.directory_file_sent", subject=held)
    return held


@action(needs=Permission.DIRECTORY_MANAGE, on="held")
def import_directory_file(*, actor: Actor, held: DirectoryFile, good_rows_only: bool) -> Tally:
    """Bring in a file that was looked over. Raises `Refused` while it has problems nobody accepted."""
    agency = require(Agency, actor.agency_id, actor=actor, needs=NEEDS)
    reading = hsds.read_held(actor, held)
    insist(may_import(reading, good_rows_only=good_rows_only))
    published = hsds.published_list(reading, source=held.source, whole=held.whole)
    result = import_directory(actor=actor, agency=agency, published=published)
    rows(DirectoryFile, actor=actor, needs=NEEDS).filter(pk=held.pk).delete()
    return result


@action(needs=Permission.DIRECTORY_MANAGE, on="held")
def put_directory_file_aside(*, actor: Actor, held: DirectoryFile) -> None:
    """Forget a file that was sent; the directory stays as it is."""
    rows(DirectoryFile, actor=actor, needs=NEEDS).filter(pk=held.pk).delete()
    trail.record("interop.directory_file_put_aside", subject=held)
