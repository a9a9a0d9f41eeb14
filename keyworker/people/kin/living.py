"""The forms of a person's homes on the page of their family, and what each of them does."""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.base.context import reading
from keyworker.people.finding.index import IndexEntry, likely_people
from keyworker.people.finding.looking_up import known_people
from keyworker.people.kin.forms import EndHomeForm, JoinForm, LeaveForm, NewHomeForm, OwnPlaceForm, RenameForm
from keyworker.people.kin.homes import HomeOf
from keyworker.people.kin.moving import (
    change_place,
    end_household,
    form_household,
    join_household,
    leave_household,
    rename_household,
)
from keyworker.people.models import Household, Person
from keyworker.people.pages import birth

EDIT = Permission.PERSON_EDIT
NEW = "home"
Forms = dict[str, Any]
TITLES: dict[Any, Callable[[], str]] = {
    JoinForm: lambda: _("Somebody lives here, too"),
    OwnPlaceForm: lambda: _("Their own place here"),
    LeaveForm: lambda: _("Somebody has left"),
    RenameForm: lambda: _("Give it another name"),
    EndHomeForm: lambda: _("Nobody lives together here any more"),
}


def home_forms(request: StaffRequest, person: Person, homes: list[HomeOf], sent: QueryDict | None = None) -> Forms:
    """Step → its form, for whoever may write; `sent` in place of what the browser sent."""
    if not may(request.actor, EDIT):
        return {}
    given = request.POST if sent is None else sent
    step = request.POST.get("step", "")

    def ask(form: Any, name: str, **about: Any) -> Any:
        return form(given if step == name else None, prefix=name, **about)

    found: Forms = {NEW: ask(NewHomeForm, NEW)}
    for home in homes:
        if home.mine is None:
            continue
        known = _known(request, person, f"join-{home.id}") if step == f"join-{home.id}" else []
        found[f"join-{home.id}"] = ask(JoinForm, f"join-{home.id}", household_id=home.id, known=known)
        found[f"own-{home.id}"] = ask(OwnPlaceForm, f"own-{home.id}", held=home.mine.place)
        places = [(each.place, each.called) for each in home.now]
        found[f"left-{home.id}"] = ask(LeaveForm, f"left-{home.id}", places=places)
        found[f"name-{home.id}"] = ask(RenameForm, f"name-{home.id}", home=home)
        found[f"end-{home.id}"] = ask(EndHomeForm, f"end-{home.id}", household_id=home.id)
    return found


def with_their_forms(homes: list[HomeOf], forms: Forms) -> list[dict[str, Any]]:
    """Each home with what may be done about it, open where something was sent."""
    return [
        {"home": home, "steps": steps, "open": any(form.is_bound for _step, _title, form in steps)}
        for home in homes
        for steps in [
            [
                (step, TITLES[type(form)](), form)
                for step, form in forms.items()
                if step != NEW and step.endswith(str(home.id))
            ]
        ]
    ]


def carry_out(request: StaffRequest, person: Person, form: Any) -> str:
    """Do what the form says, and what to say about it."""
    actor, said = request.actor, form.cleaned_data
    match form:
        case NewHomeForm():
            form_household(actor=actor, person=person, members=[(person, "")], name=said["name"], own=form.place)
            return _("Noted. Now add who lives there, too.")
        case JoinForm():
            with reading(actor):
                member = known_people(actor).get(pk=form.member_id)
            home = _household(request, form)
            join_household(actor=actor, person=person, household=home, member=member, place=form.place)
            return _("Noted. To live with somebody opens nobody's file.")
        case OwnPlaceForm():
            change_place(actor=actor, place=form.held, anew=form.place, seen=said["version"])
            return _("Saved, as they said it.")
        case LeaveForm():
            leave_household(actor=actor, person=person, place_id=form.place_id, until=said["until"])
            return _("Noted. It stays among what was before.")
        case RenameForm():
            home = _household(request, form)
            rename_household(actor=actor, person=person, household=home, name=said["name"], seen=said["version"])
            return _("Saved. The home has another name.")
        case _:
            end_household(actor=actor, person=person, household=_household(request, form), until=said["until"])
            return _("Noted. It stays among what was before.")


def _household(request: StaffRequest, form: Any) -> Household:
    with reading(request.actor):
        return require(Household, form.household_id, actor=request.actor, needs=EDIT)


def _known(request: StaffRequest, person: Person, step: str) -> list[tuple[str, str]]:
    name = request.POST.get(f"{step}-name", "").strip()
    found = likely_people(request.actor, name) if name else []
    return [(str(one.id), told_apart(one)) for one in found if one.id != person.pk]


def told_apart(one: IndexEntry) -> str:
    """Somebody's name and birth date, so that nobody is taken for another."""
    born = birth(one)
    return _("{name}, born {date}").format(name=one.name, date=born) if born else one.name
