"""A file, folder or zip read from its first byte to a list of usable rows; nothing is written."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from keyworker.interop.hsds.bundle import Bundle, CannotRead, Limits, open_bytes, open_path
from keyworker.interop.hsds.checking import Known, check
from keyworker.interop.hsds.csv_form import PACKAGE, read_package
from keyworker.interop.hsds.gathering import Gathering
from keyworker.interop.hsds.json_form import nothing_found, read_json
from keyworker.interop.hsds.own_list import is_own_list, read_own_list
from keyworker.interop.hsds.reading import Place, Problems, Reading, Weight

Columns = Mapping[str, str]


def read_path(
    path: Path, *, known: Known | None = None, limits: Limits | None = None, columns: Columns | None = None
) -> Reading:
    """A file, folder or zip on this machine. Never raises for what is in it: the reading says it.

    `columns`: what those of an agency's own list are, where somebody said so.
    """
    limits = limits or Limits()
    try:
        return _read(open_path(path, limits), known or {}, limits, columns or {})
    except CannotRead as error:
        return _unread(error)


def read_bytes(
    name: str,
    data: bytes,
    *,
    known: Known | None = None,
    limits: Limits | None = None,
    columns: Columns | None = None,
) -> Reading:
    """A file that was sent to us. Never raises for what is in it."""
    limits = limits or Limits()
    try:
        return _read(open_bytes(name, data, limits), known or {}, limits, columns or {})
    except CannotRead as error:
        return _unread(error)


def _read(bundle: Bundle, known: Known, limits: Limits, columns: Columns) -> Reading:
    problems = Problems()
    gathering = Gathering(problems, limits)
    if is_own_list(bundle):
        _read_own_list(bundle, gathering, columns)
    elif PACKAGE in bundle or any(name.lower().endswith(".csv") for name in bundle):
        read_package(bundle, gathering)
    else:
        _read_pages(bundle, gathering)
    if not gathering.rows and not any(problems.counts[weight] for weight in (Weight.FILE, Weight.ROW)):
        problems.add(Place(next(iter(bundle))), "", nothing_found(), Weight.FILE)
    found = check(gathering.rows, problems, known)
    return replace(found, is_part=gathering.pages_told > gathering.pages_read)


def _read_own_list(bundle: Bundle, gathering: Gathering, columns: Columns) -> None:
    try:
        read_own_list(bundle, gathering, columns)
    except CannotRead as error:
        gathering.problems.add(Place(error.file), "", error.reason, Weight.FILE)


def _read_pages(bundle: Bundle, gathering: Gathering) -> None:
    """JSON files side by side are pages of one list."""
    for file, data in sorted(bundle.items()):
        try:
            read_json(file, data, gathering)
        except CannotRead as error:
            gathering.problems.add(Place(error.file), "", error.reason, Weight.FILE)


def _unread(error: CannotRead) -> Reading:
    problems = Problems()
    problems.add(Place(error.file), "", error.reason, Weight.FILE)
    return check({}, problems, {})
