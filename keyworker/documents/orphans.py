"""Encrypted files that no row names: the machine stopped between writing a file and committing its row.

Nobody can open them, for the key went with the row. Found by what lies in the folder, never by what a row lacks.
"""

from collections.abc import Callable, Collection
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from keyworker.base import clock

# Longer than any transaction lasts: a younger file's row may still be on its way.
OLD_ENOUGH = timedelta(days=1)
BATCH = 1_000
# Which of these keys a row has.
Named = Callable[[Collection[UUID]], set[UUID]]


def agencies() -> list[UUID]:
    """The agencies that have files here."""
    folder = Path(settings.DOCUMENTS_DIR)
    found = [_key(each.name) for each in sorted(folder.iterdir()) if each.is_dir()] if folder.is_dir() else []
    return [key for key in found if key is not None]


def orphans(agency_id: UUID, named: Named) -> list[Path]:
    """The agency's files older than a day that no row names.

    None when no file here has a row: then this is not the database these files belong to, or it is being restored.
    """
    files = _files(agency_id)
    keys = sorted({key for _, key in files})
    known: set[UUID] = set()
    for start in range(0, len(keys), BATCH):
        known |= named(keys[start : start + BATCH])
    if not known:
        return []
    before = (clock.now() - OLD_ENOUGH).timestamp()
    return [path for path, key in files if key not in known and path.stat().st_mtime < before]


def _files(agency_id: UUID) -> list[tuple[Path, UUID]]:
    """Whole files and parts of them, with their keys; whatever else lies there is not ours to touch."""
    found = []
    for path in sorted((Path(settings.DOCUMENTS_DIR) / str(agency_id)).glob("*/*")):
        key = _key(path.stem if path.suffix == ".part" else path.name)
        if key is not None and path.is_file() and not path.is_symlink():
            found.append((path, key))
    return found


def _key(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
