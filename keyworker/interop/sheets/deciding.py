"""What becomes of a row: brought in as somebody new, added to somebody's file, or left out. No database."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from keyworker.base.decision import Decision, no, yes
from keyworker.interop.models import Alike, SheetState
from keyworker.interop.sheets.words import CANNOT


class Choice(StrEnum):
    """What somebody decided about a row."""

    NEW = "new"
    SKIP = "skip"
    ROW = "row"  # the same as the earlier row
    FILE = "file"  # the same as somebody who is here


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted of a row when the list was looked over, and what was decided since."""

    same_as: int | None = None
    same_key: bool = False
    alike: Sequence[tuple[UUID, bool]] = ()
    choice: str = ""
    person_id: UUID | None = None

    @property
    def exact(self) -> list[UUID]:
        """Who bears the same name and was born on the same day."""
        return [key for key, exact in self.alike if exact]

    @property
    def waits(self) -> bool:
        """Whether somebody has to say who it is, unless a rule does. The same key in one list is the same person."""
        return not self.same_key and (self.same_as is not None or bool(self.alike))

    @property
    def sure(self) -> bool:
        """Whether name and birth date say of one person that it is them."""
        return len(self.exact) == 1 or (self.same_as is not None and not self.alike)


@dataclass(frozen=True, slots=True)
class Becomes:
    """`new`: a record of their own; else `person_id` or `like_row` says whose; none of the three: left out."""

    new: bool = False
    person_id: UUID | None = None
    like_row: int | None = None


LEFT_OUT = Becomes()


def becomes(noted: Noted, rule: str) -> Becomes:
    """What was decided counts, then the same key, then the rule."""
    if noted.choice:
        return _chosen(noted)
    if noted.same_key:
        return Becomes(like_row=noted.same_as)
    if not noted.waits or rule == Alike.NEW:
        return Becomes(new=True)
    if rule == Alike.SAME and noted.sure:
        return Becomes(person_id=noted.exact[0]) if noted.exact else Becomes(like_row=noted.same_as)
    return LEFT_OUT


def _chosen(noted: Noted) -> Becomes:
    match noted.choice:
        case Choice.NEW:
            return Becomes(new=True)
        case Choice.ROW:
            return Becomes(like_row=noted.same_as)
        case Choice.FILE:
            return Becomes(person_id=noted.person_id)
        case _:
            return LEFT_OUT


# From where each step may be taken. A list that is being worked on is left alone.
BEFORE = {
    SheetState.CHECKING: {SheetState.SENT, SheetState.CHECKED, SheetState.FAILED},
    SheetState.RUNNING: {SheetState.CHECKED},
    SheetState.UNDOING: {SheetState.DONE, SheetState.UNDONE},
}
AT_WORK = frozenset({SheetState.CHECKING, SheetState.RUNNING, SheetState.UNDOING})


def may_become(state: str, then: SheetState) -> Decision:
    """Whether an import may take this step now."""
    return yes() if SheetState(state) in BEFORE[then] else no(CANNOT[then])


def may_go_on(state: str, then: SheetState, *, at: int, place: int) -> Decision:
    """Whether the rows after `place` come next: two that work at once on one list would bring it in twice."""
    return yes() if (state, at) == (then, place) else no(CANNOT["twice"])
