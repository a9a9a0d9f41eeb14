"""Planning a visit and saying what became of it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from keyworker.access.actions import grant_role
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.access.sight import rows
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.actions import open_case, reassign_case
from keyworker.delivery.models import CaseContact, CaseNote
from keyworker.people.actions import Way, add_contact_point, add_to_care_team, set_safety
from keyworker.people.models import Channel
from keyworker.visits.actions import cancel_visit, note_visit_held, note_visit_missed, schedule_visit
from keyworker.visits.models import Visit, VisitKind
from keyworker.visits.practice.actions import begin_visit, end_visit
from keyworker.visits.queries import visits_on

HOUR = timedelta(hours=1)
IN_MAY = timedelta(days=170)  # when nobody in the town has anything planned


def planned(town, case, **more):
    return schedule_visit(
        actor=town.amina, case=case, kind=VisitKind.IN_PERSON, starts_at=clock.now() + HOUR, lasts=HOUR, **more
    )


def test_a_visit_held_is_a_contact_with_its_note(town):
    case = town.client_case()
    visit = planned(town, case, place="The library")
    with time_machine.travel(clock.now() + 2 * HOUR):
        contact = note_visit_held(actor=town.amina, visit=visit, note="They brought the letter.")
    assert (contact.kind, contact.minutes, contact.happened_at) == ("visit", 60, visit.starts_at)
    assert town.find(CaseNote, contact=contact).is_signed
    assert town.find(Visit, pk=visit.pk).status == "held"


def test_a_visit_nobody_came_to_is_a_contact_tried(town):
    visit = planned(town, town.client_case())
    with time_machine.travel(clock.now() + 2 * HOUR):
        note_visit_missed(actor=town.amina, visit=visit, because="Nobody opened.")
    assert town.find(CaseContact, case=visit.case_id).outcome == "attempted"


def test_the_page_is_sent_as_it_opens_and_plans_a_visit_for_right_now(open_town, page):
    """Its hour is the minute it was opened in: a worker who takes some minutes over it is not sent away."""
    case = open_town.client_case()
    address = reverse("visits:schedule", args=[case.person_id])
    with clock.at(clock.now() + IN_MAY):
        form = page(open_town.amina).get(address).context["form"]
        given = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in given.items() if value not in (None, False, "")}
    day = sent.pop("day")
    sent |= {"day_month": day.month, "day_day": day.day, "day_year": day.year, "kind": "phone"}
    with clock.at(clock.now() + IN_MAY + timedelta(minutes=30)):
        late = page(open_town.amina).post(address, sent)
    assert "This time has passed" in str(late.context["form"].errors)
    with clock.at(clock.now() + IN_MAY + timedelta(minutes=10)):
        assert page(open_town.amina).post(address, sent).status_code == 302


def test_a_visit_is_not_planned_in_the_past_nor_held_before_its_time_nor_settled_twice(town):
    case = town.client_case()
    with pytest.raises(Refused):
        schedule_visit(actor=town.amina, case=case, kind=VisitKind.PHONE, starts_at=clock.now() - HOUR, lasts=HOUR)
    visit = planned(town, case)
    with pytest.raises(Refused):
        note_visit_held(actor=town.amina, visit=visit)
    cancel_visit(actor=town.amina, visit=visit, because="They are ill.")
    with pytest.raises(Refused):
        cancel_visit(actor=town.amina, visit=visit, because="again")


def test_a_visit_moves_with_the_case(town):
    case = town.client_case()
    visit = planned(town, case)
    day = timezone.localdate(visit.starts_at)
    reassign_case(actor=town.ben, case=case, to=town.staff(town.ben), because="leave")
    with reading(town.ben):
        assert visit.pk in [found.pk for found in visits_on(town.ben, day)]
    with reading(town.amina):
        assert visit.pk not in [found.pk for found in visits_on(town.amina, day)]


@pytest.mark.parametrize(
    ("who", "sees"), [("amina", True), ("ben", True), ("sam", False), ("flo", False), ("oskar", False), ("carl", False)]
)
def test_who_sees_the_visit(town, who, sees):
    visit = planned(town, town.client_case())
    actor = getattr(town, who)
    with reading(actor):
        assert rows(Visit, actor=actor, needs=Permission.VISIT_VIEW).filter(pk=visit.pk).exists() is sees


def test_planning_and_calling_off_in_the_browser(town, page):
    case = town.client_case()
    amina = page(town.amina)
    day = town.today + IN_MAY
    address = reverse("visits:schedule", args=[case.person_id])
    sent = {
        "kind": "in-person", "minutes": "45", "place": "The library", "at": "10:30",
        "day_day": day.day, "day_month": day.month, "day_year": day.year,
    }  # fmt: skip
    assert address in amina.get(reverse("workspace:file", args=[case.person_id])).content.decode()
    planned = amina.post(address, sent, follow=True)
    (visit,) = town.all(Visit, case=case)
    assert planned.redirect_chain[-1][0] == reverse("visits:visit", args=[visit.pk])
    assert "It is planned." in planned.content.decode()
    assert "What comes next:" in planned.content.decode()
    assert "The library" in amina.get(address).content.decode()
    assert "still to come" in amina.post(reverse("visits:held", args=[visit.pk]), {"note": "x"}).content.decode()
    assert amina.post(reverse("visits:cancel", args=[visit.pk]), {"because": "ill"}).status_code == 302
    assert page(town.carl).get(reverse("visits:visit", args=[visit.pk])).status_code == 404


def test_a_visit_under_way_stands_nowhere_as_planned(town, page):
    case, amina = town.client_case(), page(town.amina)
    visit = schedule_visit(
        actor=town.amina, case=case, kind=VisitKind.IN_PERSON, starts_at=clock.now() + timedelta(minutes=5), lasts=HOUR
    )
    begin_visit(actor=town.amina, visit=visit)
    planning = amina.get(reverse("visits:schedule", args=[case.person_id]))
    assert (planning.context["going_on"], planning.context["ahead"]) == ([visit], [])
    for address in (reverse("visits:visit", args=[visit.pk]), reverse("visits:schedule", args=[case.person_id])):
        shown = amina.get(address).content.decode()
        assert "Going on now" in shown
        assert "Planned" not in shown


def sent(form_day, at="10:00", minutes=60, **more):
    day = {"day_day": form_day.day, "day_month": form_day.month, "day_year": form_day.year}
    return {"kind": "in-person", **day, "at": at, "minutes": minutes, "place": "", **more}


def on_the_page(answer):
    return [each.called for each in answer.context["clashes"]]


def test_two_visits_at_one_time_are_warned_of_and_planned_all_the_same(town, page):
    amina, day = page(town.amina), town.today + IN_MAY
    first, second = town.client_case(full_name="Ten Oclock"), town.client_case(full_name="Half Past")
    plan = [reverse("visits:schedule", args=[case.person_id]) for case in (first, second)]
    assert amina.post(plan[0], sent(day)).status_code == 302
    assert amina.post(plan[1], sent(day, "11:00")).status_code == 302, "back to back is no clash"
    warned = amina.post(plan[1], sent(day, "10:30", 20))
    assert on_the_page(warned) == ["Ten Oclock"]
    assert "There is something at that time already" in warned.content.decode()
    assert len(town.all(Visit, person=second.person_id)) == 1
    seen = {"warned": warned.context["warned"]}
    again = amina.post(plan[1], sent(day, "10:40", 40, **seen))
    assert len(on_the_page(again)) == 2, "another hour is another warning"
    assert amina.post(plan[1], sent(day, "10:30", 20, **seen)).status_code == 302
    assert len(town.all(Visit, person=second.person_id)) == 2


def test_the_way_there_counts_and_what_was_called_off_does_not(town, page):
    amina, day = page(town.amina), town.today + IN_MAY
    case = town.client_case(full_name="Far Away")
    plan = reverse("visits:schedule", args=[case.person_id])
    amina.post(plan, sent(day))
    assert on_the_page(amina.post(plan, sent(day, "11:10", travel_minutes=30))) == ["Far Away"]
    assert amina.post(plan, sent(day, "11:10", travel_minutes=10)).status_code == 302
    assert on_the_page(amina.post(plan, sent(day, "09:30"))) == ["Far Away"]
    for visit in town.all(Visit, case=case):
        cancel_visit(actor=town.amina, visit=visit, because="They are ill.")
    assert amina.post(plan, sent(day)).status_code == 302
    assert "How many minutes to get there?" in amina.post(plan, sent(day, travel_minutes="900")).content.decode()
    assert len(town.all(Visit, case=case, status="planned")) == 1


def test_with_whom_a_colleague_is_taken_up_is_told_to_nobody_who_may_not_see_it(town, page):
    """A breach: plan a visit for a colleague to learn whom they see in the shelter."""
    at_ten = datetime.combine(town.today + IN_MAY, time(10), tzinfo=ZoneInfo("America/New_York"))
    hers = town.client_case(town.grace, town.shelter, full_name="Sealed Visitor")
    schedule_visit(actor=town.grace, case=hers, kind=VisitKind.PHONE, starts_at=at_ten, lasts=HOUR)
    case, grace = town.client_case(), town.staff(town.grace)
    grant_role(actor=town.job(), member=grace, role=Role.CASE_MANAGER, program=town.housing)
    add_to_care_team(actor=town.ben, person=case.person, program=town.housing, staff=grace, because="helps")
    plan = reverse("visits:schedule", args=[case.person_id])
    there = page(town.amina).post(plan, sent(at_ten.date(), "10:30", staff_id=str(town.grace.id)))
    text = there.content.decode()
    assert "another appointment" in text
    assert "Sealed Visitor" not in text


def test_a_way_that_a_shelter_noted_is_named_in_no_other_programs_visit(town):
    """A breach: Grace, who works in both, would show the shelter's number to all of housing."""
    grace = town.staff(town.grace)
    grant_role(actor=town.job(), member=grace, role=Role.CASE_MANAGER, program=town.housing)
    inside = town.client_case(actor=town.grace, program=town.shelter)
    outside = open_case(actor=town.job(), program=town.housing, person=inside.person, owner=grace)
    way = add_contact_point(actor=town.grace, person=inside.person, way=Way(Channel.PHONE, "+1 202 555 0143"))
    call = {"kind": VisitKind.PHONE, "starts_at": clock.now() + HOUR, "lasts": HOUR, "way": way}
    with pytest.raises(Refused, match="Only the program"):
        schedule_visit(actor=town.grace, case=outside, **call)
    assert schedule_visit(actor=town.grace, case=inside, **call).way == way


