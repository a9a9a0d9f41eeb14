"""What is kept back from a person: on no page of theirs, in no copy, and they read that it is, where that is safe."""

import json
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connections
from django.urls import reverse

from keyworker.access.sight import facts
from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.ids import new_id
from keyworker.cases.actions import open_case, reassign_case
from keyworker.delivery.actions import Draft, Said, begin_thread, sign_draft, write_message
from keyworker.interop.actions import give_copy
from keyworker.interop.copying.gathering import Asked
from keyworker.people import actions as people
from keyworker.people.models import CareTeamMember, Ground, Kinship, Person, Withheld
from keyworker.people.queries import open_file
from keyworker.people.withholding.actions import Withholding, give_out, look_again, withhold
from keyworker.people.withholding.rules import gives_a_ground, may_withhold
from keyworker.supervision.actions import set_absence
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import PartIn, Visit, VisitKind
from keyworker.visits.rooms.actions import invite
from tests.portal.test_beside import as_them, let_in, mandate

FILE, WHY = "portal:file", "Her neighbor asked us not to say so."


@pytest.fixture
def town(open_town):
    """Xan has a page; Amina is her worker, and Flo answers her calls."""
    open_town.case = open_town.client_case(full_name="Xanthippe Quill", preferred_name="Xan")
    open_town.her = open_town.find(Person, pk=open_town.case.person_id)
    people.set_safety(
        actor=open_town.amina, person=open_town.her, address_protected=False, risk_if_contacted="", code_word="Plum"
    )
    asked = people.Enrolment("video", "She asked for it.")
    account = people.enrol(actor=open_town.amina, person=open_town.her, enrolment=asked)
    open_town.me = actors.client(agency_id=account.agency_id, account_id=account.pk, person_id=open_town.her.pk)
    open_town.tie = people.relate(
        actor=open_town.amina, person=open_town.her, name="Anselm Quill", told=people.Told(Kinship.PARENT)
    )
    flo = open_town.staff(open_town.flo)
    people.add_to_care_team(
        actor=open_town.ben, person=open_town.her, program=open_town.housing, staff=flo, because="Answers her calls."
    )
    return open_town


def keep(town, record, ground=Ground.IN_CONFIDENCE, **more):
    given = {"because": WHY, "review_on": town.today + timedelta(days=30), **more}
    kept = Withholding(ground.value, **given)
    return withhold(actor=town.amina, person=town.her, program=town.housing, record=record, withholding=kept)


def visit(town, days=2):
    starts = clock.now() + timedelta(days=days)
    return schedule_visit(
        actor=town.amina, case=town.case, kind=VisitKind.IN_PERSON, starts_at=starts, lasts=timedelta(hours=1)
    )


def seen(town, actor, model):
    with reading(actor):
        return {each.pk for each in facts(model, because="a careless developer")}


def test_a_visit_kept_back_is_on_no_page_of_hers_nor_his_and_comes_back_when_given_out(town, page):
    shown, secret = visit(town), visit(town, days=5)
    him = as_them(let_in(town, maker=mandate(town)))
    kept = keep(town, secret)
    for who in (town.me, him):
        assert seen(town, who, Visit) == {shown.pk}, "not even to a page that asks without thinking"
    look_again(actor=town.amina, withheld=town.find(Withheld, pk=kept.pk))
    assert seen(town, town.me, Visit) == {shown.pk}
    give_out(actor=town.amina, withheld=town.find(Withheld, pk=kept.pk))
    for who in (town.me, him):
        assert seen(town, who, Visit) == {shown.pk, secret.pk}
    with pytest.raises(Refused):
        give_out(actor=town.amina, withheld=town.find(Withheld, pk=kept.pk))


def test_it_stays_kept_back_when_nobody_looked_again_and_their_worker_is_reminded(town, page):
    secret = visit(town)
    kept = keep(town, secret)
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE people_withheld SET review_on = '2020-01-01' WHERE id = %s", [kept.pk])
    assert seen(town, town.me, Visit) == set()
    assert "Look again at what is kept back from them" in page(town.amina).get("/my-day/").content.decode()


