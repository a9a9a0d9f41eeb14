"""The cast, by name: Harbor House (Amina, Ben, Flo, …) and Northside next door (Carl). See keyworker/town/cast.py."""

import time
from functools import cache

from django.test import Client

from keyworker.access import doors, sight
from keyworker.access.handing_over import HANDED_OVER
from keyworker.access.models import DoorKind
from keyworker.accounts.models import User
from keyworker.agencies.models import Agency, Program, Staff
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.cases import actions as cases
from keyworker.people import actions as people
from keyworker.people.models import Person
from keyworker.town import cast

FINDING = "tests look up the cast by name"
HOMES = {
    "amina": "harbor-house",
    "sam": "harbor-house",
    "ben": "harbor-house",
    "flo": "harbor-house",
    "grace": "harbor-house",
    "priya": "harbor-house",
    "oskar": "harbor-house",
    "carl": "northside",
    "nadia": "northside",
    "pavel": "northside",
}


class Town:
    """Handles on the cast: `town.amina` is an Actor, `town.housing` a Program, `town.staff(actor)` the Staff row."""

    def __getattr__(self, name):
        if name in HOMES:
            found = _known(name)
        elif name in {"housing", "family", "shelter"}:
            found = self._program("harbor-house", name)
        elif name in {"north", "community"}:
            found = self._program("northside", "community")
        else:
            raise AttributeError(name)
        self.__dict__[name] = found
        return found

    @property
    def today(self):
        """The day it is at Harbor House."""
        return clock.today("America/New_York")

    def agency_key(self, slug):
        return _house(slug)

    def job(self, slug="harbor-house"):
        return actors.job(cast.JOB, agency_id=self.agency_key(slug))

    def agency(self, slug="harbor-house"):
        with reading(self.job(slug)):
            return sight.facts(Agency, because=FINDING).get(slug=slug)

    def _program(self, slug, program):
        with reading(self.job(slug)):
            return sight.facts(Program, because=FINDING).get(slug=program)

    def staff(self, actor):
        with reading(actor):
            return sight.facts(Staff, because=FINDING).get(pk=actor.id)

    def find(self, model, actor=None, **conditions):
        """A row of the loaded town, whoever may see it."""
        with reading(actors.job(cast.JOB, agency_id=actor.agency_id) if actor else self.job()):
            return sight.facts(model, because=FINDING).filter(**conditions).order_by("id").first()

    def all(self, model, slug="harbor-house", **conditions):
        with reading(self.job(slug)):
            return list(sight.facts(model, because=FINDING).filter(**conditions).order_by("id"))

    def new_person(self, actor=None, program=None, **identity) -> Person:
        """Somebody new in `program` (housing), on `actor`'s (Amina's) care team."""
        actor = actor or self.amina
        return people.register_person(
            actor=actor,
            program=program or self.housing,
            identity=people.Identity(**{"full_name": "Xanthippe Quill", **identity}),
            staff=self.staff(actor),
            because="registered",
        )

    def client_case(self, actor=None, program=None, **identity):
        """An open case for somebody new, owned by `actor` (Amina) in `program` (housing)."""
        actor, program = actor or self.amina, program or self.housing
        person = self.new_person(actor, program, **identity)
        return cases.open_case(actor=actor, program=program, person=person, owner=self.staff(actor))


# In every copy of the town they have the same keys.
@cache
def _known(name):
    opened = doors.resolve(DoorKind.SIGN_IN, str(User.objects.get(email=f"{name}@{HOMES[name]}.example").pk))
    return actors.staff(agency_id=opened.agency_id, staff_id=opened.subject_id)


@cache
def _house(slug):
    return doors.resolve(DoorKind.PUBLIC_FORM, slug).agency_id


def signed_in(actor, browser=None, **options) -> Client:
    """A client whose session is the actor's; None is a stranger."""
    browser = browser or Client(**options)
    if actor is None:
        return browser
    member = Town().staff(actor) if actor.kind is actors.ActorKind.STAFF else None
    user = User.objects.get(pk=member.user_id) if member else _portal_user(actor)
    browser.force_login(user)
    return browser


def just_asked_who_they_are(browser) -> Client:
    """As after the page "Is it you?": what changes a sign-in asks nobody a second time within minutes."""
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return browser


def take_the_device_back(session) -> None:
    """As after the worker showed that it is them; how that is done has tests of its own."""
    if session.pop(HANDED_OVER, None) is not None:
        session.save()


def _portal_user(actor):
    from keyworker.people.models import PortalAccount

    return User.objects.get(pk=Town().find(PortalAccount, actor, pk=actor.id).user_id)
