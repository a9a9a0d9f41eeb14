"""What one is to another, read from either side; who belongs to which generation."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.people.models import Home, Kinship, Shape, Tie

_PAIRS = (
    (Kinship.PARENT, Kinship.CHILD),
    (Kinship.STEP_PARENT, Kinship.STEP_CHILD),
    (Kinship.GRANDPARENT, Kinship.GRANDCHILD),
    (Kinship.GUARDIAN, Kinship.WARD),
    (Kinship.ELDER_KIN, Kinship.YOUNGER_KIN),
    (Kinship.CARER, Kinship.CARED_FOR),
)
INVERSE: dict[str, str] = {
    **{one.value: other.value for one, other in _PAIRS},
    **{other.value: one.value for one, other in _PAIRS},
    **{same.value: same.value for same in (Kinship.PARTNER, Kinship.FORMER_PARTNER, Kinship.SIBLING, Kinship.FRIEND)},
    Kinship.OTHER.value: Kinship.OTHER.value,
    Kinship.SUPPORT.value: Kinship.OTHER.value,
}
# Generations before (less than 0) and after the person; who stands in none of them is no kin.
GENERATION: dict[str, int] = {
    Kinship.GRANDPARENT: -2,
    Kinship.PARENT: -1,
    Kinship.STEP_PARENT: -1,
    Kinship.GUARDIAN: -1,
    Kinship.ELDER_KIN: -1,
    Kinship.SIBLING: 0,
    Kinship.PARTNER: 0,
    Kinship.FORMER_PARTNER: 0,
    Kinship.CHILD: 1,
    Kinship.STEP_CHILD: 1,
    Kinship.WARD: 1,
    Kinship.YOUNGER_KIN: 1,
    Kinship.GRANDCHILD: 2,
}
HOLDS_RESPONSIBILITY = frozenset({Kinship.PARENT.value, Kinship.STEP_PARENT.value, Kinship.GUARDIAN.value})
UNDER_RESPONSIBILITY = frozenset(INVERSE[kind] for kind in HOLDS_RESPONSIBILITY)


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody in a person's life, as that person's file tells it; `person_id` where they have a record too."""

    id: UUID
    name: str
    kind: str
    person_id: UUID | None = None
    said: str = ""
    tie: str = Tie.PLAIN.value
    shape: str = Shape.PERSON.value
    home: str = Home.ELSEWHERE.value
    parental_responsibility: bool = False
    adverse: bool = False
    died: bool = False
    since: date | None = None
    until: date | None = None
    own: bool = True

    @property
    def what(self) -> str:
        """What they are to the person."""
        return str(Kinship(self.kind).label)

    @property
    def how(self) -> str:
        """How the two get on; nothing where that was not said."""
        return "" if self.tie == Tie.PLAIN else str(Tie(self.tie).label)

    @property
    def lives(self) -> str:
        """With the person, or part of the time; nothing for who lives elsewhere."""
        return "" if self.home == Home.ELSEWHERE else str(Home(self.home).label)

    @property
    def decides(self) -> bool:
        """Whether it is they who hold parental responsibility for the person."""
        return self.parental_responsibility and self.kind in HOLDS_RESPONSIBILITY

    @property
    def generation(self) -> int | None:
        return GENERATION.get(self.kind)

    def from_the_other_side(self, *, name: str, person_id: UUID) -> "Kin":
        """The same tie in the file of the other: how they are drawn and called there was not said."""
        return replace(
            self,
            name=name,
            person_id=person_id,
            kind=INVERSE[self.kind],
            said="",
            shape=Shape.PERSON.value,
            own=False,
        )


def in_order(found: Iterable[Kin]) -> list[Kin]:
    """The eldest generation first; a tie noted in both files stands once, as the person's own file has it."""
    everybody = list(found)
    own = {(one.person_id, one.kind) for one in everybody if one.own and one.until is None}
    once = [one for one in everybody if one.own or (one.person_id, one.kind) not in own]
    order = {kind: place for place, kind in enumerate(Kinship.values)}
    return sorted(once, key=lambda one: (one.generation is None, one.generation or 0, order[one.kind]))


def still(circle: Iterable[Kin]) -> list[Kin]:
    """Those to whom the tie has not ended."""
    return [one for one in circle if one.until is None]


def may_be_noted(*, self_named: bool, has_record: bool, has_name: bool, kind: str, responsible: bool) -> Decision:
    """Is this a tie that can be? `responsible`: parental responsibility lies in it."""
    if has_record == has_name:
        return no(_("Say who it is: somebody with a file here, or a name."))
    if self_named:
        return no(_("Nobody is kin to themselves. Choose somebody else."))
    return may_decide(kind) if responsible else yes()


def may_decide(kind: str) -> Decision:
    """Can parental responsibility lie in such a tie?"""
    if kind not in HOLDS_RESPONSIBILITY | UNDER_RESPONSIBILITY:
        return no(_("Only a parent, stepparent or guardian has parental responsibility."))
    return yes()


def may_end(*, since: date | None, until: date, today: date) -> Decision:
    """A tie ends after it began, and not in days to come."""
    if until > today:
        return no(_("This day has not come yet."))
    if since is not None and until < since:
        return no(_("It cannot end before it began."))
    return yes()
