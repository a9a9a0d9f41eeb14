"""After a list came in: the words each service is found by, and the branch each category stands on."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db import models

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base.actor import Actor
from keyworker.directory.models import Service, ServiceToken, TaxonomyTerm, TokenKind
from keyworker.directory.rules import indexed_words

BATCH = 500
DEEPEST = 50
NEEDS = Permission.DIRECTORY_MANAGE
Word = tuple[str, str]


def name_branches(actor: Actor, source: str) -> None:
    """Write each category's path: its own key after those of all above it."""
    policed = rows(TaxonomyTerm, actor=actor, needs=NEEDS)
    terms = {term.pk: term for term in policed.filter(source=source)}
    moved = []
    for term in terms.values():
        path = "".join(f"{above.pk.hex}/" for above in reversed(_upwards(term, terms)))
        if term.path != path:
            term.path = path
            moved.append(term)
    policed.bulk_update(moved, ["path"], batch_size=BATCH)


def _upwards(term: TaxonomyTerm, terms: Mapping[UUID, TaxonomyTerm]) -> list[TaxonomyTerm]:
    """The category and those above it; pages read one by one may close a ring, so the climb is bounded."""
    line = [term]
    while (parent := line[-1].parent_id) and parent in terms and terms[parent] not in line and len(line) < DEEPEST:
        line.append(terms[parent])
    return line


def index_services(actor: Actor, source: str, *, own_language: str) -> None:
    """File every service of a list under its words, touching only words that came or went.

    The agency's own language is no word to be found by: nearly every service speaks it.
    """
    terms = {term.pk: term for term in rows(TaxonomyTerm, actor=actor, needs=NEEDS).filter(source=source)}
    for services in _batches(actor, source):
        _file(actor, {service.pk: _words(service, terms, own_language) for service in services})


def _batches(actor: Actor, source: str) -> Iterator[list[Service]]:
    found = rows(Service, actor=actor, needs=NEEDS).filter(source=source).order_by("pk")
    found = found.select_related("organization").prefetch_related(
        "categories", "languages", "service_areas", "at_locations__location__addresses"
    )
    batch = list(found[:BATCH])
    while batch:
        yield batch
        batch = list(found.filter(pk__gt=batch[-1].pk)[:BATCH])


def _words(service: Service, terms: Mapping[UUID, TaxonomyTerm], own_language: str) -> set[Word]:
    """Nothing for a service that left the list: it is not to be found any more."""
    if service.withdrawn_at is not None:
        return set()
    texts = {
        TokenKind.NAME: _names(service, terms),
        TokenKind.TEXT: _texts(service, own_language),
        TokenKind.PLACE: _places(service),
    }
    return {(kind.value, word) for kind, said in texts.items() for word in indexed_words(said)}


def _names(service: Service, terms: Mapping[UUID, TaxonomyTerm]) -> list[str]:
    organization = service.organization
    kinds = [terms[category.taxonomy_term_id] for category in service.categories.all()]
    above = [term.name for kind in kinds for term in _upwards(kind, terms)]
    return [service.name, service.alternate_name, organization.name, organization.alternate_name, *above]


def _texts(service: Service, own_language: str) -> list[str]:
    spoken = [language.name for language in service.languages.all() if language.code[:2] != own_language[:2]]
    return [
        service.description,
        service.eligibility_description,
        service.fees_description,
        service.interpretation_services,
        *spoken,
    ]


def _places(service: Service) -> list[str]:
    places = [f"{area.name} {area.description}" for area in service.service_areas.all()]
    for place in service.at_locations.all():
        if place.withdrawn_at is None:
            towns = place.location.addresses.all()
            places += [f"{town.city} {town.region} {town.postal_code}" for town in towns]
    return places


def _file(actor: Actor, wanted: Mapping[UUID, set[Word]]) -> None:
    policed: models.QuerySet[Any] = rows(ServiceToken, actor=actor, needs=NEEDS)
    stale: list[UUID] = []
    missing = {(key, kind, word) for key, found in wanted.items() for kind, word in found}
    for token in policed.filter(service__in=list(wanted)):
        filed = (token.service_id, token.kind, token.token)
        if filed in missing:
            missing.discard(filed)
        else:
            stale.append(token.pk)
    policed.filter(pk__in=stale).delete()
    new = [ServiceToken(service_id=key, kind=kind, token=word) for key, kind, word in sorted(missing, key=str)]
    policed.bulk_create(new, batch_size=BATCH)
