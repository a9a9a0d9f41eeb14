"""What the town's people are given, what it costs, and who pays for it."""

from decimal import Decimal

from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.delivery.actions import Given, add_funding, record_service
from keyworker.delivery.models import Unit
from keyworker.delivery.totals import funding_to_choose
from keyworker.town.cast import Agencies
from keyworker.town.walking import Walk

GRANT, DONATIONS = "City housing grant", "Donations"
ADMINISTRATORS = {"harbor-house": "priya", "northside": "pavel"}
EVERY = 3


def name_who_pays(house: Agencies) -> None:
    """The administrator's short list of who pays."""
    for name in (GRANT, DONATIONS):
        add_funding(actor=house.actor(ADMINISTRATORS[house.house.slug]), agency=house.agency, name=name)


def give(walk: Walk) -> None:
    """Every third person gets rides and a parcel."""
    if walk.number % EVERY:
        return
    with reading(walk.worker):
        pays = {each.name: each for each in funding_to_choose(walk.worker)}
    for day, what, units, unit, cost, payer in (
        (8, "Bus ticket", 4, Unit.RIDE, Decimal("11.60"), GRANT),
        (15, "Bus ticket", 2, Unit.RIDE, Decimal("5.80"), GRANT),
        (15, "Food parcel", 1, Unit.ITEM, None, DONATIONS),
    ):
        at = walk.day(day)
        with clock.at(at):
            given = Given(what, walk.date(at), Decimal(units), unit.value, cost, pays[payer])
            record_service(actor=walk.worker, case=walk.fresh_case(), given=given)
