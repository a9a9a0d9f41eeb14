"""Noting what a person is entitled to, changing it, renewing it: somebody always sees to it before it ends."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.delivery import entitling, giving
from keyworker.delivery.actions.next_step import plan_next
from keyworker.delivery.entitling import Days
from keyworker.delivery.models import Benefit, BenefitKind, BenefitStatus, FundingSource
from keyworker.people.timeline import tell
from keyworker.tasks.actions import finish_tasks, plan_task
from keyworker.tasks.models import TaskKind
from keyworker.tasks.wording import worded

VERBS = {
    BenefitStatus.TO_APPLY: "delivery.benefit_to_apply",
    BenefitStatus.APPLIED: "delivery.benefit_applied",
    BenefitStatus.IN_FORCE: "delivery.benefit_in_force",
    BenefitStatus.REFUSED: "delivery.benefit_refused",
    BenefitStatus.ENDED: "delivery.benefit_ended",
}


@dataclass(frozen=True, slots=True)
class Entitled:
    """A benefit as the worker tells of it; `money` is in the agency's currency, `reference` the payer's own number."""

    kind: BenefitKind
    name: str
    status: BenefitStatus
    payer: str = ""
    reference: str = ""
    look_again_on: date | None = None
    from_on: date | None = None
    until_on: date | None = None
    remind_days: int = 30
    funding: FundingSource | None = None
    units: Decimal | None = None
    unit: str = ""
    money: Decimal | None = None

    @property
    def days(self) -> Days:
        return Days(self.from_on, self.until_on)


@dataclass(frozen=True, slots=True)
class Renewal:
    """What is new when a benefit goes on."""

    from_on: date
    until_on: date | None
    units: Decimal | None = None
    money: Decimal | None = None
    reference: str = ""


@action(needs=Permission.CONTACT_RECORD, on="case")
def note_benefit(*, actor: Actor, case: Case, entitled: Entitled) -> Benefit:
    """Write down what they are entitled to, or may be. Raises `Refused` for what cannot be."""
    return _noted(actor, case, entitled, renews=None)


@action(needs=Permission.CONTACT_RECORD, on="benefit")
def change_benefit(*, actor: Actor, benefit: Benefit, entitled: Entitled, seen: int | None = None) -> Benefit:
    """Say how it stands now. Raises `StaleRecord`; `Refused` for what cannot be."""
    case = _case(benefit)
    _insist_on_sense(actor, case, entitled, besides=(benefit,))
    before = benefit.status
    change(benefit, seen=seen, **_values(actor, entitled))
    _see_to_it(actor, case, benefit)
    verb = VERBS[entitled.status] if before != entitled.status else "delivery.benefit_changed"
    tell(verb, benefit, needs=Permission.CONTACT_VIEW, facts={"name": benefit.name})
    return benefit


@action(needs=Permission.CONTACT_RECORD, on="benefit")
def renew_benefit(*, actor: Actor, benefit: Benefit, renewal: Renewal, seen: int | None = None) -> Benefit:
    """It goes on: a new one with its own days and amounts, and its own reminder in place of the old one."""
    insist(
        entitling.may_renew(
            benefit.status, renewed=_is_renewed(benefit), until_on=benefit.until_on, new_from=renewal.from_on
        )
    )
    case = _case(benefit)
    change(benefit, seen=seen)
    _finish(actor, case, benefit)
    entitled = Entitled(
        kind=BenefitKind(benefit.kind),
        name=benefit.name,
        status=BenefitStatus.IN_FORCE,
        payer=benefit.payer,
        reference=renewal.reference or benefit.reference or "",
        from_on=renewal.from_on,
        until_on=renewal.until_on,
        remind_days=benefit.remind_days,
        funding=benefit.funding,
        units=renewal.units,
        unit=benefit.unit if renewal.units is not None else "",
        money=renewal.money,
    )
    return _noted(actor, case, entitled, renews=benefit)


def _noted(actor: Actor, case: Case, entitled: Entitled, *, renews: Benefit | None) -> Benefit:
    _insist_on_sense(actor, case, entitled)
    benefit = Benefit(
        case=case,
        person=case.person,
        program_id=case.program_id,
        renews=renews,
        noted_by_id=actor.staff_id,
        **_values(actor, entitled),
    )
    benefit.save(force_insert=True)
    _see_to_it(actor, case, benefit)
    verb = VERBS[entitled.status] if renews is None else "delivery.benefit_renewed"
    tell(verb, benefit, needs=Permission.CONTACT_VIEW, facts={"name": benefit.name})
    return benefit


def _insist_on_sense(actor: Actor, case: Case, entitled: Entitled, *, besides: tuple[Benefit, ...] = ()) -> None:
    insist(entitling.may_be_noted(entitled.name, case_open=case.is_open))
    insist(
        entitling.days_can_be(
            entitled.status, entitled.days, look_again_on=entitled.look_again_on, remind_days=entitled.remind_days
        )
    )
    insist(entitling.amounts_can_be(entitled.units, entitled.unit, entitled.money))
    if entitled.funding is not None and entitled.status == BenefitStatus.IN_FORCE:
        if not besides:
            insist(giving.may_pay(ended=entitled.funding.ended_at is not None))
        insist(entitling.stands_alone(entitled.days, _others_in_force(case, entitled, besides)))


def _others_in_force(case: Case, entitled: Entitled, besides: tuple[Benefit, ...]) -> list[Days]:
    """The days of others whose services would be counted twice."""
    found = facts(Benefit, because="a service is counted once").filter(
        case=case, funding=entitled.funding, unit=entitled.unit, status=BenefitStatus.IN_FORCE
    )
    others = found.exclude(pk__in=[each.pk for each in besides]).values_list("from_on", "until_on")
    return [Days(from_on, until_on) for from_on, until_on in others]


def _values(actor: Actor, entitled: Entitled) -> dict[str, Any]:
    return {
        "kind": entitled.kind.value,
        "name": entitled.name.strip(),
        "payer": entitled.payer.strip(),
        "reference": entitled.reference.strip() or None,
        "status": entitled.status.value,
        "look_again_on": entitled.look_again_on if entitled.status in entitling.WAITED_FOR else None,
        "from_on": entitled.from_on,
        "until_on": entitled.until_on,
        "remind_days": entitled.remind_days,
        "funding": entitled.funding,
        "units": entitled.units,
        "unit": entitled.unit,
        "money": entitled.money,
        "currency": "" if entitled.money is None else workplace(actor).agency.currency,
    }


def _see_to_it(actor: Actor, case: Case, benefit: Benefit) -> None:
    """One task at a time stands for it: to apply, to ask what became of it, or to renew it before it ends."""
    _finish(actor, case, benefit)
    due_on = entitling.remind_on(
        benefit.status,
        Days(benefit.from_on, benefit.until_on),
        look_again_on=benefit.look_again_on,
        remind_days=benefit.remind_days,
        today=workplace(actor).today,
    )
    if due_on is not None:
        what = worded(_what_to_do(BenefitStatus(benefit.status)), name=benefit.name)
        plan_task(case, what=what, due_on=due_on, kind=_kind(benefit), source=benefit)
    plan_next(actor, case)


def _finish(actor: Actor, case: Case, benefit: Benefit) -> None:
    for kind in (TaskKind.TO_DO, TaskKind.FOLLOW_UP):
        finish_tasks(case, kind, by=actor, asked_for_by=[benefit])


def _kind(benefit: Benefit) -> TaskKind:
    """To apply is promised, and holds up the end of a case; a renewal, perhaps in a year, does not."""
    return TaskKind.FOLLOW_UP if benefit.status == BenefitStatus.IN_FORCE else TaskKind.TO_DO


def _what_to_do(status: BenefitStatus) -> Promise:
    if status == BenefitStatus.TO_APPLY:
        return _("Apply for “{name}”")
    if status == BenefitStatus.APPLIED:
        return _("Ask what became of “{name}”")
    return _("Renew “{name}” before it ends")


def _is_renewed(benefit: Benefit) -> bool:
    return facts(Benefit, because="it is renewed once").filter(renews=benefit).exists()


def _case(benefit: Benefit) -> Case:
    locked = facts(Case, because="what is to be done for it is a step of its case").select_for_update(no_key=True)
    case: Case = locked.get(pk=benefit.case_id)
    return case
