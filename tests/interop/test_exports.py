"""An administrator asks for everything the agency owns: it is written in the background, taken for a day, deleted."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest

from keyworker.access.actions import grant_role, revoke_role
from keyworker.access.models import Grant
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.access.sight import Absent, rows
from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.keyring import Unreadable
from keyworker.documents import vault
from keyworker.interop.jobs import forget_every_export, make_export
from keyworker.interop.leaving import actions, making, queries, writing
from keyworker.interop.leaving.actions import ask_for_export, delete_export, take_export
from keyworker.interop.leaving.making import make
from keyworker.interop.leaving.rules import KEPT_FOR, STANDS_STILL
from keyworker.interop.leaving.writing import Format
from keyworker.interop.models import AgencyExport
from keyworker.people.models import Channel
from keyworker.people.safety import Way, add_contact_point, set_safety
from tests.town import just_asked_who_they_are

WHY = {"because": "We move to another house", "form": "csv"}


@pytest.fixture
def house(open_town, tmp_path, settings):
    """Commits are real here, as for the thread that says how far it is."""
    settings.DOCUMENTS_DIR = tmp_path / "vault"
    return open_town


def asked(town, form=Format.CSV):
    return ask_for_export(actor=town.priya, agency=town.agency(), form=form, because=WHY["because"], enqueued=False)


def now(town, export):
    return town.find(AgencyExport, pk=export.pk)


def made(town, form=Format.CSV):
    export = asked(town, form)
    make(town.priya, export.pk)
    return now(town, export)


def unpacked(town, export):
    taken = take_export(actor=town.priya, export=export)
    return zipfile.ZipFile(io.BytesIO(b"".join(vault.read(taken.pk, taken.agency_id, bytes(taken.wrapped_key)))))


def vault_of(settings):
    return [path for path in settings.DOCUMENTS_DIR.rglob("*") if path.is_file()]


def also_administrator(town):
    job = actors.job("installation", agency_id=town.amina.agency_id)
    grant_role(actor=job, member=town.staff(town.ben), role=Role.AGENCY_ADMINISTRATOR, program=None, because="second")


def test_everything_leaves_as_by_the_command_with_its_dictionary_and_no_protected_address(house):
    case = house.client_case(full_name='=HYPERLINK("x")')
    set_safety(
        actor=house.amina, person=case.person, address_protected=True, risk_if_contacted="", program=house.housing
    )
    add_contact_point(actor=house.amina, person=case.person, way=Way(Channel.POST, "14 Quay Street"))
    hides = house.client_case(full_name="Oriel Threadgold").person
    set_safety(
        actor=house.amina, person=hides, address_protected=True, name_shielded=True, risk_if_contacted="",
        program=house.housing,
    )  # fmt: skip
    export = made(house)
    assert export.state == "ready"
    assert export.done > 500
    archive = unpacked(house, export)
    assert archive.testzip() is None
    people = {
        row["id"]: row
        for row in csv.DictReader(io.StringIO(archive.read("people_person.csv").decode("utf-8-sig"), newline=""))
    }
    assert people[str(case.person_id)]["full_name"] == '\'=HYPERLINK("x")'
    assert "dictionary.csv" in archive.namelist()
    everything = b"".join(archive.read(name) for name in archive.namelist())
    for gone in (b"Quay Street", b"Threadgold", str(house.shelter.pk).encode()):
        assert gone not in everything.replace(archive.read("dictionary.csv"), b"")
    told = {event.verb for event in house.all(AuditEvent, subject_id=export.pk)}
    assert told >= {"interop.export_asked", "interop.export_begun", "interop.agency_exported", "interop.export_taken"}


def test_the_same_as_json(house):
    archive = unpacked(house, made(house, Format.JSON))
    assert {"dictionary.json", "cases_case.json"} <= set(archive.namelist())
    assert json.loads(archive.read("agencies_agency.json"))[0]["name"] == "Harbor House"


def test_how_far_it_is_is_seen_while_the_long_transaction_still_reads(house, monkeypatch):
    export, seen = asked(house), []
    monkeypatch.setattr(making, "SOMETIMES", timedelta(0))

    def told(model, hidden):
        held = now_elsewhere(house, export)
        seen.append((held.state, held.done, held.whole))
        return rows_of(model, hidden)

    rows_of = writing.rows_of
    monkeypatch.setattr(making, "count", lambda hidden: 1_000)
    monkeypatch.setattr(writing, "rows_of", told)
    make(house.priya, export.pk)
    assert {state for state, _done, _whole in seen} == {"writing"}
    steps = [done for _state, done, _whole in seen]
    assert steps == sorted(steps)
    assert 0 < steps[-1] <= now(house, export).done
    assert seen[-1][2] == 1_000


def test_whoever_is_hidden_and_came_while_it_was_written_is_taken_along_by_nobody(house, monkeypatch):
    """A breach: somebody comes to the sealed shelter after it was asked whom the export hides."""
    monkeypatch.setattr(making, "count", lambda hidden: elsewhere(lambda: sheltered(house)))
    export = made(house)
    assert export.state == "ready"
    with pytest.raises(Refused, match="kept secret"):
        take_export(actor=house.priya, export=export)


def sheltered(town):
    town.client_case(program=town.shelter, actor=town.grace, full_name="Ottoline Marsh")
    return 1_000


def now_elsewhere(town, export):
    """As another process sees it: what is not committed is not there."""
    return elsewhere(lambda: now(town, export))


def elsewhere(act):
    """Done over another connection, as another process does it."""
    from concurrent.futures import ThreadPoolExecutor
    from contextvars import Context

    from django.db import connections

    def acted():
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        return other.submit(Context().run, acted).result()


def test_it_lies_sealed_and_is_gone_after_a_day(house, settings):
    export = made(house)
    (path,) = [each for each in vault_of(settings) if each.name == str(export.pk)]
    assert path.read_bytes()[:2] != b"PK"
    with clock.at(clock.now() + KEPT_FOR):
        with pytest.raises(Refused):
            take_export(actor=house.priya, export=export)
        forget_every_export(0)
    assert now(house, export).state == "gone"
    assert now(house, export).wrapped_key is None
    assert str(export.pk) not in {each.name for each in vault_of(settings)}


def test_nobody_takes_it_but_who_asked_and_who_still_may(house):
    also_administrator(house)
    export = made(house)
    with pytest.raises(Refused):
        take_export(actor=house.ben, export=export)
    for other in (house.amina, house.oskar, house.nadia):
        with pytest.raises(Absent):
            take_export(actor=other, export=export)
    job = actors.job("installation", agency_id=house.amina.agency_id)
    for grant in house.all(Grant, staff_id=house.priya.id, role=Role.AGENCY_ADMINISTRATOR, revoked_at=None):
        revoke_role(actor=job, grant=grant)
    with pytest.raises(Absent):
        take_export(actor=house.priya, export=export)


def test_it_is_not_taken_once_somebody_in_it_is_hidden(house):
    case = house.client_case()
    export = made(house)
    house.client_case(program=house.shelter, actor=house.grace)  # nobody the export tells of
    take_export(actor=house.priya, export=export)
    set_safety(
        actor=house.amina, person=case.person, address_protected=True, risk_if_contacted="", program=house.housing
    )
    with pytest.raises(Refused):
        take_export(actor=house.priya, export=export)


def test_one_is_made_at_a_time_and_what_stands_still_can_be_asked_for_again(house, settings):
    export = asked(house)
    with pytest.raises(Refused):
        asked(house)
    actions.begin_export(actor=house.priya, export=export)
    with pytest.raises(Refused):
        make(house.priya, export.pk)
    with clock.at(clock.now() + STANDS_STILL + timedelta(seconds=1)):
        with reading(house.priya):
            stands, *_earlier = queries.exports(house.priya)
        assert stands.still
        again = asked(house)
        forget_every_export(0)
    assert now(house, export).state == "failed"
    assert now(house, again).state == "waiting"


def test_what_fails_leaves_nothing_behind_and_says_so(house, settings, monkeypatch):
    export = asked(house)

    def broken(*args):
        raise OSError("no space left")

    monkeypatch.setattr(writing, "_files", broken)
    with pytest.raises(OSError, match="no space"):
        make(house.priya, export.pk)
    assert now(house, export).state == "failed"
    assert str(export.pk) not in {path.stem for path in vault_of(settings)}
    assert asked(house).state == "waiting"


def test_who_lost_their_role_meanwhile_gets_nothing(house, settings, monkeypatch):
    export = asked(house)
    job = actors.job("installation", agency_id=house.amina.agency_id)
    grants = house.all(Grant, staff_id=house.priya.id, role=Role.AGENCY_ADMINISTRATOR, revoked_at=None)
    written = making._written

    def slowly(*args):
        found = written(*args)
        for grant in grants:
            revoke_role(actor=job, grant=grant)
        return found

    monkeypatch.setattr(making, "_written", slowly)
    make(house.priya, export.pk)
    assert now(house, export).state == "failed"
    assert str(export.pk) not in {path.stem for path in vault_of(settings)}
    with pytest.raises(Absent):
        make_export(str(house.priya.agency_id), str(house.priya.id), str(export.pk))


def test_a_colleague_deletes_it_while_it_is_written_and_nothing_stays(house, settings, monkeypatch):
    also_administrator(house)
    export = asked(house)
    written = making._written

    def slowly(*args):
        found = written(*args)
        delete_export(actor=house.ben, export=now(house, export))
        return found

    monkeypatch.setattr(making, "_written", slowly)
    make(house.priya, export.pk)
    assert now(house, export).state == "gone"
    assert str(export.pk) not in {path.stem for path in vault_of(settings)}


def test_no_step_ends_an_export_of_another_agency(house):
    export = made(house)
    with reading(house.nadia):
        assert not rows(AgencyExport, actor=house.nadia, needs=Permission.AGENCY_VIEW).exists()
    with pytest.raises(Absent):
        delete_export(actor=house.nadia, export=export)


class TestThePage:
    """What an administrator does and sees."""

    def test_asks_writes_and_takes(self, house, page):
        priya = just_asked_who_they_are(page(house.priya))
        assert priya.post("/exports/", {**WHY, "because": ""}).status_code == 200
        priya.post("/exports/", WHY)
        (export,) = house.all(AgencyExport, state="waiting")
        shown = priya.get("/exports/").content.decode()
        assert "0%" in shown
        assert 'hx-trigger="every 3s"' in shown
        make_export(str(house.priya.agency_id), str(house.priya.id), str(export.pk))
        assert f"/exports/{export.pk}/take/" in priya.get("/exports/").content.decode()
        answer = priya.post(f"/exports/{export.pk}/take/")
        content = b"".join(answer.streaming_content)
        assert answer["Cache-Control"] == "no-store"
        assert len(content) == int(answer["Content-Length"]) == now(house, export).size
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
        priya.post(f"/exports/{export.pk}/delete/")
        assert now(house, export).state == "gone"
        assert priya.post(f"/exports/{export.pk}/take/")["Location"] == "/exports/"

    def test_a_screen_that_was_left_open_asks_first_who_is_there_and_keeps_what_was_typed(self, house, page):
        left_open = page(house.priya)
        answer = left_open.post("/exports/", WHY).content.decode()
        assert WHY["because"] in answer
        assert "/accounts/reauthenticate/?next=" in answer
        assert not house.all(AgencyExport, because=WHY["because"])
        export = made(house)
        assert "/accounts/reauthenticate/" in left_open.post(f"/exports/{export.pk}/take/")["Location"]
        assert not house.all(AuditEvent, verb="interop.export_taken")

    def test_is_for_administrators_alone(self, house, page):
        export = made(house)
        for other in (house.amina, house.ben, house.oskar, house.sam):
            browser = just_asked_who_they_are(page(other))
            assert browser.get("/exports/").status_code == 404
            assert browser.post(f"/exports/{export.pk}/take/").status_code == 404


def test_what_was_cut_off_opens_nothing(house, settings):
    export = made(house)
    path = next(each for each in vault_of(settings) if each.name == str(export.pk))
    path.write_bytes(path.read_bytes()[: vault.CHUNK + vault.TAG])
    with pytest.raises(Unreadable):
        unpacked(house, export)
