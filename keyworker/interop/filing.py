"""A text that came in, put into the file of whose number it is: by a worker who writes there, never by itself."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.access.workplace import workplace
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.ids import new_id
from keyworker.cases.models import Case
from keyworker.cases.queries import cases_of
from keyworker.delivery.actions import Draft, Happened, record_contact, save_draft
from keyworker.delivery.models import CaseNote, ContactKind, ContactOutcome, Direction
from keyworker.notices.actions import deal_with_text
from keyworker.notices.models import Outcome, TextReceived
from keyworker.people.models import Channel, ContactPoint
from keyworker.people.numbers import number_hash
from keyworker.visits.calling.actions import find_caller

NEEDS = Permission.CONTACT_RECORD


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whose number it is, and the open case in which the text would stand."""

    way: ContactPoint
    case: Case


def candidates(actor: Actor, text: TextReceived) -> list[Candidate]:
    """Whose number it may be: people whose file the worker may open and write in; that they looked is recorded."""
    with reading(actor):
        agency = workplace(actor).agency
    ways = find_caller(actor=actor, agency=agency, number=text.number or "")
    with reading(actor):
        return [
            Candidate(way, case) for way in ways for case in cases_of(actor, way.person, needs=NEEDS) if case.is_open
        ]


@action(needs=NEEDS, on="case")
def put_text_in_file(*, actor: Actor, case: Case, text: TextReceived, seen: int) -> CaseNote:
    """Its words are a draft about a message that came in, to be read through and signed; they stand nowhere else then.

    Raises `Refused` for a text whose number is not noted as theirs, or that a colleague has dealt with, and
    `StaleRecord`.
    """
    insist(_is_theirs(actor, case, text))
    came = Happened(ContactKind.MESSAGE, ContactOutcome.REACHED, text.created_at, direction=Direction.INCOMING)
    contact = record_contact(actor=actor, case=case, happened=came)
    words = _("From their telephone, by text:") + f"\n\n{text.body}"
    note = save_draft(actor=actor, case=case, draft=Draft(new_id(), words, contact=contact))
    deal_with_text(actor=actor, text=text, outcome=Outcome.IN_FILE, seen=seen, filed=True)
    trail.record("interop.text_put_in_file", subject=note, person_id=case.person_id, program_id=case.program_id)
    return note


def _is_theirs(actor: Actor, case: Case, text: TextReceived) -> Decision:
    if not text.waits:
        return no(gettext_lazy("A colleague has looked at this text already."))
    ways = rows(ContactPoint, actor=actor, needs=Permission.PERSON_VIEW).filter(
        person_id=case.person_id,
        value_hash=number_hash(text.number or ""),
        channel__in=(Channel.PHONE, Channel.SMS),
        ended_at=None,
        sealed_in=None,
    )
    if ways.exists():
        return yes()
    return no(gettext_lazy("This number is not noted as theirs. Write down what matters in their file yourself."))
