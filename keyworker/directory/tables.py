"""Which model holds which HSDS table, in the order in which rows can be written."""

from keyworker.directory.models import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    Language,
    Listed,
    Location,
    Organization,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCategory,
    Taxonomy,
    TaxonomyTerm,
)

MODELS: dict[str, type[Listed]] = {
    "taxonomy": Taxonomy,
    "taxonomy_term": TaxonomyTerm,
    "organization": Organization,
    "service": Service,
    "location": Location,
    "service_at_location": ServiceAtLocation,
    "contact": Contact,
    "phone": Phone,
    "address": Address,
    "schedule": Schedule,
    "service_area": ServiceArea,
    "cost_option": CostOption,
    "required_document": RequiredDocument,
    "language": Language,
    "accessibility": Accessibility,
    "attribute": ServiceCategory,
}

RENAMED = {("taxonomy", "version"): "version_name", ("taxonomy_term", "taxonomy"): "taxonomy_name"}
"""HSDS columns whose name is taken here: `version` counts edits, `taxonomy` is the key beside its text."""


def field_name(table: str, column: str) -> str:
    return RENAMED.get((table, column), column)
