"""Who people of the town are: in their own words, by other names, by numbers, and one of them by a photo."""

import io
from datetime import timedelta

from PIL import Image, ImageDraw

from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base.context import reading
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.consent.actions import Terms, record_consent
from keyworker.consent.models import How, Purpose
from keyworker.consent.photographing import keep_photo
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
    _photograph(house, known["Rosa Delgado"])


def _photograph(house: Agencies, person: Person) -> None:
    """Rosa agreed to a photo; as nobody of the town is anybody, it is a drawing."""
    amina = house.actor("amina")
    with reading(amina):
        case = facts(Case, because=LOOKING_BACK).filter(person=person).select_related("program").get()
        place = workplace(amina)
    today = place.today
    terms = Terms(
        Purpose.PHOTO, place.agency.name, frozenset({Category.IDENTITY}), today, today + timedelta(days=180),
        How.WRITTEN, "2026-01",
    )  # fmt: skip
    record_consent(actor=amina, person=person, program=case.program, terms=terms)
    alt = "Rosa, drawn with a few lines: dark hair, a yellow shirt"
    keep_photo(actor=amina, person=person, program=case.program, content=_drawn(), alt=alt)


def _drawn() -> bytes:
    picture = Image.new("RGB", (480, 480), "#cfe5dd")
    pen, kept = ImageDraw.Draw(picture), io.BytesIO()
    pen.ellipse((90, 330, 390, 640), fill="#e0b23c")
    pen.ellipse((135, 75, 345, 330), fill="#33231b")
    pen.ellipse((165, 120, 315, 320), fill="#c68a5e")
    pen.arc((205, 225, 275, 275), 20, 160, fill="#6b2f22", width=6)
    for left in (200, 262):
        pen.ellipse((left, 200, left + 16, 216), fill="#33231b")
    picture.save(kept, format="PNG")
    return kept.getvalue()
