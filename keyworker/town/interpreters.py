"""Who interprets in the town."""

from dataclasses import replace
from datetime import timedelta

from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.town.cast import Agencies
from keyworker.town.giving import ADMINISTRATORS
from keyworker.town.walking import Walk
from keyworker.visits.interpreting.actions import (
    Known,
    book_interpreter,
    keep_interpreter,
    move_booking,
    refuse_interpreter,
)
from keyworker.visits.interpreting.queries import to_ask, to_refuse
from keyworker.visits.models import BookingState, Visit, VisitKind
from keyworker.visits.queries import visit as visit_of

EVERY_WAY = tuple(VisitKind)
AWAY = (VisitKind.PHONE, VisitKind.VIDEO)
REGISTER = "State register of interpreters"
A_YEAR, LONG = timedelta(days=365), timedelta(days=40)


def keep_the_list(house: Agencies) -> None:
    """Four: two of Spanish, one of them at a distance only, one of Arabic, and one who has not signed yet."""
    keeper, today = house.actor(ADMINISTRATORS[house.house.slug]), clock.now().date()
    bound = Known("", "", (), EVERY_WAY, REGISTER, today + A_YEAR + LONG, today - LONG)
    for known in (
        replace(bound, name="Hanan Darwish", contact="+1 202 555 0161", languages=("ar", "en")),
        replace(bound, name="Tomas Rey", contact="+1 202 555 0162", languages=("es",)),
        replace(bound, name="Lucia Prado", contact="+1 202 555 0163", languages=("es", "pt"), modes=AWAY),
        Known("Samir Aziz", "+1 202 555 0164", ("ar", "ckb"), AWAY),
    ):
        keep_interpreter(actor=keeper, agency=house.agency, known=known)


def book(walk: Walk, visit: Visit) -> None:
    """Whoever needs an interpreter has one asked; every second time it is confirmed, else there is one they refuse."""
    with reading(walk.worker):
        planned = visit_of(walk.worker, visit.pk)
        if not planned.person.needs_interpreter:
            return
        free = to_ask(walk.worker, planned)
        others = [each for each in to_refuse(walk.worker, []) if planned.person.language in each.languages]
    if free:
        booking = book_interpreter(actor=walk.worker, visit=planned, interpreter=free[0])
        others = [each for each in others if each.pk != free[0].pk]
        if walk.number % 2:
            move_booking(actor=walk.worker, booking=booking, to=BookingState.CONFIRMED)
    if others and not walk.number % 2:
        because = "They go to the same church."
        refuse_interpreter(actor=walk.worker, case=walk.fresh_case(), interpreter=others[0], because=because)
