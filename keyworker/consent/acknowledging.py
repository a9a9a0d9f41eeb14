"""Putting a name under one's rights: who signs, under which words, and by whose authority."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.agencies.models import Program
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.consent.authority import Mandate, who_decides
from keyworker.consent.models import Authority, DecisionMaker, RightsAcknowledgement
from keyworker.consent.rights import RIGHTS, THE_RIGHTS, digest, in_language
from keyworker.consent.signing import SignedHow, is_whole
from keyworker.people.models import Person
from keyworker.people.timeline import tell


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A name under the rights. `digest` names the words on the page.

    `by` decides for the person, or with them; `mandate` says it of somebody who is not on file yet.
    """

    signer_name: str
    how: str
    language: str
    digest: str
    witness: str = ""
    interpreter: str = ""
    by: DecisionMaker | None = None
    drawing: tuple[tuple[int, ...], ...] = ()
    mandate: Mandate | None = None


@action(needs=Permission.CONSENT_RECORD, on="person")
def acknowledge_rights(
    *, actor: Actor, person: Person, program: Program, acknowledged: Acknowledged
) -> RightsAcknowledgement:
    """Keep the words as they were shown, with the name under them.

    Raises `Refused` when they have changed since, when the signature is not whole, or whoever decides may not.
    """
    insist(_may_sign(acknowledged, digest(in_language(THE_RIGHTS, acknowledged.language))))
    maker = who_decides(actor, person, program, by=acknowledged.by, mandate=acknowledged.mandate)
    return _kept(actor, (person.pk, program.pk), acknowledged, maker)


@action(needs=Permission.PORTAL_ACT, on="program")
def acknowledge_own_rights(*, actor: Actor, program: Program, acknowledged: Acknowledged) -> RightsAcknowledgement:
    """The same at one's own door: for oneself, with one's name typed. Raises `Refused` when the words have changed."""
    own = actor.kind is ActorKind.CLIENT and acknowledged.how == SignedHow.TYPED
    insist(yes() if own else no(_("Only they themselves sign here.")))
    assert actor.person_id is not None  # noqa: S101 - whoever is at their own door is somebody
    insist(_may_sign(acknowledged, digest(in_language(THE_RIGHTS, acknowledged.language))))
    return _kept(actor, (actor.person_id, program.pk), acknowledged, None)


def _kept(
    actor: Actor, of: tuple[UUID, UUID], acknowledged: Acknowledged, maker: DecisionMaker | None
) -> RightsAcknowledgement:
    words = in_language(THE_RIGHTS, acknowledged.language)
    signed = RightsAcknowledgement(
        person_id=of[0],
        program_id=of[1],
        text_version=RIGHTS,
        language=acknowledged.language,
        words=words,
        digest=acknowledged.digest,
        interpreter=acknowledged.interpreter.strip(),
        authority=maker.kind if maker else Authority.SELF.value,
        decided_by=maker,
        signer_name=acknowledged.signer_name.strip(),
        how=acknowledged.how,
        witness=acknowledged.witness.strip(),
        drawing=[list(stroke) for stroke in acknowledged.drawing],
        signed_at=clock.now(),
        recorded_by_id=actor.id if actor.kind is ActorKind.STAFF else None,
    )
    signed.save(force_insert=True)
    told = {"name": signed.signer_name, "version_code": RIGHTS}
    tell("consent.rights_acknowledged", signed, needs=Permission.CONSENT_VIEW, facts=told)
    return signed


def _may_sign(acknowledged: Acknowledged, shown: str) -> Decision:
    if acknowledged.digest != shown:
        return no(_("The words have changed since this page was opened. Please read them again, then sign."))
    drawn = bool(acknowledged.drawing)
    return is_whole(name=acknowledged.signer_name, how=acknowledged.how, witness=acknowledged.witness, drawn=drawn)


def my_name_under_them(actor: Actor) -> RightsAcknowledgement | None:
    """When somebody at their own door signed these very rights; None before."""
    found = rows(RightsAcknowledgement, actor=actor, needs=Permission.PORTAL_ACT).filter(text_version=RIGHTS)
    return found.order_by("-signed_at", "-id").first()


def acknowledgements(actor: Actor, person: Person) -> list[RightsAcknowledgement]:
    """What the person put their name to, the newest first. One query."""
    found = rows(RightsAcknowledgement, actor=actor, needs=Permission.CONSENT_VIEW).filter(person=person)
    return list(found.select_related("recorded_by", "program", "decided_by").order_by("-signed_at", "-id")[:50])
