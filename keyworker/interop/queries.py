"""What an administrator looks at before a file comes in."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision
from keyworker.directory.differences import Tally
from keyworker.directory.queries import preview
from keyworker.interop import hsds
from keyworker.interop.hsds import own_list
from keyworker.interop.hsds.rules import may_import
from keyworker.interop.models import DirectoryFile
from keyworker.interop.sheets.reading import Beginning, Unusable, beginning

SHOWN = 500
SAMPLE = 3  # rows that are shown beside the columns
HEAVIEST_FIRST = tuple(hsds.Weight)


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that was sent, read and compared with what we hold; nothing is changed yet."""

    held: DirectoryFile
    reading: hsds.Reading
    tally: Tally
    may_import_all: Decision
    may_import_good_rows: Decision

    @property
    def problems(self) -> Sequence[hsds.Problem]:
        """The heaviest first: a file that cannot be read, then rows left out, then values, then notes."""
        return sorted(self.reading.problems, key=lambda problem: HEAVIEST_FIRST.index(problem.weight))[:SHOWN]

    @property
    def problems_not_shown(self) -> int:
        return sum(self.reading.problem_counts.values()) - len(self.problems)


def begins_with(held: DirectoryFile) -> Beginning | None:
    """The headers and first rows of an agency's own list; None for anything else, and for what cannot be read."""
    content = bytes(held.content)
    if not own_list.is_own_list({held.name: content}):
        return None
    try:
        return beginning(BytesIO(content), rows=SAMPLE)
    except Unusable:
        return None


def checked_file(actor: Actor, key: UUID) -> CheckedFile:
    """Raises `Absent`."""
    held = require(DirectoryFile, key, actor=actor, needs=Permission.DIRECTORY_MANAGE)
    found = hsds.read_held(actor, held)
    return CheckedFile(
        held=held,
        reading=found,
        tally=preview(actor, hsds.published_list(found, source=held.source, whole=held.whole)),
        may_import_all=may_import(found, good_rows_only=False),
        may_import_good_rows=may_import(found, good_rows_only=True),
    )
