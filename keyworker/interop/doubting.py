"""Numbers that our texts no longer reach: marked for somebody to ask, before a stranger is given the number."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Agency
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.cases.models import Case, CaseStatus
from keyworker.notices.models import TextMessage, TextState
from keyworker.people.timeline import tell
from keyworker.tasks.actions import plan_task
from keyworker.tasks.models import Task, TaskKind

IN_A_ROW = 3
LONG_ENOUGH = timedelta(days=2)  # a telephone that is switched off gets its texts until then
LEFT = (TextState.SENT.value, TextState.DELIVERED.value, TextState.FAILED.value, TextState.UNKNOWN.value)
WHY = "a number that nobody answers for may be a stranger's by now"


@action(needs=Permission.NOTICE_SEND, on="agency")
def doubt_numbers(*, actor: Actor, agency: Agency) -> int:
    """A task to check each number none of whose last three texts arrived; answers how many. Once for each three.

    Only where the gateway tells of texts that arrive: else nothing follows from its silence.
    """
    doubted = 0
    for text in _last_of_silent_numbers():
        case = facts(Case, because=WHY).filter(
            person_id=text.person_id, program_id=text.program_id, status=CaseStatus.ACTIVE
        )
        for held in case.select_for_update(no_key=True):
            what = _("Check their number for texts: the last three did not arrive.")
            plan_task(held, what=what, due_on=workplace(actor).today, kind=TaskKind.TO_DO, source=text)
            tell("interop.number_doubted", held, needs=Permission.TASK_VIEW)
            doubted += 1
    trail.record("interop.numbers_looked_over", subject=agency, facts={"numbers": doubted})
    return doubted


def _last_of_silent_numbers() -> list[TextMessage]:
    """The newest text to each such number, where nobody was asked to check it since the three left."""
    texts = facts(TextMessage, because=WHY).filter(state__in=LEFT, created_at__lt=clock.now() - LONG_ENOUGH)
    tells = facts(TextMessage, because=WHY).filter(gateway=OuterRef("gateway"), state=TextState.DELIVERED)
    asked = facts(Task, because=WHY).filter(source_type=TextMessage._meta.label_lower, source_id=OuterRef("pk"))
    place = Window(RowNumber(), partition_by=["point_id"], order_by=[F("created_at").desc(), F("id").desc()])
    found = texts.filter(point__ended_at=None, point__safe=True).annotate(
        place=place, told=Exists(tells), asked=Exists(asked)
    )
    by_number: dict[object, list[TextMessage]] = {}
    for text in found.filter(place__lte=IN_A_ROW).order_by("point_id", "place"):
        by_number.setdefault(text.point_id, []).append(text)
    return [last_three[0] for last_three in by_number.values() if _silent(last_three)]


def _silent(last: list[TextMessage]) -> bool:
    if len(last) < IN_A_ROW or not all(getattr(text, "told", False) for text in last):
        return False
    arrived = any(text.state == TextState.DELIVERED for text in last)
    return not arrived and not any(getattr(text, "asked", False) for text in last)
