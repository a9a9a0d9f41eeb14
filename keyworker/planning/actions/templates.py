"""Plan templates of a program, as its administrator sets them up."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.agencies.models import Program
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.planning.examples import TemplateWords
from keyworker.planning.models import PlanTemplate


@action(needs=Permission.AGENCY_MANAGE, on="program")
def add_plan_template(*, actor: Actor, program: Program, words: TemplateWords) -> PlanTemplate:
    """One more way to begin a plan. Raises `Refused` when the program has one of that title."""
    template = PlanTemplate(program=program, **words.values(), **_by(actor))
    _insist_on_a_title_of_its_own(template)
    template.save(force_insert=True)
    trail.record("planning.template_added", subject=template, program_id=template.program_id)
    return template


@action(needs=Permission.AGENCY_MANAGE, on="template")
def change_plan_template(
    *, actor: Actor, template: PlanTemplate, words: TemplateWords, seen: int | None = None
) -> PlanTemplate:
    """Say a template differently; plans begun with it stay as they are. Raises `StaleRecord`."""
    insist(_stands(template))
    before = template.title
    template.title = words.title
    _insist_on_a_title_of_its_own(template)
    template.title = before
    change(template, seen=seen, **words.values(), **_by(actor))
    trail.record("planning.template_changed", subject=template, program_id=template.program_id)
    return template


@action(needs=Permission.AGENCY_MANAGE, on="template")
def end_plan_template(*, actor: Actor, template: PlanTemplate) -> PlanTemplate:
    """Offer it no longer. Plans begun with it keep its questions."""
    insist(_stands(template))
    change(template, ended_at=clock.now(), **_by(actor))
    trail.record("planning.template_ended", subject=template, program_id=template.program_id)
    return template


def _stands(template: PlanTemplate) -> Any:
    return yes() if template.ended_at is None else no(_("This template is not used any more."))


def _insist_on_a_title_of_its_own(template: PlanTemplate) -> None:
    same = facts(PlanTemplate, because="two templates of one title could not be told apart").filter(
        program=template.program_id, title=template.title, ended_at=None
    )
    insist(no(_("There is a template with this title already.")) if same.exclude(pk=template.pk).exists() else yes())


def _by(actor: Actor) -> dict[str, Any]:
    return {"changed_by_id": actor.id if actor.kind is ActorKind.STAFF else None}
