"""When a plan may be begun, changed, and thrown away; who may sign it, and in which order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.consent.signing import is_whole
from keyworker.planning.models import MOST_PROGRESS, PlanStatus, Signer

MANY_GOALS = 4
FOR_THE_CLIENT = frozenset({Signer.CLIENT.value, Signer.GUARDIAN.value})
WAITS_FOR = {
    Signer.CLIENT: _("Being written"),
    Signer.WORKER: _("Signed, waiting for the case manager"),
    Signer.SUPERVISOR: _("Signed, waiting for the supervisor"),
}


def too_many(goals: int) -> bool:
    """More goals at once than most people can work on; said gently, never refused."""
    return goals > MANY_GOALS


def may_start(*, case_open: bool, has_draft: bool, has_agreed: bool) -> Decision:
    """May a first plan be begun?"""
    if not case_open:
        return no(_("This case is closed. Open it again before you plan."))
    if has_draft:
        return no(_("A plan is being written already. Go on with that one."))
    if has_agreed:
        return no(_("There is an agreed plan. Begin a new version of it instead."))
    return yes()


def may_begin_version(*, case_open: bool, status: str, has_draft: bool) -> Decision:
    """May a new version of this plan be begun?"""
    if not case_open:
        return no(_("This case is closed. Open it again before you plan."))
    if has_draft:
        return no(_("A new version is being written already. Go on with that one."))
    if status != "active":
        return no(_("Only the plan that is agreed now can have a new version."))
    return yes()


def may_change(*, status: str) -> Decision:
    """Only a draft changes; what was signed stays as it was signed."""
    if status == "draft":
        return yes()
    return no(_("This plan is signed and cannot be changed. Begin a new version instead."))


def may_discard(*, status: str, signed: bool) -> Decision:
    """A draft may be thrown away as long as nobody has put their name to it."""
    if status != "draft":
        return no(_("This plan is agreed and stays. Begin a new version instead."))
    return no(_("Somebody signed this draft already, so it stays.")) if signed else yes()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a plan stands before a signature: `digest` of its words now, `signed` who signed exactly those words."""

    status: str
    digest: str
    goals: int
    signed: frozenset[str]
    supervisor_signs: bool
    case_open: bool = True


@dataclass(frozen=True, slots=True)
class Signing:
    """Somebody about to sign: `digest` names the words they were shown."""

    signer: str
    signer_name: str
    how: str
    digest: str
    witness: str = ""
    drawing: tuple[tuple[int, ...], ...] = ()


def may_sign_here(signer: str) -> Decision:
    """A supervisor approves with a permission of their own; nobody signs as one from the client's page."""
    return no(_("The supervisor approves the plan themselves.")) if signer == Signer.SUPERVISOR else yes()


def may_sign(signing: Signing, standing: Standing) -> Decision:
    """May this signature be put under the plan? The client goes first: it is their plan."""
    if not standing.case_open:
        return no(_("This case is closed. Open it again before you plan."))
    if standing.status != "draft":
        return no(_("This plan is signed already. Begin a new version to change it."))
    if standing.goals == 0:
        return no(_("Write down at least one goal before anybody signs."))
    if signing.digest != standing.digest:
        return no(_("The plan has changed since this page was opened. Please read it again, then sign."))
    if signing.signer in standing.signed or (signing.signer in FOR_THE_CLIENT and standing.signed & FOR_THE_CLIENT):
        return no(_("This signature is under the plan already."))
    return _in_turn(signing, standing)


def _in_turn(signing: Signing, standing: Standing) -> Decision:
    whole = is_whole(name=signing.signer_name, how=signing.how, witness=signing.witness, drawn=bool(signing.drawing))
    if not whole:
        return whole
    if signing.signer in FOR_THE_CLIENT:
        return yes()
    if not standing.signed & FOR_THE_CLIENT:
        return no(_("The client signs first. It is their plan."))
    if signing.signer == Signer.SUPERVISOR and Signer.WORKER.value not in standing.signed:
        return no(_("The case manager signs before the supervisor."))
    return yes()


def may_approve(*, own_work: bool) -> Decision:
    """Two pairs of eyes: who signed a plan as its case manager does not approve it too."""
    return no(_("You signed this plan as its case manager. Somebody else has to approve it.")) if own_work else yes()


def may_send_back(*, waits: bool, because: str) -> Decision:
    """May the supervisor ask for changes? Of a plan that waits for them, and saying what should change."""
    if not waits:
        return no(_("This plan does not wait for approval any more."))
    return yes() if because.strip() else no(_("Say what should change."))


def awaited(standing: Standing) -> list[Signer]:
    """Who has yet to sign, in their order; empty when the plan is agreed."""
    waiting = [] if standing.signed & FOR_THE_CLIENT else [Signer.CLIENT]
    if Signer.WORKER.value not in standing.signed:
        waiting.append(Signer.WORKER)
    if standing.supervisor_signs and Signer.SUPERVISOR.value not in standing.signed:
        waiting.append(Signer.SUPERVISOR)
    return waiting


def standing_of(status: str, *, signed: bool, waits_for: Sequence[Signer]) -> Promise:
    """How a plan stands, in words: a draft under which a name stands says whom it waits for."""
    if status == PlanStatus.DRAFT and signed and waits_for:
        return WAITS_FOR[waits_for[0]]
    return PlanStatus(status).label


def may_read_goal(*, case_open: bool, status: str, number: int, on: date, today: date) -> Decision:
    """May it be written down where a goal stands? While it is planned and worked on, never for a day to come."""
    if not case_open:
        return no(_("This case is closed. Open it again first."))
    if status not in {PlanStatus.DRAFT, PlanStatus.ACTIVE}:
        return no(_("This plan was replaced by a newer one. Say it of the goal as it stands there."))
    if not 0 <= number <= MOST_PROGRESS:
        return no(_("Choose a number from 0 to 10."))
    if on > today:
        return no(_("This day has not come yet."))
    return yes()


def may_offer(*, draft: bool, goals: int, case_open: bool, sealed: bool) -> Decision:
    """Whether a plan may stand at the person's own door to be signed; a sealed program's stands there never."""
    if sealed:
        return no(_("Nothing of this program stands on their own page. Hand them your device instead."))
    if not draft or not case_open:
        return no(_("Only a plan that is being written is signed."))
    return yes() if goals else no(_("Write down at least one goal first."))


def with_strengths(words: str, more: Iterable[str]) -> str:
    """What already helps, with what assessments found: each on a line of its own, none twice."""
    known = {" ".join(line.split()).casefold() for line in words.splitlines()}
    lines = [line for text in more if (line := " ".join(text.split())) and line.casefold() not in known]
    return "\n".join([*([words] if words else []), *dict.fromkeys(lines)])
