"""The first page, and the worker's day."""

from datetime import date
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from keyworker.access.addresses import address
from keyworker.access.pages import StaffRequest, page, public_page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.context import reading
from keyworker.cases.models import Case
from keyworker.delivery.grouped import Planned, planned
from keyworker.delivery.noting import note_clock
from keyworker.tasks.models import Task
from keyworker.tasks.rules import Urgency, urgency
from keyworker.training.learning.queries import ToLookAt, on_my_day
from keyworker.visits.models import Visit
from keyworker.visits.queries import visits_on
from keyworker.workspace.queries.day import Day, day
from keyworker.workspace.queries.waiting import MANY_REFERRALS, Kind, Waiting, new_referrals, waiting_for
from keyworker.workspace.words import due, due_badge, greeting

# The first page that suits somebody, by what they may do.
FIRST_PAGES = (
    (Permission.CASE_VIEW, "workspace:my_day"),
    (Permission.STAFF_MANAGE, "workspace:staff"),
    (Permission.AUDIT_VIEW, "workspace:trail"),
    (Permission.DIRECTORY_VIEW, "directory:services"),
)


@public_page(because="it only sends people on to the page that is theirs")
def home(request: HttpRequest) -> HttpResponse:
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        signed_in = request.user.is_authenticated
        return render(request, "workspace/no_place.html") if signed_in else redirect_to_login("/")
    if actor.kind is ActorKind.CLIENT:
        return redirect(address("portal:home") or "account_logout")
    with reading(actor):
        found = [name for needs, name in FIRST_PAGES if may(actor, needs)]
    return redirect(found[0]) if found else render(request, "workspace/no_place.html")


@page(needs=Permission.CASE_VIEW)
@require_safe
def my_day(request: StaffRequest) -> HttpResponse:
    place = workplace(request.actor)
    found, visits = day(request.actor, today=place.today), visits_on(request.actor, place.today)
    sessions = planned(request.actor, place.today, place.today)
    theirs = {case.person_id: case.person.called for case in (*found.cases, *found.covered)}
    learning = on_my_day(request.actor)
    waiting = waiting_for(request.actor, known=theirs)
    context = {
        "title": greeting(place.now, place.name),
        "today": place.today,
        "figures": figures(found, waiting, visits=len(visits) + len(sessions), referrals=new_referrals(request.actor)),
        "visits": sorted([*map(as_visit, visits), *map(as_session, sessions)], key=lambda each: each["at"]),
        "owed": [as_owed(each, today=place.today) for each in waiting if each.kind is Kind.OWED],
        "waiting": [
            *(as_waiting(each, place.today) for each in waiting if each.kind is not Kind.OWED),
            *(as_procedure(each, place.today) for each in learning.to_look_at),
        ],
        "to_learn": len(learning.to_learn),
        "alarms": [as_alarm(task, found, calls=may(request.actor, Permission.CONTACT_RECORD)) for task in found.alarms],
        "first": [as_item(task, found) for task in found.first],
        "soon": [as_item(task, found) for task in found.tasks[Urgency.SOON]],
        "people": [as_person(case, found) for case in found.cases],
        "covered": [as_person(case, found) | {"owner": case.owner.name} for case in found.covered],
        "more_tasks": found.more_tasks,
    }
    return render(request, "workspace/my_day.html", context)


def figures(found: Day, waiting: list[Waiting], *, visits: int, referrals: int | None) -> list[dict[str, Any]]:
    """The day in a few numbers, the most pressing first."""
    dated = [urgency(each.due_on, today=found.today) for each in waiting if each.due_on is not None]
    late = len(found.tasks[Urgency.OVERDUE]) + dated.count(Urgency.OVERDUE)
    now = len(found.tasks[Urgency.TODAY]) + dated.count(Urgency.TODAY)
    shown: list[dict[str, Any]] = [
        {"value": late, "label": _("late"), "href": "#first", "tone": "urgent" if late else "neutral"},
        {"value": now, "label": _("due today"), "href": "#first", "tone": "warning" if now else "neutral"},
        {"value": visits, "label": _("visits today"), "href": "#visits"},
    ]
    if referrals is not None:
        many = f"{MANY_REFERRALS}+" if referrals > MANY_REFERRALS else referrals
        shown.append({"value": many, "label": _("new referrals"), "href": address("intake:queue")})
    return shown


def as_visit(visit: Visit) -> dict[str, Any]:
    return {
        "at": timezone.localtime(visit.starts_at),
        "name": visit.person.called,
        "href": address("visits:visit", visit.pk),
        "what": visit.get_kind_display(),
    }


