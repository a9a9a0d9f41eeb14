"""Every fifth person of the town was given something to read and said back what it means; one thing comes again."""

from datetime import timedelta

from keyworker.base import clock
from keyworker.delivery.actions import Taught, give_education
from keyworker.delivery.models import Format
from keyworker.town.walking import Walk

EVERY = 5


def explain(walk: Walk) -> None:
    if walk.number % EVERY:
        return
    language = walk.who.identity.language
    at, later = walk.day(17), walk.day(max(18, walk.who.days - 5))
    with clock.at(at):
        heard = "If the heating is off, I write the day down and send a picture. They have to answer in two weeks."
        leaflet = Taught("Leaflet: your rights as a tenant", language, Format.PAPER, walk.date(at), heard)
        give_education(actor=walk.worker, case=walk.fresh_case(), taught=leaflet)
    with clock.at(later):
        again_on = walk.date(walk.now + timedelta(days=8))
        heard = "I pay what it says on the first page. I am not sure what the second page is for."
        bill = Taught("How to read the electricity bill", language, Format.SHOWN, walk.date(later), heard, again_on)
        give_education(actor=walk.worker, case=walk.fresh_case(), taught=bill)
