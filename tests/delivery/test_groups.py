"""Groups: who leads one, who has a place and who waits; what a session leaves in each file, and how it is set right."""

from datetime import date, time, timedelta

import pytest

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, rows
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.delivery import grouped, grouping
from keyworker.delivery.actions import (
    GroupWords,
    Mark,
    SessionTold,
    change_group,
    come_into_group,
    end_group,
    join_group,
    leave_group,
    set_up_group,
    strike_service,
    write_down_session,
)
from keyworker.delivery.grouping import Rhythm
from keyworker.delivery.models import (
    Attendance,
    CaseContact,
    ClientGroup,
    GroupPlace,
    GroupSession,
    How,
    ServiceProvided,
)
from keyworker.people.actions import deny
from keyworker.people.models import TimelineEntry
from keyworker.reviews.actions import Closing, close_case

MON = date(2026, 11, 2)


def words(town, **changes):
    kept = {
        "name": "Job club", "leader": town.staff(town.amina), "places": 5, "at": time(0), "minutes": 90,
        "from_on": town.today - timedelta(days=30), "weekday": town.today.isoweekday(), **changes,
    }  # fmt: skip
    return GroupWords(**kept)


@pytest.fixture
def club(town):
    return set_up_group(actor=town.amina, program=town.housing, words=words(town))


def joined(town, group, name, actor=None, **more):
    case = town.client_case(actor, full_name=name)
    return join_group(actor=actor or town.amina, group=group, case=case, since=town.today - timedelta(days=8), **more)


def told(town, **changes):
    return SessionTold(**{"on": town.today, "at": time(0), "minutes": 90, "led_by": town.staff(town.amina), **changes})


def write(town, group, *marks, actor=None, seen=0, because="", **changes):
    return write_down_session(
        actor=actor or town.amina, group=group, told=told(town, **changes), marks=marks, seen=seen, because=because
    )


def test_a_weekly_group_meets_on_its_day_within_its_time_and_one_on_single_days_on_these():
    weekly = Rhythm(3, (), MON, date(2026, 11, 20))
    assert grouping.days_of(weekly, date(2026, 10, 1), date(2026, 12, 1)) == [
        date(2026, 11, 4), date(2026, 11, 11), date(2026, 11, 18),
    ]  # fmt: skip
    single = Rhythm(None, (date(2026, 11, 9), MON), MON, None)
    assert grouping.days_of(single, MON, date(2026, 11, 8)) == [MON]
    assert grouping.days_of(weekly, date(2026, 12, 1), date(2026, 12, 31)) == []
    assert not grouping.may_meet(Rhythm(None, (), MON, None))
    assert not grouping.may_meet(Rhythm(1, (), MON, MON - timedelta(days=1)))


def test_a_remark_that_names_somebody_else_of_the_group_is_refused_and_a_word_like_a_name_is_not():
    assert not grouping.may_be_said("Sat with Ottoline again.", ["Ottoline", "Grubb"])
    assert grouping.may_be_said("Ottolines of this world.", ["Ottoline", "Grubb"])
    assert grouping.may_be_said("He is calm, an hour of it.", ["An", "Grubb"])
    assert grouping.may_be_said("She will come in may.", ["Will", "May"])
    assert grouping.may_be_said("김치를 가져왔다", ["김"])
    for remark, name in (
        ("sat with ottoline again", "Ottoline"), ("WILL was loud.", "Will"), ("Sat with Jose.", "José"),
        ("Asked Mélanie's advice.", "Melanie"), ("جلس مع ليلى", "ليلى"), ("جاءت وليلى", "ليلى"),
        ("和王芳坐在一起", "王芳"), ("민준과 앉았다", "민준"), ("Sat with Otto\u200bline.", "Ottoline"),
    ):  # fmt: skip
        assert not grouping.may_be_said(remark, [name]), remark


