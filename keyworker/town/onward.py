"""The later steps in the town: visits, other services, looking back together, and saying goodbye."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.consent.actions import Terms, record_consent
from keyworker.consent.models import How, Purpose
from keyworker.directory.queries import offered_services
from keyworker.people.models import Person
from keyworker.planning.models import PlanStatus, ServicePlan
from keyworker.referrals.actions import Sending, answer_referral, send_referral
from keyworker.referrals.models import OutgoingReferral, ReferralStatus
from keyworker.reviews.actions import Felt, Voice, leave_complaint, leave_feedback, note_idea
from keyworker.reviews.actions.closing import Closing, close_case
from keyworker.reviews.actions.following_up import record_follow_up
from keyworker.reviews.actions.leaving import ExitWords, plan_exit
from keyworker.reviews.actions.reviewing import Review, record_review
from keyworker.reviews.models import ClosingReason, FollowUp, FollowUpOutcome, Indicator
from keyworker.reviews.queries import OPEN_REFERRAL, PROMISED
from keyworker.tasks.actions import complete_task, move_task
from keyworker.tasks.models import Task, TaskKind
from keyworker.town import interpreters, words
from keyworker.town.cast import Agencies
from keyworker.town.distance import kind_of_visit, link_of_visit
from keyworker.town.neighbours import Stage
from keyworker.town.walking import LOOKING_BACK, Walk
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import VisitKind

# Steps of the path that somebody has not come to yet are put off, not ticked off.
STILL_TO_DO = (TaskKind.ASSESSMENT, TaskKind.PLAN, TaskKind.REVIEW)
SHARED = frozenset({Category.GENERAL, Category.IDENTITY, Category.CONTACT})


def agree_on_visit(walk: Walk) -> None:
    """A time in the next days; for some it is today."""
    starts = (walk.now + timedelta(days=walk.number % 4)).replace(hour=14 + walk.number % 5, minute=0)
    kind = kind_of_visit(walk)
    with clock.at(walk.day(max(1, walk.who.days - 2))):
        visit = schedule_visit(
            actor=walk.worker,
            case=walk.fresh_case(),
            kind=kind,
            starts_at=starts,
            lasts=timedelta(minutes=45),
            place="At the centre, room 2" if kind is VisitKind.IN_PERSON else "",
            heeded=True,
            link=link_of_visit(walk),
        )
        interpreters.book(walk, visit)


def refer_on(walk: Walk) -> None:
    """They agree that a service may be told; it is asked, and for some has answered."""
    day = walk.day(35)
    with reading(walk.worker):
        offered = list(offered_services(walk.worker).select_related("organization")[:20])
        person = facts(Person, because=LOOKING_BACK).get(pk=walk.fresh_case().person_id)
    service = offered[walk.number % len(offered)]
    with clock.at(day):
        record_consent(
            actor=walk.worker,
            person=person,
            program=walk.house.programs[walk.who.program],
            terms=Terms(
                purpose=Purpose.REFERRAL,
                recipient=service.organization.name,
                recipient_id=service.organization_id,
                categories=SHARED,
                given_on=walk.date(day),
                expires_on=walk.date(day) + timedelta(days=180),
                how=How.VERBAL,
                witness="Flo Martin",
                text_version="consent-2026-01",
                language=walk.who.identity.language,
            ),
        )
        sending = Sending(service, f"In their words: {walk.who.needs}", SHARED)
        sent = send_referral(actor=walk.worker, case=walk.fresh_case(), sending=sending)
    if walk.number % 2:
        with clock.at(walk.day(38)):
            answer_referral(
                actor=walk.worker,
                referral=sent.referral,
                answer=ReferralStatus.ACCEPTED,
                words="Yes, they can come on Tuesday morning.",
            )


def look_back(walk: Walk) -> None:
    """The end as it was planned early, and a plan review, with where they say they are today, from 0 to 10."""
    with clock.at(walk.day(20)):
        words_of_it = ExitWords("When I have paid the rent three times by myself.", walk.pick(words.SUPPORTS))
        plan_exit(actor=walk.worker, case=walk.fresh_case(), words=words_of_it)
    day = walk.day(85)
    with reading(walk.worker):
        plan = facts(ServicePlan, because=LOOKING_BACK).get(case=walk.case, status=PlanStatus.ACTIVE)
        goals = list(plan.goals.all())
    with clock.at(day):
        record_review(
            actor=walk.worker,
            case=walk.fresh_case(),
            review=Review(
                reviewed_on=walk.date(day),
                what_went_well=walk.pick(words.WENT_WELL),
                what_changed=walk.pick(words.CHANGED),
                next_review_on=(walk.now + timedelta(days=20 + walk.number)).date(),
                readings={goal.pk: 5 + walk.number % 4 for goal in goals},
            ),
        )


def say_goodbye(walk: Walk) -> None:
    """The case closes, with what they achieved."""
    day = walk.day(150 if walk.who.stage is Stage.FOLLOWED_UP else walk.who.days - 25)
    with clock.at(day):
        _tie_up(walk)
        close_case(
            actor=walk.worker,
            case=walk.fresh_case(),
            closing=Closing(
                reason=ClosingReason.GOALS_MET.value,
                closed_on=walk.date(day),
                achievements=walk.pick(words.ACHIEVED),
                supports_in_place=walk.pick(words.SUPPORTS),
                feedback_rating=5 - walk.number % 2,
                feedback_words="You listened before you wrote.",
                follow_up_agreed=True,
            ),
            knowing=True,
            measures=dict.fromkeys(_measured(walk), Decimal(1 + walk.number % 5)),
        )


def _tie_up(walk: Walk) -> None:
    """What somebody promised is done, and every service has answered, before the last day."""
    with reading(walk.worker):
        promised = list(
            facts(Task, because=LOOKING_BACK).filter(case=walk.case, kind__in=PROMISED, done_at=None, cancelled_at=None)
        )
        unanswered = list(
            facts(OutgoingReferral, because=LOOKING_BACK).filter(case=walk.case, status__in=OPEN_REFERRAL)
        )
    for task in promised:
        complete_task(actor=walk.worker, task=task, outcome="")
    for referral in unanswered:
        asked = referral.status == ReferralStatus.REQUESTED
        answer = ReferralStatus.REJECTED if asked else ReferralStatus.COMPLETED
        said = "We have no place this year." if asked else "They come every Tuesday."
        answer_referral(actor=walk.worker, referral=referral, answer=answer, words=said)


def _measured(walk: Walk) -> list[UUID]:
    """What their program measures at the end."""
    with reading(walk.worker):
        held = facts(Indicator, because=LOOKING_BACK).filter(program=walk.house.programs[walk.who.program])
        return list(held.values_list("pk", flat=True))


def say_what_they_think(house: Agencies) -> None:
    """A word of thanks and a complaint that Ben looks into, feedback on paper, and what is done better for it."""
    worker, ben, program = house.actor("amina"), house.actor("ben"), house.programs["housing"]
    with reading(worker):
        case = facts(Case, because=LOOKING_BACK).filter(program=program, owner=house.staff["amina"], closed_at=None)
        person = case.select_related("person").order_by("id")[0].person
        today = workplace(worker).today
    for kind, said in words.VOICES:
        voice = Voice(said, kind)
        leave_complaint(actor=worker, program=program, voice=voice, person=person)
    _say_it_in_the_shelter(house)
    heard = leave_feedback(actor=worker, program=program, felt=Felt(4, "The tea, and the patience.", "Ring first."))
    due_on, owner = today + timedelta(days=21), house.staff["amina"]
    note_idea(actor=ben, program=program, what="Ring before a visit.", owner=owner, due_on=due_on, feedback=heard)


def _say_it_in_the_shelter(house: Agencies) -> None:
    """Nobody leads the shelter yet: Priya reads what was said there, and not whose words they are."""
    grace, shelter = house.actor("grace"), house.programs["shelter"]
    with reading(grace):
        cases = facts(Case, because=LOOKING_BACK).filter(program=shelter, closed_at=None)
        person = cases.select_related("person").order_by("id")[0].person
    voice = Voice(words.IN_THE_SHELTER)
    leave_complaint(actor=grace, program=shelter, voice=voice, person=person)


def ask_again(walk: Walk) -> None:
    """Some weeks later: how are they?"""
    day = walk.day(185)
    with reading(walk.worker):
        due = facts(FollowUp, because=LOOKING_BACK).get(case=walk.case, done_on=None)
    with clock.at(day):
        record_follow_up(
            actor=walk.worker,
            follow_up=due,
            outcome=FollowUpOutcome.REACHED,
            done_on=walk.date(day),
            still_well=True,
            words="The girls have their own beds. We still have the plant you gave us.",
        )


def catch_up(walk: Walk) -> None:
    """What was due long ago was done in its time; only the last days' work is still open."""
    with reading(walk.worker):
        lately = (walk.now - timedelta(days=2 + walk.number % 2)).date()
        past = list(facts(Task, because=LOOKING_BACK).filter(case=walk.case, done_at=None, due_on__lt=lately))
    for task in past:
        if task.kind in STILL_TO_DO:
            move_task(actor=walk.worker, task=task, due_on=(walk.now + timedelta(days=2 + walk.number % 6)).date())
            continue
        due = datetime.combine(task.due_on, time(15), UTC)
        with clock.at(min(max(due, walk.day(0)), walk.now)):
            complete_task(actor=walk.worker, task=task, outcome="")
