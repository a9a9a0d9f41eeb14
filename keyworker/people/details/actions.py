"""What workers note of who somebody is: what they say of themselves, and that they have died."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import StaleRecord, change
from keyworker.people.details.code_lists import list_for
from keyworker.people.details.mourning import close_their_work
from keyworker.people.details.rules import may_note_death, may_stand
from keyworker.people.details.telling import tell_in_file
from keyworker.people.models import DatePrecision, Person, SaidKind, SaidOfThemselves
from keyworker.people.numbers import country_of
from keyworker.people.policy import wall_of


@dataclass(frozen=True, slots=True)
class Death:
    """The day, as precisely as it is known, and who told us."""

    died_on: date
    precision: str = DatePrecision.DAY.value
    told: str = ""


@action(needs=Permission.PERSON_EDIT, on="person")
def say_of_themselves(
    *, actor: Actor, person: Person, kind: SaidKind, own_words: str, codes: Collection[str] = (), seen: int = 0
) -> SaidOfThemselves:
    """Note what they say of one thing, in place of what stood; nothing at all takes it back.

    `codes` are of the list that the agency reports by. `seen` is the version on the page, 0 where there was none.
    Raises `StaleRecord`, and `Refused` for codes that are on no list or contradict each other.
    """
    asked = list_for(kind, country_of(workplace(actor).agency.time_zone))
    insist(may_stand(codes, asked))
    wall = wall_of(actor, person)
    own = facts(SaidOfThemselves, because="one thing is said once").filter(person=person, kind=kind, sealed_in=wall)
    said: SaidOfThemselves | None = own.select_for_update(no_key=True).first()
    blank = SaidOfThemselves(person=person, kind=kind.value, sealed_in=wall, version=0)
    if seen != (said.version if said else 0):
        raise StaleRecord(said or blank, seen)
    values: dict[str, Any] = {
        "own_words": own_words.strip() or None,
        "code_list": asked.name if asked and codes else "",
        "codes": sorted(codes),
    }
    if said is None:
        said = SaidOfThemselves(person=person, kind=kind.value, sealed_in=wall, **values)
        said.save(force_insert=True)
    else:
        said.person = person
        change(said, **values)
    tell_in_file(actor, person, "people.said_of_themselves", source=said)
    return said


@action(needs=Permission.PERSON_EDIT, on="person")
def note_death(*, actor: Actor, person: Person, death: Death, seen: int | None = None) -> Person:
    """They have died: nobody is to contact them from now on, and what is open with them asks to be closed.

    Who told a sealed program is not kept: it would say to all who see the person whom it knows.
    """
    today = workplace(actor).today
    insist(
        may_note_death(died_on=death.died_on, already=person.died_on is not None, born_on=person.born_on, today=today)
    )
    told = "" if wall_of(actor, person) else death.told
    change(person, seen=seen, died_on=death.died_on, died_precision=death.precision, died_told=told)
    close_their_work(person)
    tell_in_file(actor, person, "people.death_noted")
    return person


@action(needs=Permission.PERSON_EDIT, on="person")
def take_death_back(*, actor: Actor, person: Person) -> Person:
    """It was a mistake, or somebody else's death. What was closed because of it is opened again by hand."""
    insist(yes() if person.died_on is not None else no(_("It is not noted that they have died.")))
    change(person, died_on=None, died_precision=DatePrecision.DAY.value, died_told="")
    tell_in_file(actor, person, "people.death_taken_back")
    return person
