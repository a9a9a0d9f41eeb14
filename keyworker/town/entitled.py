"""The town's means: benefits that end soon, approvals nearly used, an appeal under way, a budget, things lent."""

from datetime import timedelta
from decimal import Decimal

from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.delivery.actions import (
    Entitled,
    Handed,
    OurDevice,
    Purse,
    Worked,
    hand_out,
    note_benefit,
    note_case_work,
    set_budget,
    spend,
)
from keyworker.delivery.models import Agreed, BenefitKind, BenefitStatus, Condition, Thing, Unit, WorkKind
from keyworker.delivery.totals import funding_to_choose
from keyworker.referrals.actions import Obstacle, Stop, begin_advocacy, note_advocacy_step, note_service_stop
from keyworker.referrals.models import InTheWay, WhyStopped
from keyworker.supervision.declaring import Declared, declare
from keyworker.supervision.models import DeclarationKind
from keyworker.town.cast import Agencies
from keyworker.town.devices import one_more
from keyworker.town.giving import EVERY, GRANT
from keyworker.town.walking import Walk


def note(walk: Walk) -> None:
    """Every third person, the ones who are given rides, has food help and an approval of them."""
    if walk.number % EVERY:
        return
    with reading(walk.worker):
        pays = {each.name: each for each in funding_to_choose(walk.worker)}
    at = walk.day(7)
    with clock.at(at):
        day, now = walk.date(at), walk.date(walk.now)
        rides = Entitled(
            BenefitKind.APPROVAL, "Rides to appointments", BenefitStatus.IN_FORCE, payer="City housing office",
            reference=f"RIDE-{2200 + walk.number}", from_on=day, until_on=max(day, now + timedelta(days=20)),
            funding=pays[GRANT], units=Decimal(8), unit=Unit.RIDE.value,
        )  # fmt: skip
        food = Entitled(
            BenefitKind.FOOD, "SNAP", BenefitStatus.IN_FORCE, payer="The county", reference=f"{700100 + walk.number}",
            from_on=day, until_on=max(day, now + timedelta(days=50 + walk.number)),
        )  # fmt: skip
        heating = Entitled(
            BenefitKind.HOUSING, "Help with heating", BenefitStatus.TO_APPLY, look_again_on=now + timedelta(days=9)
        )
        for entitled in (rides, food, heating)[: 3 if walk.number % 2 else 2]:
            note_benefit(actor=walk.worker, case=walk.fresh_case(), entitled=entitled)
    _work_besides(walk)
    if walk.number % (2 * EVERY) == 0:
        _speak_up(walk)
        _hear_of_a_stop(walk)
        _set_aside(walk)


def _speak_up(walk: Walk) -> None:
    """A letter said no; the appeal is under way."""
    letter = walk.now - timedelta(days=12)
    with clock.at(walk.now - timedelta(days=10)):
        told = Obstacle(
            InTheWay.DENIED, "Help with the deposit", "City housing office", walk.date(walk.now - timedelta(days=10)),
            "I kept every rule. I want them to look again.", letter_on=walk.date(letter),
            deadline_on=walk.date(letter + timedelta(days=30)),
        )  # fmt: skip
        held = begin_advocacy(actor=walk.worker, case=walk.fresh_case(), obstacle=told)
    asked = walk.now - timedelta(days=3)
    with clock.at(asked):
        words, day = "Asked for a copy of the file, and who decided.", walk.date(asked)
        note_advocacy_step(actor=walk.worker, advocacy=held, what=words, done_on=day)


def _set_aside(walk: Walk) -> None:
    """Money for moving in, nearly spent, and a phone on loan."""
    at = walk.now - timedelta(days=9)
    day = walk.date(at)
    with clock.at(at):
        purse = Purse(
            "Moving in", Decimal(250), day, day + timedelta(days=60), wishes="A bed first. The rest can wait."
        )
        budget = set_budget(actor=walk.worker, case=walk.fresh_case(), purse=purse)
        for what, amount in (("Bed and mattress", "179.00"), ("Sheets", "42.50")):
            spend(actor=walk.worker, budget=budget, what=what, amount=Decimal(amount), spent_on=day)
        ours = one_more(walk.house, OurDevice(Thing.PHONE, f"Phone {walk.number}", f"HH-P-{walk.number:03}"))
        phone = Handed(
            Thing.PHONE, ours.label, True, Condition.GOOD, day, day + timedelta(days=30), device=ours,
            agreed=Agreed.SIGNED, words="With its charger.",
        )  # fmt: skip
        hand_out(actor=walk.worker, case=walk.fresh_case(), handed=phone)


def _hear_of_a_stop(walk: Walk) -> None:
    """The rides stopped yesterday: they are to be told."""
    heard = walk.now - timedelta(days=1)
    with clock.at(heard):
        stop = Stop("Harbor Rides", "Rides to the clinic", walk.date(walk.now + timedelta(days=5)), WhyStopped.MONEY)
        note_service_stop(actor=walk.worker, case=walk.fresh_case(), stop=stop)


def _work_besides(walk: Walk) -> None:
    """What nobody sees: forms, calls, the way there."""
    for days_ago, kind, minutes, what in (
        (6, WorkKind.WRITING, 50, "Application for heating help"),
        (4, WorkKind.CALLS, 20, "The landlord, twice"),
        (2, WorkKind.TRAVEL, 35, ""),
    ):
        at = walk.now - timedelta(days=days_ago)
        with clock.at(at):
            worked = Worked(kind, minutes, walk.date(at), what)
            note_case_work(actor=walk.worker, case=walk.fresh_case(), worked=worked)


def declare_something(house: Agencies) -> None:
    """Amina was given flowers; Sam knows a family from church, and waits for an answer."""
    for who, program, kind, what, done, value in (
        ("amina", "housing", DeclarationKind.GIFT, "Flowers, when somebody moved in.", "Put them in the hall.", "12"),
        ("sam", "family", DeclarationKind.CONFLICT, "I know this family from my church.", "", None),
    ):
        worth, day = Decimal(value) if value else None, clock.today(house.house.time_zone)
        declared = Declared(kind, what, day, done=done, value=worth)
        declare(actor=house.actor(who), program=house.programs[program], declared=declared)
