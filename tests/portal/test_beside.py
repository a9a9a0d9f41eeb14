"""A guardian or a supporter at the door: what was granted and no more, under their own name, and out at once."""

from datetime import timedelta
from itertools import combinations

import pytest
from django.urls import reverse

from keyworker.access.companions import granted_beside
from keyworker.access.roles import Beside
from keyworker.access.sight import facts
from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.actor import AT_A_DOOR_OF_THEIR_OWN, ActorKind
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.actions import open_case
from keyworker.consent import authority
from keyworker.consent.companions.actions import Grant, keep_out, let_in_beside, take_companion_back
from keyworker.consent.companions.rules import may_be_granted, may_take_back
from keyworker.consent.models import Authority, Companion, DecisionMaker
from keyworker.consent.rules import Standin
from keyworker.people import actions as people
from keyworker.people.models import (
    CareTeamMember,
    Channel,
    Kinship,
    MatchCandidate,
    Person,
    PortalAccount,
    Relationship,
    TimelineEntry,
)
from keyworker.people.twice import Likely, note_candidates
from keyworker.planning import actions as planning
from keyworker.planning.models import GoalReading, PlanSignature, ServicePlan
from keyworker.reviews import actions as reviews
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import VisitKind
from tests.planning.conftest import Planner
from tests.sweeps.addresses import every_address

PIN = "508213"
WORD = "Marmalade"
HOUR = timedelta(hours=1)
HIM = "Anselm Quill"
EVERYTHING = frozenset(Beside)
ALL_GRANTS = [frozenset(some) for size in range(1, 4) for some in combinations(sorted(Beside), size)]
GRANTABLE = [some for some in ALL_GRANTS if Beside.SIGN not in some or Beside.PLAN in some]


@pytest.fixture
def town(open_town):
    """Xan, fifteen, who has a page; her father is her guardian on paper, and noted in her family."""
    open_town.case = open_town.client_case(full_name="Xanthippe Quill", preferred_name="Xan")
    open_town.her = open_town.find(Person, pk=open_town.case.person_id)
    people.set_safety(
        actor=open_town.amina,
        person=open_town.her,
        address_protected=False,
        risk_if_contacted="",
        code_word=WORD,
    )
    account = people.enrol(
        actor=open_town.amina, person=open_town.her, enrolment=people.Enrolment("video", "She asked")
    )
    open_town.me = actors.client(agency_id=account.agency_id, account_id=account.pk, person_id=open_town.her.pk)
    open_town.tie = people.relate(
        actor=open_town.amina, person=open_town.her, name=HIM, told=people.Told(Kinship.PARENT)
    )
    return open_town


def mandate(town, kind=Authority.GUARDIAN, name=HIM, **more):
    rests_on = "" if kind is Authority.SUPPORTER else "Order 12 of the family court"
    said = {"rests_on": rests_on, "matters": ("plan",), **more}
    given = authority.Mandate(kind, name, town.today - timedelta(days=9), **said)
    return authority.record_authority(actor=town.amina, person=town.her, program=town.housing, mandate=given)


def let_in(town, maker=None, tie=None, **more):
    said = {"granted": EVERYTHING, "until_on": town.today + timedelta(days=60), "asked_alone": True, **more}
    grant = Grant(knows_them_as="Xanthippe", met="in-person", because="He signs for her.", **said)
    maker = maker or mandate(town)
    return let_in_beside(actor=town.amina, person=town.her, maker=maker, tie=(tie or town.tie).pk, grant=grant)


def as_them(companion):
    return actors.companion(
        agency_id=companion.agency_id, account_id=companion.account_id, person_id=companion.person_id
    )


def inside(town, page, companion):
    """He comes in by a link and the PIN that he chooses."""
    browser = page(None)
    link = people.make_link(actor=town.amina, account=town.find(PortalAccount, pk=companion.account_id))
    browser.post(reverse("portal:link", args=[link.token]))
    answer = browser.post(reverse("portal:pin"), {"pin": PIN, "again": PIN})
    assert answer["Location"] == reverse("portal:beside")
    return browser


def at_the_door(town, actor, model):
    with reading(actor):
        return list(facts(model, because="a careless developer"))


# What he is granted, and what not


