"""Interpreters: booked as somebody needs one, never one whom they refused, and known to the others by no name."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.actions import open_case
from keyworker.people.models import Person
from keyworker.visits.actions import cancel_visit, schedule_visit
from keyworker.visits.interpreting.actions import (
    Known,
    book_interpreter,
    end_interpreter,
    keep_interpreter,
    lift_refusal,
    move_booking,
    refuse_interpreter,
)
from keyworker.visits.interpreting.queries import to_ask
from keyworker.visits.interpreting.rules import ON_THE_DAY, Ready, may_interpret, may_move
from keyworker.visits.models import (
    BookingState,
    Interpreter,
    InterpreterBooking,
    InterpreterRefusal,
    Participant,
    VisitKind,
)
from keyworker.visits.queries import visit as visit_of
from keyworker.visits.rooms.actions import give_link
from tests.delivery.test_pages import day

HOUR = timedelta(hours=1)
EVERY_WAY = tuple(VisitKind)
DAY = date(2026, 5, 4)


@pytest.fixture
def interpreter(town):
    def keep(name="Nadia Saleh", actor=None, **more):
        told = {"languages": ("es",), "modes": EVERY_WAY, "confidential_on": town.today, **more}
        return keep_interpreter(
            actor=actor or town.priya, agency=town.agency(), known=Known(name, "+1 202 555 0101", **told)
        )

    return keep


@pytest.fixture
def visit(town):
    def plan(case=None, kind=VisitKind.VIDEO, ahead=HOUR / 2):
        case = case or town.client_case(language="es", needs_interpreter=True)
        begins = clock.now() + ahead
        return schedule_visit(actor=town.amina, case=case, kind=kind, starts_at=begins, lasts=HOUR)

    return plan


def offered(town, visit):
    with reading(town.amina):
        return {each.name for each in to_ask(town.amina, visit_of(town.amina, visit.pk))}


def state(town, booking):
    return town.find(InterpreterBooking, pk=booking.pk).state


@given(
    st.builds(
        Ready,
        st.sets(st.sampled_from(["es", "ar"])),
        st.sets(st.sampled_from(VisitKind.values)),
        st.none() | st.dates(date(2026, 4, 1), date(2026, 6, 1)),
        confidential=st.booleans(),
        ended=st.booleans(),
    ),
    st.sampled_from(VisitKind.values),
    st.sampled_from(["", "es"]),
)
def test_nobody_interprets_who_is_not_qualified_bound_and_able(ready, kind, language):
    current = ready.qualified_until is None or ready.qualified_until >= DAY
    able = kind in ready.modes and (not language or language in ready.languages)
    wanted = able and current and ready.confidential and not ready.ended
    assert bool(may_interpret(ready, kind=kind, language=language, on=DAY)) is wanted


@given(st.lists(st.sampled_from(BookingState), max_size=6), st.integers(-5, 5))
def test_a_booking_is_confirmed_before_they_came_and_ends_once(moves, hours):
    now = datetime(2026, 5, 4, 12, tzinfo=UTC)
    at, been = BookingState.ASKED, [BookingState.ASKED]
    for to in moves:
        if may_move(at, to, starts_at=now + timedelta(hours=hours), now=now):
            at = to
            been.append(to)
            assert to not in ON_THE_DAY or (BookingState.CONFIRMED in been and hours <= 1)
    assert len(been) == len(set(been)) <= 3


def test_the_page_of_the_visit_says_that_nobody_is_booked_until_somebody_is(town, page, interpreter, visit):
    planned, amina, nadia = visit(), page(town.amina), interpreter()
    its_page = reverse("visits:visit", args=[planned.pk])
    none = "They need an interpreter, and none is booked"
    assert none in amina.get(its_page).content.decode()
    place = reverse("visits:bookings", args=[planned.pk])
    assert amina.post(place, {"interpreter_id": str(nadia.pk)}).status_code == 302
    booking = town.find(InterpreterBooking, visit=planned.pk)
    shown = amina.get(its_page).content.decode()
    assert none not in shown
    assert "Nadia Saleh" in shown
    moved = reverse("visits:move_booking", args=[booking.pk])
    for to in ("confirmed", "came"):
        assert amina.post(moved, {"to": to}).status_code == 302
        assert state(town, booking) == to
    assert amina.post(moved, {"to": "declined"}).status_code == 302
    assert state(town, booking) == "came"
    assert "+1 202 555 0101" in amina.get(place).content.decode()


def test_whoever_interprets_a_video_visit_has_a_place_there_and_no_name(town, interpreter, visit):
    planned = visit()
    booking = book_interpreter(actor=town.amina, visit=planned, interpreter=interpreter())
    move_booking(actor=town.amina, booking=booking, to=BookingState.CONFIRMED)
    place = town.find(Participant, room__visit=planned.pk, part="interpreter")
    assert place.name_shown == "Interpreter"
    assert give_link(actor=town.amina, participant=place).token
    cancel_visit(actor=town.amina, visit=planned, because="She is ill.")
    assert state(town, booking) == "called-off"
    assert town.find(Participant, pk=place.pk).turned_away_at is not None


def test_whom_somebody_refuses_is_sent_by_no_program_and_what_was_booked_is_called_off(town, interpreter, visit):
    nadia, planned = interpreter(), visit()
    booking = book_interpreter(actor=town.amina, visit=planned, interpreter=nadia)
    move_booking(actor=town.amina, booking=booking, to=BookingState.CONFIRMED)
    place = town.find(Participant, room__visit=planned.pk, part="interpreter")
    give_link(actor=town.amina, participant=town.find(Participant, pk=place.pk))
    refusal = refuse_interpreter(
        actor=town.amina, case=planned.case, interpreter=nadia, because="She knows my husband's family."
    )
    assert state(town, booking) == "called-off"
    assert town.find(Participant, pk=place.pk).turned_away_at is not None
    assert "Nadia Saleh" not in offered(town, planned)
    with pytest.raises(Refused, match="not booked any more"):
        give_link(actor=town.amina, participant=town.find(Participant, pk=place.pk))
    with pytest.raises(Refused, match="not available for them"):
        book_interpreter(actor=town.amina, visit=planned, interpreter=nadia)
    lift_refusal(actor=town.amina, refusal=town.find(InterpreterRefusal, pk=refusal.pk))
    assert "Nadia Saleh" in offered(town, planned)


def test_a_refusal_noted_after_they_were_asked_stops_the_confirming_too(town, interpreter, visit):
    nadia, planned = interpreter(), visit()
    booking = book_interpreter(actor=town.amina, visit=planned, interpreter=nadia)
    refuse_interpreter(actor=town.amina, case=planned.case, interpreter=nadia)
    with pytest.raises(Refused):
        move_booking(actor=town.amina, booking=town.find(InterpreterBooking, pk=booking.pk), to=BookingState.CONFIRMED)


def test_nobody_is_in_two_places_and_whose_visit_it_is_is_not_said(town, interpreter, visit):
    nadia, one, other = interpreter(), visit(), visit()
    book_interpreter(actor=town.amina, visit=one, interpreter=nadia)
    assert offered(town, other).isdisjoint({"Nadia Saleh"})
    with pytest.raises(Refused, match="booked at that time already"):
        book_interpreter(actor=town.amina, visit=other, interpreter=nadia)
    later = visit(ahead=timedelta(days=3))
    book_interpreter(actor=town.amina, visit=later, interpreter=nadia)


def test_only_who_fits_is_offered(town, interpreter, visit):
    planned = visit()
    interpreter("Speaks Arabic", languages=("ar",))
    interpreter("Never Signed", confidential_on=None)
    interpreter("Ran Out", qualified_until=town.today - timedelta(days=1))
    interpreter("In Rooms Alone", modes=(VisitKind.IN_PERSON,))
    gone = interpreter("Gone Away")
    end_interpreter(actor=town.priya, interpreter=gone)
    interpreter("Nadia Saleh")
    names = offered(town, planned)
    assert "Nadia Saleh" in names
    assert names.isdisjoint({"Speaks Arabic", "Never Signed", "Ran Out", "In Rooms Alone", "Gone Away"})


def test_the_list_is_kept_in_the_browser_and_a_stale_page_loses_nothing(town, page):
    priya, place = page(town.priya), reverse("visits:interpreters")
    sent = {
        "name": "Inez Rey", "contact": "+1 202 555 0144", "language": "es", "language_2": "quc", "language_3": "",
        "language_4": "", "modes": ["phone", "video"], "qualification": "Court register",
        **day("qualified_until", town.today + timedelta(days=90)), **day("confidential_on", town.today),
    }  # fmt: skip
    assert "How do they work?" in priya.post(place, {**sent, "modes": []}).content.decode()
    assert priya.post(place, sent).status_code == 302
    kept = town.find(Interpreter, name="Inez Rey")
    assert (kept.languages, kept.modes, kept.contact) == (["es", "quc"], ["phone", "video"], "+1 202 555 0144")
    one = reverse("visits:interpreter", args=[kept.pk])
    again = {**sent, "save": "1", "version": kept.version, "contact": "+1 202 555 0155"}
    assert priya.post(one, again).status_code == 302
    stale = priya.post(one, {**again, "contact": "+1 202 555 0166"})
    assert stale.status_code == 409
    assert "+1 202 555 0166" in stale.content.decode()
    assert "+1 202 555 0155" in stale.content.decode()
    assert priya.post(one, {"end": "1"}).status_code == 302
    assert "Inez Rey" not in priya.get(place).content.decode()
    assert page(town.amina).get(place).status_code in {403, 404}


def test_refusing_in_the_browser_says_why_only_to_their_team(town, page, interpreter):
    case, nadia = town.client_case(), interpreter()
    place = reverse("visits:refusals", args=[case.person_id])
    amina = page(town.amina)
    sent = {"interpreter_id": str(nadia.pk), "because": "She is my aunt."}
    assert amina.post(place, sent).status_code == 302
    assert "She is my aunt." in amina.get(place).content.decode()
    held = town.find(InterpreterRefusal, person=case.person_id)
    held.person = town.find(Person, pk=case.person_id)
    assert held.because == "She is my aunt."
    for who, sees in (("amina", True), ("ben", True), ("sam", False), ("flo", False), ("grace", False)):
        actor = getattr(town, who)
        with reading(actor):
            found = rows(InterpreterRefusal, actor=actor, needs=Permission.VISIT_VIEW)
            assert found.filter(pk=held.pk).exists() is sees, who
    assert amina.post(reverse("visits:lift_refusal", args=[held.pk])).status_code == 302
    assert "She is my aunt." not in amina.get(place).content.decode()


def test_a_sealed_programs_refusal_counts_elsewhere_and_is_told_nowhere_else(town, page, interpreter):
    """Planted: whom somebody fears in the shelter would come to them in housing; and nobody there learns of it."""
    nadia, inside = interpreter(), town.client_case(actor=town.grace, program=town.shelter, language="es")
    outside = open_case(actor=town.job(), program=town.housing, person=inside.person, owner=town.staff(town.amina))
    refuse_interpreter(actor=town.grace, case=inside, interpreter=nadia, because="He asked her where I live.")
    begins = clock.now() + HOUR
    planned = schedule_visit(actor=town.amina, case=outside, kind=VisitKind.PHONE, starts_at=begins, lasts=HOUR)
    shown = page(town.amina).get(reverse("visits:refusals", args=[outside.person_id])).content.decode()
    assert "He asked her where I live." not in shown
    assert "Nadia Saleh" not in offered(town, planned)
    with pytest.raises(Refused, match="not available for them"):
        book_interpreter(actor=town.amina, visit=planned, interpreter=nadia)
