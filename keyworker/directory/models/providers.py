"""Who helps, with what, and where."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.directory.models.listing import SOURCE_FIELDS, Lasting, email_field, line_field, link_field, text_field


class Organization(Lasting):
    """A provider outside the agency."""

    name = line_field()
    alternate_name = line_field()
    description = text_field()
    email = email_field()
    website = link_field()
    tax_status = line_field()
    tax_id = line_field()
    year_incorporated = models.PositiveSmallIntegerField(null=True)
    legal_status = line_field()
    logo = link_field()
    uri = link_field()
    parent_organization = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="branches")

    class Privacy:
        not_personal = (
            *SOURCE_FIELDS, "withdrawn_at", "name", "alternate_name", "description", "email", "website", "tax_status",
            "tax_id", "year_incorporated", "legal_status", "logo", "uri", "parent_organization",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class ServiceStatus(models.TextChoices):
    ACTIVE = "active", _("Open")
    INACTIVE = "inactive", _("Not running now")
    DEFUNCT = "defunct", _("Ended")
    TEMPORARILY_CLOSED = "temporarily closed", _("Closed for now")


class Service(Lasting):
    """Something a person can be given there: food to take home, a bed for the night, an hour with a lawyer."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="services")
    name = line_field()
    alternate_name = line_field()
    description = text_field()
    url = link_field()
    email = email_field()
    status = models.CharField(max_length=20, choices=ServiceStatus.choices)
    interpretation_services = text_field()
    application_process = text_field()
    fees_description = text_field()
    wait_time = text_field()
    fees = text_field()
    accreditations = text_field()
    eligibility_description = text_field()
    minimum_age = models.FloatField(null=True, help_text="In years; half a year is 0.5.")
    maximum_age = models.FloatField(null=True)
    assured_date = models.DateField(null=True)
    assurer_email = models.EmailField(max_length=500, blank=True)
    licenses = text_field()
    alert = text_field()
    last_modified = models.DateTimeField(null=True)
    sort_name = models.CharField(max_length=500, blank=True, db_collation="C", editable=False)

    class Meta(Lasting.Meta):
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "sort_name", "id"],
                condition=models.Q(withdrawn_at=None, status__in=["active", "temporarily closed"]),
                name="offered_service_by_name",
            )
        ]

    class Privacy:
        not_personal = (
            *SOURCE_FIELDS, "withdrawn_at", "organization", "name", "alternate_name", "description", "url", "email",
            "status", "interpretation_services", "application_process", "fees_description", "wait_time", "fees",
            "accreditations", "eligibility_description", "minimum_age", "maximum_age", "assured_date",
            "assurer_email", "licenses", "alert", "last_modified", "sort_name",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_offered(self) -> bool:
        """False once it ended or left the list: it can still be read about, but nobody should be sent there."""
        return self.withdrawn_at is None and self.status in OFFERED


OFFERED = (ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED)


class LocationType(models.TextChoices):
    PHYSICAL = "physical", _("A place to go to")
    POSTAL = "postal", _("By post")
    VIRTUAL = "virtual", _("Online or by telephone")


class Location(Lasting):
    """A place; a virtual one has no address, and a safe house is given none."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="locations")
    location_type = models.CharField(max_length=20, choices=LocationType.choices, blank=True)
    url = link_field()
    name = line_field()
    alternate_name = line_field()
    description = text_field()
    transportation = text_field()
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    external_identifier = line_field()
    external_identifier_type = line_field()

    class Privacy:
        not_personal = (
            *SOURCE_FIELDS, "withdrawn_at", "organization", "location_type", "url", "name", "alternate_name",
            "description", "transportation", "latitude", "longitude", "external_identifier",
            "external_identifier_type",
        )  # fmt: skip


class ServiceAtLocation(Lasting):
    """This service is given at this place."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="at_locations")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="services")
    description = text_field()

    class Privacy:
        not_personal = (*SOURCE_FIELDS, "withdrawn_at", "service", "location", "description")
