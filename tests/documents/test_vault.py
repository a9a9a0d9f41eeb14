"""Files lie encrypted, each with its own key; a changed, cut or swapped byte is noticed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyworker.base.context import writing
from keyworker.base.decision import Refused
from keyworker.base.ids import new_id
from keyworker.base.keyring import Unreadable
from keyworker.documents import keeping, rules, vault

PAPER = b"%PDF-1.7 " + b"lease of 14 Quay Street " * 9000


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def lease(town, folder):
    housing = town.housing
    with writing(town.amina):
        yield keeping.take_in(housing, name="lease.pdf", content=PAPER)


def the_file(folder):
    return next(path for path in folder.rglob("*") if path.is_file())


def test_a_file_is_given_out_as_it_came_in(lease):
    assert b"".join(keeping.give_out(lease)) == PAPER


def test_the_disk_holds_no_word_of_it(lease, folder):
    assert b"Quay" not in the_file(folder).read_bytes()


@pytest.mark.parametrize("damage", ["flip", "cut", "swap"])
def test_a_damaged_file_is_refused(lease, folder, damage):
    path = the_file(folder)
    body = path.read_bytes()
    step = vault.CHUNK + vault.TAG
    damaged = {
        "flip": body[:100] + bytes([body[100] ^ 1]) + body[101:],
        "cut": body[:step],
        "swap": body[step : 2 * step] + body[:step] + body[2 * step :],
    }[damage]
    path.write_bytes(damaged)
    with pytest.raises(Unreadable):
        list(keeping.give_out(lease))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 a renamed program", "program"),
        (b"x" * (rules.LARGEST + 1), "larger"),
        (b"\x89PNG\r\n\x1a\n not a picture", "cannot be read"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused_with_a_reason(town, content, why):
    housing = town.housing
    with pytest.raises(Refused, match=why), writing(town.amina):
        keeping.take_in(housing, name="lease", content=content)


def fail_after_keeping(program, actor):
    with writing(actor):
        keeping.take_in(program, name="lease.pdf", content=PAPER)
        raise ZeroDivisionError


def test_a_file_does_not_outlive_the_action_that_failed(town, folder):
    housing = town.housing
    with pytest.raises(ZeroDivisionError):
        fail_after_keeping(housing, town.amina)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.binary(min_size=1, max_size=3 * vault.CHUNK))
def test_whatever_is_kept_comes_back(content):
    key, agency = new_id(), new_id()
    assert b"".join(vault.read(key, agency, vault.keep(key, agency, content))) == content
