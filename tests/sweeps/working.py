"""What was done with Odalys, one of each, and what is still to be done: what a working day leaves on the desk."""

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal

from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.ids import new_id
from keyworker.cases.models import Case
from keyworker.delivery import actions as delivery
from keyworker.delivery.conferring import Named
from keyworker.delivery.models import (
    BenefitKind,
    BenefitStatus,
    ClientPart,
    Condition,
    ContactKind,
    ContactOutcome,
    Danger,
    Format,
    How,
    KnownFrom,
    Thing,
    WorkKind,
)
from keyworker.people.models import Person
from keyworker.referrals.actions import (
    Obstacle,
    Stop,
    begin_advocacy,
    note_advocacy_step,
    note_service_stop,
)
from keyworker.referrals.models import InTheWay, WhyStopped
from keyworker.supervision.declaring import Declared, declare
from keyworker.supervision.models import DeclarationKind
from keyworker.tasks.actions import set_task
from keyworker.visits.actions import schedule_visit
from keyworker.visits.calling.actions import Called, log_call
from keyworker.visits.interpreting.actions import book_interpreter, refuse_interpreter
from keyworker.visits.interpreting.queries import to_ask
from keyworker.visits.models import Came, Item, Outcome, Participant, PartIn, VisitKind, Wish
from keyworker.visits.practice.actions import begin_visit
from keyworker.visits.practice.settling import Answered, ReadTo, settle
from keyworker.visits.queries import visit as visit_of
from keyworker.visits.rooms import actions as rooms
from keyworker.visits.suiting.actions import Looked, decide_suitability
from keyworker.workspace.actions import change_program
from keyworker.workspace.program_forms import settings_of
from keyworker.workspace.queries.programs import program as as_set_up


def fresh(town, case):
    return town.find(Case, pk=case.pk)


def _say_what_she_takes(town, case, today):
    drops = delivery.Medicine("Marmalade drops", KnownFrom.TOLD, "Three before she plays the clavichord")
    delivery.list_medicine(actor=town.amina, case=fresh(town, case), medicine=drops)
    delivery.list_allergy(
        actor=town.amina, case=fresh(town, case), what="Felt of a clavichord", known_from=KnownFrom.TOLD
    )
    words = "The drops are bitter, not like marmalade."
    later = today + timedelta(days=30)
    delivery.review_medicines(actor=town.amina, case=fresh(town, case), on=today, words=words, next_on=later)


def write_down(town, case, today):
    set_task(actor=town.amina, case=case, what="Bring the marmalade recipe", due_on=today - timedelta(days=1))
    happened = delivery.Happened(ContactKind.VISIT, ContactOutcome.REACHED, clock.now() - timedelta(hours=2))
    delivery.record_contact(actor=town.amina, case=fresh(town, case), happened=happened, note="She plays clavichord.")
    draft = delivery.Draft(new_id(), "Half a note about marmalade")
    delivery.save_draft(actor=town.amina, case=fresh(town, case), draft=draft)
    _sit_down_together(town, case, today)
    _gather_round_the_clavichord(town, case, today)
    taught = delivery.Taught(
        "How to tune a clavichord", "es", Format.PAPER, today, "Not with marmalade.", repeat_on=today
    )
    delivery.give_education(actor=town.amina, case=fresh(town, case), taught=taught)
    _say_what_she_takes(town, case, today)
    grant = delivery.add_funding(actor=town.priya, agency=town.agency(), name="City grant")
    bus_pass = delivery.Given("A bus pass to her clavichord lessons", today, cost=Decimal("12.50"), funding=grant)
    delivery.record_service(actor=town.amina, case=fresh(town, case), given=bus_pass)
    _say_what_she_is_entitled_to(town, case, today, grant)
    _count_what_else_was_done(town, case, today)
    _wait_for_a_second_name(town, case)
    paper = delivery.Paper("Her clavichord lease", "lease.txt", b"One clavichord, two manuals.", "Ask about marmalade")
    delivery.add_document(actor=town.amina, case=fresh(town, case), paper=paper)
    noticed = delivery.Noticed(Danger.OTHER, "Somebody hides her marmalade.", clock.now() - timedelta(hours=1))
    delivery.notice_danger(actor=town.amina, case=fresh(town, case), noticed=noticed)
    _plan_to_meet_by_video(town, case)


