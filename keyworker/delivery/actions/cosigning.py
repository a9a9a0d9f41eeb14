"""A supervisor's name under a note: asked for when it is signed, given, or sent back with what should be added."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.delivery import rules
from keyworker.delivery.actions.next_step import plan_next
from keyworker.delivery.models import CaseNote, CoSignature, CoSignState
from keyworker.people.timeline import tell
from keyworker.tasks.actions import plan_task, refresh_next_step
from keyworker.tasks.models import Task, TaskKind
from keyworker.tasks.wording import worded


@action(needs=Permission.CASELOAD_OVERSEE, on="co_signature")
def co_sign(*, actor: Actor, co_signature: CoSignature, seen: int) -> CoSignature:
    """Put the supervisor's name under the note as it was `seen`.

    Raises `StaleRecord` when something was added meanwhile, `Refused` for one's own words or when it does not wait.
    """
    own = _has_written(actor, co_signature)
    insist(rules.may_co_sign(waits=co_signature.state == CoSignState.WAITING, own=own))
    settled = {"settled_at": clock.now(), "settled_by_id": actor.staff_id}
    change(co_signature, seen=seen, state=CoSignState.GIVEN.value, **settled)
    tell("delivery.note_co_signed", co_signature, needs=Permission.NOTE_VIEW)
    return co_signature


@action(needs=Permission.CASELOAD_OVERSEE, on="co_signature")
def send_note_back(*, actor: Actor, co_signature: CoSignature, because: str, seen: int) -> CoSignature:
    """Say what should be added: a task for whoever wrote it. Raises as `co_sign` does, and without words."""
    own = _has_written(actor, co_signature)
    insist(rules.may_co_sign(waits=co_signature.state == CoSignState.WAITING, own=own))
    insist(rules.may_send_back(because))
    settled = {"settled_at": clock.now(), "settled_by_id": actor.staff_id}
    change(co_signature, seen=seen, state=CoSignState.RETURNED.value, words=because.strip(), **settled)
    case = _case(co_signature)
    if case.is_open:
        author = co_signature.author
        plan_task(
            case,
            what=worded(_("Add to the note: {words}"), words=because.strip()),
            due_on=workplace(actor).today + rules.NEXT_IN,
            kind=TaskKind.TO_DO,
            assignee=None if author.ended_at else author,
            source=co_signature,
        )
    tell("delivery.note_sent_back", co_signature, needs=Permission.NOTE_VIEW)
    return co_signature


def ask_for_co_signature(actor: Actor, note: CaseNote) -> None:
    """After a note or an addition to it was signed: it waits, where its program asks for it, or waited before."""
    root = note.amends_id or note.pk
    held = facts(CoSignature, because="what was added waits as the note did").filter(note_id=root)
    found = held.select_for_update(no_key=True).first()
    if found is not None:
        _wait_again(actor, found)
    elif _is_asked_for(note):
        author = note.author_id if note.amends is None else note.amends.author_id
        CoSignature(
            note_id=root,
            case_id=note.case_id,
            person_id=note.person_id,
            program_id=note.program_id,
            author_id=author,
            asked_at=clock.now(),
        ).save(force_insert=True)


def _is_asked_for(note: CaseNote) -> bool:
    programs = facts(Program, because="the program says whether a supervisor co-signs")
    return programs.filter(pk=note.program_id, supervisor_cosigns_notes=True).exists()


def _wait_again(actor: Actor, found: CoSignature) -> None:
    state = CoSignState.WAITING.value
    change(found, state=state, asked_at=clock.now(), settled_at=None, settled_by=None, words="")
    asked = facts(Task, because="what was asked for is added").filter(
        source_id=found.pk, done_at=None, cancelled_at=None
    )
    finished = list(asked.select_for_update(no_key=True))
    for task in finished:
        change(task, done_at=clock.now(), done_by_id=actor.staff_id)
    if finished:
        case = _case(found)
        refresh_next_step(case)
        plan_next(actor, case)


def _case(found: CoSignature) -> Case:
    locked = facts(Case, because="a note sent back is a step of its case").select_for_update(no_key=True)
    case: Case = locked.get(pk=found.case_id)
    return case


def _has_written(actor: Actor, co_signature: CoSignature) -> bool:
    """Whether the words are theirs: the note's, or those of anything added to it."""
    words = facts(CaseNote, because="nobody co-signs their own words").filter(
        Q(pk=co_signature.note_id) | Q(amends=co_signature.note_id), author_id=actor.id
    )
    return words.exists()
