"""Declaring a conflict of interest, a gift or a boundary, and answering it; what both of them look at."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.models import change
from keyworker.people.actions import deny
from keyworker.people.entrusting import may_be_named
from keyworker.people.models import Person
from keyworker.people.queries import known_people
from keyworker.supervision.models import Declaration, DeclarationAnswer, DeclarationKind

# Whoever works in a program may declare there: this is held in the programs of one's own roles.
WORKS_THERE, OWN, OVERSEE = Permission.REFERRAL_VIEW, Permission.STAFF_VIEW, Permission.CASELOAD_OVERSEE
MOST = 50
MOST_VALUE = Decimal(1_000_000)
VERBS = {
    DeclarationKind.CONFLICT: "supervision.conflict_declared",
    DeclarationKind.GIFT: "supervision.gift_declared",
    DeclarationKind.BOUNDARY: "supervision.boundary_declared",
}
WHY_KEPT_OUT = _("A conflict of interest was declared.")


@dataclass(frozen=True, slots=True)
class Declared:
    """What a worker says of themselves; `value` of a gift is in the agency's currency."""

    kind: DeclarationKind
    what: str
    happened_on: date
    about: Person | None = None
    provider: str = ""
    done: str = ""
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What the supervisor says to it; `keep_out`: the worker must not see that person's file from now on."""

    answer: DeclarationAnswer
    words: str = ""
    keep_out: bool = False


def may_declare(what: str, happened_on: date, *, value: Decimal | None, today: date) -> Decision:
    """Said in words, of a day that has come."""
    if not what.strip():
        return no(_("Say what it is about."))
    if happened_on > today:
        return no(_("This day is still to come."))
    possible = value is None or (value.is_finite() and 0 <= value <= MOST_VALUE and value == round(value, 2))
    return yes() if possible else no(_("A value is nothing or more, and no more than 1,000,000."))


def may_answer(*, answered: bool, answered_words: Answered, about_somebody: bool) -> Decision:
    """Once; guidance and a refusal in words; nobody is kept out of a file that was not named."""
    if answered:
        return no(_("This was answered already."))
    if (
        answered_words.answer in {DeclarationAnswer.GUIDANCE, DeclarationAnswer.REFUSE}
        and not answered_words.words.strip()
    ):
        return no(_("Say how to do it, or why not."))
    if answered_words.keep_out and not about_somebody:
        return no(_("No person of ours is named here, so there is no file to keep them out of."))
    return yes()


@action(needs=WORKS_THERE, on="program")
def declare(*, actor: Actor, program: Program, declared: Declared) -> Declaration:
    """A worker says it of themselves. It stands on no timeline; the trail says that it was declared, and no more."""
    place = workplace(actor)
    insist(may_declare(declared.what, declared.happened_on, value=declared.value, today=place.today))
    if declared.about is not None:
        insist(_may_be_told(actor, program, declared.about))
    made = Declaration(
        by_id=actor.staff_id,
        program=program,
        kind=declared.kind.value,
        about=declared.about,
        provider=declared.provider.strip(),
        what=declared.what.strip(),
        done=declared.done.strip(),
        happened_on=declared.happened_on,
        value=declared.value,
        currency="" if declared.value is None else place.agency.currency,
    )
    made.save(force_insert=True)
    trail.record(VERBS[declared.kind], subject=made, program_id=program.pk)
    return made


def _may_be_told(actor: Actor, program: Program, about: Person) -> Decision:
    """Of somebody they know behind a sealed program's wall alone, only those who oversee that program read."""
    own = facts(Staff, because="where they work with the person").get(pk=actor.staff_id)
    inside = may_be_named(own, about, program.pk)
    return yes() if inside else no(_("You work with this person in another program. Choose that one."))


@action(needs=OVERSEE, on="declaration")
def answer_declaration(
    *, actor: Actor, declaration: Declaration, answered: Answered, seen: int | None = None
) -> Declaration:
    """The supervisor answers, and in the same step keeps the worker out of that file where it must be so.

    Raises `StaleRecord`; `Refused` when it was answered; `Absent` for one's own, and where the file is not theirs.
    """
    about = declaration.about
    insist(
        may_answer(
            answered=declaration.answered_at is not None, answered_words=answered, about_somebody=about is not None
        )
    )
    denial = None
    if answered.keep_out and about is not None:
        denial = deny(actor=actor, person=about, staff=declaration.by, because=str(WHY_KEPT_OUT))
    change(
        declaration,
        seen=seen,
        answer=answered.answer.value,
        answer_words=answered.words.strip(),
        answered_by_id=actor.staff_id,
        answered_at=clock.now(),
        denial=denial,
    )
    trail.record("supervision.declaration_answered", subject=declaration, program_id=declaration.program_id)
    return declaration


@dataclass(frozen=True, slots=True)
class Shown:
    """A declaration, and what the reader may call whom it is about; empty when they may not know."""

    declaration: Declaration
    called: str


def my_declarations(actor: Actor) -> list[Shown]:
    """What the worker declared, newest first. Two queries."""
    return _shown(actor, rows(Declaration, actor=actor, needs=OWN))


def team_declarations(actor: Actor) -> list[Shown]:
    """What the actor's team declared, what waits for an answer first. Two queries."""
    found = _shown(actor, rows(Declaration, actor=actor, needs=OVERSEE))
    return sorted(found, key=lambda each: each.declaration.answered_at is not None)


def declaration(actor: Actor, declaration_id: UUID, *, needs: Permission) -> Declaration:
    """One of them, to answer (`OVERSEE`) or as one's own (`OWN`). Raises `Absent`."""
    return require(
        Declaration, declaration_id, actor=actor, needs=needs, join=("by", "program", "about", "answered_by")
    )


def called(actor: Actor, held: Declaration) -> str:
    """What the reader may call whom it is about. One query."""
    if held.about_id is None:
        return ""
    known = known_people(actor).filter(pk=held.about_id).first()
    return known.called if known else ""


def may_keep_out(actor: Actor, held: Declaration) -> bool:
    """Whether the reader decides who sees the file of whom it is about. One query."""
    if held.about_id is None:
        return False
    return rows(Person, actor=actor, needs=Permission.CARE_TEAM_MANAGE).filter(pk=held.about_id).exists()


def programs_to_declare_in(actor: Actor) -> list[Program]:
    """Where the worker works, by name. One query."""
    return list(rows(Program, actor=actor, needs=WORKS_THERE).filter(closed_at=None).order_by("name"))


def _shown(actor: Actor, found: "QuerySet[Declaration]") -> list[Shown]:
    held = list(found.select_related("by", "program", "answered_by").order_by("-created_at", "-id")[:MOST])
    keys = [each.about_id for each in held if each.about_id is not None]
    names: dict[Any, str] = {each.pk: each.called for each in known_people(actor).filter(pk__in=keys)} if keys else {}
    return [Shown(each, names.get(each.about_id, "")) for each in held]
