"""What follows from a contact, and what may be done with a note; pure decisions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.cases.models import Step
from keyworker.delivery.models import ContactKind, ContactOutcome

NEXT_IN = timedelta(days=7)
BEFORE_ASSESSMENT = frozenset({Step.INTAKE.value, Step.ASSESSMENT.value})


@dataclass(frozen=True, slots=True)
class DraftState:
    """What `is_stale` needs to know of the draft as it stands."""

    version: int
    edited_in: str


def reached_the_person(kind: str, outcome: str) -> bool:
    """Whether they themselves were in contact: talking about them to somebody else is not talking with them."""
    return outcome == ContactOutcome.REACHED and kind != ContactKind.COLLATERAL


def may_have_happened(happened_at: datetime, *, now: datetime) -> Decision:
    """A contact is recorded after it happened, never before."""
    return yes() if happened_at <= now else no(_("This is still to come. Plan a visit or set a task for it."))


def may_strike(*, tried: bool, struck: bool, because: str) -> Decision:
    """Only an attempt: who was reached is written about, and a signed note is amended."""
    if not tried:
        return no(_("They were reached. Amend the note instead."))
    if struck:
        return no(_("This is struck out already."))
    return yes() if because.strip() else no(_("Say what was wrong."))


def may_be_held(kind: str, *, counselling: bool) -> Decision:
    """Counselling is recorded where the program offers it; any other contact everywhere."""
    if kind == ContactKind.COUNSELLING and not counselling:
        return no(_("This program offers no counselling. Choose how you were in contact."))
    return yes()


def may_plan_next(what: str, due_on: date, *, case_open: bool, today: date) -> Decision:
    """What comes next, in words, on a day that has not passed, while somebody works on it."""
    if not case_open:
        return no(_("This case is closed. Open it again before you plan."))
    if not what.strip():
        return no(_("Write what is to be done next."))
    return yes() if due_on >= today else no(_("This day has passed. Choose today or a later one."))


def needs_assessment_next(step: str) -> bool:
    """Up to the assessment the next step is the assessment itself; later the worker says what it is."""
    return step in BEFORE_ASSESSMENT


def is_stale(state: DraftState, *, seen: int, page: str) -> bool:
    """Another page saved the draft since this one showed it. The page that saved last may always save again."""
    return state.version != seen and (not page or state.edited_in != page)


def may_change_draft(*, signed: bool) -> Decision:
    return no(_("This note is signed. Amend it instead.")) if signed else yes()


def may_sign(text: str) -> Decision:
    return yes() if text.strip() else no(_("Write the note before you sign it."))


def may_co_sign(*, waits: bool, own: bool) -> Decision:
    """A second person reads what the first wrote: nobody co-signs words of their own."""
    if own:
        return no(_("You wrote some of this yourself. Another supervisor co-signs it."))
    return yes() if waits else no(_("This note does not wait any more. Look at it again."))


def may_send_back(because: str) -> Decision:
    return yes() if because.strip() else no(_("Say what should be added."))


def may_amend(*, signed: bool, text: str, reason: str) -> Decision:
    """Only what is signed is amended, in words, with a reason (45 CFR 164.526; NASW standard 11)."""
    if not signed:
        return no(_("This note is not signed yet: change the draft instead."))
    if not text.strip():
        return no(_("Write what should be added."))
    return yes() if reason.strip() else no(_("Say why the note is amended."))


def may_add_version(*, same_case: bool, withdrawn: bool) -> Decision:
    """A newer version stays beside the older ones, where the same people may read it."""
    if withdrawn:
        return no(_("This document was taken out of the file. Add the new one by itself."))
    return (
        yes() if same_case else no(_("The older one belongs to another case. Choose that case, or add it by itself."))
    )


def may_withdraw(*, withdrawn: bool, because: str) -> Decision:
    if withdrawn:
        return no(_("This document was taken out already."))
    return yes() if because.strip() else no(_("Say why it does not belong here."))


def may_open(*, withdrawn: bool) -> Decision:
    """What was taken out is read by nobody: it may be somebody else's."""
    return no(_("This document was taken out of the file. Nobody can open it.")) if withdrawn else yes()


def may_discard(*, signed: bool) -> Decision:
    return no(_("A signed note stays in the file. Amend it instead.")) if signed else yes()