def test_a_group_is_set_up_where_one_works_and_led_by_those_who_carry_cases_there(town):
    with pytest.raises(Absent):
        set_up_group(actor=town.amina, program=town.shelter, words=words(town))
    for wrong in ({"leader": town.staff(town.sam)}, {"co_leader": town.staff(town.amina)}, {"weekday": None}):
        with pytest.raises(Refused):
            set_up_group(actor=town.amina, program=town.housing, words=words(town, **wrong))
    set_up_group(actor=town.amina, program=town.housing, words=words(town))
    with pytest.raises(Refused):
        set_up_group(actor=town.ben, program=town.housing, words=words(town, name="JOB CLUB"))


def test_only_somebody_with_an_open_case_there_whom_the_worker_and_the_leaders_may_see_comes_in(town, club):
    since = town.today
    of_family = town.client_case(town.sam, town.family)
    for actor, case in ((town.amina, of_family), (town.sam, of_family), (town.ben, of_family)):
        with pytest.raises((Absent, Refused)):
            join_group(actor=actor, group=club, case=case, since=since)
    bens_own = town.client_case(town.ben, full_name="Nobody Amina Knows")
    with pytest.raises(Refused, match="care team"):
        join_group(actor=town.ben, group=club, case=bens_own, since=since)
    hidden = town.client_case(town.grace, town.shelter)
    for actor in (town.amina, town.grace):
        with pytest.raises(Absent):
            join_group(actor=actor, group=club, case=hidden, since=since)
    cousin = town.client_case(full_name="Amina's Cousin")
    deny(actor=town.ben, person=cousin.person, staff=town.staff(town.amina), because="Kin.")
    with pytest.raises(Absent):
        join_group(actor=town.amina, group=club, case=cousin, since=since)
    with pytest.raises(Refused):
        join_group(actor=town.ben, group=club, case=cousin, since=since)
    place = joined(town, club, "Ottoline Grubb")
    with pytest.raises(Refused, match="already"):
        join_group(actor=town.amina, group=club, case=place.case, since=since)


def test_a_full_group_keeps_an_order_and_a_free_place_goes_to_whoever_waited_longest(town):
    small = set_up_group(actor=town.amina, program=town.housing, words=words(town, places=1))
    first, second, third = (joined(town, small, name) for name in ("Una First", "Duo Second", "Tre Third"))
    assert (first.since is None, second.since, third.since) == (False, None, None)
    with pytest.raises(Refused, match="full"):
        come_into_group(actor=town.amina, group=small, place=second)
    leave_group(actor=town.amina, place=first, on=town.today, because="She found work.")
    with pytest.raises(Refused, match="waited longer"):
        come_into_group(actor=town.amina, group=small, place=third)
    assert come_into_group(actor=town.amina, group=small, place=second).since == town.today
    with pytest.raises(Refused):
        leave_group(actor=town.amina, place=first, on=town.today, because="Again.")
    assert joined(town, small, "Qua Fourth").since is None
    verbs = [each.verb for each in town.all(TimelineEntry, person=second.person_id, source_type="delivery.groupplace")]
    assert verbs == ["delivery.group_waits", "delivery.group_joined"]


def test_who_came_was_given_a_service_who_stayed_away_has_an_attempt_and_the_excused_neither(town, club):
    places = [joined(town, club, name) for name in ("Came Early", "Ran Late", "Told Us", "Stayed Away")]
    hows = (How.CAME, How.LATE, How.EXCUSED, How.MISSED)
    session = write(town, club, *(Mark(place, how, "Fine.") for place, how in zip(places, hows, strict=True)))
    found = {each.place_id: each for each in town.all(Attendance, session=session.pk)}
    came, late, excused, missed = (found[place.pk] for place in places)
    for each in (came, late):
        given = town.find(ServiceProvided, pk=each.service_id)
        assert (given.what, given.units, given.unit, given.provided_on) == ("Job club", 1, "session", town.today)
    tried = town.find(CaseContact, pk=missed.contact_id)
    assert (tried.kind, tried.outcome, tried.summary, tried.why_failed) == ("group", "attempted", "Job club", "Fine.")
    assert (excused.service_id, excused.contact_id) == (None, None)
    said = {
        place.pk: [
            each.verb
            for each in town.all(TimelineEntry, person=place.person_id)
            if each.source_type in {"delivery.attendance", "delivery.casecontact", "delivery.serviceprovided"}
        ]
        for place in places
    }
    assert [said[place.pk] for place in places] == [
        ["delivery.group_came"], ["delivery.group_came_late"], ["delivery.group_excused"], ["delivery.tried_by_group"],
    ]  # fmt: skip


