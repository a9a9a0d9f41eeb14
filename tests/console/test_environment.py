"""Keys and addresses that every command needs before it starts, and the mark that keeps a town out of real files."""

import json
import os

import psycopg
import pytest

from keyworker.console import environment, marks
from keyworker.console.environment import KeysMissing, RealPeople, installation
from keyworker.console.marks import Mark, Purpose, State


@pytest.fixture
def var(quiet_surroundings, monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "ROOT", tmp_path / "no-file-of-settings-here")
    yield quiet_surroundings
    cluster = environment.Cluster(quiet_surroundings / "postgres")
    if cluster.exists():
        cluster.erase()


def test_a_first_start_makes_keys_that_only_we_can_read_and_keeps_them(var):
    with installation() as first:
        ring = json.loads((var / "secrets" / "keyring.json").read_text())
        secret = os.environ["KEYWORKER_SECRET_KEY"]
        assert first.owner_url.startswith("postgresql://keyworker_owner:")
    assert "KEYWORKER_SECRET_KEY" not in os.environ, "what is set for one command is not there for the next"
    with installation():
        assert json.loads((var / "secrets" / "keyring.json").read_text()) == ring
        assert os.environ["KEYWORKER_SECRET_KEY"] == secret
    assert (ring["current"], list(ring["keys"])) == ("k1", ["k1"])
    for name in ("keyring.json", "secret-key.json"):
        assert (var / "secrets" / name).stat().st_mode & 0o777 == 0o600


def test_a_lost_key_ring_is_never_replaced_by_a_new_one(var):
    with installation() as found:
        with psycopg.connect(found.owner_url) as connection:
            connection.execute("CREATE TABLE people (name bytea)")
        (var / "secrets" / "keyring.json").unlink()
    with pytest.raises(KeysMissing, match="from your backup"), installation():
        pass


def test_the_town_does_not_go_into_a_database_that_holds_something(var):
    with installation() as found, psycopg.connect(found.owner_url) as connection:
        connection.execute("CREATE TABLE people (name text)")
    with pytest.raises(RealPeople), installation(demo=True):
        pass


def test_a_database_elsewhere_that_holds_something_is_refused_before_anything_in_it_changes(var, shared):
    outside = shared.url("theirs")
    with psycopg.connect(shared.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE theirs")
    with psycopg.connect(outside) as connection:
        connection.execute("CREATE TABLE people (name text)")
    os.environ["DATABASE_URL"] = outside

    with pytest.raises(RealPeople), installation(demo=True):
        pass

    with psycopg.connect(outside) as connection:
        owner = connection.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'theirs'")
        assert owner.fetchone() == ("keyworker_admin",)


def test_an_empty_database_elsewhere_may_become_the_town(var, shared):
    os.environ["DATABASE_URL"] = shared.url("town")
    with installation(demo=True) as found:
        assert found.cluster is None
        marks.write(found.owner_url, Mark(Purpose.DEMO, State.READY, "1f3a"))
        with psycopg.connect(found.owner_url) as connection:
            connection.execute("CREATE TABLE people (name text)")
    with installation(demo=True) as found:
        assert marks.read(found.owner_url) == Mark(Purpose.DEMO, State.READY, "1f3a")


def test_an_administrator_who_made_the_logins_needs_no_other(var, shared):
    for name in environment.OWN_LOGINS:
        os.environ[name] = shared.url("postgres")
    with installation() as found:
        assert found.cluster is None
        assert found.owner_url == shared.url("postgres")


def test_a_marked_database_can_be_emptied_and_no_other(var):
    with installation() as found:
        with psycopg.connect(found.owner_url) as connection:
            connection.execute("CREATE TABLE people (name text)")
        with pytest.raises(ValueError, match="marked"):
            marks.wipe(found.owner_url)
        assert not environment.is_empty(found.owner_url)

        marks.write(found.owner_url, Mark(Purpose.BENCH, State.LOADING))
        marks.wipe(found.owner_url)
        assert environment.is_empty(found.owner_url)
        with psycopg.connect(os.environ["DATABASE_APP_URL"]) as connection:
            assert connection.execute("SELECT has_schema_privilege('public', 'USAGE')").fetchone() == (True,)


def test_the_file_of_settings_is_read_and_the_surroundings_win(quiet_surroundings, monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("# a comment\nKEYWORKER_HOSTS='cases.example.org'\nPORT=9000\n\nnonsense\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setenv("PORT", "8001")
    environment.read_dotenv()
    assert (os.environ["KEYWORKER_HOSTS"], os.environ["PORT"]) == ("cases.example.org", "8001")
