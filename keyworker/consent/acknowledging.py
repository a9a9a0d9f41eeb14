"""Putting a name under one's rights: who signs, under which words, and by whose authority."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision, insist, no
from keyworker.consent.authority import standin_of, stays_inside
from keyworker.consent.models import Authority, DecisionMaker, Matter, RightsAcknowledgement
from keyworker.consent.rights import RIGHTS, THE_RIGHTS, digest, in_language
from keyworker.consent.rules import may_decide
from keyworker.consent.signing import is_whole
from keyworker.people.models import Person
from keyworker.people.timeline import tell


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A name under the rights. `digest` names the words on the page; `by` decides for the person, or with them."""

    signer_name: str
    how: str
    language: str
    digest: str
    witness: str = ""
    interpreter: str = ""
    by: DecisionMaker | None = None
    drawing: tuple[tuple[int, ...], ...] = ()


@action(needs=Permission.CONSENT_RECORD, on="person")
def acknowledge_rights(
    *, actor: Actor, person: Person, program: Program, acknowledged: Acknowledged
) -> RightsAcknowledgement:
    """Keep the words as they were shown, with the name under them.

    Raises `Refused` when they have changed since, when the signature is not whole, or whoever decides may not.
    """
    words = in_language(THE_RIGHTS, acknowledged.language)
    insist(_may_sign(acknowledged, digest(words)))
    maker = _maker(actor, person, program, acknowledged)
    signed = RightsAcknowledgement(
        person=person,
        program=program,
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
        recorded_by_id=actor.staff_id,
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


def _maker(actor: Actor, person: Person, program: Program, acknowledged: Acknowledged) -> DecisionMaker | None:
    """Whoever signs for the person, or with them, as they stand on file today. Raises `Refused` when they may not."""
    if acknowledged.by is None:
        return None
    held = facts(DecisionMaker, because="a signature rests on an authority that stands")
    maker: DecisionMaker = held.select_for_update(no_key=True).get(pk=acknowledged.by.pk, person=person)
    insist(stays_inside(maker, program))
    insist(may_decide(standin_of(maker), Matter.SHARING, on=workplace(actor).today))
    return maker


def acknowledgements(actor: Actor, person: Person) -> list[RightsAcknowledgement]:
    """What the person put their name to, the newest first. One query."""
    found = rows(RightsAcknowledgement, actor=actor, needs=Permission.CONSENT_VIEW).filter(person=person)
    return list(found.select_related("recorded_by", "program", "decided_by").order_by("-signed_at", "-id")[:50])
