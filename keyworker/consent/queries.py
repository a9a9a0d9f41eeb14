"""What the person has agreed to, and what was told."""

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base.actor import Actor
from keyworker.consent.models import Consent, Disclosure
from keyworker.people.models import Person


def consents(actor: Actor, person: Person) -> list[Consent]:
    """All consents of the person that the actor may see, newest first."""
    found = rows(Consent, actor=actor, needs=Permission.CONSENT_VIEW).filter(person=person)
    return list(found.select_related("recorded_by").order_by("-given_on", "-id"))


def disclosures(actor: Actor, person: Person) -> list[Disclosure]:
    """The accounting of disclosures, newest first."""
    found = rows(Disclosure, actor=actor, needs=Permission.CONSENT_VIEW).filter(person=person)
    return list(found.select_related("made_by").order_by("-id"))
