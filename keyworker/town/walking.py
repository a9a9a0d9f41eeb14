"""Takes one person along the path, day by day, by the same actions that workers use, as far as they have come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from keyworker.access.sight import facts
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.ids import new_id
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.consent.actions import Terms
from keyworker.consent.authority import Mandate, Wishes, record_authority, record_directive
from keyworker.consent.models import Authority, How, Purpose
from keyworker.delivery import actions as delivery
from keyworker.delivery.models import ContactKind, ContactOutcome
from keyworker.directory.models import Service
from keyworker.intake.actions.admitting import Intake, Safety, admit_person
from keyworker.intake.actions.deciding import Alternative, accept_referral, decline_referral, waitlist_referral
from keyworker.intake.actions.receiving import Asked, receive_referral
from keyworker.intake.actions.telling import Talk, note_referral_contact
from keyworker.intake.actions.waiting import Asking, review_wait
from keyworker.intake.models import IncomingReferral
from keyworker.people.actions import Way, raise_alert
from keyworker.people.models import AlertKind, Channel, Person
from keyworker.tasks.actions import Doing, set_task
from keyworker.tasks.models import Doer
from keyworker.tasks.rules import Rhythm, Unit
from keyworker.town import words
from keyworker.town.cast import Agencies
from keyworker.town.neighbours import Neighbour

# What is remembered for one in so many: most of it once, some of it by the client, every week, or before all else.
TO_REMEMBER: tuple[Callable[[date], Doing], ...] = (
    lambda _due: Doing(),
    lambda _due: Doing(who=Doer.CLIENT.value),
    lambda due: Doing(rhythm=Rhythm(1, Unit.WEEKS.value, due, left=5)),
    lambda _due: Doing(important=True),
    lambda _due: Doing(),
)
REMINDED = 3  # every third of them agreed to be reminded by e-mail
LOOKING_BACK = "the town's story goes on where it stopped"


@dataclass(slots=True)
class Walk:
    """One person's way. `day(n)` is that many days after they came, never after now."""

    who: Neighbour
    house: Agencies
    number: int
    now: datetime
    case: Case | None = None

    @property
    def worker(self) -> Actor:
        return self.house.actor(self.who.worker)

    def day(self, number: float) -> datetime:
        came = self.now - timedelta(days=self.who.days)
        return min(came + timedelta(days=number), self.now - timedelta(minutes=30))

    def fresh_case(self) -> Case:
        """The case as it stands now: each step moves it on."""
        assert self.case is not None  # noqa: S101 - only steps after admission ask
        with reading(self.worker):
            found: Case = facts(Case, because=LOOKING_BACK).get(pk=self.case.pk)
        return found

    def date(self, instant: datetime) -> date:
        """The calendar day it was where the agency works: at UTC midnight the two differ."""
        return instant.astimezone(ZoneInfo(self.house.house.time_zone)).date()

    @property
    def called(self) -> str:
        return self.who.identity.preferred_name or self.who.identity.full_name

    def pick(self, texts: tuple[str, ...], more: int = 0) -> str:
        return texts[(self.number + more) % len(texts)]


def receive(walk: Walk) -> IncomingReferral:
    """They ask for help, or somebody does for them."""
    kind, name, organization = words.REFERRERS[walk.number % len(words.REFERRERS)]
    who = walk.who.identity
    with clock.at(walk.day(0)):
        return receive_referral(
            actor=walk.worker,
            program=walk.house.programs[walk.who.program],
            asked=Asked(
                source_kind=kind,
                full_name=who.full_name,
                needs=walk.who.needs,
                preferred_name=who.preferred_name,
                born_on=who.born_on,
                born_precision=who.born_precision,
                language=who.language,
                contact=walk.who.phone,
                urgency="urgent" if walk.number % 7 == 0 else "routine",
                consent_of_person=True,
                referrer_name=name,
                referrer_organization=organization,
            ),
        )


def wait(walk: Walk, referral: IncomingReferral) -> None:
    with clock.at(walk.day(1)):
        place = waitlist_referral(
            actor=walk.worker,
            referral=referral,
            priority="soon" if walk.number % 2 else "routine",
            review_on=walk.date(walk.now + timedelta(days=9)),
            because="No place free this month.",
        )
    with clock.at(walk.day(1.2)):
        again_on = _today_if_long_ago(walk, days=9)
        asking = Asking("yes", "yes", other_help="They stay with a cousin.", again_on=again_on)
        review_wait(actor=walk.worker, place=place, asking=asking)


def _today_if_long_ago(walk: Walk, *, days: int) -> date:
    """Of those who came more than two days ago it is due today, so that somebody's day shows it; else later."""
    return walk.date(walk.now + timedelta(days=0 if walk.who.days > 2 else days))


def decline(walk: Walk, referral: IncomingReferral) -> None:
    """A warm no: why, and where else."""
    with reading(walk.worker):
        service = facts(Service, because="the town knows another place").order_by("name").first()
    with clock.at(walk.day(1)):
        decline_referral(
            actor=walk.worker,
            referral=referral,
            reason="This program cannot help with this; the other service can.",
            declined_for="better",
            alternative=Alternative(service.name, service.pk) if service else None,
            follow_up_on=_today_if_long_ago(walk, days=5),
        )
        talk = Talk("person", "phone", walk.date(walk.day(1)), reached=True, about="Told them why, and who can help.")
        note_referral_contact(actor=walk.worker, referral=referral, talk=talk)


