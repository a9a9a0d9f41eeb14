"""How people in the town want to meet, and what they have for it."""

from datetime import date, timedelta

from keyworker.base import clock
from keyworker.town.neighbours import Stage
from keyworker.town.walking import Walk
from keyworker.visits.models import Aid, Line, Outcome, Screen, Skill, VisitKind, Wish
from keyworker.visits.suiting.actions import Looked, decide_suitability

IN_FIVE = 3


def kind_of_visit(walk: Walk) -> VisitKind:
    """The way in which they meet next."""
    return (VisitKind.IN_PERSON, VisitKind.VIDEO, VisitKind.PHONE)[walk.number // 4 % 3]


def link_of_visit(walk: Walk) -> str:
    """Where the next visit takes place, in a program that meets by video on another company's platform."""
    program = walk.house.programs[walk.who.program]
    if kind_of_visit(walk) is not VisitKind.VIDEO or not program.platform:
        return ""
    return f"https://{program.platform_hosts[0]}/room/{walk.number:04}"


def look_at_it(walk: Walk) -> None:
    """Whoever meets at a distance was asked before; of the others, every fifth would rather not."""
    kind = kind_of_visit(walk)
    if walk.who.stage >= Stage.CLOSED or (kind is VisitKind.IN_PERSON and walk.number % 5 != IN_FIVE):
        return
    day = walk.day(max(1, walk.who.days - 3))
    with clock.at(day):
        looked = _found(kind, walk.date(walk.now + timedelta(days=80)))
        decide_suitability(actor=walk.worker, case=walk.fresh_case(), looked=looked)


def _found(kind: VisitKind, review_on: date) -> Looked:
    match kind:
        case VisitKind.IN_PERSON:
            return Looked(Wish.ROOM, screen=Screen.SMARTPHONE)
        case VisitKind.PHONE:
            return Looked(
                Wish.PHONE, Outcome.CONDITIONS, "In the morning, while nobody else is at home.", review_on,
                screen=Screen.SIMPLE, shared_with="Everybody at home", line=Line.NONE, skill=Skill.HELPED,
                help_needed="A charger of their own.", aids=(Aid.SLOW,),
            )  # fmt: skip
        case VisitKind.VIDEO:
            return Looked(
                Wish.ANY, Outcome.SUITS, "", review_on, screen=Screen.SMARTPHONE, line=Line.LITTLE,
                skill=Skill.ALONE, help_needed="Data for two visits a month.",
            )  # fmt: skip
