"""The copy of the seals outside the database: what did not reach it is said, and what was taken from it stays said."""

import pytest
from django.db import connections
from django.db.utils import ProgrammingError

from keyworker.audit import outside, verifying
from keyworker.audit.models import AuditSeal
from keyworker.base import clock


@pytest.fixture
def copy(open_town, tmp_path):
    """Two seals, both in the copy."""
    kept = tmp_path / "seals" / "trail-seals.txt"
    for name in ("Perpetua Lindqvist", "Quillon Reed"):
        open_town.client_case(full_name=name)
        verifying.seal("default", kept)
    return kept


def faults(copy):
    with clock.at(clock.now() + 2 * outside.IN_FLIGHT):
        return [f"{fault.where}: {fault.what}" for fault in verifying.faults("audit", copy)]


def seal_while_the_disk_is_full(open_town, copy, monkeypatch):
    """The seal is committed; then writing the copy fails."""

    def full(file, seals):
        raise OSError(28, "No space left on device")

    open_town.client_case(full_name="Isolde Vane")
    with monkeypatch.context() as broken:
        broken.setattr(outside, "_write", full)
        with pytest.raises(OSError, match="No space left"):
            verifying.seal("default", copy)
    return AuditSeal.objects.using("audit").order_by("-number").first().number


def test_a_whole_copy_lacks_nothing(copy):
    assert faults(copy) == []


def test_a_seal_that_did_not_reach_the_copy_is_said(open_town, copy, monkeypatch):
    number = seal_while_the_disk_is_full(open_town, copy, monkeypatch)
    assert faults(copy) == [f"seal {number}: is not in the copy kept outside the database"]


def test_the_next_seal_makes_up_for_it(open_town, copy, monkeypatch):
    seal_while_the_disk_is_full(open_town, copy, monkeypatch)
    open_town.client_case(full_name="Casimir Obuya")
    verifying.seal("default", copy)
    assert faults(copy) == []


def test_it_is_made_up_for_even_when_nothing_waits(open_town, copy, monkeypatch):
    seal_while_the_disk_is_full(open_town, copy, monkeypatch)
    assert verifying.seal("default", copy) is None
    assert faults(copy) == []


def test_a_line_that_broke_off_is_written_again(open_town, copy):
    whole = copy.read_text()
    copy.write_text(whole[:-20])
    assert faults(copy) != []
    verifying.seal("default", copy)
    assert copy.read_text() == whole


def test_a_seal_just_made_may_be_on_its_way(copy):
    copy.write_text(copy.read_text().splitlines(keepends=True)[0])
    assert outside.lacking("audit", copy) == []
    assert len(faults(copy)) == 1


def test_a_line_taken_out_of_the_middle_stays_said(open_town, copy):
    lines = copy.read_text().splitlines(keepends=True)
    taken = lines[0].split()[0]
    copy.write_text("".join(lines[1:]))
    open_town.client_case(full_name="Isolde Vane")
    verifying.seal("default", copy)
    assert faults(copy) == [f"seal {taken}: is not in the copy kept outside the database"]


def test_a_lost_copy_is_not_quietly_written_anew(open_town, copy):
    copy.unlink()
    assert verifying.seal("default", copy) is None
    assert not copy.exists()
    open_town.client_case(full_name="Isolde Vane")
    verifying.seal("default", copy)
    assert len(copy.read_text().splitlines()) == 1
    assert len(faults(copy)) == 2


def test_a_spoilt_copy_is_added_to_and_stays_said(open_town, copy):
    copy.write_text("nonsense\n")
    open_town.client_case(full_name="Isolde Vane")
    verifying.seal("default", copy)
    assert any("differs" in fault for fault in faults(copy))
    assert sum("is not in the copy" in fault for fault in faults(copy)) == 2


def test_the_doctor_says_it(open_town, copy, monkeypatch, settings):
    from keyworker.console.health import files
    from keyworker.console.health.finding import Verdict

    settings.VAR_DIR = copy.parents[1]
    with clock.at(clock.now() + 2 * outside.IN_FLIGHT):
        assert [finding.verdict for finding in files.copy_of_the_seals()] == [Verdict.WELL]
    number = seal_while_the_disk_is_full(open_town, copy, monkeypatch)
    with clock.at(clock.now() + 2 * outside.IN_FLIGHT):
        (found,) = files.copy_of_the_seals()
    assert found.verdict is Verdict.WRONG
    assert str(number) in found.what


def test_who_serves_pages_learns_digests_and_still_writes_no_seal(open_town, copy):
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT number FROM keyworker_seals_after(0)")
        assert cursor.fetchall()
    for login, statement in (
        ("default", "SELECT * FROM audit_auditseal"),
        ("default", "UPDATE audit_auditseal SET digest = ''"),
        ("door", "SELECT * FROM keyworker_seals_after(0)"),
    ):
        with pytest.raises(ProgrammingError), connections[login].cursor() as cursor:
            cursor.execute(statement)
