"""A draft that waits for the supervisor: their task for it, and what ends the waiting."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from keyworker.access.models import Grant
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Staff
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.people.entrusting import who_may_be_entrusted
from keyworker.planning.models import ServicePlan
from keyworker.tasks.actions import plan_task, refresh_next_step
from keyworker.tasks.models import Task, TaskKind

DAYS_TO_APPROVE = 3


def ask_for_approval(actor: Actor, plan: ServicePlan) -> None:
    """The supervisor gets a task; where the case manager has none, the case manager does: it must not lie still."""
    case = _case(plan)
    who = _supervisor_of(case, but=actor)
    what = _("Read the plan and approve it") if who else _("Ask a supervisor to approve the plan")
    due_on = workplace(actor).today + timedelta(days=DAYS_TO_APPROVE)
    plan.approval = plan_task(case, what=what, due_on=due_on, kind=TaskKind.PLAN, assignee=who, source=plan)
    _keep(plan)


def _supervisor_of(case: Case, *, but: Actor) -> Staff | None:
    """The case manager's own supervisor, else one of the program; nobody who signed it, or cannot open the file."""
    able = who_may_be_entrusted(case.person, [case.program_id], needs=Permission.PLAN_APPROVE).named()
    others = {member.pk: member for member in able.values() if member.pk != but.id}
    owner: Staff = facts(Staff, because="their supervisor approves").get(pk=case.owner_id)
    if owner.supervisor_id in others:
        return others[owner.supervisor_id]
    covers = Q(program_id=case.program_id) if case.program.sealed else Q(program_id=case.program_id) | Q(program=None)
    grants = facts(Grant, because="whoever supervises the program may approve").filter(
        covers, role=Role.SUPERVISOR.value, revoked_at=None, since__lte=clock.now(), staff__in=others
    )
    grant = grants.order_by(F("program").asc(nulls_last=True), "id").first()
    return others[grant.staff_id] if grant else None


def withdraw_approval(plan: ServicePlan) -> None:
    """The words have changed, or the plan went back: nobody waits for the supervisor any more."""
    if plan.approval_id is None:
        return
    task = facts(Task, because="what it asked for has passed").select_for_update(no_key=True).get(pk=plan.approval_id)
    if task.done_at is None and task.cancelled_at is None:
        change(task, cancelled_at=clock.now())
        refresh_next_step(_case(plan))
    plan.approval = None
    _keep(plan)


def _case(plan: ServicePlan) -> Case:
    held = facts(Case, because="its next step moves with its tasks").select_for_update(no_key=True)
    case: Case = held.get(pk=plan.case_id)
    return case


def _keep(plan: ServicePlan) -> None:
    """Not a new version of its words: a page that is open elsewhere can still be saved."""
    plan.save(update_fields=["approval"])
