"""Who comes in beside somebody in the town: a grandmother who is the boys' guardian, and a sister whom Rosa asked."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from keyworker.access.roles import Beside
from keyworker.access.sight import facts
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.consent.authority import Mandate, record_authority
from keyworker.consent.companions.actions import Grant, let_in_beside
from keyworker.consent.models import Authority
from keyworker.people.actions import entering, make_link
from keyworker.people.models import Person, Relationship
from keyworker.town.cast import Agencies
from keyworker.town.own_pages import PIN
from keyworker.town.walking import LOOKING_BACK


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who comes in, beside whom, and what the worker wrote."""

    name: str
    person: str
    worker: str
    program: str
    kind: Authority
    rests_on: str
    granted: frozenset[str]
    because: str
    says: str


THEY = (
    Known(
        "Grace Mbeki", "Tunde Mbeki", "sam", "family", Authority.GUARDIAN, "Order 2024-1187 of the family court",
        frozenset(Beside), "She signs for him, and takes him to us.", "Tunde",
    ),
    Known(
        "Inés Ruiz", "Rosa Delgado", "amina", "housing", Authority.SUPPORTER, "",
        frozenset({Beside.VISITS}), "She minds the children while we meet.", "Rosa",
    ),
)  # fmt: skip


def let_in(house: Agencies) -> None:
    """Their worker meets them, sees the paper, and they choose a PIN by the first link."""
    now, today = clock.now(), clock.today(house.agency.time_zone)
    for who in THEY:
        actor = house.actor(who.worker)
        with reading(actor):
            person = facts(Person, because=LOOKING_BACK).get(full_name=who.person)
            ties = facts(Relationship, because=LOOKING_BACK)
            of_both = Q(other=person, person__full_name=who.name) | Q(person=person, name=who.name)
            tie = ties.get(of_both)
        with clock.at(now - timedelta(hours=18)):
            mandate = Mandate(who.kind, who.name, today - timedelta(days=30), who.rests_on, matters=("sharing", "plan"))
            program = house.programs[who.program]
            maker = record_authority(actor=actor, person=person, program=program, mandate=mandate)
            until_on = today + timedelta(days=180)
            grant = Grant(who.granted, until_on, who.says, "in-person", who.because, asked_alone=True)
            companion = let_in_beside(actor=actor, person=person, maker=maker, tie=tie.pk, grant=grant)
            link, door = make_link(actor=actor, account=companion.account), entering.at_the_door(actor.agency_id)
            entering.spend_link(actor=door, account=companion.account, key=link.token)
            entering.choose_pin(actor=door, account=companion.account, pin=PIN)
            entering.try_pin(actor=door, account=companion.account, pin=PIN)
