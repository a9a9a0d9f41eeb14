"""Who people of the town are, in their own words, and under which other names they are known."""

from keyworker.access.sight import facts
from keyworker.base.context import reading
from keyworker.people.actions import add_identifier, add_other_name, say_of_themselves
from keyworker.people.models import OtherNameKind, Person, SaidKind
from keyworker.town.cast import Agencies
from keyworker.town.walking import LOOKING_BACK

SAID = {
    "Rosa Delgado": (
        (SaidKind.ETHNICITY, "Mixteca, from Oaxaca", ("1", "6")),
        (SaidKind.GENDER, "a woman, a mother", ()),
        (SaidKind.DISABILITY, "My back, since the factory. I still work.", ("1",)),
    ),
    "Yusuf Al-Hassan": ((SaidKind.ETHNICITY, "Arab, from Aleppo", ("7",)), (SaidKind.SEX, "", ("1",))),
    "Imani Brooks": ((SaidKind.ETHNICITY, "Black", ("3",)), (SaidKind.SEX, "", ("9",))),
}
ALSO = {
    "Rosa Delgado": (("Rosa Ruiz", OtherNameKind.FORMER), ("Rosita", OtherNameKind.CALLED)),
    "Yusuf Al-Hassan": (("Youssef Alhassan", OtherNameKind.WRITTEN),),
}
# None of them is anybody's: the first two are the examples of the schemes themselves.
NUMBERS = {
    "Rosa Delgado": (("us-itin", "912-90-3456"), ("mx-curp", "BOXW310820HNERXN09"), ("Library card", "R-20417")),
    "Yusuf Al-Hassan": (("Alien registration number", "A 055 512 340"),),
}


def tell(house: Agencies) -> None:
    """The supervisor, who sees both programs, notes it."""
    ben = house.actor("ben")
    with reading(ben):
        named = facts(Person, because=LOOKING_BACK).filter(full_name__in=[*SAID, *ALSO])
        known = {person.full_name: person for person in named}
    for name, said in SAID.items():
        for kind, own_words, codes in said:
            say_of_themselves(actor=ben, person=known[name], kind=kind, own_words=own_words, codes=codes)
    for name, others in ALSO.items():
        for other, known_as in others:
            add_other_name(actor=ben, person=known[name], name=other, kind=known_as)
    for name, numbers in NUMBERS.items():
        for scheme, value in numbers:
            add_identifier(actor=ben, person=known[name], scheme=scheme, value=value)
