"""Background work at the machines' door: lists of people are looked over, brought in and taken back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from keyworker.base import actor as actors
from keyworker.base.decision import Refused
from keyworker.base.jobs import job
from keyworker.interop.sheets import running
from keyworker.interop.sheets.actions import BRING_IN, LOOK_OVER, TAKE_BACK


@job(LOOK_OVER)
def look_sheet_over(agency_id: str, staff_id: str, sheet_id: str) -> None:
    _work(running.look_over, agency_id, staff_id, sheet_id)


@job(BRING_IN)
def bring_sheet_in(agency_id: str, staff_id: str, sheet_id: str) -> None:
    _work(running.bring_in, agency_id, staff_id, sheet_id)


@job(TAKE_BACK)
def take_sheet_back(agency_id: str, staff_id: str, sheet_id: str) -> None:
    _work(running.take_back, agency_id, staff_id, sheet_id)


def _work(what: Callable[..., Any], agency_id: str, staff_id: str, sheet_id: str) -> None:
    """In the name of whoever asked for it: what they may not do any more is not done."""
    actor = actors.staff(agency_id=UUID(agency_id), staff_id=UUID(staff_id))
    try:
        what(actor, sheet_id)
    except Refused:
        return  # another worker is at it, or it was done
