"""Who somebody is: one page of the file, each form on it a step."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, may, require
from keyworker.access.workplace import workplace
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.consent.photo_forms import NoPhotoForm, PhotoForm
from keyworker.consent.photographing import Shown, keep_photo, photos_of, remove_photo
from keyworker.consent.queries import programs_serving
from keyworker.people.actions import (
    add_identifier,
    add_other_name,
    correct_identity,
    end_identifier,
    note_death,
    say_of_themselves,
    show_identifier,
    take_death_back,
)
from keyworker.people.details.code_lists import list_for
from keyworker.people.details.forms import (
    AliveForm,
    DeathForm,
    EndNumberForm,
    IdentityForm,
    NumberForm,
    OtherNameForm,
    SaidForm,
)
from keyworker.people.details.queries import identifiers, other_names, said_of_themselves
from keyworker.people.models import Identifier, OtherNameKind, Person, SaidKind, SaidOfThemselves
from keyworker.people.numbers import country_of
from keyworker.people.pages import file_frame
from keyworker.workspace.details import differing, identity_rows, number_rows, said_rows, title_of

SEE, EDIT = Permission.PERSON_VIEW, Permission.PERSON_EDIT
Forms = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """All that the page is made of, as far as the reader may see it."""

    person: Person
    said: list[SaidOfThemselves]
    numbers: list[Identifier]
    photos: list[Shown]


@page(needs=SEE)
def details(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The form that was sent comes back with what was typed; when a colleague was faster, with theirs above."""
    with reading(request.actor):
        held = _held(request, person_id)
        forms = _forms(request, held)
        form = forms.get(request.POST.get("step", ""))
        if not _asks_for_a_number(request) and (form is None or not form.is_valid()):
            return _page(request, held, forms)
    if form is None:
        return _with_a_whole_number(request, held)
    try:
        done = _carry_out(request, held.person, form)
    except StaleRecord:
        return _after_a_colleague(request, person_id)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _page(request, held, forms)
    messages.success(request, done)
    return redirect("workspace:details", person_id)


def _held(request: StaffRequest, person_id: UUID) -> Held:
    person = require(Person, person_id, actor=request.actor, needs=SEE)
    said, numbers = said_of_themselves(request.actor, person), identifiers(request.actor, person)
    return Held(person, said, numbers, photos_of(request.actor, person))


def _asks_for_a_number(request: StaffRequest) -> bool:
    return request.POST.get("step") == "show"


def _with_a_whole_number(request: StaffRequest, held: Held) -> HttpResponse:
    """The number is in no address, and the page that shows it is not gone back to."""
    meant = next((each for each in held.numbers if str(each.pk) == request.POST.get("number")), None)
    if meant is None:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    show_identifier(actor=request.actor, identifier=meant)
    with reading(request.actor):
        return _page(request, held, _forms(request, held), shown=meant)


def _forms(request: StaffRequest, held: Held, sent: Any = None) -> Forms:
    """Step → its form, for whoever may write; `sent` in place of what the browser sent."""
    if not may(request.actor, EDIT):
        return {}
    given = sent if sent is not None else request.POST
    step, person = request.POST.get("step"), held.person
    country = country_of(workplace(request.actor).agency.time_zone)

    def ask(form: Any, name: str, **about: Any) -> Any:
        return form(given if step == name else None, prefix=name, **about)

    found: Forms = {"identity": ask(IdentityForm, "identity", person=person), "name": ask(OtherNameForm, "name")}
    for kind in SaidKind:
        stands, asked = _own(held.said, kind), list_for(kind, country)
        found[kind.value] = ask(SaidForm, kind.value, kind=kind, said=stands, asked=asked)
    if may(request.actor, Permission.CONSENT_RECORD):
        found |= _photo_forms(request, held, given)
    found["number"] = ask(NumberForm, "number", country=country)
    if held.numbers:
        found["number-ends"] = ask(EndNumberForm, "number-ends", numbers=held.numbers)
    if person.died_on is None:
        return {**found, "died": ask(DeathForm, "died", person=person)}
    return {**found, "alive": ask(AliveForm, "alive")}


