"""Who belongs together in the town: households, who is whose parent, and who is too near to read a file."""

from keyworker.access.sight import facts
from keyworker.base.context import reading
from keyworker.people.actions import Place, Told, deny, form_household, relate
from keyworker.people.models import Home, Kinship, Person, Shape, Tie
from keyworker.town.cast import Agencies
from keyworker.town.walking import LOOKING_BACK

# The first of each is the grown-up, the word what the others are to them; Grace Mbeki is the boys' guardian.
HOUSEHOLDS = (
    ("Delgado", Kinship.CHILD, ("Rosa Delgado", "Mateo Delgado", "Lucía Delgado")),
    ("Brooks", Kinship.CHILD, ("Imani Brooks", "Zola Brooks", "Amara Brooks")),
    ("Watanabe", Kinship.CHILD, ("Kenji Watanabe", "Hana Watanabe")),
    ("Diallo", Kinship.CHILD, ("Fatoumata Diallo", "Moussa Diallo")),
    ("Mbeki", Kinship.WARD, ("Grace Mbeki", "Tunde Mbeki", "Sipho Mbeki")),
)
# Where the first child lives part of the time.
ELSEWHERE_TOO = {"Delgado": "At his grandmother's"}
# Who and what else is in their lives; none of them has a file here.
AROUND = {
    "Rosa Delgado": (
        ("Carmen Ruiz", Told(Kinship.PARENT, said="my mamá, in Oaxaca", tie=Tie.STRONG, shape=Shape.WOMAN)),
        ("Eusebio Delgado", Told(Kinship.PARENT, shape=Shape.MAN, died=True)),
        ("Inés Ruiz", Told(Kinship.SIBLING, said="my sister", tie=Tie.STRONG, shape=Shape.WOMAN)),
        ("Raúl Ortega", Told(Kinship.FORMER_PARTNER, tie=Tie.BROKEN, shape=Shape.MAN, adverse=True)),
        ("Señora Vega", Told(Kinship.FRIEND, said="next door, she minds the children", tie=Tie.STRONG)),
        ("Riverside School", Told(Kinship.SUPPORT, said="Mateo's school", tie=Tie.STRAINED)),
        ("San Miguel", Told(Kinship.SUPPORT, said="our church", tie=Tie.THIN)),
    ),
}


def gather(house: Agencies) -> None:
    """The supervisor, who sees both programs, notes who lives with whom."""
    ben = house.actor("ben")
    for name, kin, names in HOUSEHOLDS:
        with reading(ben):
            known = {p.full_name: p for p in facts(Person, because=LOOKING_BACK).filter(full_name__in=names)}
        first, *children = (known[full_name] for full_name in names)
        members = [(first, ""), *((child, kin.value) for child in children)]
        form_household(actor=ben, person=first, members=members, name=name)
        if name in ELSEWHERE_TOO:
            part_time = Place("son", partly=True)
            form_household(
                actor=ben, person=children[0], members=[(children[0], "")], name=ELSEWHERE_TOO[name], own=part_time
            )
        for child in children:
            relate(actor=ben, person=first, other=child, told=Told(kin, home=Home.SAME, parental_responsibility=True))
        for name, told in AROUND.get(first.full_name, ()):
            relate(actor=ben, person=first, name=name, told=told)
    _keep_out(house)


def _keep_out(house: Agencies) -> None:
    """Imani asked that Sam does not read her file: they know each other from the choir."""
    ben = house.actor("ben")
    with reading(ben):
        imani = facts(Person, because=LOOKING_BACK).get(full_name="Imani Brooks")
    deny(actor=ben, person=imani, staff=house.staff["sam"], because="They sing in the same choir; she asked for it.")
