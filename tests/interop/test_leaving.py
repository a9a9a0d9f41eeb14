"""An agency takes along what it owns: all of it, in words, and nothing that one person alone may not take."""

import csv
import json

import pytest
from django.apps import apps

from keyworker.access.permissions import Permission
from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.ids import new_id
from keyworker.delivery.actions import Draft, Paper, add_document, save_draft
from keyworker.interop.actions import take_along, take_text_in
from keyworker.interop.leaving.dictionary import dictionary
from keyworker.interop.leaving.plain import cell
from keyworker.interop.leaving.tables import LEFT_OUT, tables
from keyworker.interop.leaving.writing import Format
from keyworker.notices.gateways.contract import Came
from keyworker.people.models import CareTeamMember, Channel, Person
from keyworker.people.safety import Way, add_contact_point, set_safety

TWO = ("priya@harbor-house.example", "ben@harbor-house.example")


@pytest.fixture
def taken(town, tmp_path, settings):
    """What is written, as the command does."""
    settings.DOCUMENTS_DIR = tmp_path / "vault"

    def written(form=Format.CSV, **more):
        folder = tmp_path / f"out-{form}"
        folder.mkdir()
        job = actors.job("agency-export", agency_id=town.amina.agency_id)
        counts = take_along(
            actor=job, agency=town.agency(), folder=folder, form=form, tell=lambda table, rows, done: None, **more
        )
        return folder, counts

    return written


def read(folder, table):
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_dictionary_knows_every_field_of_every_table_or_says_why_it_stays():
    entries = {(each.table, each.field): each for each in dictionary()}
    for model in apps.get_models():
        if model.__module__.startswith("keyworker."):
            label = model._meta.label
            assert (label, "") in entries
            for field in () if label in LEFT_OUT else model._meta.local_fields:
                found = entries[label, field.attname]
                assert found.left_out or (found.kind and found.meaning and found.privacy), (label, field.name)
    assert set(LEFT_OUT) <= {label for label, _ in entries}
    assert all(LEFT_OUT.values())
    assert entries["people.ContactPoint", "value_hash"].left_out
    assert entries["delivery.CaseNote", "text"].privacy == "sensitive: general"
    assert "signed: Signed" in entries["delivery.CaseNote", "status"].codes


@pytest.mark.parametrize("said", ["=1+1", "+44", "-2", "@x", "\tx", "\rx", "＝1"])
def test_no_cell_is_a_formula(said):
    assert cell(said) == f"'{said}"


def test_numbers_words_and_lists_stay_what_they_are():
    assert [cell(each) for each in (-5, "a=b", None, True, ["é", 1])] == [-5, "a=b", "", "yes", '["é", 1]']


def test_everything_leaves_but_what_is_sealed_and_where_the_protected_live(town, taken):
    case = town.client_case(full_name='=HYPERLINK("x")')
    set_safety(actor=town.amina, person=case.person, address_protected=True, risk_if_contacted="", program=town.housing)
    add_contact_point(actor=town.amina, person=case.person, way=Way(Channel.POST, "14 Quay Street"))
    add_contact_point(actor=town.amina, person=case.person, way=Way(Channel.PHONE, "+1 555 010 0199"))
    hides = town.client_case(full_name="Oriel Threadgold")
    unnamed = hides.person
    secret = add_document(actor=town.amina, case=hides, paper=Paper("Order", "threadgold-order.txt", b"court"))
    set_safety(
        actor=town.amina, person=unnamed, address_protected=True, name_shielded=True, risk_if_contacted="",
        program=town.housing,
    )  # fmt: skip
    add_contact_point(actor=town.amina, person=unnamed, way=Way(Channel.SMS, "+1 202 555 0177"))
    came = Came("heard", "+12025550177", "Threadgold here: he is at my door.")
    take_text_in(
        actor=actors.job("texts-in", agency_id=town.amina.agency_id), agency=town.agency(), gateway="x", came=came
    )
    held = add_document(actor=town.amina, case=case, paper=Paper("Lease", "lease.txt", b"rent"))
    save_draft(actor=town.amina, case=case, draft=Draft(new_id(), "Perhaps a pangolin."))
    folder, counts = taken()
    assert {path.name for path in folder.iterdir()} == {
        "files", "dictionary.csv", *(f"{model._meta.label_lower.replace('.', '_')}.csv" for model in tables())
    }  # fmt: skip
    for gone in ("Threadgold", "threadgold", "pangolin"):
        assert not any(gone in path.read_text() for path in folder.glob("*.csv"))
    people = {row["id"]: row for row in read(folder, "people_person")}
    assert people[str(case.person_id)]["full_name"] == '\'=HYPERLINK("x")'
    assert "key_salt" not in people[str(case.person_id)]
    ways = [row["value"] for row in read(folder, "people_contactpoint") if row["person_id"] == str(case.person_id)]
    assert sorted(ways) == ["'+1 555 010 0199", "[protected]"]
    assert (folder / "files" / f"{held.document_id}.txt").read_bytes() == b"rent"
    assert str(secret.document_id) not in {path.stem for path in (folder / "files").iterdir()}
    sheltered = {str(each.person_id) for each in town.all(CareTeamMember, program=town.shelter)}
    elsewhere = {str(each.person_id) for each in town.all(CareTeamMember) if each.program_id != town.shelter.pk}
    assert sheltered - elsewhere
    assert (sheltered - elsewhere).isdisjoint(people)
    for path in folder.glob("*.csv"):
        assert not any(key in path.read_text() for key in sheltered - elsewhere), path.name
        if path.name != "dictionary.csv":
            assert str(town.shelter.pk) not in path.read_text(), path.name
    other = town.all(Person, "northside")
    assert other
    assert not any(str(each.pk) in people for each in other)
    event = town.all(AuditEvent, verb="interop.agency_exported")[-1]
    assert event.facts == {"rows": sum(counts.values()), "whole": False, "agreed": []}


def test_what_is_sealed_leaves_only_with_two_administrators(town, taken, tmp_path):
    for named in (TWO[:1], (TWO[0], TWO[0]), TWO, ("priya@harbor-house.example", "nobody@harbor-house.example")):
        with pytest.raises(Refused):
            taken(whole_with=named)
        (tmp_path / "out-csv").rmdir()
    from keyworker.access.actions import grant_role
    from keyworker.access.roles import Role

    job = actors.job("installation", agency_id=town.amina.agency_id)
    grant_role(
        actor=job, member=town.staff(town.ben), role=Role.AGENCY_ADMINISTRATOR, program=None, because="for the leaving"
    )
    folder, _ = taken(Format.JSON, whole_with=TWO)
    programs = json.loads((folder / "agencies_program.json").read_text())
    assert str(town.shelter.pk) in {each["id"] for each in programs}
    assert town.all(AuditEvent, verb="interop.agency_exported")[-1].facts["whole"] is True


def test_no_role_has_the_export_and_the_job_has_nothing_else(town):
    from keyworker.access.roles import ENTITLEMENTS, JOBS

    held = {each.permission for entitled in ENTITLEMENTS.values() for each in entitled}
    assert Permission.AGENCY_EXPORT not in held
    assert {each.permission for each in JOBS["agency-export"]} == {Permission.AGENCY_VIEW, Permission.AGENCY_EXPORT}
    with reading(town.priya):
        from keyworker.access.sight import may

        assert not may(town.priya, Permission.AGENCY_EXPORT)