def test_what_cannot_have_been_is_not_written_down(town, club):
    place = joined(town, club, "Ottoline Grubb")
    later = {"on": town.today + timedelta(days=1)}
    for marks, wrong in (
        ([Mark(place, How.CAME)], later),
        ([Mark(place, How.NOT_HELD)], {}),
        ([Mark(place, How.CAME)], {"held": False, "not_held_because": "Snow."}),
        ([Mark(place, How.NOT_HELD)], {"held": False}),
        ([Mark(place, How.CAME)], {"led_by": town.staff(town.sam)}),
    ):
        with pytest.raises(Refused):
            write(town, club, *marks, **wrong)
    other = joined(town, club, "Peregrine Vole")
    with pytest.raises(Refused, match="names somebody else"):
        write(town, club, Mark(place, How.CAME, "Talked to Peregrine."), Mark(other, How.CAME))
    with pytest.raises(Refused, match="names somebody else"):
        leave_group(actor=town.amina, place=place, on=town.today, because="A quarrel with Vole.")
    with pytest.raises(Refused, match="names somebody else"):
        end_group(actor=town.amina, group=club, because="Vole and Ottoline quarrel.")
    stranger = joined(town, set_up_group(actor=town.amina, program=town.housing, words=words(town, name="B")), "Zed")
    with pytest.raises(Absent):
        write(town, club, Mark(stranger, How.CAME))
    assert town.all(Attendance, place__group=club.pk) == []
    assert town.all(ServiceProvided, person=place.person_id) == []


def test_nobody_is_named_in_anothers_file_because_they_left_first(town, club):
    """Breaches: a group that ends lets go of one after the other; who left long ago is still nobody else's business."""
    first, second = joined(town, club, "Ottoline Grubb"), joined(town, club, "Peregrine Vole")
    for because in ("It was Ottoline.", "It was Peregrine."):
        with pytest.raises(Refused, match="names somebody else"):
            end_group(actor=town.amina, group=club, because=because)
    assert town.find(GroupPlace, pk=first.pk).until is None, "all of it or nothing"
    leave_group(actor=town.amina, place=first, on=town.today - timedelta(days=1), because="She moved.")
    with pytest.raises(Refused, match="names somebody else"):
        write(town, club, Mark(second, How.CAME, "Misses ottoline."))
    with pytest.raises(Refused, match="names somebody else"):
        leave_group(actor=town.amina, place=second, on=town.today, because="Went after Grubb.")


def test_attendance_set_right_keeps_what_was_before_and_leaves_one_service_or_one_attempt(town, club):
    place = joined(town, club, "Ottoline Grubb")
    person = place.person_id
    write(town, club, Mark(place, How.CAME))
    with pytest.raises(Refused, match="what was wrong"):
        write(town, club, Mark(place, How.MISSED), seen=1)
    joined(town, club, "Peregrine Vole")
    with pytest.raises(Refused, match="names somebody else"):
        write(town, club, Mark(place, How.MISSED), seen=1, because="Taken for Peregrine.")
    write(town, club, Mark(place, How.LATE, "By an hour."), seen=1, because="She was late.")
    assert len(town.all(ServiceProvided, person=person)) == 1
    write(town, club, Mark(place, How.MISSED), seen=2, because="It was her sister.")
    write(town, club, Mark(place, How.CAME), seen=3, because="It was her after all.")
    standing = town.all(ServiceProvided, person=person, struck_at=None)
    assert len(standing) == 1
    assert [each.struck_because for each in town.all(CaseContact, person=person)] == ["It was her after all."]
    history = town.all(Attendance, person=person)
    assert [(each.how, each.replaced_at is None) for each in history] == [
        ("came", False), ("late", False), ("missed", False), ("came", True),
    ]  # fmt: skip
    assert history[-1].service_id == standing[0].pk
    write(town, club, Mark(place, How.CAME), seen=4)
    assert len(town.all(Attendance, person=person)) == len(history)
    strike_service(actor=town.amina, service=standing[0], because="Twice.")
    write(town, club, Mark(place, How.EXCUSED), seen=5, because="She rang.")
    write(town, club, Mark(place, How.CAME), seen=6, because="She came later.")
    assert len(town.all(ServiceProvided, person=person, struck_at=None)) == 1
    write(town, club, Mark(place, How.NOT_HELD), seen=7, because="Wrong day.", held=False, not_held_because="Snow.")
    assert town.all(ServiceProvided, person=person, struck_at=None) == []


