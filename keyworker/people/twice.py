"""Deciding about two records that may be one person: link them, set the pair aside for good, take a link back.

A link opens nothing: each record keeps its own care team, program and walls, and whoever sees one of two linked files
does not see the other for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.agencies.models import Agency, Staff
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.models import change
from keyworker.people.models import MatchCandidate, MatchState, PersonLink, SetAside

OPEN = (MatchState.WAITING.value, MatchState.ASKED.value)


@dataclass(frozen=True, slots=True)
class Likely:
    """A pair that the nightly comparison found; `said` as `MatchCandidate` keeps it."""

    person_id: UUID
    other_id: UUID
    score: float
    kin: bool
    said: Sequence[dict[str, Any]]

    @property
    def pair(self) -> tuple[UUID, UUID]:
        """The smaller key first, as a pair is kept."""
        return (min(self.person_id, self.other_id), max(self.person_id, self.other_id))

    def values(self) -> dict[str, Any]:
        return {"score": self.score, "kin": self.kin, "said": list(self.said)}


@action(needs=Permission.PERSON_LINK, on="agency")
def note_candidates(*, actor: Actor, agency: Agency, found: Sequence[Likely]) -> int:
    """Keep what the night found; answers how many pairs are new. Only the job does this.

    What still waits and was not found again goes; what somebody decided stays, and is never asked again.
    """
    insist(yes() if actor.kind is ActorKind.JOB else no(_("Pairs are found by the computer, every night.")))
    known = {
        (each.person_id, each.other_id): each
        for each in rows(MatchCandidate, actor=actor, needs=Permission.PERSON_LINK)
    }
    likely = {each.pair: each for each in found}
    apart = _set_aside_before()
    new = [each for pair, each in likely.items() if pair not in known and pair not in apart]
    MatchCandidate.objects.bulk_create(
        [MatchCandidate(person_id=each.pair[0], other_id=each.pair[1], **each.values()) for each in new]
    )
    for pair, candidate in known.items():
        if candidate.state in OPEN:
            _refresh(candidate, likely.get(pair))
    trail.record("people.candidates_noted", subject=agency, facts={"found": len(likely), "new": len(new)})
    return len(new)


def _set_aside_before() -> set[tuple[UUID, UUID]]:
    """Whom somebody told apart when a record was begun."""
    told = facts(SetAside, because="two whom somebody told apart are not asked about again")
    return {(min(pair), max(pair)) for pair in told.values_list("person_a_id", "person_b_id")}


def _refresh(candidate: MatchCandidate, found: Likely | None) -> None:
    if found is not None:
        if candidate.said != list(found.said):
            change(candidate, **found.values())
    elif candidate.state == MatchState.WAITING:
        candidate.delete()


@action(needs=Permission.PERSON_LINK, on="candidate")
def link_people(*, actor: Actor, candidate: MatchCandidate, staff: Staff, seen: int) -> PersonLink:
    """The two are one person. Raises `Refused` when that was decided, `StaleRecord` when the page was older."""
    insist(may_decide(candidate))
    change(candidate, seen=seen, state=MatchState.LINKED.value, decided_by=staff, decided_at=clock.now())
    link = PersonLink(person_id=candidate.person_id, other_id=candidate.other_id, linked_by=staff)
    link.save(force_insert=True)
    _record("people.linked", link)
    return link


@action(needs=Permission.PERSON_LINK, on="candidate")
def set_candidate_aside(
    *, actor: Actor, candidate: MatchCandidate, staff: Staff, because: str, seen: int
) -> MatchCandidate:
    """They are two people; the pair is never raised again. Raises `Refused`, `StaleRecord`."""
    insist(may_decide(candidate))
    values = {"state": MatchState.SET_ASIDE.value, "because": because, "decided_by": staff, "decided_at": clock.now()}
    change(candidate, seen=seen, **values)
    _record("people.pair_set_aside", candidate)
    return candidate


@action(needs=Permission.PERSON_LINK, on="link")
def unlink_people(*, actor: Actor, link: PersonLink) -> None:
    """Take a link back: everything is as before it, and the pair waits to be looked at again."""
    pair = facts(MatchCandidate, because="the pair of a link that is taken back waits again")
    for candidate in pair.filter(person_id=link.person_id, other_id=link.other_id, state=MatchState.LINKED):
        change(candidate, state=MatchState.WAITING.value, asked=None, decided_by=None, decided_at=None)
    _record("people.unlinked", link)
    link.delete()


def may_decide(candidate: MatchCandidate) -> Decision:
    """Whether the pair is still open."""
    return yes() if candidate.state in OPEN else no(_("Somebody has decided about these two already."))


def _record(verb: str, pair: MatchCandidate | PersonLink) -> None:
    """In the trail of both, each without the other's key: what is read about the one tells nothing of the other."""
    for person_id in (pair.person_id, pair.other_id):
        trail.record(verb, subject=pair, person_id=person_id)


def candidates(actor: Actor) -> "QuerySet[MatchCandidate]":
    """Pairs of which the worker may open both files."""
    return rows(MatchCandidate, actor=actor, needs=Permission.PERSON_LINK).select_related("person", "other")
