"""The list that is signed at the door of a group: what may stand on a paper that everybody there can read."""

from uuid import UUID

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.delivery.models import ClientGroup, GroupPlace
from keyworker.people.models import Person, SafetyRule

SPARE = 3  # lines for whoever comes and is not on the list


def first_name(person: Person) -> str:
    """What they like to be called, else their given name; one word, for a surname tells strangers who somebody is."""
    words = (person.preferred_name or person.given or person.full_name).split()
    return words[0] if words else ""


def list_for_the_door(actor: Actor, held: ClientGroup) -> list[str]:
    """A line for each place: first names of those who agreed, by the alphabet, then lines without a name.

    None of a sealed program's people, and none of whom some program says that a contact is dangerous or the address
    secret: whoever looks for them may stand at the door. As many lines as places, so that nobody counts who is not
    named. Recorded.
    """
    places = rows(GroupPlace, actor=actor, needs=Permission.CONTACT_RECORD).filter(
        group=held, until=None, since__isnull=False, name_at_door=True
    )
    agreed = [] if held.program.sealed else list(places.select_related("person"))
    hidden = _in_danger([place.person_id for place in agreed])
    names = sorted(first_name(place.person) for place in agreed if place.person_id not in hidden)
    trail.record("delivery.group_sheet_printed", subject=held, program_id=held.program_id)
    return names + [""] * (max(held.places, len(names)) - len(names) + SPARE)


def _in_danger(people: list[UUID]) -> set[UUID]:
    """Of these, who is to be shielded; which program asks for it is never told, and who is shielded is not shown."""
    rules = facts(SafetyRule, because="a name at the door may lead somebody to them").filter(person__in=people)
    asking = rules.exclude(address_protected=False, risk_if_contacted="", name_shielded=False)
    return set(asking.values_list("person_id", flat=True))
