"""Writing down what is settled before people meet by telephone or video."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Agency
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.base.privacy import Category
from keyworker.consent.actions import LONGEST, Terms, record_consent
from keyworker.consent.models import How, Purpose
from keyworker.people.models import ContactPoint
from keyworker.people.queries import address_is_secret
from keyworker.visits.models import Item, Precaution, Visit
from keyworker.visits.practice.queries import Beforehand, beforehand
from keyworker.visits.practice.rules import AGREED, OF_THIS_TIME, UNLICENSED
from keyworker.visits.practice.words import THROUGH_ANOTHER, VIRTUAL
from keyworker.visits.rules import may_name, may_settle


@dataclass(frozen=True, slots=True)
class Answered:
    """One item as it was answered: a code, words, or a number on file. All empty: it is not answered any more.

    `region`: of where they are, the state or country.
    """

    item: Item
    how: str = ""
    words: str = ""
    way: ContactPoint | None = None
    region: str = ""

    def values(self) -> dict[str, Any]:
        """As the model keeps them."""
        return {"how": self.how, "words": self.words.strip() or None, "way": self.way, "region": self.region}


@dataclass(frozen=True, slots=True)
class ReadTo:
    """In which language the consent was read to them, and who witnessed that they said yes."""

    language: str
    witness: str


@action(needs=Permission.VISIT_SCHEDULE, on="visit")
def settle(
    *,
    actor: Actor,
    visit: Visit,
    answers: tuple[Answered, ...],
    read_to: ReadTo | None = None,
    still_holds: bool = False,
) -> Beforehand:
    """Keep what they said so far; what is left out stays as it was. A yes to the consent is a consent said aloud.

    `still_holds`: so does what was said before an earlier visit and is not said anew now.
    Raises `Refused` for a visit that is settled, and for a number that another program keeps to itself.
    """
    insist(may_settle(visit.status))
    known = beforehand(actor, visit)
    for answer in answers:
        insist(may_name(answer.way.sealed_in_id if answer.way else None, visit.program_id))
        if answer.item is Item.CONSENT and answer.how == AGREED and known.consent is None and read_to is not None:
            _agree(actor, visit, read_to)
        _keep(actor, visit, known.here.get(answer.item), answer)
    if still_holds:
        _carry_over(actor, visit)
    told = {"items": len(answers)}
    trail.record("visits.settled", subject=visit, person_id=visit.person_id, program_id=visit.program_id, facts=told)
    return beforehand(actor, visit)


def _agree(actor: Actor, visit: Visit, read_to: ReadTo) -> None:
    """It names whoever the picture runs through. Raises `Refused` where nobody is named who witnessed it."""
    here = workplace(actor)
    terms = Terms(
        purpose=Purpose.VIRTUAL,
        recipient=visit.platform if visit.is_elsewhere else here.agency.name,
        categories=frozenset({Category.CONTACT}),
        given_on=here.today,
        expires_on=here.today + LONGEST,
        how=How.VERBAL,
        text_version=THROUGH_ANOTHER if visit.is_elsewhere else VIRTUAL,
        witness=read_to.witness.strip(),
        language=read_to.language,
    )
    record_consent(actor=actor, person=visit.person, program=visit.program, terms=terms)


def _keep(actor: Actor, visit: Visit, row: Precaution | None, answer: Answered) -> None:
    values, today = answer.values(), workplace(actor).today
    if row is None:
        if any(values.values()):
            _new(actor, visit, answer.item, **values)
        return
    if row.how == UNLICENSED:  # that they began all the same stays said, wherever the person is by now
        values |= {"how": row.how, "left_open_because": row.left_open_because}
    if all(getattr(row, name) == value for name, value in values.items()):
        return
    change(row, **{"left_open_because": "", **values}, carried=False, said_on=today, by_id=actor.staff_id)


def _carry_over(actor: Actor, visit: Visit) -> None:
    """With the day on which it was said, and by whom it was written down."""
    known = beforehand(actor, visit)
    for item, row in known.to_confirm().items():
        own = known.here.get(item)
        values = {"how": row.how, "words": row.words, "carried": True, "said_on": row.said_on, "by_id": row.by_id}
        if own is None:
            _new(actor, visit, item, **values)
        else:
            change(own, **values, left_open_because="")


def _new(actor: Actor, visit: Visit, item: str, **values: Any) -> None:
    row = Precaution(
        visit=visit,
        person=visit.person,
        program_id=visit.program_id,
        item=item,
        **{"said_on": workplace(actor).today, "by_id": actor.staff_id, **values},
    )
    row.save(force_insert=True)


def close_the_list(actor: Actor, visit: Visit, found: Beforehand, left_open: tuple[str, ...], because: str) -> None:
    """At the beginning every item has its row: the consent it rests on, and what was left open and why."""
    consent = found.consent
    if consent is not None:
        _rest_on(actor, visit, found, consent.pk)
    for item in left_open:
        empty = found.here.get(item)
        if empty is None:
            _new(actor, visit, item, left_open_because=because.strip())
        else:
            change(empty, left_open_because=because.strip())


def note_unlicensed(visit: Visit, because: str) -> None:
    """The worker's license does not count where they are, and they began all the same."""
    held = facts(Precaution, because="why somebody began without a license there is read by a supervisor")
    for row in held.filter(visit=visit, item=Item.WHERE).select_for_update(no_key=True):
        change(row, how=UNLICENSED, left_open_because=because.strip())


def _rest_on(actor: Actor, visit: Visit, found: Beforehand, consent_id: UUID) -> None:
    own = found.here.get(Item.CONSENT)
    if own is None:
        _new(actor, visit, Item.CONSENT, how=AGREED, consent_id=consent_id, carried=True)
    else:
        change(own, how=AGREED, consent_id=consent_id)


def forget_where(visit: Visit) -> None:
    """Where somebody was whose address is secret is kept no longer than the visit."""
    if address_is_secret(visit.person):
        for row in where_they_were().filter(visit=visit).select_for_update(no_key=True):
            change(row, words=None, region="")


def where_they_were() -> "QuerySet[Precaution]":
    """Everything that says where somebody was, or how to call them there."""
    said = facts(Precaution, because="where somebody was who hides is not kept")
    return said.filter(~Q(words=None, region=""), item__in=OF_THIS_TIME)


@action(needs=Permission.AGENCY_MANAGE, on="agency")
def forget_where_they_were(*, actor: Actor, agency: Agency) -> int:
    """Forget where everybody was whose address is secret, before today; answers how many rows."""
    gone = 0
    old = where_they_were().filter(said_on__lt=workplace(actor).today).select_related("person")
    for row in old.select_for_update(no_key=True, of=("self",)):
        if address_is_secret(row.person):
            change(row, words=None, region="")
            gone += 1
    trail.record("visits.places_forgotten", subject=agency, facts={"rows": gone})
    return gone
