"""A paper sent from one's own page: it comes in, and a worker puts it in the file or asks for another."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.delivery.actions.messaging import Sent
from keyworker.delivery.indexing import index_document
from keyworker.delivery.models import CaseDocument, PaperSent
from keyworker.documents.keeping import erase, take_in
from keyworker.people.timeline import tell

MOST_WAITING = 20  # of 10 MB each: nobody fills the disk from a page of their own


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """What they send and call it. `key` is the page's, the same at every try, so that it stands there once."""

    key: UUID
    what: str
    file: Sent


@action(needs=Permission.PORTAL_ACT, on="case")
def send_paper(*, actor: Actor, case: Case, paper: OwnPaper) -> PaperSent:
    """It waits for a worker to look at it. Raises `Refused` for what cannot be kept, and once the work is over."""
    mine = facts(PaperSent, because="what is sent twice stands there once").filter(person_id=case.person_id)
    before: PaperSent | None = mine.filter(sent_key=paper.key).first()
    if before is not None:
        _record("delivery.paper_sent_again", before)
        return before
    waiting = mine.filter(looked_at=None).count()
    insist(may_send(case_open=case.is_open, what=paper.what, waiting=waiting))
    held = PaperSent(
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        document=take_in(case.program, name=paper.file.name, content=paper.file.content),
        what=paper.what.strip(),
        sent_key=paper.key,
    )
    held.save(force_insert=True)
    tell("delivery.paper_sent", held, needs=Permission.NOTE_VIEW, facts={"title": held.what})
    return held


@action(needs=Permission.NOTE_WRITE, on="sent")
def keep_paper(*, actor: Actor, sent: PaperSent, title: str, kind: str) -> CaseDocument:
    """It is what they say: it becomes a document of the file. Raises `Refused` when somebody looked at it before."""
    insist(_still_waits(sent))
    held = CaseDocument(
        case_id=sent.case_id,
        person_id=sent.person_id,
        program_id=sent.program_id,
        document=sent.document,
        title=title,
        kind=kind,
    )
    held.save(force_insert=True)
    index_document(actor, held)
    change(sent, looked_at=clock.now(), looked_by_id=actor.staff_id, kept_as=held)
    tell("delivery.paper_kept", held, needs=Permission.NOTE_VIEW, facts={"title": held.title})
    return held


@action(needs=Permission.NOTE_WRITE, on="sent")
def ask_for_another(*, actor: Actor, sent: PaperSent, because: str) -> PaperSent:
    """It cannot be read, or is something else: its file is erased, and they read why on their own page."""
    insist(_still_waits(sent))
    insist(yes() if because.strip() else no(_("Say why, in words that they understand.")))
    erase(sent.document)
    change(sent, looked_at=clock.now(), looked_by_id=actor.staff_id, answer=because.strip())
    tell("delivery.paper_not_kept", sent, needs=Permission.NOTE_VIEW, facts={"title": sent.what})
    return sent


def may_send(*, case_open: bool, what: str, waiting: int) -> Decision:
    """Whether one more may come. `waiting`: how many nobody has looked at yet."""
    if not case_open:
        return no(_("This is over. Call us, please."))
    if not what.strip():
        return no(_("Say what it is."))
    return yes() if waiting < MOST_WAITING else no(_("We look at what you sent first. Then send more."))


def _still_waits(sent: PaperSent) -> Decision:
    return yes() if sent.waits else no(_("A colleague looked at this already."))


def _record(verb: str, sent: PaperSent) -> None:
    trail.record(verb, subject=sent, person_id=sent.person_id, program_id=sent.program_id)
