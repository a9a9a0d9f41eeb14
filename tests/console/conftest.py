"""A database of its own for every story about starting, stopping and breaking one."""

from collections.abc import Iterator

import pytest

from keyworker.console.cluster import Cluster
from tests.database import in_memory


@pytest.fixture
def cluster(tmp_path) -> Iterator[Cluster]:
    made = Cluster(tmp_path / "postgres", fast=True, place=in_memory(tmp_path))
    yield made
    if made.exists():
        made.erase()


@pytest.fixture
def running(cluster) -> Cluster:
    cluster.start()
    return cluster


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Iterator[Cluster]:
    """One for all stories of a file that leave each other alone."""
    home = tmp_path_factory.mktemp("shared")
    made = Cluster(home / "postgres", fast=True, place=in_memory(home))
    made.start()
    yield made
    made.erase()


@pytest.fixture
def quiet_surroundings(monkeypatch, tmp_path):
    """No variable of ours is set, and whatever a story sets is forgotten afterwards."""
    names = (
        "DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_APP_URL", "DATABASE_DOOR_URL", "DATABASE_LOADER_URL",
        "DATABASE_AUDIT_URL", "KEYWORKER_SECRET_KEY", "KEYWORKER_KEYRING", "KEYWORKER_DEMO", "KEYWORKER_HOSTS",
        "KEYWORKER_PG_BIN", "PORT",
    )  # fmt: skip
    for name in names:
        monkeypatch.setenv(name, "")  # so that the end of the test takes away what the code under test sets
        monkeypatch.delenv(name)
    monkeypatch.setenv("KEYWORKER_VAR", str(tmp_path / "var"))
    return tmp_path / "var"