def admit(walk: Walk, referral: IncomingReferral) -> None:
    """Intake: who they are, how to reach them safely, what they agree to."""
    with clock.at(walk.day(1)):
        accept_referral(actor=walk.worker, referral=referral, because="There is room, and we can help.")
    day = walk.day(1.2)
    with clock.at(day):
        admission = admit_person(actor=walk.worker, referral=referral, intake=_intake(walk, walk.date(day)))
    walk.case = admission.case
    if walk.who.risk:
        _warn(walk, words.ALERT)
    if walk.number % 4 == 0:
        _say_who_helps_them_decide(walk)


def _say_who_helps_them_decide(walk: Walk) -> None:
    """A sister they trust, and what they wrote down for a bad day."""
    case = walk.fresh_case()
    with reading(walk.worker):
        person = facts(Person, because=LOOKING_BACK).get(pk=case.person_id)
    program, day = walk.house.programs[walk.who.program], walk.date(walk.day(1.25))
    with clock.at(walk.day(1.25)):
        mandate = Mandate(Authority.SUPPORTER, "Their sister", day, matters=("sharing", "plan"))
        record_authority(actor=walk.worker, person=person, program=program, mandate=mandate)
        wishes = Wishes("crisis", "Call my sister first.", day, "At home, in the drawer")
        record_directive(actor=walk.worker, person=person, program=program, wishes=wishes)


def _warn(walk: Walk, text: str) -> None:
    """What everybody must know before they act."""
    case = walk.fresh_case()
    with reading(walk.worker):
        person = facts(Person, because=LOOKING_BACK).get(pk=case.person_id)
    with clock.at(walk.day(1.3)):
        program = walk.house.programs[walk.who.program]
        raise_alert(actor=walk.worker, person=person, program=program, kind=AlertKind.SAFETY.value, text=text)


def _intake(walk: Walk, day: date) -> Intake:
    who = walk.who
    ways: tuple[Way, ...] = (
        (Way(Channel.PHONE, who.phone, safe=True, shared=who.shared_phone, preferred=True),) if who.phone else ()
    )
    if walk.number % REMINDED == 1:
        ways += (Way(Channel.EMAIL, f"neighbour.{walk.number}@mail.example", reminders_ok=True),)
    return Intake(
        owner=walk.house.staff[who.worker],
        rights_version="rights-2026-01",
        identity=who.identity,
        ways=ways,
        safety=Safety(address_protected=bool(who.risk), risk_if_contacted=who.risk) if who.risk else None,
        household=(),
        needs_note=who.needs,
        explained_in=who.identity.language,
        consent=Terms(
            purpose=Purpose.SERVICE,
            recipient=walk.house.agency.name,
            categories=frozenset({Category.GENERAL, Category.IDENTITY, Category.CONTACT}),
            given_on=day,
            expires_on=day + timedelta(days=365),
            how=How.WRITTEN,
            text_version="consent-2026-01",
            language=who.identity.language,
        ),
    )


def contact(walk: Walk, number: int = 0, day_number: float = 4, *, noted: bool = True) -> None:
    """They talk; a note is written and signed, or left for later."""
    kinds = (ContactKind.VISIT, ContactKind.PHONE, ContactKind.VISIT, ContactKind.MESSAGE)
    day = walk.day(day_number)
    with clock.at(day):
        kind = kinds[(walk.number + number) % len(kinds)]
        if kind is ContactKind.VISIT and walk.house.programs[walk.who.program].counselling:
            kind = ContactKind.COUNSELLING
        told = delivery.record_contact(
            actor=walk.worker,
            case=walk.fresh_case(),
            happened=delivery.Happened(
                kind=kind,
                outcome=ContactOutcome.REACHED,
                happened_at=day,
                minutes=25 + 5 * (walk.number % 5),
                travel_minutes=15 if kind is ContactKind.VISIT else None,
                distance=Decimal("4.5") if kind is ContactKind.VISIT else None,
                safe_to_talk=True,
                summary=walk.pick(words.SUMMARIES, number),
            ),
        )
        if noted:
            text = walk.pick(words.NOTES, number).format(name=walk.called)
            draft = delivery.Draft(new_id(), text, contact=told)
            delivery.sign_draft(actor=walk.worker, case=walk.fresh_case(), draft=draft)


def remember(walk: Walk) -> None:
    """Something small to do this week, so that the worker's day looks like one."""
    due = walk.now + timedelta(days=(walk.number * 5) % 11 - 2)
    with clock.at(walk.day(max(0, walk.who.days - 3))):
        doing = TO_REMEMBER[walk.number % len(TO_REMEMBER)](due.date())
        set_task(actor=walk.worker, case=walk.fresh_case(), what=walk.pick(words.TASKS), due_on=due.date(), doing=doing)


def work(walk: Walk) -> None:
    """The weeks after the plan."""
    for number, days_ago in ((2, 30), (3, 17)):
        contact(walk, number, max(16, walk.who.days - days_ago - walk.number % 5))
    remember(walk)


def keep_in_touch(walk: Walk) -> None:
    """The last time they talked: some days ago, for one or two too long; now and then nobody has written of it yet."""
    ago = 28 if walk.number % 11 == 4 else 4 + walk.number % 6
    contact(walk, 4, max(16, walk.who.days - ago), noted=walk.number % 9 != 1)
