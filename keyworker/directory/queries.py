"""What workers look up: services by word, place and kind; one service with all there is to know of it."""

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import JSONObject

from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.directory import rules
from keyworker.directory.differences import PublishedList, Tally, differences, tally
from keyworker.directory.models import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    Language,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCategory,
    ServiceToken,
    TaxonomyTerm,
    TokenKind,
)
from keyworker.directory.models.providers import OFFERED
from keyworker.directory.tables import MODELS

NEEDS = Permission.DIRECTORY_VIEW
PAGE_SIZE = 20
COUNTED_TO = 1000
WORD_KINDS = (TokenKind.NAME, TokenKind.TEXT)


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search asks for; every part may be left open."""

    words: str = ""
    place: str = ""
    category: UUID | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A service as a list shows it."""

    service: Service
    kinds: Sequence[str]
    languages: Sequence[str]
    towns: Sequence[str]
    cost: rules.Cost
    ages: str

    @property
    def cost_words(self) -> str:
        return str(rules.COST_WORDS[self.cost])


@dataclass(frozen=True, slots=True)
class ServiceList:
    """One page of a list. `count` is exact up to `COUNTED_TO`, where it stops; `next_cursor` is empty at the end."""

    cards: Sequence[Card]
    count: int
    next_cursor: str

    @property
    def count_stopped(self) -> bool:
        return self.count > COUNTED_TO


def services(actor: Actor, sought: Sought, *, after: str = "", size: int = PAGE_SIZE) -> ServiceList:
    """Services on offer, best matches first, then by name. `after` is the cursor of the page before."""
    found = _matching(actor, sought)
    page = list(_after(_described(actor, found), after).order_by("rank", "sort_name", "pk")[: size + 1])
    shown = page[:size]
    next_cursor = _cursor(shown[-1]) if len(page) > size else ""
    count = found[: COUNTED_TO + 1].count() if after or next_cursor else len(shown)
    return ServiceList([_card(service) for service in shown], count, next_cursor)


def offered_services(actor: Actor) -> "models.QuerySet[Service]":
    """Services one may be sent to, for steps that choose one (an alternative, a referral out)."""
    live = rows(Service, actor=actor, needs=NEEDS).filter(withdrawn_at=None, status__in=OFFERED)
    return live.select_related("organization")


def _matching(actor: Actor, sought: Sought) -> "models.QuerySet[Service]":
    found = offered_services(actor)
    asked = rules.sought_words(sought.words)
    for word in asked:
        found = found.filter(_filed_under(actor, word, WORD_KINDS))
    for word in rules.sought_words(sought.place):
        found = found.filter(_filed_under(actor, word, (TokenKind.PLACE,)))
    if sought.category:
        found = found.filter(_of_kind(actor, sought.category))
    named = [Q(_filed_under(actor, word, (TokenKind.NAME,))) for word in asked]
    rank = Case(When(reduce(and_, named), then=Value(0)), default=Value(1)) if named else Value(0)
    return found.annotate(rank=models.ExpressionWrapper(rank, output_field=models.IntegerField()))


def _filed_under(actor: Actor, word: str, kinds: Iterable[TokenKind]) -> Exists:
    """The service has a word that begins so. A range of text: the one search that uses an index under row security."""
    tokens = rows(ServiceToken, actor=actor, needs=NEEDS).filter(service=OuterRef("pk"), kind__in=list(kinds))
    return Exists(tokens.filter(token__gte=word, token__lt=rules.after_prefix(word)))


def _of_kind(actor: Actor, category: UUID) -> Exists:
    """Of this kind or one below it."""
    term = rows(TaxonomyTerm, actor=actor, needs=NEEDS).filter(pk=category).first()
    path = term.path if term else "-"
    kinds = rows(ServiceCategory, actor=actor, needs=NEEDS).filter(service=OuterRef("pk"))
    branch = Q(taxonomy_term__path__gte=path, taxonomy_term__path__lt=rules.after_prefix(path))
    return Exists(kinds.filter(branch))


