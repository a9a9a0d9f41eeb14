"""Two records that may be one person, side by side, and in words why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require, rows
from keyworker.audit import trail
from keyworker.base import keyset
from keyworker.base.actor import Actor
from keyworker.people.linking.words import COMPARISONS, LEVELS
from keyworker.people.models import Channel, ContactPoint, MatchCandidate, Person, PersonLink, SafetyRule
from keyworker.people.pages import birth, spoken
from keyworker.people.rules import PLACES
from keyworker.people.standing import sealed_program
from keyworker.people.twice import OPEN, candidates

LINK, SEE = Permission.PERSON_LINK, Permission.PERSON_VIEW
PAGE = 25
# From how many bits on something weighs: for one person, or for two.
WEIGHS = (
    (7.0, gettext_lazy("speaks strongly for one person")),
    (2.0, gettext_lazy("speaks for one person")),
    (-2.0, gettext_lazy("says little")),
    (-5.0, gettext_lazy("speaks for two people")),
)
STRONGLY_TWO = gettext_lazy("speaks strongly for two people")
# From which score on a pair is called what.
LIKELY = ((0.95, gettext_lazy("Very likely one person")), (0.5, gettext_lazy("Likely one person")))
PERHAPS = gettext_lazy("Perhaps one person")


@dataclass(frozen=True, slots=True)
class Compared:
    """What is written of both under one heading, and whether it differs."""

    name: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return bool(self.one and self.other) and self.one.casefold() != self.other.casefold()


@dataclass(frozen=True, slots=True)
class Reason:
    """What one comparison said, in words, and how much it weighs."""

    name: Any
    says: Any
    weighs: Any


def waiting(actor: Actor, *, before: tuple[float, UUID] | None = None) -> list[MatchCandidate]:
    """Open pairs, the likeliest first; one more than a page when there are more."""
    found = candidates(actor).filter(state__in=OPEN)
    if before is not None:
        found = found.filter(keyset.before("score", *before))
    return list(found.select_related("asked").order_by("-score", "-id")[: PAGE + 1])


def pair(actor: Actor, candidate_id: UUID) -> MatchCandidate:
    """One pair with both people. To look at it is to look into both files, and the trail says so."""
    join = ("person", "other", "asked", "decided_by")
    found = require(MatchCandidate, candidate_id, actor=actor, needs=LINK, join=join)
    for person in (found.person, found.other):
        program_id = sealed_program(actor, person)
        trail.record("people.file_opened", subject=person, person_id=person.pk, program_id=program_id)
    return found


def side_by_side(actor: Actor, candidate: MatchCandidate) -> list[Compared]:
    """What is known of each, where anything is known. One query."""
    both = (candidate.person, candidate.other)
    ways = _ways(actor, both)
    said = [
        (_("Name"), [each.full_name for each in both]),
        (_("Called"), [each.preferred_name for each in both]),
        (_("In their own script"), [each.own_script_name for each in both]),
        (_("Date of birth"), [birth(each) for each in both]),
        (_("Language"), [spoken(each) for each in both]),
        *((str(kind.label), [ways.get((each.pk, kind.value), "") for each in both]) for kind in Channel),
        (_("Record begun"), [date_format(timezone.localtime(each.created_at), "DATE_FORMAT") for each in both]),
    ]
    return [Compared(name, *values) for name, values in said if any(values)]


def _ways(actor: Actor, both: Sequence[Person]) -> dict[tuple[UUID, str], str]:
    """By person and channel what may be read; an address that anybody asked to be kept secret is not."""
    asked = facts(SafetyRule, because="an address is secret for all as soon as one program asks").filter(
        person__in=both, address_protected=True
    )
    points = rows(ContactPoint, actor=actor, needs=SEE).filter(person__in=both, ended_at=None)
    points = points.exclude(channel__in=PLACES, sealed_in=None, person_id__in=asked.values("person_id"))
    people = {person.pk: person for person in both}
    found: dict[tuple[UUID, str], str] = {}
    for point in points.order_by("created_at"):
        point.person = people[point.person_id]
        key = (point.person_id, point.channel)
        found[key] = f"{found[key]}, {point.value}" if key in found else point.value
    return found


def reasons(candidate: MatchCandidate) -> list[Reason]:
    """The heaviest first, whichever way it speaks."""
    said = sorted(candidate.said, key=lambda each: -abs(each["weight"]))
    return [
        Reason(COMPARISONS[each["comparison"]], LEVELS[f"{each['comparison']}/{each['level']}"], weighs(each["weight"]))
        for each in said
    ]


def weighs(bits: float) -> Any:
    """How much so many bits are, in words."""
    return next((words for least, words in WEIGHS if bits >= least), STRONGLY_TWO)


def likely(score: float) -> Any:
    """How likely a score is, in words."""
    return next((words for least, words in LIKELY if score >= least), PERHAPS)


@dataclass(frozen=True, slots=True)
class OtherRecord:
    """Another record of the same person that the reader may open, too; `pair_id` where both are compared."""

    person: Person
    pair_id: UUID | None


def other_records(actor: Actor, person: Person) -> list[OtherRecord]:
    """The records that somebody linked with this one. One query."""
    of_link = facts(MatchCandidate, because="where a link can be taken back").filter(
        person_id=OuterRef("person_id"), other_id=OuterRef("other_id")
    )
    links = rows(PersonLink, actor=actor, needs=SEE).filter(Q(person=person) | Q(other=person))
    links = links.select_related("person", "other").annotate(pair_id=Subquery(of_link.values("pk")[:1]))
    return [
        OtherRecord(link.other if link.person_id == person.pk else link.person, link.pair_id)
        for link in links.order_by("created_at")
    ]


def link_of(actor: Actor, candidate: MatchCandidate) -> PersonLink | None:
    """The link that stands between the two, if one does."""
    found: PersonLink | None = (
        rows(PersonLink, actor=actor, needs=LINK)
        .filter(person_id=candidate.person_id, other_id=candidate.other_id)
        .first()
    )
    return found
