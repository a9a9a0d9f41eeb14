"""The doctor says what is wrong, and how to mend it."""

import json

import pytest

from keyworker.console import environment
from keyworker.console.environment import new_key
from keyworker.console.health import machine, video
from keyworker.console.health.finding import Verdict
from keyworker.console.passwords import write_private


@pytest.fixture
def secrets(quiet_surroundings):
    (quiet_surroundings / "secrets").mkdir(parents=True)
    return quiet_surroundings / "secrets"


def verdicts(check):
    return [finding.verdict for finding in check()]


def words(check):
    return " ".join(f"{finding.what} {finding.mend}" for finding in check())


def ring(path, **changes):
    write_private(path, json.dumps({"current": "k1", "keys": {"k1": new_key()}, "index": new_key()} | changes))
    return path


def test_a_machine_that_runs_the_tests_can_run_keyworker(secrets):
    assert verdicts(machine.python) == [Verdict.WELL]
    assert verdicts(machine.postgres) == [Verdict.WELL]
    assert verdicts(machine.disk_space) != [Verdict.WRONG]


def test_a_whole_key_ring_is_well(secrets):
    ring(secrets / "keyring.json")
    assert set(verdicts(machine.key_ring)) == {Verdict.WELL}


def test_a_key_ring_that_others_can_read_is_wrong_and_the_command_is_named(secrets):
    ring(secrets / "keyring.json").chmod(0o644)
    assert Verdict.WRONG in verdicts(machine.key_ring)
    assert f"chmod 600 {secrets / 'keyring.json'}" in words(machine.key_ring)


@pytest.mark.parametrize("damage", [{"current": "k9"}, {"keys": {"k1": "c2hvcnQ="}}, {"index": None}, {"keys": []}])
def test_a_damaged_key_ring_is_wrong(secrets, damage):
    ring(secrets / "keyring.json", **damage)
    assert Verdict.WRONG in verdicts(machine.key_ring)


def test_a_secret_that_can_be_guessed_is_wrong(secrets, monkeypatch):
    monkeypatch.setenv("KEYWORKER_SECRET_KEY", "changeme")
    assert verdicts(machine.secret_key) == [Verdict.WRONG]


def test_answering_to_any_name_is_wrong(secrets, monkeypatch):
    monkeypatch.setenv("KEYWORKER_HOSTS", "cases.example.org,*")
    assert verdicts(machine.addresses) == [Verdict.WRONG]


def test_known_passwords_on_a_public_address_are_wrong(secrets, monkeypatch):
    monkeypatch.setenv("KEYWORKER_DEMO", "1")
    assert verdicts(machine.addresses) == [Verdict.WELL]
    monkeypatch.setenv("KEYWORKER_HOSTS", "localhost,cases.example.org")
    assert verdicts(machine.addresses) == [Verdict.WRONG]


def test_a_disk_that_is_nearly_full_is_wrong(secrets, monkeypatch):
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 10_000_000}))
    assert verdicts(machine.disk_space) == [Verdict.WRONG]


def test_a_missing_front_end_names_the_command_that_makes_it(secrets, monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    assert verdicts(machine.assets) == [Verdict.WRONG]
    assert "make assets" in words(machine.assets)


def test_a_mail_server_that_does_not_answer_is_said(settings):
    from keyworker.console.health.letters import mail_server

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert verdicts(mail_server) == [Verdict.NOTE]
    assert "KEYWORKER_EMAIL_HOST" in words(mail_server)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert verdicts(mail_server) == []


def test_a_telephone_exchange_that_cannot_be_one_is_wrong(settings):
    settings.SIP_DOMAIN = ""
    assert verdicts(video.exchange) == []
    settings.SIP_DOMAIN = "pbx.harbor.example:5061"
    assert verdicts(video.exchange) == [Verdict.WELL]
    for breach in ("sip:pbx.harbor.example", 'pbx"onclick=', "pbx harbor"):
        settings.SIP_DOMAIN = breach
        assert verdicts(video.exchange) == [Verdict.WRONG]
