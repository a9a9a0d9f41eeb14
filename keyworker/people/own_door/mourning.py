"""Whoever has died has no door of their own any more: another would come in by it."""

from keyworker.access.sight import facts
from keyworker.people.details.mourning import after_death
from keyworker.people.models import Person, PortalAccount
from keyworker.people.own_door.opening import shut


@after_death
def shut_their_door(person: Person) -> None:
    held = facts(PortalAccount, because="a door stays open for nobody").filter(person=person, ended_at=None)
    for account in held.select_for_update(no_key=True):
        shut(account)
