"""Planning a visit and saying what became of it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.actions import reassign_case
from keyworker.delivery.models import CaseContact, CaseNote
from keyworker.visits.actions import cancel_visit, note_visit_held, note_visit_missed, schedule_visit
from keyworker.visits.models import Visit, VisitKind
from keyworker.visits.queries import visits_on

HOUR = timedelta(hours=1)


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
    tomorrow = timezone.localdate() + timedelta(days=2)
    address = reverse("visits:schedule", args=[case.person_id])
    sent = {
        "kind": "in-person", "minutes": "45", "place": "The library", "at": "10:30",
        "day_day": tomorrow.day, "day_month": tomorrow.month, "day_year": tomorrow.year,
    }  # fmt: skip
    assert amina.post(address, sent).status_code == 302
    assert "The library" in amina.get(address).content.decode()
    (visit,) = town.all(Visit, case=case)
    assert amina.get(reverse("visits:visit", args=[visit.pk])).status_code == 200
    assert "still to come" in amina.post(reverse("visits:held", args=[visit.pk]), {"note": "x"}).content.decode()
    assert amina.post(reverse("visits:cancel", args=[visit.pk]), {"because": "ill"}).status_code == 302
    assert page(town.carl).get(reverse("visits:visit", args=[visit.pk])).status_code == 404
