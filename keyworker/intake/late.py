"""What is late among those who asked for help: first contacts, questions to those who wait, and looks back."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, CharField, DateTimeField, ExpressionWrapper, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.intake.models import OPEN, DeclineFollowUp, IncomingReferral, Urgency, WaitlistPlace

MOST_SHOWN = 60
FIRST_CONTACT, WAIT, LOOK_BACK = "first-contact", "wait", "look-back"
WORDS = {
    FIRST_CONTACT: _("Nobody has spoken with them yet"),
    WAIT: _("Not asked yet if they still wait"),
    LOOK_BACK: _("Not asked yet how it went elsewhere"),
}


@dataclass(frozen=True, slots=True)
class Late:
    """Somebody who asked for help, and what should have been done for them."""

    kind: str
    referral_id: UUID
    called: str
    program: str
    asked_at: datetime

    @property
    def words(self) -> Any:
        return WORDS[self.kind]


def late(actor: Actor, needs: Permission) -> list[Late]:
    """All that is late in the programs where the actor holds `needs`, the oldest request first. One query."""
    place = workplace(actor)
    first = _named(_late_first_contacts(actor, needs, place.today, ZoneInfo(place.agency.time_zone)), FIRST_CONTACT)
    waits = rows(WaitlistPlace, actor=actor, needs=needs).filter(ended_at=None, review_on__lt=place.today)
    backs = rows(DeclineFollowUp, actor=actor, needs=needs).filter(done_at=None, due_on__lt=place.today)
    found = first.union(_named(waits, WAIT, "referral__"), _named(backs, LOOK_BACK, "referral__"), all=True)
    return [Late(*row) for row in found.order_by("asked_at", "key", "kind")[:MOST_SHOWN]]


def _late_first_contacts(actor: Actor, needs: Permission, today: date, zone: ZoneInfo) -> "QuerySet[Any]":
    """Open referrals whose day is over: `rules.first_contact_days` in the database's words."""
    within = F("program__first_contact_days")
    days = Case(
        When(urgency=Urgency.URGENT, then=Value(1)),
        When(urgency=Urgency.SOON, then=(within + 1) / 2),
        default=within,
        output_field=IntegerField(),
    )
    midnight = datetime.combine(today, time(), tzinfo=zone)
    last = ExpressionWrapper(Value(midnight) - days * Value(timedelta(days=1)), output_field=DateTimeField())
    found = rows(IncomingReferral, actor=actor, needs=needs).filter(status__in=OPEN, first_contact_on=None)
    return found.annotate(last_moment=last).filter(received_at__lt=F("last_moment"))


def _named(found: "QuerySet[Any]", kind: str, to: str = "") -> "QuerySet[Any]":
    """The same columns from each table; `to` leads to the referral."""
    called = Coalesce(NullIf(f"{to}preferred_name", Value("")), f"{to}full_name")
    named = found.order_by().annotate(
        kind=Value(kind, output_field=CharField()),
        key=F(f"{to}pk"),
        called=called,
        in_program=F("program__name"),
        asked_at=F(f"{to}received_at"),
    )
    columns: QuerySet[Any] = named.values_list("kind", "key", "called", "in_program", "asked_at")
    return columns
