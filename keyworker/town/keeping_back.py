"""What the town keeps back: a note about somebody else in Rosa's file, of which she reads that it is kept back."""

from datetime import timedelta

from keyworker.access.sight import facts
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.delivery.models import CaseNote, NoteStatus
from keyworker.people.models import Ground, Person
from keyworker.people.withholding.actions import Withholding, withhold
from keyworker.town.cast import Agencies
from keyworker.town.walking import LOOKING_BACK

BECAUSE = "It tells what her neighbor said about her own children."


def keep_back(house: Agencies) -> None:
    """Amina writes down why, and looks at it again in three months."""
    amina, today = house.actor("amina"), clock.today(house.agency.time_zone)
    with reading(amina):
        rosa = facts(Person, because=LOOKING_BACK).get(full_name="Rosa Delgado")
        signed = facts(CaseNote, because=LOOKING_BACK).filter(person=rosa, status=NoteStatus.SIGNED, amends=None)
        note = signed.filter(program=house.programs["housing"]).order_by("signed_at").first()
    if note is not None:
        kept = Withholding(Ground.THIRD_PARTY.value, BECAUSE, today + timedelta(days=90))
        withhold(actor=amina, person=rosa, program=house.programs["housing"], record=note, withholding=kept)
