"""Pages of groups: the list, one group with its people, a session with who came, the list for the door."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, may
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.delivery import actions, grouped, totals
from keyworker.delivery.door import list_for_the_door
from keyworker.delivery.forms import (
    DayForm,
    EndGroupForm,
    GroupForm,
    JoinForm,
    LeaveForm,
    SessionForm,
    names_of_cases,
)
from keyworker.delivery.grouped import GroupView
from keyworker.delivery.models import ClientGroup
from keyworker.design.papers import paper

VIEW, RECORD = Permission.CONTACT_VIEW, Permission.CONTACT_RECORD


@page(needs=VIEW)
def groups(request: StaffRequest) -> HttpResponse:
    """The groups of one's programs, and the form for a new one."""
    with reading(request.actor):
        form = _group_form(request, "new")
        if form is None or not form.is_valid():
            return _groups_page(request, form)
    try:
        made = actions.set_up_group(actor=request.actor, program=form.program, words=form.words())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _groups_page(request, form)
    messages.success(request, _("The group is set up. Now put people into it."))
    return redirect("delivery:group", made.pk)


def _group_form(request: StaffRequest, do: str, held: ClientGroup | None = None, data: Any = None) -> GroupForm | None:
    actor = request.actor
    programs = grouped.programs_for_groups(actor) if held is None else [held.program]
    if not programs or not may(actor, RECORD):
        return None
    return GroupForm(
        data or (request.POST if request.POST.get("do") == do else None),
        programs=programs,
        staff=grouped.leaders_to_choose(actor),
        funding=totals.funding_to_choose(actor),
        currency=workplace(actor).agency.currency,
        held=held,
        initial={} if held else {"leader": str(actor.staff_id)},
    )


def _groups_page(request: StaffRequest, form: GroupForm | None) -> HttpResponse:
    return render(request, "delivery/groups.html", {"groups": grouped.groups(request.actor), "form": form})


