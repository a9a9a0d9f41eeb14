"""Putting documents in the file: new ones, newer versions, and taking out what does not belong there."""

from dataclasses import dataclass

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.delivery import rules
from keyworker.delivery.indexing import forget_document, index_document, index_text
from keyworker.delivery.models import CaseDocument, DocumentKind, DocumentText, ReadAs
from keyworker.documents.keeping import take_in
from keyworker.documents.reading import Read, State
from keyworker.people.timeline import tell

STATES = {
    State.TEXT: ReadAs.READ,
    State.NO_TEXT: ReadAs.NO_TEXT,
    State.LOCKED: ReadAs.LOCKED,
    State.UNREADABLE: ReadAs.UNREADABLE,
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A file somebody handed us, and what it is. `replaces` is any version of the one it stands in for."""

    title: str
    name: str
    content: bytes
    about: str = ""
    kind: str = DocumentKind.OTHER.value
    replaces: CaseDocument | None = None


@action(needs=Permission.NOTE_WRITE, on="case")
def add_document(*, actor: Actor, case: Case, paper: Paper) -> CaseDocument:
    """Put a file in the file, or a newer version of one. Raises `Refused` for what cannot be kept.

    Two newer versions that come at the same time are both kept, one after the other: nobody's upload is lost.
    """
    newest = _newest(case, paper.replaces) if paper.replaces is not None else None
    held = CaseDocument(
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        document=take_in(case.program, name=paper.name, content=paper.content),
        title=paper.title,
        kind=paper.kind,
        about=paper.about,
    )
    if newest is not None:
        held.lineage, held.number = newest.lineage, newest.number + 1
    held.save(force_insert=True)
    if newest is not None:
        change(newest, superseded_by=held)
    index_document(actor, held)
    verb = "delivery.document_added" if newest is None else "delivery.document_renewed"
    tell(verb, held, needs=Permission.NOTE_VIEW, facts={"title": held.title, "number": held.number})
    return held


def _newest(case: Case, older: CaseDocument) -> CaseDocument:
    """The version that stands last. Whoever adds one waits at the first version, so no number is given twice."""
    versions = facts(CaseDocument, because="a newer version follows the last one, whoever added that")
    versions.select_for_update(no_key=True).get(lineage=older.lineage, number=1)
    newest: CaseDocument = versions.filter(lineage=older.lineage).order_by("-number")[:1].get()
    insist(rules.may_add_version(same_case=newest.case_id == case.pk, withdrawn=newest.is_withdrawn))
    return newest


@action(needs=Permission.NOTE_WRITE, on="document")
def withdraw_document(*, actor: Actor, document: CaseDocument, because: str) -> CaseDocument:
    """It does not belong in this file: nobody opens it any more, in any version; that it was there stays written.

    Raises `Refused` without a reason, or when it was taken out already.
    """
    insist(rules.may_withdraw(withdrawn=document.is_withdrawn, because=because))
    versions = facts(CaseDocument, because="every version of what does not belong here is taken out")
    now = clock.now()
    for each in versions.filter(lineage=document.lineage).order_by("number").select_for_update(no_key=True):
        change(each, withdrawn_at=now, withdrawn_by_id=actor.staff_id, withdrawn_because=because.strip())
    forget_document(document.lineage)
    tell("delivery.document_withdrawn", document, needs=Permission.NOTE_VIEW, facts={"title": document.title})
    return document


@action(needs=Permission.NOTE_INDEX, on="document")
def keep_text(*, actor: Actor, document: CaseDocument, read: Read) -> None:
    """Keep what a document says, sealed, so that it is found by it; only the newest version is looked for."""
    held = facts(DocumentText, because="what was read is kept once").filter(document=document, state=ReadAs.WAITING)
    waiting = held.select_for_update(no_key=True).select_related("person").first()
    if waiting is not None:
        change(waiting, state=STATES[read.state].value, text=read.text or None)
        if read.text and document.superseded_by_id is None:
            index_text(actor, document, read.text)
    trail.record(
        "delivery.document_read",
        subject=document,
        person_id=document.person_id,
        program_id=document.program_id,
        facts={"state_code": read.state.value},
    )