def as_session(session: Planned) -> dict[str, Any]:
    """A group that the worker leads today, among the visits."""
    return {
        "at": timezone.localtime(session.starts_at),
        "name": session.group.name,
        "href": address("delivery:group", session.group.pk),
        "what": _("Group"),
    }


# What to do with each kind of thing that waits, and where.
WAITS = {
    Kind.NOTE: (gettext_lazy("Finish and sign your note"), "delivery:write"),
    Kind.ANSWER: (gettext_lazy("Read the answer to your referral"), "referrals:referral"),
    Kind.SIGN: (gettext_lazy("Sign the plan"), "planning:plan"),
    Kind.APPROVE: (gettext_lazy("Approve the plan"), "planning:plan"),
    Kind.TAKEN_BACK: (gettext_lazy("They took a consent back: see what changes"), "consent:list"),
    Kind.STILL_WAITS: (gettext_lazy("Ask if they still wait for a place"), "intake:wait_review"),
    Kind.LOOK_BACK: (gettext_lazy("Ask how it went where they were sent"), "intake:follow_up"),
    Kind.PAPER: (gettext_lazy("Look at the paper they sent"), "delivery:paper_sent"),
    Kind.MESSAGE: (gettext_lazy("Answer their message"), "delivery:thread"),
    Kind.SAID_NO: (gettext_lazy("They said no to a consent: see what changes"), "consent:list"),
    Kind.TEXT: (gettext_lazy("Somebody asks for help by text: read it now"), "interop:texts"),
    Kind.KEPT_BACK: (gettext_lazy("Look again at what is kept back from them"), "workspace:withheld"),
    Kind.MEASURE: (gettext_lazy("Measure where they stand at the start"), "reviews:measure"),
}


def as_waiting(each: Waiting, today: date) -> dict[str, Any]:
    """What waits as the task list shows it: how pressing where it has a day, else since when."""
    title, page_name = WAITS[each.kind]
    if each.kind is Kind.TEXT:  # it is in no file, and the page of them all begins with it
        return {"title": title, "href": address(page_name), "status": {"text": _("Asks for help"), "tone": "urgent"}}
    if each.due_on is not None:
        badge = due_badge(each.due_on, today=today)
        return {"title": title, "href": address(page_name, each.key), "person": each.called, "status": badge}
    since = _("since {day}").format(day=date_format(timezone.localtime(each.since)))
    return {"title": title, "href": address(page_name, each.key), "person": each.called, "due": since}


def as_procedure(each: ToLookAt, today: date) -> dict[str, Any]:
    """A procedure that they look after, with the day by which they look at it again."""
    title = _("Look at a procedure again: {title}").format(title=each.title)
    badge = due_badge(each.review_on, today=today)
    return {"title": title, "href": address("training:procedure", each.key), "status": badge}


def as_owed(each: Waiting, *, today: date) -> dict[str, Any]:
    """A contact without its note, and by when that is to be written."""
    happened_on = timezone.localtime(each.since).date()
    clock = note_clock(happened_on, within=each.within, noted_on=None, today=today)
    return {
        "title": _("Write the note of {day}").format(day=date_format(happened_on)),
        "href": f"{address('delivery:note', each.person_id)}?about={each.key}",
        "person": each.called,
        "status": due_badge(clock.due_on, today=today),
    }


def as_alarm(task: Task, found: Day, *, calls: bool) -> dict[str, Any]:
    """Somebody may have cried for help: it leads to the ways that are safe for them now, before anybody dials."""
    shown = as_item(task, found) | {"status": {"text": task.get_kind_display(), "tone": "urgent"}}
    if calls:
        shown["href"] = f"{address('visits:call', task.person_id)}?task={task.pk}"
    return shown


def as_item(task: Task, found: Day) -> dict[str, Any]:
    """A task as the task list shows it."""
    return {
        "title": task.title,
        "href": address("workspace:file", task.person_id),
        "person": task.person.called,
        "hint": hint(task),
        "due": "",
        "status": due_badge(task.due_on, today=found.today),
        "done_url": address("tasks:complete", task.pk),
    }


def hint(task: Task) -> str:
    """What stands under a task: its case, who does it when no worker does, and whether it is important."""
    parts = [task.case.number if task.case else "", task.doer, _("Important") if task.important else ""]
    return " · ".join(filter(None, parts))


def as_person(case: Case, found: Day) -> dict[str, Any]:
    """One line of "my people": who, where on the path, what is next."""
    return {
        "name": case.person.called,
        "href": address("workspace:file", case.person_id),
        "number": case.number,
        "step": case.get_step_display(),
        "next": due(case.next_step_on, today=found.today) if case.next_step_on else "",
        "badge": due_badge(case.next_step_on, today=found.today) if case.next_step_on else None,
    }