def _plan_to_meet_by_video(town, case):
    """In two days; she has said yes already, and what is to be done if something happens."""
    looked = Looked(
        Wish.ANY, Outcome.CONDITIONS, "After the clavichord lesson.", town.today + timedelta(days=90),
        shared_with="The marmalade club", help_needed="A stand on the clavichord.",
    )  # fmt: skip
    decide_suitability(actor=town.amina, case=fresh(town, case), looked=looked)
    visit = schedule_visit(
        actor=town.amina,
        case=fresh(town, case),
        kind=VisitKind.VIDEO,
        starts_at=clock.now() + timedelta(days=2),
        lasts=timedelta(minutes=45),
        place="The library, upstairs",
        heeded=True,
    )
    said = (Answered(Item.CONSENT, "agreed"), Answered(Item.PLAN, words="Hide the marmalade."))
    settle(actor=town.amina, visit=visit, answers=said, read_to=ReadTo("es", "Ivo Quill"))
    with reading(town.amina):
        first, second = to_ask(town.amina, visit_of(town.amina, visit.pk))[:2]
    book_interpreter(actor=town.amina, visit=visit, interpreter=first)
    why = "He tunes the clavichord of her cousin."
    refuse_interpreter(actor=town.amina, case=fresh(town, case), interpreter=second, because=why)
    rang = delivery.Happened(ContactKind.PHONE, ContactOutcome.REACHED, clock.now() - timedelta(hours=3))
    slip = Called(rang, Came.VOICEMAIL, slip="The clavichord is ready.")
    log_call(actor=town.amina, case=fresh(town, case), called=slip)


def meet_by_video(town, case):
    """She will be met by video, and so will a friend of hers; answers the link of hers."""
    soon, long = clock.now() + timedelta(minutes=30), timedelta(hours=12)
    visit = schedule_visit(
        actor=town.amina, case=fresh(town, case), kind=VisitKind.VIDEO, starts_at=soon, lasts=long, heeded=True
    )
    begin_visit(actor=town.amina, visit=visit, because="She has to go to her clavichord.")
    rooms.invite(actor=town.amina, visit=visit, part=PartIn.SUPPORTER, name_shown="Her marmalade club")
    rooms.come_in(actor=town.amina, visit=visit, tab="a" * 8)
    her = town.find(Participant, room__visit=visit, part=PartIn.CLIENT)
    return rooms.give_link(actor=town.amina, participant=her).token


def _say_what_she_is_entitled_to(town, case, today, grant):
    """Her lessons are approved until the month is over."""
    lessons = delivery.Entitled(
        BenefitKind.APPROVAL,
        "Clavichord lessons",
        BenefitStatus.IN_FORCE,
        reference="MARMALADE-7",
        from_on=today - timedelta(days=5),
        until_on=today + timedelta(days=25),
        funding=grant,
        units=Decimal(8),
        unit="item",
    )
    benefit = delivery.note_benefit(actor=town.amina, case=fresh(town, case), entitled=lessons)
    _speak_up_for_her(town, case, today, benefit)
    purse = delivery.Purse(
        "Marmalade money", Decimal(40), today, today + timedelta(days=9), wishes="A clavichord stool."
    )
    budget = delivery.set_budget(actor=town.amina, case=fresh(town, case), purse=purse)
    delivery.spend(actor=town.amina, budget=budget, what="A stool", amount=Decimal("31.20"), spent_on=today)
    due = today + timedelta(days=4)
    tuner = delivery.Handed(Thing.OTHER, "A clavichord tuner", True, Condition.WORN, today, due, serial="CLAVICHORD-3")
    delivery.hand_out(actor=town.amina, case=fresh(town, case), handed=tuner)