def test_two_who_write_down_the_same_session_do_not_overwrite_each_other(town, club):
    place = joined(town, club, "Ottoline Grubb")
    write(town, club, Mark(place, How.CAME))
    with pytest.raises(StaleRecord):
        write(town, club, Mark(place, How.MISSED), actor=town.ben)
    assert [each.how for each in town.all(Attendance, place=place.pk)] == ["came"]
    with pytest.raises(StaleRecord):
        change_group(actor=town.ben, group=club, words=words(town, name="Work club"), seen=0)


def test_who_leads_or_oversees_writes_and_reads_sessions_and_no_colleague_does(town):
    group = set_up_group(
        actor=town.ben, program=town.family, words=words(town, leader=town.staff(town.sam), name="Parents")
    )
    case = town.client_case(town.sam, town.family, full_name="Sams Own")
    place = join_group(actor=town.sam, group=group, case=case, since=town.today)
    with pytest.raises((Absent, Refused)):
        write(town, group, Mark(place, How.CAME), led_by=town.staff(town.sam))
    write(town, group, Mark(place, How.CAME), actor=town.sam, led_by=town.staff(town.sam), note="They were loud.")
    seen = {}
    for name in ("sam", "ben", "amina", "flo", "priya", "carl", "grace"):
        actor = getattr(town, name)
        with reading(actor):
            seen[name] = rows(GroupSession, actor=actor, needs=Permission.CONTACT_VIEW).filter(group=group).count()
    assert seen == {"sam": 1, "ben": 1, "amina": 0, "flo": 0, "priya": 0, "carl": 0, "grace": 0}
    with reading(town.amina):
        view = grouped.group_view(town.amina, grouped.group(town.amina, group.pk), today=town.today)
    assert (view.members, view.figures, view.taken, view.runs) == ([], [], 1, False)


def test_figures_count_who_came_session_by_session(town, club):
    places = [joined(town, club, f"Person {letter}") for letter in "ABC"]
    hows = (How.CAME, How.LATE, How.MISSED)
    write(town, club, *(Mark(place, how) for place, how in zip(places, hows, strict=True)))
    with reading(town.ben):
        view = grouped.group_view(town.ben, club, today=town.today)
    (figures,) = view.figures
    assert (figures.came, figures.late, figures.missed, view.came_of) == (2, 1, 1, "2.0")


def test_whoever_leaves_the_program_leaves_its_groups_and_their_case_may_still_be_read(town, club):
    place = joined(town, club, "Ottoline Grubb")
    closing = Closing(reason="goals-met", closed_on=town.today, achievements="I work.", follow_up_agreed=False)
    close_case(actor=town.amina, case=place.case, closing=closing, knowing=True)
    left = town.find(GroupPlace, pk=place.pk)
    assert (left.until, left.left_because) == (town.today, "The case was closed.")
    with reading(town.amina):
        assert grouped.places_taken(club) == 0


def test_a_group_that_ends_ends_every_place_in_it(town, club):
    place = joined(town, club, "Ottoline Grubb")
    with pytest.raises(Refused):
        end_group(actor=town.amina, group=club, because=" ")
    end_group(actor=town.amina, group=club, because="Summer.")
    assert town.find(GroupPlace, pk=place.pk).until == town.today
    assert town.find(ClientGroup, pk=club.pk).ended_at is not None
    with pytest.raises(Refused):
        joined(town, club, "Too Late")
