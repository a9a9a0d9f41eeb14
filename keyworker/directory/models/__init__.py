"""Outside providers and their services: the tables of HSDS 3.0, and the words they are found by."""

from keyworker.directory.models.details import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    Language,
    Phone,
    RequiredDocument,
    Schedule,
    ServiceArea,
)
from keyworker.directory.models.listing import Lasting, Listed
from keyworker.directory.models.providers import (
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    ServiceStatus,
)
from keyworker.directory.models.searching import ServiceToken, TokenKind
from keyworker.directory.models.taxonomy import ServiceCategory, Taxonomy, TaxonomyTerm

__all__ = [
    "Accessibility",
    "Address",
    "Contact",
    "CostOption",
    "Language",
    "Lasting",
    "Listed",
    "Location",
    "Organization",
    "Phone",
    "RequiredDocument",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCategory",
    "ServiceStatus",
    "ServiceToken",
    "Taxonomy",
    "TaxonomyTerm",
    "TokenKind",
]
