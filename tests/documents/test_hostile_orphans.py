"""Files that a crash left behind are found and cleared; a file that a row names never is."""

import os
from datetime import timedelta

import pytest

from keyworker.agencies.models import Agency
from keyworker.audit.models import AuditEvent
from keyworker.base import clock
from keyworker.base.context import reading, writing
from keyworker.base.ids import new_id
from keyworker.console.health.files import orphaned_files
from keyworker.documents import keeping, vault
from keyworker.documents.actions import clear_orphans
from keyworker.documents.jobs import clear_every_orphan

NOW = 0


@pytest.fixture
def folder(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def paper(open_town, folder):
    """A lease that was handed in, days ago."""
    housing = open_town.housing
    with writing(open_town.amina):
        kept = keeping.take_in(housing, name="lease.txt", content=b"A lease of 14 Quay Street.")
    age(folder, days=40)
    return kept


def age(folder, *, days):
    then = (clock.now() - timedelta(days=days)).timestamp()
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (then, then))


def crash(town, folder, agency_id=None, *, days=2, part=False):
    """A file whose row was never committed."""
    key, agency_id = new_id(), agency_id or town.amina.agency_id
    before = {path for path in folder.rglob("*") if path.is_file()}
    vault.keep(key, agency_id, b"Half a letter")
    (path,) = {path for path in folder.rglob("*") if path.is_file()} - before
    if part:
        path = path.rename(path.with_suffix(".part"))
    then = (clock.now() - timedelta(days=days)).timestamp()
    os.utime(path, (then, then))
    return path


def opens(town, paper):
    with reading(town.amina):
        return b"".join(keeping.give_out(paper))


def test_a_file_without_a_row_is_cleared_and_the_trail_says_so(open_town, folder, paper):
    left = [crash(open_town, folder), crash(open_town, folder, part=True)]
    clear_every_orphan(NOW)
    assert not any(path.exists() for path in left)
    assert opens(open_town, paper) == b"A lease of 14 Quay Street."
    told = open_town.find(AuditEvent, verb="documents.orphans_cleared")
    assert told.facts == {"files": 2}
    assert told.actor_name == "file-clearing"


def test_a_file_that_a_row_names_is_never_cleared_however_old(open_town, folder, paper):
    age(folder, days=4000)
    crash(open_town, folder)
    clear_every_orphan(NOW)
    assert opens(open_town, paper)


def test_a_younger_file_waits_for_its_row(open_town, folder, paper):
    young = crash(open_town, folder, days=0)
    clear_every_orphan(NOW)
    assert young.exists()


def test_another_agencys_files_are_not_taken_for_orphans(open_town, folder, paper):
    """Harbor House's job sees no row of Northside's: it must not look at its folder either."""
    north = open_town.north
    with writing(open_town.carl):
        theirs = keeping.take_in(north, name="letter.txt", content=b"A letter of theirs.")
    age(folder, days=40)
    clear_every_orphan(NOW)
    with reading(open_town.carl):
        assert b"".join(keeping.give_out(theirs)) == b"A letter of theirs."
    assert opens(open_town, paper)


def test_in_a_database_that_knows_none_of_the_files_nothing_is_cleared(open_town, folder):
    """Restored to yesterday, emptied, or another installation's: the files may be all that is left."""
    left = crash(open_town, folder)
    strange = crash(open_town, folder, agency_id=new_id())
    clear_every_orphan(NOW)
    assert left.exists()
    assert strange.exists()


def test_what_is_not_ours_is_left_alone(open_town, folder, paper):
    crash(open_town, folder)
    notes = folder / str(open_town.amina.agency_id) / "aa" / "README.txt"
    notes.parent.mkdir(exist_ok=True)
    notes.write_text("Do not delete")
    linked = notes.with_name(str(new_id()))
    linked.symlink_to(notes)
    age(folder, days=40)
    clear_every_orphan(NOW)
    assert notes.read_text() == "Do not delete"
    assert linked.is_symlink()


def test_nobody_else_may_clear(open_town, folder, paper):
    left = crash(open_town, folder)
    agency = open_town.find(Agency, slug="harbor-house")
    for name in ("amina", "ben", "oskar", "pavel"):
        with pytest.raises(Exception, match="nothing here"):
            clear_orphans(actor=getattr(open_town, name), agency=agency)
    assert left.exists()


def test_the_doctor_counts_them(open_town, folder, paper):
    assert list(orphaned_files()) == []
    crash(open_town, folder)
    (found,) = orphaned_files()
    assert found.what.startswith("1 encrypted files")
