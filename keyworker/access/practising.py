"""Stepping into an agency of made-up people and back, in one's own sign-in: nobody is given a second password.

The session remembers where somebody works. With each step it gets a new key, and what other tabs still show can be
sent no more: what was typed for a real person must not be kept where it is thrown away, nor the other way round.
"""

from uuid import UUID

from django.http import HttpRequest

from keyworker.access.middleware import PLACE, home_of, work_at
from keyworker.access.models import DoorKind
from keyworker.base.actor import Actor


def step_in(request: HttpRequest, *, agency_id: UUID, staff_id: UUID) -> None:
    """From now on this session works there, in that place; an action asked whether it may."""
    home = request.session[PLACE]
    work_at(
        request, {"door": DoorKind.PRACTICE.value, "agency": str(agency_id), "subject": str(staff_id), "home": home}
    )


def step_out(request: HttpRequest) -> Actor | None:
    """Back to where they came from: who they are there, or None for somebody who is there already."""
    place = request.session[PLACE]
    if place.get("door") != DoorKind.PRACTICE:
        return None
    work_at(request, place["home"])
    return home_of(request)