def test_he_comes_in_under_his_own_name_and_sees_what_was_granted(town, page):
    starts = clock.now() + timedelta(days=2)
    schedule_visit(
        actor=town.amina, case=town.case, kind=VisitKind.IN_PERSON, starts_at=starts, lasts=HOUR, place="9 Harbor Lane"
    )
    plan = Planner(town).draft(town.case)
    Planner(town).sign(plan, "client")
    Planner(town).sign(plan, "worker")
    his = inside(town, page, let_in(town))
    home = his.get(reverse("portal:beside")).content.decode()
    assert "Hello, Anselm Quill" in home
    assert "Amina Yusuf" in home
    assert "Xanthippe" in home
    assert "Xan<" not in home, "what she is called here is not his to know"
    assert "near the school" in his.get(reverse("portal:plan_beside")).content.decode()
    assert "9 Harbor Lane" not in home


@pytest.mark.parametrize("granted", GRANTABLE, ids=lambda granted: "+".join(sorted(granted)))
def test_no_grant_no_page(town, page, granted):
    """Every address of every door: what he may open is his home, his PIN, and what his grants say."""
    his = page(as_them(let_in(town, granted=granted)))
    opens = {"portal:beside", "portal:sign_in_beside"} | ({"portal:plan_beside"} if Beside.PLAN in granted else set())
    nowhere = "00000000-0000-0000-0000-000000000000"
    for address in every_address():
        if address.guard is None or address.guard.kind is None or address.guard.because:
            continue
        given = dict.fromkeys(address.arguments, nowhere)
        try:
            url = reverse(address.name, kwargs=given)
        except Exception:  # noqa: S112 - an address of words; staff pages are shut to him by their guard
            continue
        answer = his.get(url)
        assert (answer.status_code == 200) == (address.name in opens), f"{address.name}: {answer.status_code}"
    home = his.get(reverse("portal:beside")).content.decode()
    assert ("When we meet" in home) == (Beside.VISITS in granted)
    signed = his.post(reverse("portal:plan_beside"), {"agrees": "on", "digest": "x"})
    assert (signed.status_code == 404) == (Beside.SIGN not in granted)


def test_every_page_beside_asks_for_a_permission_of_its_own(town):
    guards = {each.name: each.guard for each in every_address() if each.guard}
    guards = {name: guard for name, guard in guards.items() if guard.kind in AT_A_DOOR_OF_THEIR_OWN}
    beside = {name for name, guard in guards.items() if guard.kind is ActorKind.COMPANION}
    assert beside == {"portal:beside", "portal:plan_beside", "portal:sign_in_beside"}
    assert all(guard.needs for guard in guards.values())


def test_another_program_of_hers_and_what_she_says_of_her_goals_are_not_there(town):
    family = open_case(actor=town.job(), program=town.family, person=town.her, owner=town.staff(town.sam))
    theirs = Planner(town).draft(family, actor=town.sam)
    him = as_them(let_in(town))
    assert theirs.pk not in {each.pk for each in at_the_door(town, him, ServicePlan)}
    assert {each.program_id for each in at_the_door(town, him, CareTeamMember)} == {town.housing.pk}
    assert at_the_door(town, him, GoalReading) == []


def test_a_guardian_signs_as_the_guardian_and_the_team_and_she_read_who_did(town, page):
    plan = Planner(town).draft(town.case)
    his = inside(town, page, let_in(town))
    address = reverse("portal:plan_beside")
    assert "near the school" not in his.get(address).content.decode(), "a draft is nobody's before it is offered"
    planning.offer_plan(actor=town.amina, plan=town.find(ServicePlan, pk=plan.pk))
    shown = his.get(address).content.decode()
    assert "It is signed as: Anselm Quill" in shown
    assert his.post(address, {"agrees": "on", "digest": "another"}, follow=True).status_code == 200
    assert town.find(PlanSignature, plan_id=plan.pk) is None
    his.post(address, {"agrees": "on", "digest": town.find(ServicePlan, pk=plan.pk).offered})
    signature = town.find(PlanSignature, plan_id=plan.pk)
    assert (signature.signer, signature.signer_name, signature.staff_id) == ("guardian", HIM, None)
    told = town.find(TimelineEntry, verb="planning.plan_signed_for_them")
    assert (told.actor_kind, told.facts["name"]) == ("companion", HIM)
    file = page(town.me).get(reverse("portal:file")).content.decode()
    assert "Anselm Quill looked at what they may see of the file." in file
    assert "Anselm Quill</bdi> · your guardian" in file


