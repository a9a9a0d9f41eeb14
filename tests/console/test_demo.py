"""`keyworker demo`, as somebody who looks at Keyworker for the first time runs it."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from keyworker.console.cluster import Cluster
from keyworker.console.commands import demo
from keyworker.console.supervisor import listen
from tests.console.watching import descendants, none_left

ROOT = Path(__file__).resolve().parents[2]
SECONDS_UNTIL_OPEN = 900  # only so that a start that hangs is told; how long it takes stands in bench/


class Demonstration:
    """One running `keyworker demo`, started in a folder that holds nothing yet or a town already."""

    def __init__(self, var):
        self.surroundings = {
            name: value for name, value in os.environ.items() if not name.startswith(("KEYWORKER_", "DATABASE_"))
        } | {"KEYWORKER_VAR": str(var), "PORT": "0", "PYTHONUNBUFFERED": "1"}
        self.command = subprocess.Popen(
            [sys.executable, "-m", "keyworker.console.cli", "demo"],
            cwd=ROOT, env=self.surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.said = self._listen_until("Open http://localhost:")
        self.address = re.search(r"http://localhost:\d+", self.said)[0]
        self.first_page = self.get("/accounts/login/")

    def _listen_until(self, words):
        said = ""
        deadline = time.monotonic() + SECONDS_UNTIL_OPEN
        while words not in said:
            line = self.command.stdout.readline()
            assert line, said
            assert time.monotonic() < deadline, said
            said += line
        return said

    def get(self, path):
        return httpx.get(self.address + path, timeout=60).raise_for_status().text

    def keyworker(self, word):
        """Run another command beside the running one."""
        return subprocess.run(
            [sys.executable, "-m", "keyworker.console.cli", word],
            cwd=ROOT, env=self.surroundings, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def members(self):
        return descendants(self.command.pid)

    def end(self):
        self.command.terminate()
        try:
            return self.command.wait(60)
        finally:
            self.command.stdout.close()


@pytest.fixture
def var(tmp_path):
    folder = tmp_path / "var"
    yield folder
    if Cluster(folder / "postgres").exists():
        Cluster(folder / "postgres").erase()


def test_a_second_demonstration_keeps_off_the_hall_of_the_first(monkeypatch, settings):
    monkeypatch.setattr(os, "environ", {**os.environ})
    os.environ.pop("KEYWORKER_HALL_PORT", None)
    with listen("127.0.0.1", 0) as another:
        settings.HALL_PORT = another.getsockname()[1]
        demo._keep_off_anothers_hall()
        ours = os.environ["KEYWORKER_HALL_PORT"]
        assert int(ours) not in {0, settings.HALL_PORT}
        demo._keep_off_anothers_hall()
        assert os.environ["KEYWORKER_HALL_PORT"] == ours, "whoever chose a port is given that one"
    del os.environ["KEYWORKER_HALL_PORT"]
    demo._keep_off_anothers_hall()
    assert "KEYWORKER_HALL_PORT" not in os.environ, "nobody stands there"


@pytest.mark.slow
@pytest.mark.alone
def test_a_visitor_opens_the_town_leaves_and_comes_back(var):
    first = Demonstration(var)
    assert "move in" in first.said
    assert re.search(r"Amina Yusuf .* amina@harbor-house\.example", first.said)
    assert "password" in first.first_page
    members = first.members()
    assert len(members) > 6

    assert first.end() == 0
    assert none_left(members)
    with pytest.raises(httpx.ConnectError):
        first.get("/")

    again = Demonstration(var)
    try:
        assert "move in" not in again.said
        assert "Preparing the database" not in again.said
        for word in ("doctor", "verify-trail"):
            done = again.keyworker(word)
            assert done.returncode == 0, done.stdout + done.stderr
        assert "The trail is whole." in done.stdout
        serving = again.keyworker("serve")
        assert serving.returncode == 1
        assert "passwords are known" in serving.stderr
    finally:
        assert again.end() == 0
