"""Finds people who stand twice in a file: no installation, no database, nothing kept but the file of pairs."""

import argparse
import csv
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import override

from keyworker.people.linking.apart import LinkingFailed, Pair, Said, linked
from keyworker.people.linking.columns import Unusable, read_map
from keyworker.people.linking.reading import PeopleFile
from keyworker.people.linking.words import COMPARISONS, LEVELS


def run(options: argparse.Namespace) -> int:
    """0 when the pairs are written; 1 when the file, the map or the place to write to cannot be used."""
    try:
        found = _linked(options)
    except (Unusable, LinkingFailed, OSError) as problem:
        says = problem.strerror if isinstance(problem, OSError) else problem
        print(f"keyworker: {says}", file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        print(f"{found['pairs']} pairs among {found['people']} people are in {found['out']}.")
    return 0


def _linked(options: argparse.Namespace) -> dict[str, Any]:
    started = time.monotonic()
    said = read_map(_text(options.columns)) if options.columns else None
    people = PeopleFile(Path(options.path), said, options.country)
    _progress(started, "reading")
    with linked(people, people.habits, lambda what: _progress(started, what)) as result, override("en"):
        pairs = _write(Path(options.out), result.pairs)
    _progress(started, "done")
    return {
        "people": result.people,
        "pairs": pairs,
        "threshold": round(result.threshold, 4),
        "seconds": round(time.monotonic() - started, 1),
        "columns": people.columns.described(),
        "out": options.out,
    }


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"The map {path} cannot be read.") from error


def _progress(started: float, what: str) -> None:
    print(f"{time.monotonic() - started:6.1f} s  {what}", file=sys.stderr, flush=True)


def _write(path: Path, pairs: Iterable[Pair]) -> int:
    """All of them, or no file: what stood there before stays until the new one is whole. For its owner alone."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(["id_a", "id_b", "score", "reasons"])
            count = 0
            for pair in pairs:
                rows.writerow([pair.id_a, pair.id_b, f"{pair.score:.4f}", "; ".join(map(_reason, pair.said))])
                count += 1
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return count


def _reason(said: Said) -> str:
    return f"{COMPARISONS[said.comparison]}: {LEVELS[f'{said.comparison}/{said.level}']} ({said.weight:+.1f})"