# Out at once


BREACHES = {
    "his order ends": lambda town, held: authority.end_authority(
        actor=town.amina, maker=town.find(DecisionMaker, pk=held.maker_id), because="The court took it back."
    ),
    "he is a danger": lambda town, held: authority.end_authority(
        actor=town.amina, maker=town.find(DecisionMaker, pk=held.maker_id), because="He hits her.", adverse=True
    ),
    "he must not be told anything": lambda town, held: adverse(town, town.find(Relationship, pk=town.tie.pk)),
    "one of his name must not": lambda town, held: people.relate(
        actor=town.amina,
        person=town.her,
        name="anselm  QUILL",
        told=people.Told(Kinship.OTHER, adverse=True),
    ),
    "another record of hers says so": lambda town, held: in_another_record(town),
    "the tie is over": lambda town, held: people.end_tie(
        actor=town.amina, relationship=town.find(Relationship, pk=town.tie.pk), until=town.today
    ),
    "the team shuts it": lambda town, held: keep_out(actor=town.amina, companion=held),
    "the work with her ends": lambda town, held: reviews.close_case(
        actor=town.amina, case=town.case, closing=reviews.Closing(reason="moved", closed_on=town.today), knowing=True
    ),
    "she has died": lambda town, held: people.note_death(
        actor=town.amina, person=town.her, death=people.Death(town.today, told="Her aunt")
    ),
}


def in_another_record(town):
    """A second record was found to be her; somebody noted there that he must not be told anything."""
    again = town.new_person(full_name="Xanthipe Quill")
    people.relate(actor=town.amina, person=again, name=HIM, told=people.Told(Kinship.PARENT, adverse=True))
    link(town, town.her, again)


def link(town, person, again):
    one, other = sorted((person.pk, again.pk))
    note_candidates(actor=town.job(), agency=town.agency(), found=[Likely(one, other, 0.99, True, [])])
    pair = town.find(MatchCandidate, person_id=one, other_id=other)
    people.link_people(actor=town.amina, candidate=pair, staff=town.staff(town.amina), seen=pair.version)


def adverse(town, tie):
    told = people.Told(Kinship.PARENT, adverse=True)
    people.change_tie(actor=town.amina, relationship=tie, told=told, seen=tie.version)


@pytest.mark.parametrize("breach", BREACHES, ids=str)
def test_he_is_out_in_the_moment_in_which_anything_of_it_ends(town, page, breach):
    companion = let_in(town)
    his = inside(town, page, companion)
    for name in ("portal:beside", "portal:plan_beside", "portal:sign_in_beside"):
        assert his.get(reverse(name)).status_code == 200
    link = people.make_link(actor=town.amina, account=town.find(PortalAccount, pk=companion.account_id))
    BREACHES[breach](town, companion)
    for name in ("portal:beside", "portal:plan_beside", "portal:sign_in_beside"):
        assert his.get(reverse(name)).status_code in {302, 404}, name
        assert his.post(reverse(name), {"agrees": "on", "digest": "x"}).status_code in {401, 404, 405}
    assert page(None).post(reverse("portal:link", args=[link.token])).status_code == 404
    assert at_the_door(town, as_them(companion), CareTeamMember) == []


def test_when_the_case_is_opened_again_he_is_let_in_anew_or_not_at_all(town):
    held = let_in(town)
    BREACHES["the work with her ends"](town, held)
    reviews.reopen_case(actor=town.amina, case=town.find(type(town.case), pk=town.case.pk), because="She came back.")
    with reading(as_them(held)):
        assert granted_beside(held.account_id) is None
    assert town.find(Companion, pk=held.pk).ended_at is not None


def test_what_the_shelter_noted_of_him_keeps_him_out_and_tells_nobody(town):
    open_case(actor=town.job(), program=town.shelter, person=town.her, owner=town.staff(town.grace))
    people.relate(actor=town.grace, person=town.her, name=HIM, told=people.Told(Kinship.PARENT, adverse=True))
    with pytest.raises(Refused) as refused:
        let_in(town)
    assert "Talk with your supervisor" in str(refused.value.decision.reason)
    assert town.find(Companion, name=HIM) is None


