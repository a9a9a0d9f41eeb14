"""Who may decide for the person, or with them, and what they laid down themselves for a time when they cannot."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.models import change
from keyworker.consent.models import AdvanceDirective, Authority, Consent, DecisionMaker, Matter
from keyworker.consent.rules import Standin, may_decide
from keyworker.consent.waiting import ask_no_more
from keyworker.people.models import Person
from keyworker.people.timeline import tell

NO_LONGER = _("Who agreed for them may not decide any more.")


@dataclass(frozen=True, slots=True)
class Mandate:
    """Under which order or paper somebody decides, in what, from and until when; None: until it is ended."""

    kind: Authority
    name: str
    from_on: date
    rests_on: str = ""
    until_on: date | None = None
    matters: tuple[str, ...] = (Matter.SHARING.value,)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person laid down, when, and where the paper is kept."""

    kind: str
    about: str
    made_on: date
    kept_where: str


@action(needs=Permission.CONSENT_RECORD, on="person")
def record_authority(*, actor: Actor, person: Person, program: Program, mandate: Mandate) -> DecisionMaker:
    """Note who may decide. Raises `Refused` without a name, a matter, or the order or paper it rests on."""
    insist(_sound(mandate))
    values = {**asdict(mandate), "kind": mandate.kind.value, "matters": list(mandate.matters)}
    maker = DecisionMaker(person=person, program=program, recorded_by_id=_hand(actor), **values)
    maker.save(force_insert=True)
    if mandate.kind is not Authority.SUPPORTER and not program.sealed:  # what a sealed program knows shows nowhere
        ask_no_more(person.pk, because="who decides for them is asked instead")
    told = {"authority_kind": mandate.kind.value, "from_on": mandate.from_on.isoformat()}
    tell("consent.authority_recorded", maker, needs=Permission.CONSENT_VIEW, facts=told)
    return maker


def who_decides(
    actor: Actor, person: Person, program: Program, *, by: DecisionMaker | None = None, mandate: Mandate | None = None
) -> DecisionMaker | None:
    """Whoever decides for the person, or with them: `by` on file, or noted now by `mandate`; None: the person alone.

    Part of an action. Raises `Refused` when they may not, or are known not to be let near the person's decisions.
    """
    held = facts(DecisionMaker, because="what is agreed or signed rests on an authority that stands")
    today = workplace(actor).today
    if by is not None:
        maker: DecisionMaker = held.select_for_update(no_key=True).get(pk=by.pk, person=person)
        insist(stays_inside(maker, program))
    elif mandate is not None:
        known = [
            each
            for each in held.filter(known_in(program), person=person)
            if each.kind == mandate.kind and _same_name(each.name, mandate.name)
        ]
        for adverse in (each for each in known if each.adverse):
            insist(may_decide(standin_of(adverse), Matter.SHARING, on=today))
        noted = next((each for each in known if _is_noted(each, program, mandate)), None)
        maker = noted or record_authority(actor=actor, person=person, program=program, mandate=mandate)
    else:
        return None
    insist(may_decide(standin_of(maker), Matter.SHARING, on=today))
    return maker


def _is_noted(maker: DecisionMaker, program: Program, mandate: Mandate) -> bool:
    """The same order or paper is on file in this program already: who signs twice on a day is noted once."""
    same = (maker.rests_on, maker.until_on) == (mandate.rests_on, mandate.until_on)
    return same and maker.program_id == program.pk and maker.ended_at is None and Matter.SHARING in maker.matters


def _sound(mandate: Mandate) -> Decision:
    if mandate.kind is Authority.SELF or not mandate.name.strip():
        return no(_("Name who may decide."))
    if not mandate.matters:
        return no(_("Choose what they may decide."))
    if mandate.kind is not Authority.SUPPORTER and not mandate.rests_on.strip():
        return no(_("Name the order or paper: without one, only the person decides."))
    if mandate.until_on is not None and mandate.until_on < mandate.from_on:
        return no(_("The last day comes before the first."))
    return yes()