def _described(actor: Actor, found: "models.QuerySet[Service]") -> "models.QuerySet[Any]":
    """With what a card says, in the same query: a list must not cost more queries when it grows."""
    at = rows(ServiceAtLocation, actor=actor, needs=NEEDS).filter(service=OuterRef("pk"), withdrawn_at=None)
    return found.annotate(
        kinds=_texts(actor, ServiceCategory, "taxonomy_term__name"),
        spoken=_texts(actor, Language, "name"),
        amounts=_texts(actor, CostOption, "amount"),
        towns=ArraySubquery(at.exclude(location__addresses__city="").values("location__addresses__city").distinct()),
    )


def _texts(actor: Actor, model: type[models.Model], field: str) -> ArraySubquery:
    found = rows(model, actor=actor, needs=NEEDS).filter(service=OuterRef("pk"))
    return ArraySubquery(found.order_by(field).values(field))


def _card(service: Any) -> Card:
    return Card(
        service=service,
        kinds=service.kinds,
        languages=list(filter(None, service.spoken)),
        towns=list(filter(None, service.towns)),
        cost=rules.cost(service.amounts, service.fees_description or service.fees),
        ages=rules.ages(service.minimum_age, service.maximum_age),
    )


def _cursor(service: Any) -> str:
    """Where a page ended: rank, key and folded name, made fit for an address."""
    return base64.urlsafe_b64encode(f"{service.rank} {service.pk} {service.sort_name}".encode()).decode()


def _after(found: "models.QuerySet[Any]", cursor: str) -> "models.QuerySet[Any]":
    """What comes after a cursor; one that nobody gave out starts from the top."""
    try:
        rank, key, name = base64.urlsafe_b64decode(cursor.encode()).decode().split(" ", 2)
        at = (int(rank), UUID(key))
    except (ValueError, binascii.Error):
        return found
    same_rank = Q(rank=at[0]) & (Q(sort_name__gt=name) | Q(sort_name=name, pk__gt=at[1]))
    return found.filter(Q(rank__gt=at[0]) | same_rank)


