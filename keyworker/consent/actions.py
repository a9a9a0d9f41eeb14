"""Recording consent, taking it back, and the one way out: disclosing."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.base import clock, context
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.live import wake
from keyworker.base.models import change
from keyworker.base.privacy import Category
from keyworker.consent.authority import Mandate, standin_of, who_decides
from keyworker.consent.forgetting import delete_photos_of
from keyworker.consent.models import Authority, Consent, DecisionMaker, Disclosure, How, Matter, Purpose
from keyworker.consent.rules import Scope, Telling, may_decide, may_disclose
from keyworker.people.models import Person
from keyworker.people.timeline import tell

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the person agrees to, in the order it is explained to them."""

    purpose: Purpose
    recipient: str
    categories: frozenset[Category]
    given_on: date
    expires_on: date
    how: How
    text_version: str
    recipient_id: UUID | None = None
    witness: str = ""
    language: str = "en"
    authority: Authority = Authority.SELF
    authority_name: str = ""
    rests_on: str = ""
    authority_until: date | None = None
    decided_by: DecisionMaker | None = None


@action(needs=Permission.CONSENT_RECORD, on="person")
def record_consent(*, actor: Actor, person: Person, program: Program, terms: Terms) -> Consent:
    """Note what the person agreed to. Raises `Refused` for terms that are not time-limited, named and witnessed."""
    insist(_sound(terms))
    return keep_consent(actor, (person.pk, program.pk), terms, maker=_who_decided(actor, person, program, terms))


def keep_consent(actor: Actor, of: tuple[UUID, UUID], terms: Terms, *, maker: DecisionMaker | None) -> Consent:
    """Part of an action that found the terms sound; `of` a person, in a program."""
    person_id, program_id = of
    consent = Consent(
        person_id=person_id,
        program_id=program_id,
        purpose=terms.purpose.value,
        recipient=terms.recipient,
        recipient_id=terms.recipient_id,
        categories=sorted(category.value for category in terms.categories),
        given_on=terms.given_on,
        expires_on=terms.expires_on,
        how=terms.how.value,
        witness=terms.witness,
        language=terms.language,
        text_version=terms.text_version,
        authority=terms.authority.value,
        authority_name=maker.name if maker else terms.authority_name,
        decided_by=maker,
        recorded_by_id=actor.id if actor.kind is ActorKind.STAFF else None,
    )
    consent.save(force_insert=True)
    tell(
        "consent.given",
        consent,
        needs=Permission.CONSENT_VIEW,
        facts={"recipient": terms.recipient, "expires_on": terms.expires_on.isoformat()},
    )
    return consent


def _sound(terms: Terms) -> Decision:
    if not terms.categories:
        return no(_("Choose what may be told."))
    if not terms.given_on <= terms.expires_on <= terms.given_on + LONGEST:
        return no(_("A consent needs an end date within a year."))
    if terms.how is How.VERBAL and not terms.witness:
        return no(_("Name the witness of a spoken consent."))
    if terms.authority is not Authority.SELF and not (terms.decided_by or terms.authority_name):
        return no(_("Name who agreed for the person."))
    return yes()


def _who_decided(actor: Actor, person: Person, program: Program, terms: Terms) -> DecisionMaker | None:
    """None when the person decided themselves. Raises `Refused` when whoever did may not."""
    if terms.authority is Authority.SELF:
        return None
    given = Mandate(terms.authority, terms.authority_name, terms.given_on, terms.rests_on, terms.authority_until)
    return who_decides(actor, person, program, by=terms.decided_by, mandate=given)


@action(needs=Permission.CONSENT_RECORD, on="consent")
def withdraw_consent(*, actor: Actor, consent: Consent, because: str = "") -> Consent:
    """The person takes it back; from this moment nothing more is told. Raises `Refused` when it already was."""
    return _end(consent, because)


# Whoever may see their own consent may take it back: that right is not ours to grant (42 CFR 2.31(a)(6)).
@action(needs=Permission.CONSENT_VIEW, on="consent")
def take_back_consent(*, actor: Actor, consent: Consent) -> Consent:
    """The person takes their own consent back, from their own door. Raises `Refused` for anybody else."""
    own = actor.kind is ActorKind.CLIENT and actor.person_id == consent.person_id
    insist(yes() if own else no(_("Only the person can take their own consent back here.")))
    return _end(consent, "")


def _end(consent: Consent, because: str) -> Consent:
    """At their own door a photo is only hidden at once: that door deletes nothing, and the night does (`jobs`)."""
    insist(yes() if consent.withdrawn_at is None else no(_("This consent is taken back already.")))
    change(consent, withdrawn_at=clock.now(), withdrawn_because=because)
    tell("consent.withdrawn", consent, needs=Permission.CONSENT_VIEW, facts={"recipient": consent.recipient})
    wake(consent.person_id)
    if context.current().actor.kind is not ActorKind.CLIENT:
        delete_photos_of(consent)
    return consent


@action(needs=Permission.DISCLOSE, on="person")
def disclose(*, actor: Actor, person: Person, program: Program, telling: Telling, what: str) -> Disclosure:
    """The only way out. Returns the accounting row that a send must carry; raises `Refused` without consent.

    Consents given in another program do not count, so a sealed program's consent is not even looked at.
    """
    held = facts(Consent, because="a disclosure rests on the person's consents").filter(
        person=person, program=program, purpose=telling.purpose
    )
    today = workplace(actor).today
    consents = {c.pk: c for c in held.select_related("decided_by")}
    found = insist(may_disclose([scope_of(c, on=today) for c in consents.values()], telling, on=today))
    consent = consents[found.facts["consent"]]
    disclosure = Disclosure(
        person=person,
        program=program,
        consent=consent,
        authority=consent.authority,
        authority_name=consent.authority_name,
        purpose=telling.purpose,
        recipient=telling.recipient,
        recipient_id=telling.recipient_id,
        categories=found.facts["categories"],
        what=what,
        made_by_id=actor.staff_id,
    )
    disclosure.save(force_insert=True)
    tell("consent.disclosed", disclosure, needs=Permission.CONSENT_VIEW, facts={"recipient": telling.recipient})
    return disclosure


def scope_of(consent: Consent, *, on: date) -> Scope:
    """A consent as the rule reads it, with whether who gave it may still decide on that day."""
    maker = consent.decided_by
    standing = yes() if maker is None else may_decide(standin_of(maker), Matter.SHARING, on=on)
    return Scope(
        consent.id,
        consent.purpose,
        consent.recipient,
        consent.recipient_id,
        frozenset(consent.categories),
        consent.given_on,
        consent.expires_on,
        consent.withdrawn_at is not None,
        standing,
    )