@action(needs=Permission.CONSENT_RECORD, on="maker")
def end_authority(*, actor: Actor, maker: DecisionMaker, because: str, adverse: bool = False) -> DecisionMaker:
    """From now on their word counts no more, and what they agreed to is taken back: nothing more is told on it.

    Raises `Refused` when it has ended already.
    """
    insist(yes() if maker.ended_at is None else no(_("Their authority has ended already.")))
    now = clock.now()
    change(maker, ended_at=now, adverse=adverse, ended_because=because)
    rested = facts(Consent, because="a consent falls with the authority it rests on").filter(
        decided_by=maker, withdrawn_at=None
    )
    for consent in rested.select_for_update(no_key=True):
        change(consent, withdrawn_at=now, withdrawn_because=str(NO_LONGER))
        tell("consent.withdrawn", consent, needs=Permission.CONSENT_VIEW, facts={"recipient": consent.recipient})
    tell("consent.authority_ended", maker, needs=Permission.CONSENT_VIEW)
    return maker


@action(needs=Permission.CONSENT_RECORD, on="person")
def record_directive(*, actor: Actor, person: Person, program: Program, wishes: Wishes) -> AdvanceDirective:
    """Note what the person laid down, and where the paper is. Raises `Refused` for a day that has not come."""
    insist(yes() if wishes.made_on <= workplace(actor).today else no(_("This day has not come yet.")))
    found = AdvanceDirective(person=person, program=program, recorded_by_id=_hand(actor), **asdict(wishes))
    found.save(force_insert=True)
    tell("consent.directive_recorded", found, needs=Permission.CONSENT_VIEW)
    return found


@action(needs=Permission.CONSENT_RECORD, on="directive")
def end_directive(*, actor: Actor, directive: AdvanceDirective) -> AdvanceDirective:
    """The person took it back or wrote a new one."""
    insist(yes() if directive.ended_at is None else no(_("This has ended already.")))
    change(directive, ended_at=clock.now())
    tell("consent.directive_ended", directive, needs=Permission.CONSENT_VIEW)
    return directive


def may_sign_for(actor: Actor, person: Person, program: Program, kind: str, name: str, *, matter: str) -> Decision:
    """Whether somebody of this name may sign for the person in this program today; for steps that take signatures.

    Part of an action: what is on file counts, whoever may see it, but not what another program keeps sealed. Neither
    its papers nor its warnings decide here: a yes that nobody here can explain, or a no, would tell whoever signs that
    the person is known there (34 USC 12291(b)(2)). Several papers may name one person; one that stands is enough,
    unless any of them says that the person must be kept from deciding.
    """
    held = facts(DecisionMaker, because="a signature rests on an authority that stands").filter(
        known_in(program), person=person, kind=kind
    )
    named = [standin_of(maker) for maker in held if _same_name(maker.name, name)]
    if not named:
        return no(_("Nothing on file says that they may sign for the person. Record the order or paper first."))
    today = workplace(actor).today
    answers = [may_decide(each, matter, on=today) for each in sorted(named, key=lambda each: not each.adverse)]
    if any(each.adverse for each in named):
        return answers[0]
    return next((answer for answer in answers if answer.allowed), answers[-1])


def known_in(program: Program) -> Q:
    """What counts in this program's file: its own papers, and those of programs that are not sealed."""
    return Q(program=program) | Q(program__sealed=False)


def _same_name(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def standin_of(maker: DecisionMaker) -> Standin:
    """Somebody who may decide, as the rule reads them."""
    return Standin(
        maker.kind,
        frozenset(maker.matters),
        maker.from_on,
        maker.until_on,
        maker.ended_at is not None,
        maker.adverse,
    )


def stays_inside(maker: DecisionMaker, program: Program) -> Decision:
    """What a sealed program knows of who decides is written into no other program's file, where others would read it.

    They decide there all the same: whoever works in both notes their paper in the other program, too.
    """
    if maker.program_id == program.pk or not maker.program.sealed:
        return yes()
    return no(_("This authority is on file in another program. Note it in this one, too, then choose it."))


def _hand(actor: Actor) -> UUID | None:
    return actor.id if actor.kind is ActorKind.STAFF else None