def test_whoever_may_not_be_let_near_is_never_let_in_nor_for_longer_than_the_order(town):
    lapsed = mandate(town, until_on=town.today - timedelta(days=1))
    short = mandate(town, until_on=town.today + timedelta(days=5))
    health = mandate(town, matters=("health",))
    for given in ({"maker": lapsed}, {"maker": short}, {"maker": health}, {"granted": frozenset()}):
        with pytest.raises(Refused):
            let_in(town, **given)
    people.deny(actor=town.ben, person=town.her, staff=town.staff(town.sam), because="He is her father.")
    with pytest.raises(Refused):
        let_in(town, maker=mandate(town, name="Sam Reyes"))
    adverse(town, town.find(Relationship, pk=town.tie.pk))
    with pytest.raises(Refused):
        let_in(town)
    assert town.all(Companion, person=town.her) == []


def test_a_supporter_is_hers_to_choose_and_to_take_back_and_a_guardian_is_not(town, page):
    friend = people.relate(actor=town.amina, person=town.her, name="Bo Lind", told=people.Told(Kinship.FRIEND))
    bo = mandate(town, kind=Authority.SUPPORTER, name="Bo Lind")
    with pytest.raises(Refused):
        let_in(town, maker=bo, tie=friend, granted=frozenset({"visits"}), asked_alone=False)
    with pytest.raises(Refused):
        let_in(town, maker=bo, tie=friend)  # a supporter never signs
    supporter = let_in(town, maker=bo, tie=friend, granted=frozenset({"visits"}))
    guardian = let_in(town)
    theirs, hers = inside(town, page, supporter), page(town.me)
    assert "The law lets them." in hers.get(reverse("portal:file")).content.decode()
    for held in (supporter, guardian):
        hers.post(reverse("portal:take_companion_back", args=[held.pk]))
    assert theirs.get(reverse("portal:beside")).status_code in {302, 404}
    assert town.find(Companion, pk=supporter.pk).ended_at is not None
    assert town.find(Companion, pk=guardian.pk).ended_at is None
    with pytest.raises(Refused):
        take_companion_back(actor=town.me, companion=guardian)


def test_a_code_word_is_never_taken_from_him_and_no_letter_goes_to_her_address_for_him(town):
    account = town.find(PortalAccount, pk=let_in(town).account_id)
    with pytest.raises(Refused):
        people.let_in_again(actor=town.amina, account=account, heard=WORD)
    way = people.Way(Channel.EMAIL, "xan@mail.example")
    point = people.add_contact_point(actor=town.amina, person=town.her, way=way)
    with pytest.raises(Refused):
        people.make_link_to_send(actor=town.amina, account=account, point=point)


def test_what_he_does_at_his_door_is_never_told_as_hers(town, page):
    companion = let_in(town)
    inside(town, page, companion)
    verbs = {each.verb for each in town.all(AuditEvent, subject_id=companion.account_id)}
    assert {"people.beside_link_made", "people.beside_link_spent", "people.beside_pin_chosen"} <= verbs
    assert not any(verb.startswith("people.portal_") for verb in verbs)


# Pure


@pytest.mark.parametrize("days", [-1, 0, 365, 366])
def test_nothing_is_granted_for_longer_than_a_year(days):
    today = clock.today("UTC")
    one = Standin("guardian", frozenset({"plan"}), today, None, False, False)
    until = today + timedelta(days=days)
    assert bool(may_be_granted(one, {"visits"}, until_on=until, today=today)) is (0 <= days <= 365)


def test_only_a_supporter_is_taken_back_and_only_once():
    assert may_take_back("supporter", ended=False)
    for kind in ("guardian", "attorney"):
        assert not may_take_back(kind, ended=False)
    assert not may_take_back("supporter", ended=True)


def test_whoever_may_not_be_let_in_has_no_grants_at_all(town):
    companion = let_in(town)
    with reading(town.amina):
        assert granted_beside(companion.account_id) == tuple(sorted(Beside))
        assert granted_beside(town.me.id) is None