def test_a_place_written_before_the_address_was_secret_is_told_no_more(town, page):
    """Planted: the sister's flat stands in a visit, and then a shelter asks that nobody learns where she is."""
    case = town.client_case()
    visit = planned(town, case, place="Her sister's, 9 Tern Row")
    addresses = [reverse("visits:visit", args=[visit.pk]), reverse("visits:schedule", args=[case.person_id])]
    desk = page(town.amina)
    assert all("Tern Row" in desk.get(each).content.decode() for each in addresses)
    job, shelter = town.job(), town.shelter
    open_case(actor=job, program=shelter, person=case.person, owner=town.staff(town.grace))
    set_safety(actor=town.grace, person=case.person, address_protected=True, risk_if_contacted="", program=shelter)
    for each in addresses:
        shown = desk.get(each).content.decode()
        assert "Tern Row" not in shown
        assert "is kept secret" in shown
    with time_machine.travel(clock.now() + 2 * HOUR):
        schedule_visit(
            actor=town.amina, case=case, kind=VisitKind.IN_PERSON, starts_at=clock.now() + HOUR, lasts=HOUR,
            place="The library",
        )  # fmt: skip
    assert "The library" in desk.get(addresses[1]).content.decode(), "whoever writes now knows that it is secret"


def test_a_visit_begun_and_ended_is_a_contact_of_its_real_length(town, page):
    case, starts_at = town.client_case(), clock.now() + 2 * HOUR
    visit = schedule_visit(actor=town.amina, case=case, kind=VisitKind.VIDEO, starts_at=starts_at, lasts=HOUR)
    with pytest.raises(Refused):
        begin_visit(actor=town.amina, visit=visit)
    with time_machine.travel(starts_at - timedelta(minutes=5)):
        with pytest.raises(Refused):
            end_visit(actor=town.amina, visit=visit)
        begin_visit(actor=town.amina, visit=visit, because="A crisis.")
        with pytest.raises(Refused):
            begin_visit(actor=town.amina, visit=visit, because="A crisis.")
        with pytest.raises(Refused):
            note_visit_held(actor=town.amina, visit=visit)
    with time_machine.travel(starts_at + timedelta(minutes=12, seconds=1)):
        contact = end_visit(actor=town.amina, visit=visit)
    over = town.find(Visit, pk=visit.pk)
    assert (contact.kind, contact.minutes, contact.happened_at) == ("video", 18, over.begun_at)
    assert (over.status, over.is_going_on) == ("held", False)
    assert "It took 18 minutes." in page(town.amina).get(reverse("visits:visit", args=[visit.pk])).content.decode()


def test_a_visit_that_was_begun_in_vain_is_over(town, page):
    case, starts_at = town.client_case(), clock.now() + timedelta(minutes=10)
    visit = schedule_visit(actor=town.amina, case=case, kind=VisitKind.PHONE, starts_at=starts_at, lasts=HOUR)
    address = reverse("visits:visit", args=[visit.pk])
    assert page(town.carl).post(address, {"begin": "1"}).status_code == 404
    assert (
        "Going on since"
        in page(town.amina).post(address, {"begin": "1", "because": "A crisis."}, follow=True).content.decode()
    )
    with time_machine.travel(starts_at + timedelta(minutes=5)):
        note_visit_missed(actor=town.amina, visit=visit, because="Nobody answered.")
    tried = town.find(Visit, pk=visit.pk)
    assert (tried.status, tried.is_going_on) == ("missed", False)