def categories(actor: Actor) -> list[tuple[UUID, str]]:
    """The kinds of help that any service is of, with those above them; names indented by an em dash per level."""
    used = rows(ServiceCategory, actor=actor, needs=NEEDS).filter(taxonomy_term=OuterRef("pk"))
    live = rows(TaxonomyTerm, actor=actor, needs=NEEDS).filter(withdrawn_at=None).annotate(used=Exists(used))
    terms = {term.pk: term for term in live}
    wanted = {UUID(key) for term in live if term.used for key in term.path.strip("/").split("/") if key}
    chosen = [terms[key] for key in wanted if key in terms]
    named = {term.pk.hex: term.name for term in terms.values()}
    chosen.sort(key=lambda term: [named.get(key, "") for key in term.path.strip("/").split("/")])
    return [(term.pk, "— " * (term.path.count("/") - 1) + term.name) for term in chosen]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service is given."""

    name: str
    description: str
    transportation: str
    addresses: Sequence[str]
    accessibility: Sequence[str]


@dataclass(frozen=True, slots=True)
class ServiceSheet:
    """All there is to know of one service."""

    card: Card
    costs: Sequence[dict[str, Any]]
    documents: Sequence[str]
    areas: Sequence[str]
    places: Sequence[Place]
    phones: Sequence[Phone]
    hours: Sequence[str]
    contacts: Sequence[Contact]

    @property
    def service(self) -> Service:
        return self.card.service


def service_sheet(actor: Actor, key: UUID) -> ServiceSheet:
    """One service, also one that ended or left its list. Raises `Absent`."""
    service = require(Service, key, actor=actor, needs=NEEDS)
    costs = JSONObject(option="option", amount="amount", currency="currency", detail="amount_description")
    found = _described(actor, rows(Service, actor=actor, needs=NEEDS).filter(pk=service.pk)).annotate(
        costs=_objects(actor, CostOption, costs),
        documents=_texts(actor, RequiredDocument, "document"),
        areas=_texts(actor, ServiceArea, "name"),
    )
    full: Any = found.select_related("organization").get()
    at = _at_locations(actor, full)
    return ServiceSheet(
        card=_card(full),
        costs=full.costs,
        documents=full.documents,
        areas=list(filter(None, full.areas)),
        places=[_place(one) for one in at],
        phones=_phones(actor, full, at),
        hours=_hours(actor, full, at),
        contacts=list(_nearest(actor, Contact, full, at, organization=full.organization_id).order_by("name")),
    )


def _objects(actor: Actor, model: type[models.Model], shape: JSONObject) -> ArraySubquery:
    found = rows(model, actor=actor, needs=NEEDS).filter(service=OuterRef("pk")).order_by("source_id")
    return ArraySubquery(found.annotate(shape=shape).values("shape"))


def _at_locations(actor: Actor, service: Service) -> list[Any]:
    lines = JSONObject(
        **{name: name for name in ("attention", "address_1", "address_2", "city", "state_province", "postal_code")}
    )
    addresses = rows(Address, actor=actor, needs=NEEDS).filter(location=OuterRef("location"))
    access = rows(Accessibility, actor=actor, needs=NEEDS).filter(location=OuterRef("location"))
    live = rows(ServiceAtLocation, actor=actor, needs=NEEDS).filter(service=service, withdrawn_at=None)
    found = live.select_related("location").annotate(
        envelopes=ArraySubquery(addresses.order_by("source_id").annotate(shape=lines).values("shape")),
        access=ArraySubquery(access.order_by("source_id").values("description")),
    )
    return list(found.order_by("location__name", "pk"))


def _place(at: Any) -> Place:
    return Place(
        name=at.location.name,
        description=at.description or at.location.description,
        transportation=at.location.transportation,
        addresses=[", ".join(Address(**envelope).lines) for envelope in at.envelopes],
        accessibility=list(filter(None, at.access)),
    )


def _nearest(
    actor: Actor, model: type[models.Model], service: Service, at: Sequence[Any], **also: UUID
) -> "models.QuerySet[Any]":
    """What hangs on the service, on it being given at a place, on the place, or on what `also` names."""
    near = Q(service=service) | Q(service_at_location__in=[one.pk for one in at])
    near |= Q(location__in=[one.location_id for one in at])
    for name, key in also.items():
        near |= Q(**{name: key})
    return rows(model, actor=actor, needs=NEEDS).filter(near)


def _hours(actor: Actor, service: Service, at: Sequence[Any]) -> list[str]:
    """Opening hours that still hold, in the provider's words or else in ours; each sentence once."""
    today = workplace(actor).today
    found = _nearest(actor, Schedule, service, at).filter(Q(valid_to=None) | Q(valid_to__gte=today))
    told = [one.description or rules.opening(one.byday, one.opens_at, one.closes_at) for one in found.order_by("pk")]
    return list(dict.fromkeys(filter(None, told)))


def _phones(actor: Actor, service: Service, at: Sequence[Any]) -> list[Phone]:
    """Each number once, the nearest to the service first; fax numbers help nobody here."""
    found = list(_nearest(actor, Phone, service, at, organization=service.organization_id).exclude(type="fax"))
    found.sort(key=lambda phone: (phone.service_id is None, phone.organization_id is not None, phone.source_id))
    return list({phone.number: phone for phone in reversed(found)}.values())[::-1]


def known_ids(actor: Actor, source: str) -> dict[str, set[str]]:
    """Ids of a list's rows that we hold already, by table: a later page may point at them."""
    return {
        table: set(rows(model, actor=actor, needs=NEEDS).filter(source=source).values_list("source_id", flat=True))
        for table, model in MODELS.items()
    }


def lists(actor: Actor) -> list[str]:
    """Names of the lists the directory is made of."""
    named = rows(Service, actor=actor, needs=NEEDS).order_by("source").values_list("source", flat=True)
    return list(named.distinct())


def preview(actor: Actor, published: PublishedList) -> Tally:
    """What bringing the list in would change."""
    return tally(differences(actor, published, needs=NEEDS))
