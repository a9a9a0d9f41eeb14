"""Somebody in the town who was written down twice, and somebody whose two records were found to be one person's."""

from datetime import date

from keyworker.base.context import reading
from keyworker.people.actions import Identity, link_people, note_candidates, register_person
from keyworker.people.models import Person
from keyworker.people.twice import Likely, candidates
from keyworker.town.cast import Agencies

# Each as the first worker wrote them down, and as the second one did.
TWICE = (
    (
        Identity("Yonas Tekle Gebre", given="Yonas", family="Gebre", born_on=date(1986, 5, 9), language="ti"),
        Identity("Jonas Gebre", given="Jonas", family="Gebre", born_on=date(1986, 9, 5), language="ti"),
    ),
    (
        Identity("Marisol Etxeberria", given="Marisol", family="Etxeberria", born_on=date(1971, 2, 3), language="es"),
        Identity("Marisol Echeverria", given="Marisol", family="Echeverria", born_on=date(1971, 2, 3), language="es"),
    ),
)
PARTS = ("comparison", "level", "weight")
SAID = (
    (("birth", "swapped", 11.4), ("family", "same", 9.2), ("given", "typo", 4.1)),
    (("birth", "same", 12.6), ("given", "same", 8.8), ("family", "typo", 5.0)),
)


def write_down_twice(house: Agencies) -> None:
    """The first pair waits for somebody to look; Amina knew the second one, and linked them."""
    pairs = [[_register(house, identity) for identity in pair] for pair in TWICE]
    found = [
        Likely(one.pk, other.pk, score, False, [dict(zip(PARTS, each, strict=True)) for each in said])
        for (one, other), score, said in zip(pairs, (0.93, 0.99), SAID, strict=True)
    ]
    note_candidates(actor=house.job, agency=house.agency, found=found)
    amina = house.actor("amina")
    with reading(amina):
        candidate = candidates(amina).get(person__in=pairs[1])
    link_people(actor=amina, candidate=candidate, staff=house.staff["amina"], seen=candidate.version)


def _register(house: Agencies, identity: Identity) -> Person:
    return register_person(
        actor=house.actor("amina"),
        program=house.programs["housing"],
        identity=identity,
        staff=house.staff["amina"],
        because="asked for advice at the desk",
    )
