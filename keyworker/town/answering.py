"""Answers that somebody waits for in the town: a danger that was told and met, a form at a client's own door."""

from datetime import timedelta

from keyworker.access.sight import facts
from keyworker.assessment import actions as assessing
from keyworker.assessment.models import CriticalAnswer
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.tasks.actions import complete_task
from keyworker.town.planning import assess, form_named
from keyworker.town.walking import LOOKING_BACK, Walk

TOLD, MET_BY = "Samuel Osei", "ben"
WHAT_CAME_OF_IT = "We talked for an hour and wrote the safety plan. His brother stays until Sunday; I call on Monday."
AT_HER_DOOR = "Marisol Quintana-Reyes"
WORDS = "Before we meet on Thursday. Leave out what you do not want to say."


def tell_of_danger(walk: Walk) -> None:
    """Yesterday one answer of a form called for action, and whoever was on duty talked with him."""
    if walk.who.identity.full_name != TOLD:
        return
    told_at = walk.now - timedelta(days=1)
    assess(walk, slug="phq-9", day=walk.who.days - 1, in_danger=True)
    duty, person_id = walk.house.actor(MET_BY), walk.fresh_case().person_id
    with reading(duty):
        answer = facts(CriticalAnswer, because=LOOKING_BACK).filter(person_id=person_id)
        task = answer.select_related("task").get().task
    with clock.at(told_at + timedelta(hours=2)):
        complete_task(actor=duty, task=task, outcome=WHAT_CAME_OF_IT)


def ask_at_own_door(walk: Walk) -> None:
    """She has a page of her own, and something to answer there in her language, before they meet."""
    if walk.who.identity.full_name != AT_HER_DOOR:
        return
    with clock.at(walk.now - timedelta(hours=20)):
        until = walk.date(walk.now + timedelta(days=3))
        asking = assessing.Asking(form_named(walk, "self-reflection"), until, walk.who.identity.language, WORDS)
        assessing.ask_client(actor=walk.worker, case=walk.fresh_case(), asking=asking)