def _photo_forms(request: StaffRequest, held: Held, given: Any) -> Forms:
    """A photo is put in, in place of another, or taken away; whether they agreed to one is asked when it is sent."""
    step = request.POST.get("step")
    programs = programs_serving(request.actor, held.person)
    files = request.FILES if step == "photo" else None
    found: Forms = {"photo": PhotoForm(given if step == "photo" else None, files, prefix="photo", programs=programs)}
    if held.photos:
        photos = [each.photo for each in held.photos]
        found["no-photo"] = NoPhotoForm(given if step == "no-photo" else None, prefix="no-photo", photos=photos)
    return found


def _own(said: list[SaidOfThemselves], kind: SaidKind) -> SaidOfThemselves | None:
    """Which of them the reader's words replace: their sealed program's own first, where they have one."""
    return next((each for each in said if each.kind == kind), None)


def _carry_out(request: StaffRequest, person: Person, form: Any) -> str:
    """Do what the form says, and what to say about it."""
    actor, said = request.actor, form.cleaned_data
    match form:
        case IdentityForm():
            correct_identity(
                actor=actor, person=person, identity=form.identity, seen=said["version"],
                keeps_former=said["keeps_former"],
            )  # fmt: skip
            return _("Saved. They are found by these names from now on.")
        case OtherNameForm():
            kind = OtherNameKind(said["kind"])
            add_other_name(actor=actor, person=person, name=said["name"], kind=kind, since=said["since"])
            return _("Noted. They are found by this name, too.")
        case SaidForm():
            say_of_themselves(
                actor=actor, person=person, kind=form.kind, own_words=said["own_words"], codes=form.codes,
                seen=said["version"],
            )  # fmt: skip
            return _("Saved, as they said it.")
        case NumberForm():
            add_identifier(actor=actor, person=person, scheme=form.of_scheme, value=said["value"], more=form.more)
            return _("Noted. They are found by this number.")
        case EndNumberForm():
            end_identifier(actor=actor, identifier=form.meant, until=said["until"])
            return _("Saved. The number is not valid any more.")
        case PhotoForm() | NoPhotoForm():
            return _with_the_photo(request, person, form)
        case DeathForm():
            note_death(actor=actor, person=person, death=form.death, seen=said["version"])
            return _("Noted. Nobody contacts them any more, and each open case asks for its end.")
        case _:
            take_death_back(actor=actor, person=person)
            return _("Noted. Look at their cases: what was closed is opened again by hand.")


def _with_the_photo(request: StaffRequest, person: Person, form: Any) -> str:
    if isinstance(form, NoPhotoForm):
        remove_photo(actor=request.actor, photo=form.meant)
        return _("The photo is deleted.")
    content, alt = form.cleaned_data["file"].read(), form.cleaned_data["alt"]
    keep_photo(actor=request.actor, person=person, program=form.program, content=content, alt=alt)
    return _("The photo is in the file, as long as they agree to it.")


def _after_a_colleague(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """What stands now is shown above; what was typed stays below, to be saved on top of it."""
    step = request.POST["step"]
    with reading(request.actor):
        held = _held(request, person_id)
        now = _forms(request, held, sent={})[step]
        on_top = request.POST.copy()
        on_top[f"{step}-version"] = str(now.initial["version"])
        forms = _forms(request, held, sent=on_top)
        return _page(request, held, forms, theirs=differing(now, forms[step]), status=409)


def _page(
    request: StaffRequest,
    held: Held,
    forms: Forms,
    *,
    shown: Identifier | None = None,
    theirs: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "rows": identity_rows(held.person),
        "names": other_names(request.actor, held.person),
        "said": said_rows(held.said),
        "photos": held.photos,
        "numbers": number_rows(held.numbers, today=workplace(request.actor).today, shown=shown),
        "steps": [(step, title_of(step), form) for step, form in forms.items()],
        "theirs": theirs,
        **file_frame(request.actor, held.person, current="details"),
    }
    return render(request, "workspace/details.html", context, status=status)
