"""Started by root, the database still does not run as root, and root's home stays closed."""

import os
import shutil

import pytest

from keyworker.console import children, service_user
from keyworker.console.postgres import find_programs

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs a service user")


@pytest.fixture
def library(tmp_path_factory, monkeypatch):
    """A place of its own, which the service user can reach, as /var/lib is."""
    folder = tmp_path_factory.mktemp("library")
    for path in (folder, *folder.parents):
        if path.owner() == "root" and str(path).startswith("/tmp/pytest"):  # noqa: S108 - only pytest's own folders
            path.chmod(0o755)
    monkeypatch.setattr(service_user, "LIBRARY", folder)
    return folder


def test_the_database_runs_as_a_user_of_its_own(running):
    account = service_user.service_account()
    assert account is not None
    assert running._known_place().data.stat().st_uid == account.uid != 0


def test_programs_in_roots_closed_home_are_copied_with_the_libraries_beside_their_package(tmp_path, library):
    package = tmp_path / "closed" / "site-packages" / "some_postgres"
    (package.with_name("some_postgres.libs")).mkdir(parents=True)
    (package.with_name("some_postgres.libs") / "libpq.so").write_text("")
    shutil.copytree(find_programs().folder, package / "pginstall" / "bin", ignore=lambda *_: ["psql"])
    (tmp_path / "closed").chmod(0o700)
    closed = service_user.Programs(package / "pginstall" / "bin", 15)
    account = service_user.service_account()

    readable = service_user.readable_programs(closed, account)

    assert readable.folder.is_relative_to(library)
    assert (readable.folder.parents[2] / "some_postgres.libs" / "libpq.so").exists()
    child = children.spawn([readable.postgres, "--version"], account=account, folder=library)
    assert child.wait() == 0
    assert service_user.readable_programs(closed, account) == readable, "copied once"
    assert (tmp_path / "closed").stat().st_mode & 0o777 == 0o700


def test_a_folder_made_anew_begins_with_a_new_database_and_the_old_one_is_kept(tmp_path, library):
    first = service_user.place_for(tmp_path)
    first.mkdir()
    (first / "data").write_text("somebody's files")
    second = service_user.place_for(tmp_path)
    assert second != first
    assert (first / "data").exists()


def test_databases_of_folders_that_are_gone_are_named(tmp_path, library):
    (library / "kept").mkdir()
    (library / "kept" / "belongs-to").write_text(str(tmp_path))
    assert service_user.forgotten_places() == [library / "kept"]
    (tmp_path / "place.json").write_text(f'{{"root": "{library / "kept"}"}}')
    assert service_user.forgotten_places() == []


def test_a_database_taken_away_while_we_look_is_not_named(tmp_path, library):
    (library / "going").mkdir()
    (library / "going" / "belongs-to").symlink_to(tmp_path / "gone")
    assert service_user.forgotten_places() == []
