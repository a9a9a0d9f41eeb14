"""The forms that Keyworker ships, known by their content: their calculations are ours, so they run where they stand."""

from functools import lru_cache
from pathlib import Path

from keyworker.questionnaires.engine.loading import fingerprint, load

LIBRARY = Path(__file__).resolve().parents[1] / "library"
SHEETS = LIBRARY / "scoring"


def shipped_files() -> tuple[Path, ...]:
    """The shipped forms, by name."""
    return tuple(sorted(LIBRARY.glob("*.json")))


@lru_cache(maxsize=1)
def shipped_fingerprints() -> frozenset[str]:
    """What the content of each shipped form comes to; one letter changed, and it is an upload like any other."""
    return frozenset(fingerprint(load(file.read_bytes())) for file in shipped_files())
