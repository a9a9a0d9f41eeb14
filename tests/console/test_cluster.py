"""The embedded database: private, hard to kill, and never left behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from keyworker.console import cluster as cluster_file
from keyworker.console import postgres
from keyworker.console.cluster import Cluster, ClusterFailed
from keyworker.console.postgres import PostgresMissing
from tests.console.watching import is_alive, wait_until

ROOT = Path(__file__).resolve().parents[2]


def rows(cluster, statement, *values):
    with psycopg.connect(cluster.url("postgres")) as connection:
        return connection.execute(statement, values).fetchall()


def change(cluster, statement, *values):
    with psycopg.connect(cluster.url("postgres")) as connection:
        connection.execute(statement, values)


def postmaster(cluster):
    return int((cluster._known_place().data / "postmaster.pid").read_text().splitlines()[0])


def test_what_was_written_is_there_after_a_restart(running):
    change(running, "CREATE TABLE visitors AS SELECT 'Rosa' AS name")
    running.stop()
    assert not running.is_running()

    running.start()

    assert rows(running, "SELECT name FROM visitors") == [("Rosa",)]


def test_a_second_command_joins_the_running_database_and_does_not_stop_it(running):
    first = postmaster(running)

    with Cluster(running.home) as second:
        assert rows(second, "SELECT 1") == [(1,)]

    assert postmaster(running) == first
    assert rows(running, "SELECT 1") == [(1,)]


def test_the_database_stays_when_the_command_that_started_it_ends_before_another(running):
    first = postmaster(running)
    second = Cluster(running.home)
    second.start()

    running.stop()

    assert postmaster(second) == first
    assert rows(second, "SELECT 1") == [(1,)]
    second.stop()
    assert not second.is_running()


def test_stopping_twice_or_without_a_start_is_no_fault(cluster):
    cluster.stop()
    cluster.start()
    cluster.start()
    cluster.stop()
    cluster.stop()
    assert not cluster.is_running()


def test_nobody_enters_without_the_password(running):
    nameless = running.url("postgres").replace(running.passwords.of("keyworker_admin"), "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(nameless)


def test_only_the_user_of_the_database_can_open_its_folders(running):
    place = running._known_place()
    for folder in (place.root, place.data, place.sockets):
        assert folder.stat().st_mode & 0o077 == 0, folder
    assert running.passwords.path.stat().st_mode & 0o777 == 0o600


def test_it_listens_on_no_network_and_checks_what_it_reads(running):
    assert rows(running, "SHOW listen_addresses") == [("",)]
    assert rows(running, "SHOW data_checksums") == [("on",)]
    assert rows(running, "SHOW password_encryption") == [("scram-sha-256",)]


def test_its_log_never_holds_what_people_told_us(running):
    change(running, "CREATE TABLE people (name text PRIMARY KEY)")
    for _ in range(2):
        try:
            change(running, "INSERT INTO people VALUES ('Rosa Delgado')")
        except psycopg.errors.UniqueViolation:
            break
    with pytest.raises(psycopg.errors.UndefinedColumn):
        rows(running, "SELECT 'Rosa Delgado', nothing_of_that_name FROM people")

    log = running._known_place().log.read_text()

    assert "duplicate key" in log
    assert "Rosa" not in log
    assert "Delgado" not in log


def test_it_inherits_none_of_our_keys(cluster, monkeypatch):
    monkeypatch.setenv("KEYWORKER_SECRET_KEY", "not-for-the-database")
    cluster.start()
    assert b"not-for-the-database" not in Path(f"/proc/{postmaster(cluster)}/environ").read_bytes()


def test_nothing_committed_is_lost_when_it_is_killed_without_warning(tmp_path):
    lasting = Cluster(tmp_path / "lasting")
    try:
        lasting.start()
        change(lasting, "CREATE TABLE visitors AS SELECT 'Rosa' AS name")
        os.kill(postmaster(lasting), signal.SIGKILL)

        lasting.start()

        assert rows(lasting, "SELECT name FROM visitors") == [("Rosa",)]
    finally:
        lasting.erase()


def test_a_database_killed_while_it_is_being_joined_is_started_again(running, monkeypatch):
    """A breach: it dies between the look at its state and the next one, and its keeper with it."""
    was_asked = []

    def state(data):
        if not was_asked:
            was_asked.append(data)
            os.kill(postmaster(running), signal.SIGKILL)
            running._keeper.wait()
            return "ready"
        return look(data)

    look = cluster_file._status
    monkeypatch.setattr(cluster_file, "_status", state)

    running.start()

    assert was_asked
    assert rows(running, "SELECT 1") == [(1,)]


def test_a_lock_whose_number_now_belongs_to_another_program_is_no_obstacle(running):
    lock = running._known_place().data / "postmaster.pid"
    lines = lock.read_text().splitlines()
    running.stop()
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]))

    running.start()

    assert rows(running, "SELECT 1") == [(1,)]


def test_a_database_that_was_only_half_made_is_made_again(running):
    running.stop()
    place = running._known_place()
    place.data.rename(place.root / "data.new")

    running.start()

    assert rows(running, "SELECT 1") == [(1,)]


def test_it_dies_with_the_command_that_started_it_even_when_that_is_killed(cluster):
    story = (
        "import sys, time, pathlib; from keyworker.console.cluster import Cluster\n"
        "Cluster(pathlib.Path(sys.argv[1]), fast=True).start(); print('ready', flush=True); time.sleep(600)"
    )
    command = subprocess.Popen([sys.executable, "-c", story, cluster.home], cwd=ROOT, stdout=subprocess.PIPE)
    assert command.stdout.readline() == b"ready\n"
    process = postmaster(cluster)

    command.kill()
    command.wait()

    wait_until(lambda: not is_alive(process))


def test_it_dies_with_its_keeper_too_and_can_be_started_again(running):
    process = postmaster(running)
    os.kill(int((running.home / "keeper.pid").read_text()), signal.SIGKILL)
    wait_until(lambda: not is_alive(process))
    running.start()
    assert rows(running, "SELECT 1") == [(1,)]


def test_a_folder_with_a_long_and_odd_name_works_too(tmp_path):
    cluster = Cluster(tmp_path / ("a rather long name, with spaces & signs % " * 3) / "Postgres", fast=True)
    try:
        cluster.start()
        assert rows(cluster, "SELECT 1") == [(1,)]
    finally:
        cluster.erase()


def test_a_socket_folder_that_others_prepared_is_refused(running):
    running.stop()
    running._known_place().sockets.chmod(0o777)
    with pytest.raises(ClusterFailed, match="only the user of the database can open"):
        running.start()


def test_a_broken_setting_is_reported_with_the_words_of_the_database(running):
    running.stop()
    running._settings = running._settings | {"shared_buffers": "much"}
    with pytest.raises(ClusterFailed, match="shared_buffers"):
        running.start()
    assert not running.is_running()


def test_programs_that_are_too_old_are_passed_over(tmp_path, monkeypatch):
    for name in ("postgres", "initdb"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("KEYWORKER_PG_BIN", str(tmp_path))
    assert postgres.find_programs().major >= 15


def test_programs_named_by_the_administrator_come_first(tmp_path, monkeypatch):
    for name in ("postgres", "initdb"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 99.1'\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("KEYWORKER_PG_BIN", str(tmp_path))
    assert postgres.find_programs() == postgres.Programs(tmp_path, 99)


def test_a_machine_without_postgresql_is_told_the_one_command(monkeypatch):
    monkeypatch.setattr(postgres, "_folders", lambda: iter(()))
    with pytest.raises(PostgresMissing, match="apt-get install postgresql"):
        postgres.find_programs()


def test_a_database_of_another_major_version_is_told_which_programs_it_needs(running):
    running.stop()
    (running._known_place().data / "PG_VERSION").write_text("12\n")
    with pytest.raises(PostgresMissing, match="postgresql-12"):
        running.start()
