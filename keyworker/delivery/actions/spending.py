"""Setting a budget, spending from it; lending and giving things, and having them back."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.delivery import devices, giving, spending
from keyworker.delivery.actions.next_step import plan_next
from keyworker.delivery.entitling import Days
from keyworker.delivery.models import (
    Agreed,
    Budget,
    BudgetEntry,
    CameBack,
    Condition,
    Device,
    DeviceState,
    Equipment,
    FundingSource,
    Thing,
)
from keyworker.people.timeline import tell
from keyworker.tasks.actions import finish_tasks, plan_task
from keyworker.tasks.models import TaskKind
from keyworker.tasks.wording import worded

RECORD, VIEW = Permission.CONTACT_RECORD, Permission.CONTACT_VIEW


@dataclass(frozen=True, slots=True)
class Purse:
    """A budget as it is set, in the agency's currency; `wishes` are what they want of it, as they say it."""

    name: str
    amount: Decimal
    from_on: date
    until_on: date
    funding: FundingSource | None = None
    wishes: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """A thing as it was lent or given; of a `device` of ours its label is the name, and its serial stays with it."""

    kind: Thing
    name: str
    lent: bool
    condition: Condition
    handed_on: date
    due_back_on: date | None = None
    serial: str = ""
    words: str = ""
    device: Device | None = None
    agreed: Agreed | None = None


@action(needs=RECORD, on="case")
def set_budget(*, actor: Actor, case: Case, purse: Purse) -> Budget:
    """So much for them, for these days. Raises `Refused` for what cannot be."""
    days = Days(purse.from_on, purse.until_on)
    insist(spending.may_be_set(purse.name, purse.amount, days, case_open=case.is_open))
    if purse.funding is not None:
        insist(giving.may_pay(ended=purse.funding.ended_at is not None))
        others = facts(Budget, because="a service is counted once").filter(case=case, funding=purse.funding)
        insist(spending.counts_alone(days, [Days(*each) for each in others.values_list("from_on", "until_on")]))
    budget = Budget(
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        name=purse.name.strip(),
        wishes=purse.wishes.strip(),
        amount=purse.amount,
        currency=workplace(actor).agency.currency,
        from_on=purse.from_on,
        until_on=purse.until_on,
        funding=purse.funding,
        set_by_id=actor.staff_id,
    )
    budget.save(force_insert=True)
    tell("delivery.budget_set", budget, needs=VIEW, facts={"name": budget.name})
    return budget


@action(needs=RECORD, on="budget")
def spend(*, actor: Actor, budget: Budget, what: str, amount: Decimal, spent_on: date) -> BudgetEntry:
    """Money was spent; below zero, it came back. Spending more than there is is warned of, and written down."""
    days = Days(budget.from_on, budget.until_on)
    today, case_open = workplace(actor).today, _case(budget).is_open
    insist(spending.may_be_spent(what, amount, spent_on, days, today=today, case_open=case_open))
    entry = BudgetEntry(
        budget=budget,
        person_id=budget.person_id,
        program_id=budget.program_id,
        spent_on=spent_on,
        what=what.strip(),
        amount=amount,
        by_id=actor.staff_id,
    )
    entry.save(force_insert=True)
    tell("delivery.budget_spent", entry, needs=VIEW, facts={"what": entry.what})
    return entry


@action(needs=RECORD, on="case")
def hand_out(*, actor: Actor, case: Case, handed: Handed) -> Equipment:
    """Lend or give them something; what is lent is asked for on its day. Raises `Refused` for what cannot be."""
    today = workplace(actor).today
    insist(
        spending.may_be_handed(
            handed.name, handed.handed_on, lent=handed.lent, due_back_on=handed.due_back_on, today=today,
            case_open=case.is_open,
        )
    )  # fmt: skip
    agreed = handed.agreed.value if handed.agreed else ""
    device = _out_of_store(actor, handed.device, lent=handed.lent, agreed=agreed) if handed.device else None
    equipment = Equipment(
        device=device,
        agreed=agreed,
        case=case,
        person=case.person,
        program_id=case.program_id,
        kind=handed.kind.value,
        name=handed.name.strip(),
        serial=handed.serial.strip() or None,
        lent=handed.lent,
        condition=handed.condition.value,
        handed_on=handed.handed_on,
        due_back_on=handed.due_back_on if handed.lent else None,
        words=handed.words.strip(),
        handed_by_id=actor.staff_id,
    )
    equipment.save(force_insert=True)
    _ask_for_it(case, equipment, today)
    verb = "delivery.equipment_lent" if handed.lent else "delivery.equipment_given"
    tell(verb, equipment, needs=VIEW, facts={"name": equipment.name})
    return equipment


@action(needs=RECORD, on="equipment")
def keep_longer(*, actor: Actor, equipment: Equipment, due_back_on: date, seen: int | None = None) -> Equipment:
    """They keep it until a later day. Raises `StaleRecord`; `Refused` when it is back."""
    today = workplace(actor).today
    insist(spending.may_keep_longer(is_out=equipment.is_out, due_back_on=due_back_on, today=today))
    change(equipment, seen=seen, due_back_on=due_back_on)
    case = _case(equipment)
    finish_tasks(case, TaskKind.TO_DO, by=actor, asked_for_by=[equipment])
    _ask_for_it(case, equipment, today)
    tell("delivery.equipment_kept", equipment, needs=VIEW, facts={"name": equipment.name})
    return equipment


@action(needs=RECORD, on="equipment")
def take_back(
    *, actor: Actor, equipment: Equipment, returned_on: date, how: CameBack, seen: int | None = None
) -> Equipment:
    """It is back, or lost. Raises `StaleRecord`; `Refused` when it was back before."""
    today = workplace(actor).today
    insist(
        spending.may_come_back(
            is_out=equipment.is_out, returned_on=returned_on, handed_on=equipment.handed_on, today=today
        )
    )
    change(equipment, seen=seen, returned_on=returned_on, returned_how=how.value)
    if equipment.device_id is not None:
        ours = facts(Device, because="what came back of ours is in store again, or is not")
        held = ours.select_for_update(no_key=True).get(pk=equipment.device_id)
        change(held, state=devices.AFTERWARDS[how].value)
    case = _case(equipment)
    finish_tasks(case, TaskKind.TO_DO, by=actor, asked_for_by=[equipment])
    plan_next(actor, case)
    verb = "delivery.equipment_lost" if how is CameBack.LOST else "delivery.equipment_back"
    tell(verb, equipment, needs=VIEW, facts={"name": equipment.name})
    return equipment


def _out_of_store(actor: Actor, device: Device, *, lent: bool, agreed: str) -> Device:
    """One of ours, locked, so that it is handed out once; given away, it is no longer ours."""
    held = require(Device, device.pk, actor=actor, needs=RECORD, lock=True)
    insist(devices.may_be_lent(held.state, lent=lent, agreed=agreed))
    change(held, state=(DeviceState.OUT if lent else DeviceState.RETIRED).value)
    return held


def _ask_for_it(case: Case, equipment: Equipment, today: date) -> None:
    if equipment.due_back_on is None or not case.is_open:
        return
    what = worded(_("Ask for “{name}” back"), name=equipment.name)
    plan_task(case, what=what, due_on=max(equipment.due_back_on, today), kind=TaskKind.TO_DO, source=equipment)


def _case(held: Budget | Equipment) -> Case:
    locked = facts(Case, because="money and things belong to its case").select_for_update(no_key=True)
    case: Case = locked.get(pk=held.case_id)
    return case
