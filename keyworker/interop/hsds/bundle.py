"""Opens what a person hands us (file, folder, zip) within bounds; nothing is ever unpacked onto the disk."""

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

READABLE = (".csv", ".json")
WORKBOOK = ".xlsx"  # alone: in a folder or a zip it is no part of the standard
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much we are willing to read. A national directory of 60,000 services is about 80 MB."""

    file_bytes: int = 200 * MEGABYTE
    total_bytes: int = 400 * MEGABYTE
    files: int = 200
    rows: int = 1_000_000
    depth: int = 16


_ZIP_TROUBLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
)


class CannotRead(Exception):
    """Nothing can be read from this; the reason is in plain words."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


Bundle = Mapping[str, bytes]
"""Files by their path inside the folder or zip, top folder removed."""


def open_path(path: Path, limits: Limits) -> Bundle:
    if path.is_dir():
        return _open_folder(path, limits)
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.file_bytes + 1)
    except OSError as error:
        raise CannotRead(path.name, error.strerror or str(error)) from error
    return open_bytes(path.name, data, limits)


def open_bytes(name: str, data: bytes, limits: Limits) -> Bundle:
    if len(data) > limits.file_bytes:
        raise _too_big(name, limits.file_bytes)
    if not data.strip():
        raise CannotRead(name, _("The file is empty."))
    if name.lower().endswith(WORKBOOK):
        return {name: data}
    if data[:4] == b"PK\x03\x04" or name.lower().endswith(".zip"):
        return _open_zip(name, data, limits)
    if not name.lower().endswith(READABLE):
        raise CannotRead(name, _("We can read .json, .csv, .xlsx and .zip files, and folders of these."))
    return {name: data}


def _open_folder(folder: Path, limits: Limits) -> Bundle:
    root = folder.resolve()
    found = sorted([*folder.glob("*"), *folder.glob("*/*")])
    files = [path for path in found if path.suffix.lower() in READABLE and path.is_file()]
    names = _package([path.relative_to(folder).as_posix() for path in files], folder.name)
    _check_count(folder.name, len(names), limits)
    bundle: dict[str, bytes] = {}
    room = limits.total_bytes
    for name in names:
        path = folder / name
        if not path.resolve().is_relative_to(root):
            raise CannotRead(name, _("This is a link to a file outside the folder. We did not follow it."))
        with path.open("rb") as stream:
            bundle[name] = stream.read(limits.file_bytes + 1)
        room -= len(bundle[name])
        if len(bundle[name]) > limits.file_bytes or room < 0:
            raise _too_big(name, limits.file_bytes)
    return bundle


def _open_zip(name: str, data: bytes, limits: Limits) -> Bundle:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _read_members(name, archive, limits)
    except _ZIP_TROUBLE as error:
        raise CannotRead(name, _("The zip file is damaged, locked with a password, or not a zip file.")) from error


def _read_members(name: str, archive: zipfile.ZipFile, limits: Limits) -> Bundle:
    members = [info for info in archive.infolist() if _is_wanted(info)]
    _check_count(name, len(members), limits)
    paths = {info.filename: info for info in members}
    if len(paths) != len(members):
        raise CannotRead(name, _("Two files in the zip have the same name."))
    for path in paths:
        if not is_inside(path):
            raise CannotRead(path, _("This file name points outside the zip. We did not open it."))
    wanted = _package(list(paths), name)
    folder = PurePosixPath(min(wanted, key=_depth)).parent
    top = "" if folder == PurePosixPath(".") else f"{folder}/"
    bundle: dict[str, bytes] = {}
    room = limits.total_bytes
    for path in wanted:
        bundle[path.removeprefix(top)] = _read_member(archive, paths[path], min(room, limits.file_bytes))
        room -= len(bundle[path.removeprefix(top)])
    return bundle


def _is_wanted(info: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(info.filename)
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts if part not in ("..", "."))
    return not info.is_dir() and not hidden and path.suffix.lower() in READABLE


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int) -> bytes:
    """Counts what really comes out: the size a zip bomb declares is a lie."""
    with archive.open(info) as stream:
        data = stream.read(room + 1)
    if len(data) > room:
        raise _too_big(info.filename, room)
    return data


def is_inside(path: str) -> bool:
    """True for a relative path that stays below its folder, on any system."""
    plain = path.replace("\\", "/")
    return not plain.startswith("/") and ":" not in plain and ".." not in PurePosixPath(plain).parts


def _package(names: list[str], where: str) -> list[str]:
    """The package's files: beside datapackage.json and one folder down, else those of the topmost folder."""
    if not names:
        raise CannotRead(where, _("There are no .csv or .json files in it."))
    described = [name for name in names if PurePosixPath(name).name == "datapackage.json"]
    folder = PurePosixPath(min(described or names, key=_depth)).parent
    deepest = _depth(folder.as_posix()) + (2 if described else 1)
    return [name for name in names if PurePosixPath(name).is_relative_to(folder) and _depth(name) <= deepest]


def _depth(name: str) -> int:
    return len(PurePosixPath(name).parts)


def _check_count(where: str, count: int, limits: Limits) -> None:
    if count > limits.files:
        reason = _("It holds %(count)d files. We read at most %(most)d.") % {
            "count": count,
            "most": limits.files,
        }
        raise CannotRead(where, reason)


def _too_big(file: str, most: int) -> CannotRead:
    return CannotRead(file, _("The file is too big. We read at most %(most)d MB.") % {"most": max(1, most // MEGABYTE)})
