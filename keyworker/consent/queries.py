"""What the person has agreed to, and what was told."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.agencies.models import Program
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.consent.authority import standin_of
from keyworker.consent.models import AdvanceDirective, Consent, DecisionMaker, Disclosure, Matter
from keyworker.consent.rules import Standing, may_decide, standing
from keyworker.directory.models import Organization
from keyworker.people.models import CareTeamMember, Person

MOST = 100


@dataclass(frozen=True, slots=True)
class Sorted:
    """A person's consents by whether they still let anything be told."""

    live: list[Consent]
    ended: list[Consent]
    withdrawn: list[Consent]


def consents(actor: Actor, person: Person) -> list[Consent]:
    """All consents of the person that the actor may see, newest first."""
    found = rows(Consent, actor=actor, needs=Permission.CONSENT_VIEW).filter(person=person)
    return list(found.select_related("recorded_by").order_by("-given_on", "-id"))


def sorted_consents(actor: Actor, person: Person, *, on: date) -> Sorted:
    """The person's consents, live ones apart from those that ran out and those taken back."""
    found = [
        (standing(c.given_on, c.expires_on, c.withdrawn_at is not None, on=on), c) for c in consents(actor, person)
    ]
    return Sorted(
        live=[c for state, c in found if state in {Standing.LIVE, Standing.COMING}],
        ended=[c for state, c in found if state is Standing.ENDED],
        withdrawn=[c for state, c in found if state is Standing.WITHDRAWN],
    )


def disclosures(actor: Actor, person: Person) -> list[Disclosure]:
    """The accounting of disclosures, newest first."""
    found = rows(Disclosure, actor=actor, needs=Permission.CONSENT_VIEW).filter(person=person)
    return list(found.select_related("made_by").order_by("-id"))


def programs_serving(actor: Actor, person: Person) -> list[Program]:
    """The programs in which the actor may record the person's consent, by name."""
    team = rows(CareTeamMember, actor=actor, needs=Permission.CONSENT_RECORD).filter(person=person)
    live = team.filter(Q(until=None) | Q(until__gt=clock.now())).select_related("program")
    return sorted({place.program_id: place.program for place in live}.values(), key=lambda program: program.name)


def decision_makers(actor: Actor, person: Person) -> list[DecisionMaker]:
    """Everybody who may, or might once, decide for the person or with them; those in force first."""
    found = rows(DecisionMaker, actor=actor, needs=Permission.CONSENT_VIEW).filter(person=person)
    return list(found.order_by(F("ended_at").desc(nulls_first=True), "name", "id")[:MOST])


def in_force(makers: list[DecisionMaker], *, on: date) -> list[DecisionMaker]:
    """Those whose word counts on that day about what may be told."""
    return [maker for maker in makers if may_decide(standin_of(maker), Matter.SHARING, on=on)]


def directives(actor: Actor, person: Person) -> list[AdvanceDirective]:
    """What the person laid down for later, the newest first."""
    found = rows(AdvanceDirective, actor=actor, needs=Permission.CONSENT_VIEW).filter(person=person)
    return list(found.order_by("-made_on", "-id")[:MOST])


def organization(actor: Actor, key: UUID | None) -> Organization | None:
    """The directory's organization that is to be told, if it is one."""
    return rows(Organization, actor=actor, needs=Permission.DIRECTORY_VIEW).filter(pk=key).first() if key else None


def organization_named(actor: Actor, name: str) -> Organization | None:
    """The one organization of the directory with exactly this name; None when none has it, or more than one."""
    found = list(rows(Organization, actor=actor, needs=Permission.DIRECTORY_VIEW).filter(name=name)[:2])
    return found[0] if len(found) == 1 else None
