"""An agency's own marks: which answers call for action, beside what the form itself says."""

from dataclasses import asdict, dataclass

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.agencies.models import Agency
from keyworker.assessment.models import AgencyCriticalItem, Operator
from keyworker.assessment.rules import may_mark
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist
from keyworker.base.models import change


@dataclass(frozen=True, slots=True)
class NewMark:
    """Which question of which form, which answer, and what to do then."""

    url: str
    title: str
    link_id: str
    question: str
    operator: Operator
    value: str
    value_words: str
    message: str


@action(needs=Permission.QUESTIONNAIRE_MANAGE, on="agency")
def mark_critical(*, actor: Actor, agency: Agency, mark: NewMark) -> AgencyCriticalItem:
    """From now on this answer calls for action. Answers given before are not looked at again."""
    alike = facts(AgencyCriticalItem, because="one mark an answer").filter(
        url=mark.url, link_id=mark.link_id, operator=mark.operator.value, value=mark.value, ended_at=None
    )
    insist(may_mark(marked=alike.exists(), message=mark.message))
    words = {**asdict(mark), "operator": mark.operator.value}
    marked = AgencyCriticalItem(**words, marked_by_id=actor.id if actor.kind is ActorKind.STAFF else None)
    marked.save(force_insert=True)
    trail.record("assessment.marked_critical", subject=marked, facts=_named(marked))
    return marked


@action(needs=Permission.QUESTIONNAIRE_MANAGE, on="mark")
def end_mark(*, actor: Actor, mark: AgencyCriticalItem) -> AgencyCriticalItem:
    """From now on this answer calls for nothing by itself; what was raised stands."""
    if mark.ended_at is None:
        change(mark, ended_at=clock.now())
    trail.record("assessment.mark_ended", subject=mark, facts=_named(mark))
    return mark


def _named(mark: AgencyCriticalItem) -> dict[str, str]:
    return {"title": mark.title, "question": mark.question}