def _count_what_else_was_done(town, case, today):
    """A journey for her, a meeting for all of housing; her lessons stopped; and Amina declares a jar of marmalade."""
    worked = delivery.Worked(WorkKind.TRAVEL, 35, today, "To the clavichord maker")
    delivery.note_case_work(actor=town.amina, case=fresh(town, case), worked=worked)
    delivery.note_program_work(actor=town.amina, program=town.housing, worked=replace(worked, what="Rent fair"))
    stop = Stop("The clavichord school", "Lessons", today, WhyStopped.CLOSED)
    note_service_stop(actor=town.amina, case=fresh(town, case), stop=stop)
    her = town.find(Person, pk=case.person_id)
    jar = Declared(DeclarationKind.GIFT, "A jar of marmalade.", today, about=her, value=Decimal(4))
    declare(actor=town.amina, program=town.housing, declared=jar)


def _speak_up_for_her(town, case, today, benefit):
    told = Obstacle(
        InTheWay.LATE, "Her clavichord lessons", "The city", today, "Lessons before the winter.", benefit=benefit
    )
    held = begin_advocacy(actor=town.amina, case=fresh(town, case), obstacle=told)
    note_advocacy_step(actor=town.amina, advocacy=held, what="Rang about the clavichord.", done_on=today)


def _gather_round_the_clavichord(town, case, today):
    """A group with a place for her alone, one session of it put right afterwards; one more waits."""
    staff, other = town.staff(town.amina), town.client_case(full_name="Ignatius Pell")
    words = delivery.GroupWords(
        "Evenings with music", staff, 1, time(0, 0), 60, today - timedelta(days=8), today.isoweekday()
    )
    group = delivery.set_up_group(actor=town.amina, program=town.housing, words=words)
    joined = {"group": group, "since": today, "name_at_door": True}
    place = delivery.join_group(actor=town.amina, case=fresh(town, case), **joined)
    delivery.join_group(actor=town.amina, case=other, **joined)
    told = delivery.SessionTold(today, time(0, 0), 60, staff, note="The clavichord was out of tune.")
    for seen, how, because in ((0, How.MISSED, ""), (1, How.CAME, "She was in the marmalade kitchen.")):
        marks, more = [delivery.Mark(place, how, "Brought marmalade.")], {"seen": seen, "because": because}
        delivery.write_down_session(actor=town.amina, group=group, told=told, marks=marks, **more)


def _sit_down_together(town, case, today):
    """A conference about the clavichord: she is heard first, her tuner comes, two things are decided."""
    held = delivery.Held(
        today, "The clavichord's room", ClientPart.PRESENT, "Marmalade for everybody.", "Which stairs.",
        staff=(town.staff(town.amina),), outside=(Named("Ludmila Quist", "clavichord tuner"),), outside_agreed="Yes.",
    )  # fmt: skip
    about = delivery.hold_conference(actor=town.amina, case=fresh(town, case), held=held)
    for decided in (
        delivery.Decided("Measure the stairs for the clavichord", "worker", due_on=today + timedelta(days=3)),
        delivery.Decided("Marmalade is kept upstairs."),
    ):
        delivery.note_decision(actor=town.amina, conference=about, decided=decided)


def _wait_for_a_second_name(town, case):
    """Housing asks for a supervisor's name under notes, and one of hers waits."""
    with reading(town.priya):
        held = as_set_up(town.priya, town.housing.pk)
    settings = replace(settings_of(held), supervisor_cosigns_notes=True)
    change_program(actor=town.priya, program=held, settings=settings, seen=held.version)
    draft = delivery.Draft(new_id(), "The clavichord tuner comes on Monday.")
    delivery.sign_draft(actor=town.amina, case=fresh(town, case), draft=draft)