@page(needs=VIEW)
def group(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """One group: who is in it and who waits, what was held, and forms for all that changes."""
    actor = request.actor
    wanted = request.POST.get("do", "")
    with reading(actor):
        view = grouped.group_view(actor, grouped.group(actor, group_id), today=workplace(actor).today)
        forms = _forms(request, view)
        form = forms.get(wanted)
        if wanted not in DOES or (wanted in forms and (form is None or not form.is_valid())):
            return _group_page(request, view, forms)
    try:
        said = DOES[wanted](request, view, form)
    except (Refused, StaleRecord) as why:
        return _not_saved(request, group_id, wanted, why)
    if isinstance(said, HttpResponse):
        return said
    messages.success(request, said)
    return redirect(
        "delivery:groups" if wanted == "end" else "delivery:group", *([] if wanted == "end" else [group_id])
    )


def _forms(request: StaffRequest, view: GroupView, data: Any = None) -> dict[str, Any]:
    """By what is done; a form that was not sent is empty. Only for whoever may write."""
    if view.group.ended_at is not None or not may(request.actor, RECORD):
        return {}
    sent, data = request.POST.get("do"), data or request.POST
    cases = grouped.cases_to_bring(request.actor, view.group)
    found: dict[str, Any] = {
        "join": JoinForm(
            data if sent == "join" else None, prefix="join", label=_("Who?"), choices=names_of_cases(cases)
        )
    }
    found["join"].cases = {str(case.pk): case for case in cases}
    if view.members or view.waiting:
        places = [*view.members, *view.waiting]
        found["leave"] = LeaveForm(data if sent == "leave" else None, prefix="leave", places=places)
    if view.runs:
        found["day"] = DayForm(data if sent == "day" else None, prefix="day")
        found["change"] = _group_form(request, "change", view.group, data if sent == "change" else None)
        found["end"] = EndGroupForm(data if sent == "end" else None, prefix="end")
    return found


def _join(request: StaffRequest, view: GroupView, form: Any) -> str:
    said = form.cleaned_data
    place = actions.join_group(
        actor=request.actor,
        group=view.group,
        case=form.cases[said["chosen"]],
        since=said["since"],
        name_at_door=said["name_at_door"],
    )
    return _("They are in the group.") if place.since else _("The group is full. They wait for a place.")


def _leave(request: StaffRequest, view: GroupView, form: Any) -> str:
    said = form.cleaned_data
    place = form.places[said["place"]]
    actions.leave_group(actor=request.actor, place=place, on=said["on"], because=said["because"])
    return _("Their place has ended. What was written of them stays in their file.")


def _come_in(request: StaffRequest, view: GroupView, form: Any) -> str:
    place = next((each for each in view.waiting if str(each.pk) == request.POST.get("place")), None)
    if place is None:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    actions.come_into_group(actor=request.actor, group=view.group, place=place)
    return _("They are in the group.")


def _another_day(request: StaffRequest, view: GroupView, form: Any) -> HttpResponse:
    return redirect("delivery:session", view.group.pk, form.cleaned_data["on"].isoformat())


def _change(request: StaffRequest, view: GroupView, form: Any) -> str:
    seen = form.cleaned_data["version"]
    actions.change_group(actor=request.actor, group=view.group, words=form.words(), seen=seen)
    return _("Saved. What was written of its sessions stays as it is.")


def _end(request: StaffRequest, view: GroupView, form: Any) -> str:
    actions.end_group(actor=request.actor, group=view.group, because=form.cleaned_data["because"])
    return _("The group has ended, and everybody's place in it.")


Does = Callable[[StaffRequest, GroupView, Any], "str | HttpResponse"]
DOES: dict[str, Does] = {
    "join": _join,
    "leave": _leave,
    "in": _come_in,
    "day": _another_day,
    "change": _change,
    "end": _end,
}


def _not_saved(request: StaffRequest, group_id: UUID, wanted: str, why: Refused | StaleRecord) -> HttpResponse:
    """What stands now is shown; what was typed stays where it can still be saved."""
    stale = isinstance(why, StaleRecord)
    reason = _("A colleague changed this meanwhile. Look again, then save on top of it.")
    if isinstance(why, Refused):
        reason = str(why.decision.reason)
    with reading(request.actor):
        held = grouped.group(request.actor, group_id)
        view = grouped.group_view(request.actor, held, today=workplace(request.actor).today)
        forms = _forms(request, view, {**request.POST.dict(), "version": held.version})
        if forms.get(wanted) is not None:
            forms[wanted].is_valid()
            forms[wanted].add_error(None, reason)
        else:
            messages.warning(request, reason)
        return _group_page(request, view, forms, status=409 if stale else 200)


def _group_page(request: StaffRequest, view: GroupView, forms: dict[str, Any], *, status: int = 200) -> HttpResponse:
    sheets = [{"title": "", "links": _sheets(view.group)}]
    context = {"view": view, "group": view.group, "forms": forms, "sheets": sheets}
    return render(request, "delivery/group.html", context, status=status)


@page(needs=RECORD)
def session(request: StaffRequest, group_id: UUID, on: str) -> HttpResponse:
    """One day of the group: written down with everybody in one form, or set right."""
    actor = request.actor
    with reading(actor):
        held = grouped.group(actor, group_id)
        form = _session_form(actor, held, _day(actor, held, on), request.POST or None)
        if not form.is_valid():
            return _session_page(request, held, form)
    said = form.cleaned_data
    try:
        actions.write_down_session(
            actor=actor,
            group=held,
            told=form.told(),
            marks=form.marks(),
            seen=said["version"],
            because=said.get("because", ""),
        )
    except (Refused, StaleRecord) as why:
        return _session_not_saved(request, held, form.on, why)
    messages.success(request, _("The session is written down, in the file of each."))
    return redirect("delivery:group", group_id)


def _day(actor: Actor, held: ClientGroup, on: str) -> date:
    """A day that has come, for those who run the group; anything else is absent."""
    try:
        day = date.fromisoformat(on)
    except ValueError as error:
        raise Absent(_("There is nothing here, or it is not yours to see.")) from error
    if day > workplace(actor).today or not grouped.runs(actor, held):
        raise Absent(_("There is nothing here, or it is not yours to see."))
    return day


def _session_form(actor: Actor, held: ClientGroup, day: date, data: Any) -> SessionForm:
    written = grouped.session_on(actor, held, day)
    return SessionForm(
        data,
        held=held,
        on=day,
        session=written,
        places=grouped.members_on(actor, held, day),
        written=grouped.attendance_of(actor, written),
        staff=grouped.leaders_to_choose(actor),
    )


def _session_not_saved(request: StaffRequest, held: ClientGroup, day: date, why: Refused | StaleRecord) -> HttpResponse:
    """What was typed stays; saved again, it corrects what the colleague wrote, who stands beside it."""
    stale = isinstance(why, StaleRecord)
    reason = _("A colleague wrote this session down meanwhile. What you typed is still here. Look, then save it again.")
    if isinstance(why, Refused):
        reason = str(why.decision.reason)
    with reading(request.actor):
        written = grouped.session_on(request.actor, held, day)
        data = {**request.POST.dict(), "version": written.version if written and stale else request.POST.get("version")}
        form = _session_form(request.actor, held, day, data)
        form.is_valid()
        form.add_error(None, reason)
        return _session_page(request, held, form, status=409 if stale else 200)


def _session_page(request: StaffRequest, held: ClientGroup, form: SessionForm, *, status: int = 200) -> HttpResponse:
    written = grouped.attendance_of(request.actor, form.session)
    context = {
        "group": held,
        "form": form,
        "on": form.on,
        "session": form.session,
        "now": [each for each in written if each.replaced_at is None] if status != 200 else [],
        "before": [each for each in written if each.replaced_at is not None],
    }
    return render(request, "delivery/session.html", context, status=status)


@page(needs=RECORD)
@require_safe
def sheet(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """A list to sign at the door: first names, of those who agreed; lines without a name for everybody else."""
    held = grouped.group(request.actor, group_id)
    if not grouped.runs(request.actor, held):
        raise Absent(_("There is nothing here, or it is not yours to see."))
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE
    context = {
        "title": gettext_lazy("List to sign"),
        "agency": workplace(request.actor).agency.name,
        "group": held,
        "names": list_for_the_door(request.actor, held),
    }
    return paper(request, "delivery/group_sheet.html", context, name="list", language=language)


def _sheets(held: ClientGroup) -> list[dict[str, str]]:
    """The list for the door in each of our languages, under its own name."""
    here = reverse("delivery:group_sheet", args=[held.pk])
    return [
        {"text": get_language_info(code)["name_local"], "href": f"{here}?language={code}"}
        for code, _name in settings.LANGUAGES
    ]
