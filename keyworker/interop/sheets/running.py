"""Works a list off, some rows a step, from where it stands: in the background, and for the command."""

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from uuid import UUID

from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import insist
from keyworker.base.keyring import Unreadable
from keyworker.interop.models import Sheet, SheetState
from keyworker.interop.sheets import actions, keeping
from keyworker.interop.sheets.checking import Checked, Plan, checked
from keyworker.interop.sheets.deciding import may_go_on
from keyworker.interop.sheets.noting import Seen
from keyworker.interop.sheets.planning import plan_of
from keyworker.interop.sheets.reading import Row, Unusable, read
from keyworker.interop.sheets.words import CANNOT

AT_ONCE = 500
Tell = Callable[[Sheet], None]


def _quietly(sheet: Sheet) -> None:
    """Nobody is told how far it is; the page asks."""


def look_over(actor: Actor, sheet_id: UUID | str, tell: Tell = _quietly) -> Sheet:
    """Look at every row. Cut off, it begins anew, for nothing comes in by it. Raises `Refused`."""
    sheet, plan = _begun(actor, sheet_id, SheetState.CHECKING)
    if sheet.place:
        sheet = actions.look_again(actor=actor, sheet=sheet)
    seen = Seen()
    try:
        for read_rows in _steps(sheet, plan):
            with reading(actor):
                findings = seen.findings(actor, plan, read_rows)
            counts = seen.tally.counts()
            sheet = actions.note_findings(actor=actor, sheet=sheet, after=sheet.place, findings=findings, counts=counts)
            tell(sheet)
    except Unusable as wrong:
        return actions.finish_looking(actor=actor, sheet=sheet, failed_because=str(wrong))
    except Unreadable:
        return actions.finish_looking(actor=actor, sheet=sheet, failed_because=str(CANNOT["gone"]))
    return actions.finish_looking(actor=actor, sheet=sheet)


def bring_in(actor: Actor, sheet_id: UUID | str, tell: Tell = _quietly) -> Sheet:
    """Bring the rows in that come in, from where it was cut off. Raises `Refused` while another does the same."""
    sheet, plan = _begun(actor, sheet_id, SheetState.RUNNING)
    for read_rows in _steps(sheet, plan):
        sheet = actions.bring_rows_in(actor=actor, sheet=sheet, after=sheet.place, read=read_rows)
        tell(sheet)
    return actions.finish_sheet(actor=actor, sheet=sheet)


def take_back(actor: Actor, sheet_id: UUID | str, tell: Tell = _quietly) -> Sheet:
    """Take back what nobody touched, from where it was cut off."""
    sheet = _held(actor, sheet_id)
    while sheet.state == SheetState.UNDOING:
        actions.take_rows_back(actor=actor, sheet=sheet, before=sheet.place)
        sheet = _held(actor, sheet_id)
        tell(sheet)
    return sheet


def _begun(actor: Actor, sheet_id: UUID | str, state: SheetState) -> tuple[Sheet, Plan]:
    with reading(actor):
        sheet = actions.held_sheet(actor, sheet_id)
        insist(may_go_on(sheet.state, state, at=sheet.place, place=sheet.place))
        return sheet, plan_of(actor, sheet)


def _held(actor: Actor, sheet_id: UUID | str) -> Sheet:
    with reading(actor):
        return actions.held_sheet(actor, sheet_id)


def _steps(sheet: Sheet, plan: Plan) -> Iterator[list[Checked]]:
    """The rows after those that were handled, some at a time."""
    place = sheet.place
    with keeping.opened(sheet) as file, closing(read(file)) as every:
        rows = _after(every, place)
        while some := list(islice(rows, AT_ONCE)):
            yield [checked(plan, number, cells) for number, cells in some]


def _after(rows: Iterator[Row], place: int) -> Iterator[Row]:
    """Without the headers, which are the first row that is not empty."""
    next(rows, None)
    return (row for row in rows if row[0] > place)
