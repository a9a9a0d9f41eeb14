"""What is settled before a visit: said for this one, or said before and still true."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import F, Q, When

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.base.privacy import Category
from keyworker.consent.actions import scope_of
from keyworker.consent.models import Consent, Purpose
from keyworker.consent.rules import Telling, may_disclose
from keyworker.visits.models import Item, Precaution, Visit
from keyworker.visits.practice import rules
from keyworker.visits.practice.rules import AGREED, KEPT, Said
from keyworker.visits.practice.words import THROUGH_ANOTHER

LEFT_OPEN_SHOWN = timedelta(days=30)
MOST = 200
FEW = 30


@dataclass(frozen=True, slots=True)
class Beforehand:
    """`here`: said for this visit; `before`: said for an earlier one, not so long ago; `consent`: the live one to it.

    What was said before counts once somebody says that it still holds (`settle`), and then stands in `here`.
    """

    here: dict[str, Precaution] = field(default_factory=dict)
    before: dict[str, Precaution] = field(default_factory=dict)
    consent: Consent | None = None

    def is_settled(self, item: str) -> bool:
        """Whether it was said for this visit."""
        own = self.here.get(item)
        return own is not None and rules.is_settled(item, said_in(own))

    def to_confirm(self) -> dict[str, Precaution]:
        """What was said before and nobody has said anew, or confirmed, for this visit."""
        return {item: row for item, row in self.before.items() if not self.is_settled(item)}

    def said(self) -> dict[str, Said]:
        """As the rule reads it. A consent that was taken back since counts no more, whatever was said then."""
        found = {item: said_in(row) for item, row in self.here.items()}
        own = found.pop(Item.CONSENT.value, None)
        if self.consent is not None:
            found[Item.CONSENT.value] = Said(AGREED)
        elif own is not None and own.how != AGREED:
            found[Item.CONSENT.value] = own
        return found

    def still_open(self, kind: str) -> Iterator[Item]:
        """What nobody has answered, in the order in which it is asked."""
        return (Item(item) for item in rules.still_open(kind, self.said()))


def said_in(row: Precaution) -> Said:
    return Said(row.how, (row.words is not None and bool(row.words.strip())) or row.way_id is not None)


def beforehand(actor: Actor, visit: Visit) -> Beforehand:
    """Everything said for the visit, which comes with its person. Two queries."""
    mine = rows(Precaution, actor=actor, needs=Permission.VISIT_VIEW)
    earlier = Q(person=visit.person_id, program=visit.program_id, item__in=KEPT, carried=False, left_open_because="")
    said = mine.filter(Q(visit=visit) | earlier).annotate(of_this=Choose(When(visit=visit, then=True), default=False))
    newest = said.order_by("item", "of_this", "-said_on", "-id").distinct("item", "of_this").select_related("way")
    found = list(newest)
    return Beforehand(
        _by_item(visit, (row for row in found if row.visit_id == visit.pk)),
        _still_true(actor, _by_item(visit, (row for row in found if row.visit_id != visit.pk))),
        consent_to_meet(actor, visit),
    )


def _by_item(visit: Visit, found: Iterable[Precaution]) -> dict[str, Precaution]:
    """By item; each carries the person, whose key opens the sealed words."""
    by_item = {}
    for row in found:
        row.person = visit.person
        by_item[row.item] = row
    return by_item


def _still_true(actor: Actor, found: dict[str, Precaution]) -> dict[str, Precaution]:
    today = workplace(actor).today
    return {item: row for item, row in found.items() if rules.is_still_true(item, row.said_on, today=today)}


def consent_to_meet(actor: Actor, visit: Visit) -> Consent | None:
    """The live consent to meet by telephone or video in the visit's program, if there is one. One query."""
    here = workplace(actor)
    held = facts(Consent, because="a visit that is not in a room rests on the person's consent").filter(
        person=visit.person_id, program=visit.program_id, purpose=Purpose.VIRTUAL
    )
    consents = list(held.select_related("decided_by").order_by(F("expires_on").desc()))
    for recipient, words in _whom_it_names(visit, here.agency.name):
        fitting = {each.pk: each for each in consents if words in {"", each.text_version}}
        telling = Telling(Purpose.VIRTUAL, recipient, None, frozenset({Category.CONTACT}))
        answer = may_disclose([scope_of(each, on=here.today) for each in fitting.values()], telling, on=here.today)
        if answer:
            return fitting[answer.facts["consent"]]
    return None


def _whom_it_names(visit: Visit, agency: str) -> list[tuple[str, str]]:
    """With another company in between, it names that one, in the words that say so; a call instead is covered, too."""
    platform = [(visit.platform, THROUGH_ANOTHER)] if visit.platform else []
    return platform if visit.is_elsewhere else [(agency, ""), *platform]


def left_open(actor: Actor, *, today: date) -> list[list[Precaution]]:
    """What was left open when a visit began in the last 30 days, a list a visit, the newest first. One query."""
    found = rows(Precaution, actor=actor, needs=Permission.CASELOAD_OVERSEE).exclude(left_open_because="")
    late = found.filter(said_on__gte=today - LEFT_OPEN_SHOWN).select_related("person", "by", "visit")
    by_visit: dict[UUID, list[Precaution]] = {}
    for row in late.order_by("-said_on", "-visit_id", "id")[:MOST]:
        by_visit.setdefault(row.visit_id, []).append(row)
    return list(by_visit.values())[:FEW]
