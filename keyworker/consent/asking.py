"""Asking for a consent at the person's own door: the team says what for, and the person says yes or no."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.models import change
from keyworker.base.privacy import Category
from keyworker.consent.actions import LONGEST, Terms, keep_consent
from keyworker.consent.authority import known_in, standin_of
from keyworker.consent.models import Authority, Consent, ConsentAsked, DecisionMaker, How, Matter, Purpose
from keyworker.consent.rules import may_decide
from keyworker.consent.waiting import called_back
from keyworker.people.models import THEIR_OWN, Person, PortalAccount
from keyworker.people.timeline import tell

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Question:
    """What they are asked to agree to."""

    purpose: Purpose
    recipient: str
    categories: frozenset[Category]
    expires_on: date
    recipient_id: UUID | None = None


@action(needs=Permission.CONSENT_RECORD, on="person")
def ask_consent(*, actor: Actor, person: Person, program: Program, question: Question) -> ConsentAsked:
    """Put it on their own page. Raises `Refused` where nobody has one, or somebody else decides for them."""
    today = workplace(actor).today
    insist(_may_ask(person, program, question, on=today))
    asked = ConsentAsked(
        person=person,
        program=program,
        purpose=question.purpose.value,
        recipient=question.recipient,
        recipient_id=question.recipient_id,
        categories=sorted(category.value for category in question.categories),
        expires_on=question.expires_on,
        asked_on=today,
        asked_by_id=actor.staff_id,
    )
    asked.save(force_insert=True)
    tell("consent.asked", asked, needs=Permission.CONSENT_VIEW, facts={"recipient": asked.recipient})
    return asked


def _may_ask(person: Person, program: Program, question: Question, *, on: date) -> Decision:
    if program.sealed:
        return no(_("Nothing of this program stands on their own page: others may see their device."))
    held = facts(PortalAccount, because="only who has a page of their own reads it there").filter(THEIR_OWN)
    if not held.filter(person=person).exists():
        return no(_("They have no page of their own yet, where they could read it."))
    if not question.categories:
        return no(_("Choose what may be told."))
    if not on <= question.expires_on <= on + LONGEST:
        return no(_("A consent needs an end date within a year."))
    makers = facts(DecisionMaker, because="who decides for them is asked, and not they alone").filter(
        known_in(program), person=person, kind__in=[Authority.GUARDIAN, Authority.ATTORNEY]
    )
    if any(may_decide(standin_of(maker), Matter.SHARING, on=max(on, maker.from_on)) for maker in makers):
        return no(_("Somebody else decides this for them. Record it with them."))
    same = facts(ConsentAsked, because="nobody is asked the same twice at a time").filter(
        person=person, program=program, purpose=question.purpose.value, recipient__iexact=question.recipient.strip()
    )
    waits = same.filter(answered_at=None, called_back_at=None).exists()
    return no(_("This is asked already. They have not answered yet.")) if waits else yes()


@action(needs=Permission.CONSENT_RECORD, on="asked")
def call_back(*, actor: Actor, asked: ConsentAsked) -> ConsentAsked:
    """It is not asked any more. Raises `Refused` once they answered."""
    insist(_waits(asked))
    called_back(asked)
    return asked


@action(needs=Permission.PORTAL_ACT, on="asked")
def give_own_consent(*, actor: Actor, asked: ConsentAsked, language: str, text_version: str) -> Consent:
    """They say yes, at their own door, to just what was asked. Raises `Refused` for what waits no more."""
    today = workplace(actor).today
    insist(_theirs(actor, asked))
    insist(yes() if today <= asked.expires_on else no(_("This is too old. Talk with your worker.")))
    terms = Terms(
        purpose=Purpose(asked.purpose),
        recipient=asked.recipient,
        recipient_id=asked.recipient_id,
        categories=frozenset(Category(code) for code in asked.categories),
        given_on=today,
        expires_on=asked.expires_on,
        how=How.ELECTRONIC,
        text_version=text_version,
        language=language,
    )
    consent = keep_consent(actor, (asked.person_id, asked.program_id), terms, maker=None)
    change(asked, answered_at=clock.now(), agreed=True, consent=consent)
    return consent


@action(needs=Permission.PORTAL_ACT, on="asked")
def say_no(*, actor: Actor, asked: ConsentAsked) -> ConsentAsked:
    """They say no: nothing is told, and they are not asked why."""
    insist(_theirs(actor, asked))
    change(asked, answered_at=clock.now(), agreed=False)
    tell("consent.refused_by_them", asked, needs=Permission.CONSENT_VIEW, facts={"recipient": asked.recipient})
    return asked


def asked_of(actor: Actor, person: Person) -> list[ConsentAsked]:
    """What was asked of the person on their own page, and what they said; the newest first."""
    found = rows(ConsentAsked, actor=actor, needs=Permission.CONSENT_VIEW).filter(person=person)
    return list(found.select_related("asked_by").order_by("-created_at", "-id")[:MOST_SHOWN])


def asked_of_me(actor: Actor) -> list[ConsentAsked]:
    """What waits for an answer at one's own door; the oldest first."""
    found = rows(ConsentAsked, actor=actor, needs=Permission.PORTAL_ACT).filter(answered_at=None, called_back_at=None)
    return list(found.order_by("created_at", "id")[:MOST_SHOWN])


def _theirs(actor: Actor, asked: ConsentAsked) -> Decision:
    if actor.kind is not ActorKind.CLIENT or actor.person_id != asked.person_id:
        return no(_("Only they themselves answer here."))
    return _waits(asked)


def _waits(asked: ConsentAsked) -> Decision:
    return yes() if asked.waits else no(_("This is not asked any more."))
