"""Whether something may be told to somebody: the live consent that covers it, or the reason there is none."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.base.privacy import Category


@dataclass(frozen=True, slots=True)
class Scope:
    """What a consent covers, as the rule needs it."""

    id: UUID
    purpose: str
    recipient: str
    recipient_id: UUID | None
    categories: frozenset[str]
    given_on: date
    expires_on: date
    withdrawn: bool
    authority: Decision = field(default_factory=yes)


@dataclass(frozen=True, slots=True)
class Standin:
    """Somebody who may decide for or with the person, as the rule needs it."""

    kind: str
    matters: frozenset[str]
    from_on: date
    until_on: date | None
    ended: bool
    adverse: bool


def stands(standin: Standin, *, on: date) -> Decision:
    """Whether their order or paper holds on that day; an adverse one's never does (UGPPA 2017, § 110)."""
    if standin.adverse:
        return no(_("This person must not decide for them any more. Ask the person, or your supervisor."))
    if standin.ended:
        return no(_("Their authority has ended."))
    if on < standin.from_on:
        return no(_("Their authority has not begun yet."))
    if standin.until_on is not None and on > standin.until_on:
        return no(_("Their authority has run out. Ask for the new order or paper."))
    return yes()


def may_decide(standin: Standin, matter: str, *, on: date) -> Decision:
    """Whether their word counts in this matter on that day."""
    if not (standing := stands(standin, on=on)):
        return standing
    if matter not in standin.matters:
        return no(_("Their order or paper does not cover this."))
    return yes(_("They may decide this."))


@dataclass(frozen=True, slots=True)
class Telling:
    """What somebody wants to tell whom, why."""

    purpose: str
    recipient: str
    recipient_id: UUID | None
    categories: frozenset[Category]


def is_live(scope: Scope, on: date) -> bool:
    return not scope.withdrawn and scope.given_on <= on <= scope.expires_on


def names_recipient(scope: Scope, telling: Telling) -> bool:
    """A consent names one recipient; no consent is for everybody (34 USC 12291(b)(2))."""
    if scope.recipient_id is not None or telling.recipient_id is not None:
        return scope.recipient_id == telling.recipient_id
    return scope.recipient.casefold() == telling.recipient.casefold()


def may_disclose(scopes: Iterable[Scope], telling: Telling, *, on: date) -> Decision:
    """Yes, with `consent` and the `categories` it lets through, when one live consent covers all of it."""
    fitting = [s for s in scopes if s.purpose == telling.purpose and names_recipient(s, telling)]
    if not fitting:
        return no(_("There is no consent to tell them this. Ask the person first."))
    live = [scope for scope in fitting if is_live(scope, on)]
    if live and not any(scope.authority for scope in live):
        return no(_("Who agreed for them may not decide this any more. Ask again."))
    live = [scope for scope in live if scope.authority]
    if not live:
        return no(_("The consent was withdrawn or has run out. Ask the person again."))
    asked: Collection[str] = {category.value for category in telling.categories}
    best = max(live, key=lambda scope: (len(scope.categories & set(asked)), scope.expires_on))
    missing = set(asked) - best.categories
    if missing:
        return no(_("The consent does not cover all of this."), missing=sorted(missing), consent=best.id)
    return yes(_("The person has agreed to this."), consent=best.id, categories=sorted(asked))


class Standing(StrEnum):
    LIVE = "live"
    COMING = "coming"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


def standing(given_on: date, expires_on: date, withdrawn: bool, *, on: date) -> Standing:
    """Whether a consent still lets anything be told on that day."""
    if withdrawn:
        return Standing.WITHDRAWN
    if on > expires_on:
        return Standing.ENDED
    return Standing.LIVE if on >= given_on else Standing.COMING
