"""Every sixth person of the town sat down with everybody who matters to them; two things were decided."""

from datetime import timedelta

from keyworker.access.permissions import Permission
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.delivery.actions import Decided, Held, hold_conference, note_decision
from keyworker.delivery.conferring import Named
from keyworker.delivery.models import ClientPart
from keyworker.people.entrusting import who_may_be_named
from keyworker.tasks.models import Doer
from keyworker.town.walking import Walk

EVERY = 6


def sit_down_together(walk: Walk) -> None:
    """Two weeks ago: their own words first, a sister and somebody from the school beside them."""
    if walk.number % EVERY:
        return
    at = walk.day(max(20, walk.who.days - 14))
    with reading(walk.worker):
        case = walk.fresh_case()
        known = who_may_be_named(walk.worker, case.person, [case.program_id], needs=Permission.NOTE_WRITE)
        team = tuple(known.named().values())[:2]
    with clock.at(at):
        held = Held(
            held_on=walk.date(at),
            about="How the next months go",
            client_part=ClientPart.PRESENT,
            client_view=f"{walk.who.goal or walk.who.needs} And please one person to talk to, not five.",
            discussed="What works already, what is too much at once, and who calls whom when something changes.",
            staff=team,
            family=(Named("Their sister", "helps with the children"),),
            outside=(Named("Dana Cole", "school nurse"),),
            outside_agreed="They asked us to invite her.",
        )
        about = hold_conference(actor=walk.worker, case=walk.fresh_case(), held=held)
        due_on = walk.date(walk.now) + timedelta(days=6)
        ring = Decided("Ring the school once a week, and tell nobody else", Doer.WORKER.value, due_on=due_on)
        for decided in (ring, Decided("One person to talk to: their case manager")):
            note_decision(actor=walk.worker, conference=about, decided=decided)