def test_a_colleague_whose_name_is_kept_back_opened_the_file_without_a_name(town, page):
    with reading(town.flo):
        open_file(town.flo, town.her.pk)
    assert "Flo Martin opened the file." in page(town.me).get(reverse(FILE)).content.decode()
    keep(town, town.staff(town.flo), Ground.WORKER_SAFETY)
    shown = page(town.me).get(reverse(FILE)).content.decode()
    assert "Flo Martin" not in shown
    assert "Somebody whose name we do not say here opened the file." in shown
    assert "It keeps a worker safe." in shown
    assert WHY not in shown
    assert "Flo Martin" not in page(town.me).get(reverse("portal:home")).content.decode()
    with reading(town.me):
        team = {each.staff_id for each in facts(CareTeamMember, because="a careless developer")}
    assert team == {town.amina.id}


def test_whose_name_is_kept_back_stands_under_no_message_nor_in_a_meeting_and_reads_for_nobody_by_name(town, page):
    begun = begin_thread(actor=town.amina, case=town.case, said=Said(new_id(), "Are you well?"))
    set_absence(
        actor=town.ben, program=town.housing, staff=town.staff(town.amina), cover=town.staff(town.ben),
        from_on=town.today, until_on=town.today + timedelta(days=3),
    )  # fmt: skip
    write_message(actor=town.ben, thread=begun.thread, said=Said(new_id(), "Amina is away."))
    address = reverse("portal:thread", args=[begun.thread_id])
    assert "Ben Carter" in page(town.me).get(address).content.decode()
    keep(town, town.staff(town.ben), Ground.WORKER_SAFETY)
    for path in (address, reverse("portal:messages")):
        shown = page(town.me).get(path).content.decode()
        assert "Ben Carter" not in shown, path
        assert "A colleague reads what you write." in shown
    assert "Your team</bdi>" in page(town.me).get(address).content.decode()
    assert "Ben Carter" in page(town.amina).get(reverse("delivery:thread", args=[begun.thread_id])).content.decode()
    met = schedule_visit(
        actor=town.amina, case=town.case, kind=VisitKind.VIDEO, starts_at=clock.now() + timedelta(days=2),
        lasts=timedelta(hours=1), heeded=True,
    )  # fmt: skip
    place = invite(actor=town.amina, visit=met, part=PartIn.WORKER, staff=town.staff(town.ben))
    assert place.name_shown == "A colleague"


def test_nor_is_the_name_in_the_words_of_her_copy(town):
    sign_draft(actor=town.amina, case=town.case, draft=Draft(new_id(), "Flo Martin called her twice."))
    made = give_copy(actor=town.amina, case=town.case, asked=Asked())
    assert "Flo Martin" in str(made.parts)
    keep(town, town.staff(town.flo), Ground.WORKER_SAFETY)
    made = give_copy(actor=town.amina, case=town.case, asked=Asked())
    assert "Flo Martin" not in json.dumps(made.data, default=str) + str(made.parts)
    assert "called her twice" in str(made.parts)


def test_nor_is_the_case_given_to_them_to_whom_she_would_write_by_name(town):
    keep(town, town.staff(town.ben), Ground.WORKER_SAFETY)
    with pytest.raises(Refused, match="kept back from the person"):
        reassign_case(actor=town.ben, case=town.case, to=town.staff(town.ben), because="Amina leaves.")


def test_where_it_is_not_safe_to_say_nothing_is_said_and_he_is_never_told(town, page):
    him = as_them(let_in(town, maker=mandate(town)))
    keep(town, visit(town), said=False)
    assert "Not everything stands here" not in page(town.me).get(reverse(FILE)).content.decode()
    keep(town, visit(town, days=4))
    assert "Somebody told it to us in trust." in page(town.me).get(reverse(FILE)).content.decode()
    assert "Not everything stands here" not in page(him).get(reverse("portal:beside")).content.decode()
    assert seen(town, him, Withheld) == set()
    assert len(seen(town, town.me, Withheld)) == 1


