"""HSDS 3.0 as data: tables, columns and how rows point to each other (openreferral/specification 3.0).

What the standard requires but we can live without is asked for, not insisted on: published files often lack
it, and an organization without a description is still an organization to call.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    LINE = "line"
    TEXT = "text"
    EMAIL = "email"
    URL = "url"
    PHONE = "phone"
    NUMBER = "number"
    WHOLE = "whole"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    INSTANT = "instant"
    CHOICE = "choice"


class Need(StrEnum):
    MUST = "must"
    """Without it the row is of no use."""
    ASKED = "asked"
    """The standard requires it; we say so and go on."""
    MAY = "may"


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind = Kind.LINE
    need: Need = Need.MAY
    choices: tuple[str, ...] = ()
    low: float = -1e12
    high: float = 1e12


class Tie(StrEnum):
    """How strongly a row hangs on another."""

    MUST = "must"
    """The other row has to be there."""
    OWNER = "owner"
    """At least one of the owners has to be there."""
    MAY = "may"
    """If the other row is missing, the link is dropped and that is a problem."""
    LOOSE = "loose"
    """The standard sets no foreign key here: the other row may be published elsewhere."""


@dataclass(frozen=True, slots=True)
class Link:
    column: str
    table: str
    tie: Tie


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    file: str
    columns: tuple[Column, ...]
    links: tuple[Link, ...] = ()
    one_of: tuple[str, ...] = ()
    """At least one of these columns must say something."""
    read_apart: tuple[str, ...] = ()
    """Columns of the standard that are not copied as they stand."""

    def link(self, column: str) -> Link | None:
        return next((link for link in self.links if link.column == column), None)

    @property
    def known(self) -> frozenset[str]:
        columns = (column.name for column in self.columns)
        return frozenset({"id", *columns, *(link.column for link in self.links), *self.read_apart})


WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PLACES = ("physical", "postal", "virtual")
STATUSES = ("active", "inactive", "defunct", "temporarily closed")


def _lines(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Kind.TEXT) for name in names)


def _dates(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Kind.DATE) for name in names)


def _age(name: str) -> Column:
    return Column(name, Kind.NUMBER, low=0, high=150)


def _owners(*tables: str) -> tuple[Link, ...]:
    return tuple(Link(f"{table}_id", table, Tie.OWNER) for table in tables)


NAME = Column("name", need=Need.MUST)
TOLD = Column("description", Kind.TEXT, Need.ASKED)
EMAIL = Column("email", Kind.EMAIL)
URL = Column("url", Kind.URL)
URI = Column("uri", Kind.URL)

_ALL = (
    Table("taxonomy", "taxonomies.csv", (NAME, TOLD, URI, *_lines("version"))),
    Table(
        "taxonomy_term",
        "taxonomy_terms.csv",
        (NAME, TOLD, *_lines("code", "taxonomy", "language"), Column("term_uri", Kind.URL)),
        (Link("taxonomy_id", "taxonomy", Tie.MAY), Link("parent_id", "taxonomy_term", Tie.LOOSE)),
    ),
    Table(
        "organization",
        "organizations.csv",
        (
            NAME,
            TOLD,
            EMAIL,
            URI,
            Column("website", Kind.URL),
            Column("logo", Kind.URL),
            Column("year_incorporated", Kind.WHOLE, low=1, high=9999),
            *_lines("alternate_name", "tax_status", "tax_id", "legal_status"),
        ),
        (Link("parent_organization_id", "organization", Tie.LOOSE),),
    ),
    Table(
        "service",
        "services.csv",
        (
            NAME,
            Column("status", Kind.CHOICE, Need.MUST, STATUSES),
            URL,
            EMAIL,
            Column("assurer_email", Kind.EMAIL),
            Column("last_modified", Kind.INSTANT),
            _age("minimum_age"),
            _age("maximum_age"),
            *_dates("assured_date"),
            *_lines("alternate_name"),
            *_texts(
                "description",
                "interpretation_services",
                "application_process",
                "fees_description",
                "wait_time",
            ),
            *_texts("fees", "accreditations", "eligibility_description", "licenses", "alert"),
        ),
        (Link("organization_id", "organization", Tie.MUST),),
    ),
    Table(
        "location",
        "locations.csv",
        (
            Column("location_type", Kind.CHOICE, Need.ASKED, PLACES),
            URL,
            Column("latitude", Kind.NUMBER, low=-90, high=90),
            Column("longitude", Kind.NUMBER, low=-180, high=180),
            *_lines("name", "alternate_name", "external_identifier", "external_identifier_type"),
            *_texts("description", "transportation"),
        ),
        (Link("organization_id", "organization", Tie.MAY),),
    ),
    Table(
        "service_at_location",
        "service_at_location.csv",
        _texts("description"),
        (Link("service_id", "service", Tie.MUST), Link("location_id", "location", Tie.MUST)),
    ),
    Table(
        "contact",
        "contacts.csv",
        (*_lines("name", "title", "department"), EMAIL),
        _owners("organization", "service", "service_at_location", "location"),
    ),
    Table(
        "phone",
        "phones.csv",
        (Column("number", Kind.PHONE, Need.MUST), *_lines("extension", "type"), *_texts("description")),
        _owners("location", "service", "organization", "contact", "service_at_location"),
    ),
    Table(
        "address",
        "addresses.csv",
        (
            Column("address_1", need=Need.MUST),
            *(Column(name, need=Need.ASKED) for name in ("city", "state_province", "postal_code", "country")),
            *_lines("attention", "address_2", "region"),
            Column("address_type", Kind.CHOICE, Need.ASKED, PLACES),
        ),
        _owners("location"),
    ),
    Table(
        "schedule",
        "schedules.csv",
        (
            *_dates("valid_from", "valid_to", "dtstart", "until"),
            Column("timezone", Kind.NUMBER, low=-14, high=14),
            Column("count", Kind.WHOLE, low=0, high=100_000),
            Column("interval", Kind.WHOLE, low=0, high=1000),
            Column("wkst", Kind.CHOICE, choices=WEEKDAYS),
            Column("freq", Kind.CHOICE, choices=("WEEKLY", "MONTHLY")),
            Column("opens_at", Kind.TIME),
            Column("closes_at", Kind.TIME),
            Column("schedule_link", Kind.URL),
            *_lines("byday", "byweekno", "bymonthday", "byyearday"),
            *_texts("description", "attending_type", "notes"),
        ),
        _owners("service", "location", "service_at_location"),
    ),
    Table(
        "service_area",
        "service_areas.csv",
        (*_texts("name", "description", "extent"), *_lines("extent_type"), URI),
        _owners("service"),
        one_of=("name", "description", "extent", "uri"),
    ),
    Table(
        "cost_option",
        "cost_options.csv",
        (
            *_dates("valid_from", "valid_to"),
            *_texts("option", "amount_description"),
            *_lines("currency"),
            Column("amount", Kind.MONEY, low=0, high=1e9),
        ),
        (Link("service_id", "service", Tie.MUST),),
        one_of=("option", "amount", "amount_description"),
    ),
    Table(
        "required_document",
        "required_documents.csv",
        (*_texts("document"), URI),
        _owners("service"),
        ("document",),
    ),
    Table(
        "language",
        "languages.csv",
        (*_lines("name", "code"), *_texts("note")),
        _owners("service", "location", "phone"),
        one_of=("name", "code"),
    ),
    Table("accessibility", "accessibility.csv", (*_texts("description", "details"), URL), _owners("location")),
    Table(
        "attribute",
        "attributes.csv",
        (*_lines("link_type"), *_texts("value")),
        (Link("service_id", "service", Tie.MUST), Link("taxonomy_term_id", "taxonomy_term", Tie.MUST)),
        read_apart=("link_id", "link_entity"),
    ),
)

TABLES = {table.name: table for table in _ALL}
"""In the order in which rows can be written: what is pointed at comes first."""

TABLE_OF_FILE = {table.file: table for table in _ALL}

MANY = {
    "phones": "phone",
    "schedules": "schedule",
    "service_areas": "service_area",
    "service_at_locations": "service_at_location",
    "languages": "language",
    "cost_options": "cost_option",
    "required_documents": "required_document",
    "contacts": "contact",
    "addresses": "address",
    "accessibility": "accessibility",
    "locations": "location",
    "services": "service",
    "organizations": "organization",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
    "attributes": "attribute",
}
"""Keys of the compiled JSON form that hold a list, and of what."""

ONE = {
    "organization": ("organization", "organization_id"),
    "location": ("location", "location_id"),
    "service": ("service", "service_id"),
    "taxonomy_term": ("taxonomy_term", "taxonomy_term_id"),
    "taxonomy_detail": ("taxonomy", "taxonomy_id"),
}
"""Keys of the compiled JSON form that hold one other row, of which table, and the link it stands for."""

NOT_KEPT = frozenset(
    {"program", "programs", "program_id", "funding", "organization_identifiers", "metadata"}
    | {"additional_urls", "additional_websites", "capacities", "units"}
)
"""Good HSDS that the directory does not hold; the person is told."""

FILES_NOT_KEPT = frozenset(
    {"programs.csv", "funding.csv", "organization_identifiers.csv", "metadata.csv"}
    | {"meta_table_descriptions.csv", "url.csv", "service_capacity.csv", "units.csv"}
)


def best_table(keys: Iterable[str]) -> Table | None:
    """Which table an object with these keys most likely belongs to: the one that knows most of them."""
    have = set(keys)
    if "id" not in have:
        return None
    table = max(_GUESSES, key=lambda name: len(have & _GUESSES[name]))
    return TABLES[table] if len(have & _GUESSES[table]) >= 2 else None


_GUESSES = {
    "organization": TABLES["organization"].known
    | {"locations", "services", "programs", "organization_identifiers", "funding", "contacts", "attributes"},
    "service": TABLES["service"].known
    | {"organization", "service_at_locations", "service_areas", "cost_options", "languages", "program"},
    "service_at_location": TABLES["service_at_location"].known | {"location", "service"},
    "location": TABLES["location"].known | {"addresses", "accessibility"},
    "taxonomy_term": TABLES["taxonomy_term"].known | {"taxonomy_detail", "term"},
    "taxonomy": TABLES["taxonomy"].known | {"taxonomy_terms"},
}
