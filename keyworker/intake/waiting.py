"""Who waits for a place in a program, in which order, and what was asked of them meanwhile."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.base import keyset
from keyworker.base.actor import Actor
from keyworker.intake.models import IncomingReferral, WaitlistPlace, WaitReview
from keyworker.intake.queries import PAGE_SIZE, Cursor


class Move(StrEnum):
    """Where in the line somebody is to stand, among those as pressing."""

    STAY = "stay"
    FRONT = "front"
    UP = "up"
    DOWN = "down"
    END = "end"


MOVES: dict[Move, Any] = {
    Move.STAY: _("Where they stand now"),
    Move.FRONT: _("At the front"),
    Move.UP: _("One place further to the front"),
    Move.DOWN: _("One place further to the end"),
    Move.END: _("At the end"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A page of the waiting list. `first` is the number in line of the first one on it."""

    places: list[WaitlistPlace]
    first: int
    next_cursor: str


def in_line(found: "QuerySet[WaitlistPlace]", program: UUID) -> "QuerySet[WaitlistPlace]":
    """A program's line: the most pressing first, and among those, who stands in front."""
    return found.filter(program_id=program, ended_at=None).order_by("-priority", "stands_at", "id")


def line(actor: Actor, program: UUID, *, after: str = "") -> Line:
    """One page of a program's waiting list. Two queries on every page but the first, which needs one."""
    found = in_line(rows(WaitlistPlace, actor=actor, needs=Permission.REFERRAL_VIEW), program)
    cursor = Cursor.read(after)
    first = 1
    if cursor is not None:
        behind = _behind(cursor)
        first += found.exclude(behind).count()
        found = found.filter(behind)
    page = list(found.select_related("referral")[: PAGE_SIZE + 1])
    last = page[PAGE_SIZE - 1] if len(page) > PAGE_SIZE else None
    return Line(page[:PAGE_SIZE], first, str(Cursor(last.priority, last.stands_at, last.pk)) if last else "")


def _behind(cursor: Cursor) -> Q:
    later = keyset.after("stands_at", cursor.at, cursor.key)
    return Q(priority__lt=cursor.urgency) | (Q(priority=cursor.urgency) & later)


def place(actor: Actor, place_id: UUID) -> WaitlistPlace:
    """One place in line, with the referral it is for. Raises `Absent` for one whose referral is not theirs to read."""
    needs, join = Permission.REFERRAL_ACCEPT, ("referral", "program")
    found = require(WaitlistPlace, place_id, actor=actor, needs=needs, join=join)
    require(IncomingReferral, found.referral_id, actor=actor, needs=needs)  # whose name is shielded since is not named
    return found


def reviews(actor: Actor, place: WaitlistPlace) -> list[WaitReview]:
    """What they answered before, the newest first."""
    found = rows(WaitReview, actor=actor, needs=Permission.REFERRAL_VIEW).filter(place=place)
    return list(found.select_related("asked_by").order_by("-asked_on", "-created_at")[:PAGE_SIZE])