def test_what_is_kept_back_is_in_no_copy_and_the_copy_says_on_which_ground(town):
    note = sign_draft(actor=town.amina, case=town.case, draft=Draft(new_id(), "Hortensia next door called us."))
    keep(town, note)
    made = give_copy(actor=town.amina, case=town.case, asked=Asked())
    assert "Hortensia" not in json.dumps(made.data, default=str) + str(made.parts)
    assert (made.withheld, made.grounds) == (1, {Ground.IN_CONFIDENCE})


def test_the_worker_keeps_it_back_on_a_page_and_the_trail_tells_the_ground_and_no_words(town, page):
    secret = visit(town)
    amina, address = page(town.amina), reverse("workspace:withheld", args=[town.her.pk])
    day = town.today + timedelta(days=30)
    given = {
        "step": "withhold", "what": f"visits.visit:{secret.pk}", "ground": "in-confidence", "because": WHY,
        "said": "no",
        "review_on_day": day.day, "review_on_month": day.month, "review_on_year": day.year,
    }  # fmt: skip
    assert amina.post(address, given).status_code == 302
    assert WHY in amina.get(address).content.decode()
    kept = town.find(Withheld, person=town.her)
    assert seen(town, town.me, Visit) == set()
    event = town.find(AuditEvent, verb="people.withheld", subject_id=kept.pk)
    assert event.facts["ground_code"] == "in-confidence"
    assert WHY not in str(event.facts)
    amina.post(address, {"step": "again", "which": kept.pk})
    assert town.find(Withheld, pk=kept.pk).review_on == town.today + timedelta(days=90)
    amina.post(address, {"step": "give-out", "which": kept.pk})
    assert seen(town, town.me, Visit) == {secret.pk}
    for stranger in (town.sam, town.grace, town.carl):
        assert page(stranger).get(address).status_code == 404


def test_another_programs_record_and_one_of_another_person_are_not_kept_back_here(town):
    other = town.client_case(full_name="Ottoline Vesper")
    theirs = schedule_visit(
        actor=town.amina, case=other, kind=VisitKind.PHONE, starts_at=clock.now() + timedelta(days=1),
        lasts=timedelta(hours=1), heeded=True,
    )  # fmt: skip
    with pytest.raises(Exception, match="nothing here"):
        keep(town, theirs)
    family = open_case(actor=town.job(), program=town.family, person=town.her, owner=town.staff(town.sam))
    with pytest.raises(Refused):
        keep(town, family)
    with pytest.raises(Refused):
        keep(town, visit(town), because=" ")
    secret = visit(town, days=8)
    keep(town, secret)
    with pytest.raises(Refused):
        keep(town, secret)


def test_the_door_changes_nothing_of_it(town):
    """A breach: whoever holds the device tries to lift it."""
    kept = keep(town, visit(town))
    with pytest.raises(ProgrammingError), reading(town.me), connections["door"].cursor() as cursor:
        cursor.execute("UPDATE people_withheld SET lifted_at = now() WHERE id = %s", [kept.pk])


@pytest.mark.parametrize("days", [0, 1, 365, 366])
def test_every_ground_is_looked_at_again_within_a_year(days):
    today = clock.today("UTC")
    for ground in Ground.values:
        asked = may_withhold(ground=ground, because="Why", review_on=today + timedelta(days=days), today=today)
        assert bool(asked) is (1 <= days <= 365)
    assert not may_withhold(ground="because", because="Why", review_on=today + timedelta(days=9), today=today)
    assert not gives_a_ground(withheld=1, ground="")
    assert gives_a_ground(withheld=0, ground="")
