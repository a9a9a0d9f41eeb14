"""What the referrer is to hear, the note that they heard it, and every other talk about a referral."""

from dataclasses import asdict, dataclass
from datetime import date

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.intake.codes import TalkedBy, Whom
from keyworker.intake.models import IncomingReferral, ReferralContact, ReferrerNews
from keyworker.intake.rules import ALREADY_TOLD, may_note_contact, news_for


def set_out_news(referral: IncomingReferral) -> None:
    """Note what the referrer may now hear; the newest stands for all before it. Part of a deciding action."""
    kind = news_for(referral.status, verified=referral.referrer_verified)
    said = facts(ReferrerNews, because="nobody is told the same twice").filter(referral=referral)
    last = said.order_by("-created_at", "-id").first()
    if kind is None or (last is not None and last.kind == kind):
        return
    ReferrerNews(referral=referral, program_id=referral.program_id, kind=kind).save(force_insert=True)


@action(needs=Permission.REFERRAL_SCREEN, on="news")
def note_referrer_told(*, actor: Actor, news: ReferrerNews, how: str = "") -> ReferrerNews:
    """The worker told the referrer these words, and no more; `how` is a code of `TalkedBy`."""
    insist(yes() if news.told_at is None else no(ALREADY_TOLD))
    if how:
        _note_the_talk(actor, news, how)
    change(news, told_at=clock.now(), told_by_id=actor.id if actor.kind is ActorKind.STAFF else None)
    trail.record("intake.referrer_told", subject=news, program_id=news.program_id, facts={"news_code": news.kind})
    return news


def _note_the_talk(actor: Actor, news: ReferrerNews, how: str) -> None:
    ReferralContact(
        referral_id=news.referral_id,
        program_id=news.program_id,
        whom=Whom.REFERRER.value,
        how=TalkedBy(how).value,
        happened_on=workplace(actor).today,
        reached=True,
        about=str(news.get_kind_display()),
        made_by_id=actor.id if actor.kind is ActorKind.STAFF else None,
    ).save(force_insert=True)


@dataclass(frozen=True, slots=True)
class Talk:
    """Who was called, written to or met about a referral, on which day, and whether it worked."""

    whom: str
    how: str
    happened_on: date
    reached: bool
    about: str = ""


@action(needs=Permission.REFERRAL_SCREEN, on="referral")
def note_referral_contact(*, actor: Actor, referral: IncomingReferral, talk: Talk) -> ReferralContact:
    """Write a talk down, or a try. The first talk with the person themselves stops the clock."""
    insist(may_note_contact(talk.happened_on, today=workplace(actor).today))
    contact = ReferralContact(
        referral=referral,
        program_id=referral.program_id,
        made_by_id=actor.id if actor.kind is ActorKind.STAFF else None,
        **asdict(talk),
    )
    contact.save(force_insert=True)
    first = referral.first_contact_on is None or talk.happened_on < referral.first_contact_on
    if talk.whom == Whom.PERSON and talk.reached and first:
        change(referral, first_contact_on=talk.happened_on)
    facts_of_it = {"whom_code": talk.whom, "channel": talk.how, "happened_on": talk.happened_on.isoformat()}
    trail.record("intake.referral_talked_about", subject=contact, program_id=contact.program_id, facts=facts_of_it)
    return contact
