"""Several contacts at once, as a list brings them: long over, and nobody owes a note of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, OuterRef, Subquery

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.base.many import insert
from keyworker.cases.models import Case
from keyworker.delivery.models import CaseContact, ContactKind, ContactOutcome
from keyworker.people.timeline import line

LONGEST = 300


@dataclass(frozen=True, slots=True)
class ContactComer:
    """A contact somebody had, in a case that came with the same list or stood before."""

    case: Case
    by_id: UUID
    kind: ContactKind
    happened_at: datetime
    summary: str = ""


def bring_contacts_in(comers: Sequence[ContactComer], at: datetime) -> None:
    """Write them down, each with a line in the story on its own day."""
    contacts = [_contact(comer, at) for comer in comers]
    insert(contacts)
    lines = []
    for contact in contacts:
        of = (contact.person_id, contact.program_id)
        entry = line("delivery.contact_brought_in", contact, of, needs=Permission.CONTACT_VIEW)
        entry.created_at, entry.happened_at = at, contact.happened_at
        lines.append(entry)
    insert(lines)
    refresh_last_contacts([comer.case for comer in comers])


def _contact(comer: ContactComer, at: datetime) -> CaseContact:
    return CaseContact(
        created_at=at,
        case=comer.case,
        person_id=comer.case.person_id,
        program_id=comer.case.program_id,
        kind=comer.kind.value,
        outcome=ContactOutcome.REACHED.value,
        happened_at=comer.happened_at,
        summary=comer.summary[:LONGEST],
        noted_at=at,
        by_id=comer.by_id,
    )


def refresh_last_contacts(cases: Sequence[Case]) -> None:
    """When each person was last reached in the case. No version is counted: nobody has changed it."""
    mine = facts(CaseContact, because="the last contact is the latest that reached them").filter(
        case=OuterRef("pk"), outcome=ContactOutcome.REACHED
    )
    last = mine.order_by().values("case").annotate(last=Max("happened_at")).values("last")
    held = facts(Case, because="its last contact follows from its contacts").filter(pk__in=[case.pk for case in cases])
    held.update(last_contact_at=Subquery(last))
