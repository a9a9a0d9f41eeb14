"""The supervisor keeps everything running, and takes everything down with it."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from keyworker.console.children import spawn
from keyworker.console.cluster import Cluster
from keyworker.console.supervisor import PortTaken, listen, wanted_port
from tests.console.watching import descendants, none_left, wait_until

ROOT = Path(__file__).resolve().parents[2]


class Household:
    """One running supervisor and whatever belongs to it."""

    def __init__(self, home, module="tests.console.busy"):
        self.home = home
        self.command = subprocess.Popen(
            [sys.executable, "-m", "tests.console.supervised", str(home), module],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self.port = int(self.command.stdout.readline())

    def answer(self):
        """Return the number of the process that answers; None when nobody does."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                return int(connection.recv(20) or 0) or None
        except OSError:
            return None

    def members(self):
        return descendants(self.command.pid)


@pytest.fixture
def household(tmp_path):
    made = Household(tmp_path / "postgres")
    wait_until(made.answer)
    yield made
    made.command.kill()
    made.command.communicate()
    Cluster(tmp_path / "postgres").erase()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_it_leaves_no_process_behind(household, number):
    members = household.members()
    assert len(members) > 6, "two web processes, and a database with its helpers"

    household.command.send_signal(number)

    assert household.command.wait(30) == 0
    assert none_left(members)
    assert household.answer() is None


def test_killed_without_warning_it_leaves_no_process_behind_either(household):
    members = household.members()
    household.command.kill()
    household.command.wait()
    wait_until(lambda: none_left(members))


def test_a_process_that_ends_is_started_again(household):
    first = household.answer()
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: household.answer() not in {None, first})


def test_a_database_that_is_killed_is_started_again(household):
    cluster = Cluster(household.home)
    lock = cluster._known_place().data / "postmaster.pid"
    first = int(lock.read_text().splitlines()[0])
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: cluster.is_running() and int(lock.read_text().splitlines()[0]) != first, seconds=180)
    assert household.answer()


def test_a_process_that_cannot_start_ends_everything_with_a_reason(tmp_path):
    broken = Household(tmp_path / "postgres", module="tests.console.there_is_no_such_module")
    _, errors = broken.command.communicate(timeout=60)
    assert broken.command.returncode == 1
    assert b"ended 3 times soon after its start" in errors
    assert not Cluster(tmp_path / "postgres").is_running()
    Cluster(tmp_path / "postgres").erase()


def test_a_port_in_use_is_said_in_plain_words():
    with listen("127.0.0.1", 0) as taken, pytest.raises(PortTaken, match="PORT=8001"):
        listen("127.0.0.1", taken.getsockname()[1])


def test_the_port_is_the_one_asked_for(monkeypatch):
    monkeypatch.setenv("PORT", "8765")
    assert wanted_port(None) == 8765
    assert wanted_port(9999) == 9999
    monkeypatch.setenv("PORT", "")
    assert wanted_port(None) == 8000


def test_a_process_that_crashes_leaves_nothing_of_what_it_held_on_the_disk(tmp_path):
    says = "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))"
    with (tmp_path / "said").open("wb") as said:
        spawn([sys.executable, "-c", says], output=said).wait()
    assert (tmp_path / "said").read_text() == "(0, 0)\n"
