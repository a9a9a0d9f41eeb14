"""Recording what people were given, and who pays: services, mistakes, funding sources, what all is counted in."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Agency, DistanceUnit
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.delivery import giving
from keyworker.delivery.models import FundingSource, ServiceProvided, Unit
from keyworker.people.timeline import tell


@dataclass(frozen=True, slots=True)
class Given:
    """A service as the worker tells of it. `unit` is a `Unit` or a word; `cost` is the whole of it, not of one."""

    what: str
    provided_on: date
    units: Decimal = Decimal(1)
    unit: str = Unit.ITEM.value
    cost: Decimal | None = None
    funding: FundingSource | None = None


@action(needs=Permission.CONTACT_RECORD, on="case")
def record_service(*, actor: Actor, case: Case, given: Given) -> ServiceProvided:
    """Note what the person was given; its cost is in the agency's currency. Raises `Refused` for what cannot be."""
    service = provide(actor, case, given)
    tell("delivery.service_provided", service, needs=Permission.CONTACT_VIEW, facts={"what": service.what})
    return service


@action(needs=Permission.CONTACT_RECORD, on="service")
def strike_service(*, actor: Actor, service: ServiceProvided, because: str) -> ServiceProvided:
    """It was put in by mistake: it stays to be read, and counts no more. Raises `Refused` a second time."""
    insist(giving.may_strike(struck=service.struck_at is not None, because=because))
    change(service, struck_at=clock.now(), struck_by_id=actor.staff_id, struck_because=because.strip())
    tell("delivery.service_struck", service, needs=Permission.CONTACT_VIEW, facts={"what": service.what})
    return service


def provide(actor: Actor, case: Case, given: Given) -> ServiceProvided:
    """The service in the file of a locked case; whoever calls this tells of it. Raises `Refused`."""
    here = workplace(actor)
    insist(giving.may_be_given(given.what, given.provided_on, today=here.today))
    insist(giving.amounts_can_be(given.units, given.cost))
    if given.funding is not None:
        insist(giving.may_pay(ended=given.funding.ended_at is not None))
    service = ServiceProvided(
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        what=given.what.strip(),
        units=given.units,
        unit=given.unit,
        cost=given.cost,
        currency="" if given.cost is None else here.agency.currency,
        funding=given.funding,
        provided_on=given.provided_on,
        by_id=actor.staff_id,
    )
    service.save(force_insert=True)
    return service


@action(needs=Permission.AGENCY_MANAGE, on="agency")
def add_funding(*, actor: Actor, agency: Agency, name: str) -> FundingSource:
    """One more who pays. Raises `Refused` when there is one of that name."""
    same = facts(FundingSource, because="two of one name could not be told apart").filter(
        name__iexact=name.strip(), ended_at=None
    )
    insist(giving.may_add_funding(name, taken=same.exists()))
    funding = FundingSource(name=name.strip())
    funding.save(force_insert=True)
    trail.record("delivery.funding_added", subject=funding)
    return funding


@action(needs=Permission.AGENCY_MANAGE, on="funding")
def end_funding(*, actor: Actor, funding: FundingSource) -> FundingSource:
    """It is offered no longer; what it paid for keeps its name."""
    insist(giving.may_end_funding(ended=funding.ended_at is not None))
    change(funding, ended_at=clock.now())
    trail.record("delivery.funding_ended", subject=funding)
    return funding


@action(needs=Permission.AGENCY_MANAGE, on="agency")
def set_units(*, actor: Actor, agency: Agency, currency: str, distance: DistanceUnit) -> Agency:
    """Count costs in this currency (ISO 4217) and ways in this unit from now on; what was recorded keeps its own."""
    insist(giving.is_currency(currency))
    before = {"before_code": agency.currency, "before_distance_code": agency.distance_unit}
    agency.currency, agency.distance_unit = currency, distance.value
    agency.save(update_fields=["currency", "distance_unit"])
    after = {"after_code": currency, "after_distance_code": distance.value}
    trail.record("delivery.units_set", subject=agency, facts={**before, **after})
    return agency
