"""What the pages of intake show of a referral, in words and tones."""

from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keyworker.base.decision import Answer, Decision
from keyworker.base.languages import NAMES
from keyworker.intake import eligibility, rules
from keyworker.intake.codes import HelpKind, Whom
from keyworker.intake.models import (
    DeclineFollowUp,
    IncomingReferral,
    ReferralContact,
    ReferralStatus,
    ReferrerNews,
    Urgency,
)
from keyworker.people.births import as_known
from keyworker.people.reaching import local_now

URGENCY_TONES = {Urgency.URGENT: "urgent", Urgency.SOON: "warning", Urgency.ROUTINE: "neutral"}
STATUS_TONES = {
    ReferralStatus.RECEIVED: "info",
    ReferralStatus.ACCEPTED: "success",
    ReferralStatus.WAITLISTED: "warning",
    ReferralStatus.DECLINED: "neutral",
    ReferralStatus.ADMITTED: "success",
    ReferralStatus.CLOSED: "neutral",
}
ANSWER_TONES = {Answer.YES: "success", Answer.WARN: "warning", Answer.NO: "urgent"}
ANSWER_WORDS = {
    Answer.YES: gettext_lazy("Yes"),
    Answer.WARN: gettext_lazy("Not known yet"),
    Answer.NO: gettext_lazy("No"),
}
REACH_WORDS = {
    Answer.YES: gettext_lazy("Yes"),
    Answer.WARN: gettext_lazy("Be careful"),
    Answer.NO: gettext_lazy("No"),
}


def status_badge(referral: IncomingReferral) -> dict[str, str]:
    return {"text": referral.get_status_display(), "tone": STATUS_TONES[ReferralStatus(referral.status)]}


def days(count: int) -> str:
    return ngettext("{count} day", "{count} days", count).format(count=count) if count else _("today")


def clock_badge(clock: rules.Clock) -> dict[str, Any]:
    """When the first contact is due, counted from the day they asked, or when it was made."""
    if clock.reached_on is not None:
        return {"text": _("Reached"), "tone": "success", "when": clock.reached_on, "made": True}
    if clock.is_late:
        late = ngettext("{count} day late", "{count} days late", -clock.left)
        return {"text": late.format(count=-clock.left), "tone": "urgent", "when": clock.due_on}
    if clock.left == 0:
        return {"text": _("Due today"), "tone": "warning", "when": clock.due_on}
    left = ngettext("{count} day left", "{count} days left", clock.left)
    return {"text": left.format(count=clock.left), "tone": "neutral", "when": clock.due_on}


def fit(screening: Decision) -> dict[str, Any]:
    """The advice: each criterion with its answer and reason."""
    findings = [
        {
            "criterion": eligibility.CRITERIA[one.facts["criterion"]],
            "reason": one.reason,
            "text": _("Plan for it") if one.facts.get("plan") else ANSWER_WORDS[one.answer],
            "tone": ANSWER_TONES[one.answer],
        }
        for one in screening.facts["findings"]
    ]
    return {"reason": screening.reason, "findings": findings}


def fit_then(screened: dict[str, str] | None) -> list[dict[str, Any]]:
    """What the criteria said on the day it was decided; nothing for what was decided before this was kept."""
    return [
        {
            "criterion": eligibility.CRITERIA[eligibility.Criterion(code)],
            "text": ANSWER_WORDS[Answer(answer)],
            "tone": ANSWER_TONES[Answer(answer)],
        }
        for code, answer in (screened or {}).items()
    ]


def warmth(
    referral: IncomingReferral,
    contacts: list[ReferralContact],
    news: ReferrerNews | None,
    look_backs: list[DeclineFollowUp],
) -> list[dict[str, str]]:
    """What makes a no a warm one: another service, both told, and a day to ask how it went."""
    decided_on = localdate(referral.decided_at) if referral.decided_at else None
    told = any(
        one.whom == Whom.PERSON and one.reached and (decided_on is None or one.happened_on >= decided_on)
        for one in contacts
    )
    steps = [
        (_("Another service is named"), bool(referral.alternative_text)),
        (_("The person was told"), told),
        (_("The referrer was told"), news is None),
        (_("A day to ask how it went"), bool(look_backs)),
    ]
    return [
        {"what": what, "text": _("Done") if done else _("Not yet"), "tone": "success" if done else "warning"}
        for what, done in steps
    ]


def reaching(referral: IncomingReferral) -> dict[str, Any]:
    """How to reach the person, and what the rules say to a call and to a message, at this hour."""
    contact, said, at = referral.contact or "", referral.safe_to_contact, local_now()
    ways = (
        (_("To call or meet them"), rules.may_reach(contact, said, at=at, leaves_trace=False)),
        (_("To leave a message"), rules.may_reach(contact, said, at=at, leaves_trace=True)),
    )
    shown = [
        {"what": what, "reason": one.reason, "text": REACH_WORDS[one.answer], "tone": ANSWER_TONES[one.answer]}
        for what, one in ways
    ]
    first = ways[0][1]
    told = first.way.to if first.allowed else ""
    return {"contact": told, "said": said, "ways": shown, "open": first.is_open, "warned": first.is_warning}


def about_person(found: IncomingReferral) -> list[dict[str, Any]]:
    born = as_known(found.born_on, found.born_precision)
    kinds = dict(HelpKind.choices)
    return [
        {"key": _("Full name"), "value": found.full_name},
        {"key": _("Date of birth"), "value": str(born) if born else ""},
        {"key": _("Language"), "value": str(NAMES.get(found.language, found.language))},
        {"key": _("Where they live or stay"), "value": found.area},
        {"key": _("Who lives with them?"), "value": found.get_household_display()},
        {"key": _("Kinds of help"), "lines": [kinds.get(code, code) for code in found.help_kinds]},
        {"key": _("Before you call or write"), "value": found.safe_to_contact, "missing": _("Nothing was said")},
        {
            "key": _("Do they know and agree?"),
            "value": _("Yes") if found.consent_of_person or found.source_kind == "self" else _("Not that we know"),
        },
    ]


def origin(found: IncomingReferral) -> list[dict[str, Any]]:
    checked = found.verified_how or (_("A colleague") if found.source_kind == "worker" else _("Yes"))
    return [
        {"key": _("Who asked"), "value": found.get_source_kind_display()},
        {"key": _("Name"), "value": found.referrer_name, "missing": _("Not given")},
        {"key": _("Organization"), "value": found.referrer_organization, "missing": _("Not given")},
        {"key": _("How to reach the referrer"), "value": found.referrer_contact, "missing": _("Not given")},
        {
            "key": _("Do we know it is them?"),
            "value": checked
            if found.referrer_verified
            else _("Not checked: they hear only that we received it, and when it is closed."),
        },
        {"key": _("Reference"), "value": found.reference},
    ]
