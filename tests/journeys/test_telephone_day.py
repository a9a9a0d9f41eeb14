"""A day at the telephone: whom to call, by which number it is safe now, what came of it, and who called us."""

import pytest
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.base import clock
from keyworker.base.context import reading, writing
from keyworker.base.decision import Refused
from keyworker.cases.models import Case
from keyworker.delivery.actions import Happened
from keyworker.delivery.models import CaseContact, CaseNote, ContactKind, ContactOutcome
from keyworker.people.actions import Way, add_contact_point
from keyworker.people.models import Channel, ContactPoint, Person
from keyworker.tasks.actions import plan_task, set_task
from keyworker.tasks.models import Task, TaskKind
from keyworker.visits.calling.actions import Called, log_call
from keyworker.visits.calling.rules import may_have_left
from keyworker.visits.models import Came, PhoneCall
from keyworker.workspace.queries import calls as call_list

NOTHING_FOUND = "Nobody is found by this number."


@pytest.fixture
def somebody(town):
    def make(name, number, *, actor=None, program=None, **rules):
        case = town.client_case(*filter(None, (actor, program)), full_name=name)
        person = town.find(Person, pk=case.person_id)
        way = Way(Channel.PHONE, number, label="mine", **rules)
        point = add_contact_point(actor=actor or town.amina, person=person, way=way)
        return case, point

    return make


def to_call_back(town, case):
    with writing(town.amina):
        return plan_task(case, what="Call back", due_on=town.today, kind=TaskKind.CALL_BACK)


def sheet(town, came, **more):
    today = town.today
    day = {"day_day": today.day, "day_month": today.month, "day_year": today.year, "at": "00:01"}
    return {"direction": "outgoing", "came": came, **day, **more}


def test_a_day_at_the_telephone(town, page, somebody):
    amina = page(town.amina)
    rosa, hers = somebody("Rosa Telephone", "202-555-0143")
    nils, _his = somebody("Nils Telephone", "202-555-0144", safe=False)
    first, _his_too = to_call_back(town, rosa), to_call_back(town, nils)
    listed = amina.get(reverse("workspace:calls")).content.decode()
    assert f"task={first.pk}" in listed, "whoever waits for a call back is on the list"
    assert "tel:202-555-0143" in listed
    assert "Nils Telephone" in listed
    assert "0144" not in listed, "the number comes with the yes alone"

    before = amina.get(reverse("visits:call", args=[rosa.person_id]) + f"?task={first.pk}&from=list")
    assert "Leave no voicemail." in before.content.decode()
    address = before.request["PATH_INFO"] + "?" + before.request["QUERY_STRING"]
    left = amina.post(address, sheet(town, "voicemail", way_id=str(hers.pk)))
    assert "say what you said" in left.content.decode()
    assert not town.all(CaseContact, case=rosa)
    owned_up = sheet(town, "voicemail", way_id=str(hers.pk), slip="I said my name.")
    assert amina.post(address, owned_up).url == reverse("workspace:calls")
    assert [task.important for task in town.all(Task, case=rosa) if "voicemail" in task.what] == [True]

    spoke = sheet(
        town, "spoke", way_id=str(hers.pk), minutes="12", safe_to_talk="yes", note="She is well.", settled="on"
    )
    assert amina.post(address, spoke).status_code == 302
    contact = town.find(CaseContact, case=rosa, outcome="reached")
    assert (contact.minutes, contact.safe_to_talk, contact.direction) == (12, True, "outgoing")
    assert town.find(CaseNote, contact=contact).is_signed
    assert town.find(Task, pk=first.pk).done_at is not None

    gone = sheet(town, "wrong", way_id=str(hers.pk))
    assert amina.post(reverse("visits:call", args=[rosa.person_id]), gone).status_code == 302
    assert not town.find(ContactPoint, pk=hers.pk).safe, "nobody calls a stranger about her again"
    assert [call.came for call in town.all(PhoneCall, person=rosa.person_id)] == ["voicemail", "spoke", "wrong"]


def test_who_calls_is_found_by_the_number_only_in_files_the_worker_may_open_and_never_in_a_sealed_program(
    town, page, somebody
):
    """A breach: ask by a number if somebody is a client here."""
    amina, asked = page(town.amina), reverse("visits:incoming")
    rosa, hers = somebody("Rosa Incoming", "(202) 555-0151")
    somebody("Hidden Incoming", "202-555-0152", actor=town.grace, program=town.shelter)
    found = amina.post(asked, {"number": "+1 202 555 0151"}).content.decode()
    assert "Rosa Incoming" in found
    assert f"?way={hers.pk}&amp;way_round=in" in found
    unknown = amina.post(asked, {"number": "202 555 0199"}).content.decode()
    assert NOTHING_FOUND in unknown
    for who, number in (
        (town.amina, "202-555-0152"), (town.grace, "202-555-0152"), (town.grace, "202-555-0151"),
        (town.carl, "202-555-0151"),
    ):  # fmt: skip
        shown = page(who).post(asked, {"number": number}).content.decode()
        assert NOTHING_FOUND in shown
        assert "Incoming</" not in shown
    before = amina.get(reverse("visits:call", args=[rosa.person_id]) + f"?way={hers.pk}&way_round=in")
    assert before.context["form"]["direction"].value() == "incoming"
    assert page(town.grace).post(asked, {"wrong": str(hers.pk)}).status_code == 404
    assert amina.post(asked, {"wrong": str(hers.pk)}).status_code == 302
    assert not town.find(ContactPoint, pk=hers.pk).safe


def test_the_list_turns_over_by_where_it_ended_and_names_nobody_twice(town, somebody, monkeypatch):
    monkeypatch.setattr(call_list, "PAGE", 2)
    mine = [somebody(f"Line {number}", f"202-555-016{number}")[0] for number in range(3)]
    for case in mine:
        to_call_back(town, case)
    set_task(actor=town.amina, case=mine[0], what="No call", due_on=town.today)
    seen, after = [], None
    with reading(town.amina):
        while True:
            lines = call_list.to_call(town.amina, town.today, after=after)
            seen += [(line.at, line.key) for line in lines[:2]]
            if len(lines) <= 2:
                break
            after = seen[-1]
        assert seen == sorted(seen)
    assert len(set(seen)) == len(seen)
    assert len(seen) >= len(mine)


def test_a_number_that_another_file_holds_is_not_logged(town, somebody):
    rosa, _ = somebody("Rosa Own", "202-555-0171")
    _other, theirs = somebody("Other Own", "202-555-0172")
    happened = Happened(ContactKind.PHONE, ContactOutcome.REACHED, clock.now())
    with pytest.raises(Absent):
        log_call(actor=town.amina, case=rosa, called=Called(happened, Came.SPOKE, theirs))
    with pytest.raises(Refused):
        log_call(actor=town.amina, case=town.find(Case, pk=rosa.pk), called=Called(happened, Came.WRONG))
    assert not town.all(PhoneCall, person=rosa.person_id)


def test_what_came_of_it_decides_if_a_voicemail_is_to_be_owned_up_to():
    assert may_have_left("spoke", None, slip="")
    assert not may_have_left("spoke", None, slip="My name.")
    assert not may_have_left("voicemail", None, slip=" ")
    assert may_have_left("voicemail", None, slip="My name.")
