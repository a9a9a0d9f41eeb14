"""Pages of their own in the town: opened face to face, with a code word, and a PIN that the demonstration tells."""

from datetime import timedelta

from keyworker.access import doors
from keyworker.access.sight import facts
from keyworker.agencies.models import Program
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.privacy import Category
from keyworker.consent.asking import Question, ask_consent
from keyworker.consent.models import Companion, Purpose
from keyworker.people.actions import Enrolment, enrol, entering, make_link, set_safety
from keyworker.people.models import Person, PortalAccount, SafetyRule
from keyworker.referrals.actions import say_how_it_went
from keyworker.referrals.models import Arrival, WhyNotThere
from keyworker.referrals.queries import my_referrals
from keyworker.referrals.rules import is_over
from keyworker.tasks.models import WishKind
from keyworker.tasks.own import wish
from keyworker.town.cast import JOB
from keyworker.town.walking import LOOKING_BACK, Walk

# Name → code word, and why they want a page.
THEIRS = {
    "Rosa Delgado": ("Jacaranda", "She wants to read her plan at the library."),
    "Marisol Quintana-Reyes": ("Azucena", "She answers questions at home, before we meet."),
}
WISHES = {"Rosa Delgado": "Quiero aprender a conducir."}
PIN = "508213"
SHARED = "Rosa Delgado"


def open_own_page(walk: Walk) -> None:
    """Their worker opens it when they meet, and they choose the PIN by the first link."""
    name = walk.who.identity.full_name
    if name not in THEIRS:
        return
    word, because = THEIRS[name]
    person = _agree_on_a_word(walk, word)
    with clock.at(walk.now - timedelta(hours=21)):
        enrolment = Enrolment("in-person", because, shared_device=name == SHARED)
        account = enrol(actor=walk.worker, person=person, enrolment=enrolment)
        link = make_link(actor=walk.worker, account=account)
        door = entering.at_the_door(walk.worker.agency_id)
        entering.spend_link(actor=door, account=account, key=link.token)
        entering.choose_pin(actor=door, account=account, pin=PIN)
    me = actors.client(agency_id=account.agency_id, account_id=account.pk, person_id=person.pk)
    _say_how_it_went(walk, me)
    if name == SHARED:
        _ask_for_consent(walk, person, walk.house.programs[walk.who.program])
    if (words := WISHES.get(name)) is not None:
        with clock.at(walk.now - timedelta(hours=19)):
            wish(actor=me, case=walk.fresh_case(), kind=WishKind.GOAL, words=words)


def _ask_for_consent(walk: Walk, person: Person, program: Program) -> None:
    """What their worker would like to tell, and has not: it waits on their page."""
    until = walk.date(walk.now) + timedelta(days=180)
    question = Question(Purpose.COORDINATION, "Riverside Health Center", frozenset({Category.GENERAL}), until)
    with clock.at(walk.now - timedelta(hours=4)):
        ask_consent(actor=walk.worker, person=person, program=program, question=question)


def _say_how_it_went(walk: Walk, me: Actor) -> None:
    """Where they were sent to somebody: they did not get there, and want help with it."""
    with reading(me):
        mine = [each for each in my_referrals(me) if not is_over(each.status)]
    for referral in mine[:1]:
        with clock.at(walk.now - timedelta(hours=20)):
            say_how_it_went(actor=me, referral=referral, said=Arrival.NOT_THERE, why=WhyNotThere.NO_WAY.value)


def _agree_on_a_word(walk: Walk, word: str) -> Person:
    case = walk.fresh_case()
    with reading(walk.worker):
        person: Person = facts(Person, because=LOOKING_BACK).get(pk=case.person_id)
        rule = facts(SafetyRule, because=LOOKING_BACK).filter(person=person, program=case.program_id).first()
        program = facts(Program, because=LOOKING_BACK).get(pk=case.program_id)
    with clock.at(walk.now - timedelta(hours=22)):
        set_safety(
            actor=walk.worker,
            person=person,
            address_protected=rule.address_protected if rule else False,
            risk_if_contacted=rule.risk_if_contacted if rule else "",
            code_word=word,
            program=program,
        )
    return person


def codes() -> list[tuple[str, str]]:
    """Who has a page of their own, and a code that opens it once within a quarter of an hour."""
    found = []
    for agency_id in doors.every_agency():
        actor = actors.job(JOB, agency_id=agency_id)
        with reading(actor):
            held = facts(PortalAccount, because="the demonstration tells how to come in").filter(ended_at=None)
            accounts = list(held.filter(pin_chosen_at__isnull=False, locked_at=None).select_related("person"))
            beside = facts(Companion, because="the demonstration tells how to come in").select_related("person")
            called = {each.account_id: f"{each.name}, beside {each.person.full_name}" for each in beside}
        found += [
            (called.get(each.pk, each.person.full_name), make_link(actor=actor, account=each).code) for each in accounts
        ]
    return found
