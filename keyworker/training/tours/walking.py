"""Where somebody is on a tour. It stands in their session, and moves on by a button; no record knows of it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from keyworker.access.addresses import address
from keyworker.access.handing_over import HANDED_OVER
from keyworker.access.roles import Role
from keyworker.base import context
from keyworker.base.actor import ActorKind
from keyworker.training.tours.own import AT_THEIR_OWN_PAGE, OWN
from keyworker.training.tours.steps import TOURS, Step

KEPT = "keyworker_tour"


def steps_of(tour: str) -> Sequence[Step]:
    """The steps of a tour by its name, a role's or the clients'; none for what is no tour."""
    if tour == OWN:
        return AT_THEIR_OWN_PAGE
    return next((steps for role, steps in TOURS.items() if role == tour), ())


def kept(request: HttpRequest, tour: str) -> int:
    """At which step of it somebody stopped, from 0."""
    held = request.session.get(KEPT) or {}
    return held["step"] if held.get("tour") == tour else 0


def walk(request: HttpRequest, tour: str, said: str) -> str:
    """Go on, back, or stop, as a button said; answers the address of the page to show, nothing when it is over."""
    steps, step = steps_of(tour), kept(request, tour)
    step = {"next": step + 1, "back": max(step - 1, 0), "again": 0}.get(said, step)
    if step >= len(steps):
        request.session.pop(KEPT, None)
        return ""
    request.session[KEPT] = {"tour": tour, "step": step, "on": said != "stop"}
    return "" if said == "stop" else address(steps[step].page)


def shown(request: HttpRequest) -> dict[str, Any]:
    """What the page's frame says of the tour, for templates; asks the database nothing."""
    actor = getattr(request, "actor", None)
    if actor is None or not context.is_open() or context.current().actor != actor or request.session.get(HANDED_OVER):
        return {}
    held = request.session.get(KEPT) or {}
    steps = steps_of(held.get("tour", ""))
    if not held.get("on") or held["step"] >= len(steps) or (actor.kind is ActorKind.CLIENT) != (held["tour"] == OWN):
        return {}
    step = steps[held["step"]]
    return {
        "tour": {
            "name": held["tour"],
            "number": held["step"] + 1,
            "of": len(steps),
            "title": step.title,
            "text": step.text,
            "is_here": request.path == address(step.page),
            "action": address("portal:tour" if held["tour"] == OWN else "training:tour"),
        }
    }


def offered(roles: Sequence[Role]) -> list[Role]:
    """Of the roles somebody holds, those with a tour, each once."""
    return [role for role in TOURS if role in roles]
