"""What the referrer is to hear, and the note that they heard it."""

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.intake.models import IncomingReferral, ReferrerNews
from keyworker.intake.rules import ALREADY_TOLD, news_for


def set_out_news(referral: IncomingReferral) -> None:
    """Note what the referrer may now hear; the newest stands for all before it. Part of a deciding action."""
    kind = news_for(referral.status, verified=referral.referrer_verified)
    said = facts(ReferrerNews, because="nobody is told the same twice").filter(referral=referral)
    last = said.order_by("-created_at", "-id").first()
    if kind is None or (last is not None and last.kind == kind):
        return
    ReferrerNews(referral=referral, program_id=referral.program_id, kind=kind).save(force_insert=True)


@action(needs=Permission.REFERRAL_SCREEN, on="news")
def note_referrer_told(*, actor: Actor, news: ReferrerNews) -> ReferrerNews:
    """The worker told the referrer these words, and no more."""
    insist(yes() if news.told_at is None else no(ALREADY_TOLD))
    change(news, told_at=clock.now(), told_by_id=actor.id if actor.kind is ActorKind.STAFF else None)
    trail.record("intake.referrer_told", subject=news, program_id=news.program_id, facts={"news_code": news.kind})
    return news
