"""Who belongs together in the town: households, who is whose parent, and who is too near to read a file."""

from keyworker.access.sight import facts
from keyworker.base.context import reading
from keyworker.people.actions import deny, form_household, relate
from keyworker.people.models import Kinship, Person
from keyworker.town.cast import Agencies
from keyworker.town.walking import LOOKING_BACK

# The first of each is the grown-up; Grace Mbeki is the boys' grandmother and guardian.
HOUSEHOLDS = (
    ("Delgado", Kinship.PARENT, ("Rosa Delgado", "Mateo Delgado", "Lucía Delgado")),
    ("Brooks", Kinship.PARENT, ("Imani Brooks", "Zola Brooks", "Amara Brooks")),
    ("Watanabe", Kinship.PARENT, ("Kenji Watanabe", "Hana Watanabe")),
    ("Diallo", Kinship.PARENT, ("Fatoumata Diallo", "Moussa Diallo")),
    ("Mbeki", Kinship.GUARDIAN, ("Grace Mbeki", "Tunde Mbeki", "Sipho Mbeki")),
)


def gather(house: Agencies) -> None:
    """The supervisor, who sees both programs, notes who lives with whom."""
    ben = house.actor("ben")
    for name, kin, names in HOUSEHOLDS:
        with reading(ben):
            known = {p.full_name: p for p in facts(Person, because=LOOKING_BACK).filter(full_name__in=names)}
        first, *children = (known[full_name] for full_name in names)
        members = [(first, kin.value), *((child, Kinship.CHILD.value) for child in children)]
        form_household(actor=ben, person=first, members=members, name=name)
        for child in children:
            relate(actor=ben, person=first, other=child, kind=kin)
            relate(actor=ben, person=child, other=first, kind=Kinship.CHILD)
    _keep_out(house)


def _keep_out(house: Agencies) -> None:
    """Imani asked that Sam does not read her file: they know each other from the choir."""
    ben = house.actor("ben")
    with reading(ben):
        imani = facts(Person, because=LOOKING_BACK).get(full_name="Imani Brooks")
    deny(actor=ben, person=imani, staff=house.staff["sam"], because="They sing in the same choir; she asked for it.")
