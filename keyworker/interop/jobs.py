"""Background work at the machines' door: lists of people, exports, and numbers that texts no longer reach."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from keyworker.access import doors
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.agencies.models import Agency
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.jobs import every, job
from keyworker.interop.actions import doubt_numbers
from keyworker.interop.leaving.actions import MAKE, forget_exports
from keyworker.interop.leaving.making import JOB as EXPORTS
from keyworker.interop.leaving.making import make
from keyworker.interop.leaving.queries import exports_to_forget
from keyworker.interop.sheets import running
from keyworker.interop.sheets.actions import BRING_IN, LOOK_OVER, TAKE_BACK
from keyworker.interop.texts import JOB as TEXTS_IN


@job(LOOK_OVER)
def look_sheet_over(agency_id: str, staff_id: str, sheet_id: str) -> None:
    _work(running.look_over, agency_id, staff_id, sheet_id)


@job(BRING_IN)
def bring_sheet_in(agency_id: str, staff_id: str, sheet_id: str) -> None:
    _work(running.bring_in, agency_id, staff_id, sheet_id)


@job(TAKE_BACK)
def take_sheet_back(agency_id: str, staff_id: str, sheet_id: str) -> None:
    _work(running.take_back, agency_id, staff_id, sheet_id)


@job(MAKE)
def make_export(agency_id: str, staff_id: str, export_id: str) -> None:
    _work(make, agency_id, staff_id, export_id)


def _work(what: Callable[..., Any], agency_id: str, staff_id: str, key: str) -> None:
    """In the name of whoever asked for it: what they may not do any more is not done."""
    actor = actors.staff(agency_id=UUID(agency_id), staff_id=UUID(staff_id))
    try:
        what(actor, key)
    except Refused:
        return  # another worker is at it, or it was done


@every("7 4 * * *", "interop.doubt_numbers")
def doubt_every_number(timestamp: int) -> None:
    for agency_id in doors.every_agency():
        actor = actors.job(TEXTS_IN, agency_id=agency_id)
        with reading(actor):
            agency = require(Agency, agency_id, actor=actor, needs=Permission.NOTICE_SEND)
        doubt_numbers(actor=actor, agency=agency)


@every("23 * * * *", "interop.forget_exports")
def forget_every_export(timestamp: int) -> None:
    for agency_id in doors.every_agency():
        actor = actors.job(EXPORTS, agency_id=agency_id)
        with reading(actor):
            agency = require(Agency, agency_id, actor=actor, needs=Permission.AGENCY_EXPORT)
            due = exports_to_forget(actor)
        if due:
            forget_exports(actor=actor, agency=agency)
