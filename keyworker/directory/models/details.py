"""How to reach a provider and what to know before going: small rows that hang on the nouns and end with them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.directory.models.listing import SOURCE_FIELDS, Listed, email_field, line_field, link_field, text_field
from keyworker.directory.models.providers import (
    Location,
    LocationType,
    Organization,
    Service,
    ServiceAtLocation,
)


class Contact(Listed):
    """A person who answers for the provider."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, related_name="contacts")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, related_name="contacts")
    service_at_location = models.ForeignKey(
        ServiceAtLocation, on_delete=models.CASCADE, null=True, related_name="contacts"
    )
    location = models.ForeignKey(Location, on_delete=models.CASCADE, null=True, related_name="contacts")
    name = line_field()
    title = line_field()
    department = line_field()
    email = email_field()

    class Privacy:
        identifying = ("name", "email")
        general = ("title", "department")
        not_personal = (*SOURCE_FIELDS, "organization", "service", "service_at_location", "location")


class Phone(Listed):
    """A number of a provider, as they write it."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, null=True, related_name="phones")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, related_name="phones")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, related_name="phones")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, related_name="phones")
    service_at_location = models.ForeignKey(
        ServiceAtLocation, on_delete=models.CASCADE, null=True, related_name="phones"
    )
    number = line_field()
    extension = line_field()
    type = line_field()
    description = text_field()

    class Privacy:
        general = ("number", "extension", "type", "description")
        not_personal = (*SOURCE_FIELDS, "location", "service", "organization", "contact", "service_at_location")


class Address(Listed):
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="addresses")
    attention = line_field()
    address_1 = line_field()
    address_2 = line_field()
    city = line_field()
    region = line_field()
    state_province = line_field()
    postal_code = line_field()
    country = line_field()
    address_type = models.CharField(max_length=20, choices=LocationType.choices, blank=True)

    class Privacy:
        not_personal = (
            *SOURCE_FIELDS, "location", "attention", "address_1", "address_2", "city", "region", "state_province",
            "postal_code", "country", "address_type",
        )  # fmt: skip

    @property
    def lines(self) -> list[str]:
        """As one would write it on an envelope, blank parts left out."""
        town = " ".join(filter(None, [self.city, self.state_province, self.postal_code]))
        return list(filter(None, [self.attention, self.address_1, self.address_2, town]))


class Frequency(models.TextChoices):
    WEEKLY = "WEEKLY", _("Every week")
    MONTHLY = "MONTHLY", _("Every month")


class Schedule(Listed):
    """When it is open: the parts of an RFC 5545 rule, and the publisher's own sentence, which people read."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, related_name="schedules")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, null=True, related_name="schedules")
    service_at_location = models.ForeignKey(
        ServiceAtLocation, on_delete=models.CASCADE, null=True, related_name="schedules"
    )
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    dtstart = models.DateField(null=True)
    timezone = models.FloatField(null=True, help_text="Hours from UTC, as HSDS has it; not used to shift the hours.")
    until = models.DateField(null=True)
    count = models.PositiveIntegerField(null=True)
    wkst = models.CharField(max_length=2, blank=True)
    freq = models.CharField(max_length=10, choices=Frequency.choices, blank=True)
    interval = models.PositiveSmallIntegerField(null=True)
    byday = line_field()
    byweekno = line_field()
    bymonthday = line_field()
    byyearday = line_field()
    description = text_field()
    opens_at = models.TimeField(null=True)
    closes_at = models.TimeField(null=True)
    schedule_link = link_field()
    attending_type = text_field()
    notes = text_field()

    class Privacy:
        not_personal = (
            *SOURCE_FIELDS, "service", "location", "service_at_location", "valid_from", "valid_to", "dtstart",
            "timezone", "until", "count", "wkst", "freq", "interval", "byday", "byweekno", "bymonthday", "byyearday",
            "description", "opens_at", "closes_at", "schedule_link", "attending_type", "notes",
        )  # fmt: skip


class ServiceArea(Listed):
    """Where people must live to be served."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="service_areas")
    name = text_field()
    description = text_field()
    extent = text_field()
    extent_type = line_field()
    uri = link_field()

    class Privacy:
        not_personal = (*SOURCE_FIELDS, "service", "name", "description", "extent", "extent_type", "uri")


class CostOption(Listed):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="cost_options")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    option = text_field()
    currency = line_field()
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    amount_description = text_field()

    class Privacy:
        not_personal = (
            *SOURCE_FIELDS, "service", "valid_from", "valid_to", "option", "currency", "amount", "amount_description",
        )  # fmt: skip


class RequiredDocument(Listed):
    """A paper the person should bring."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="required_documents")
    document = text_field()
    uri = link_field()

    class Privacy:
        not_personal = (*SOURCE_FIELDS, "service", "document", "uri")


class Language(Listed):
    """A language spoken there."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, related_name="languages")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, null=True, related_name="languages")
    phone = models.ForeignKey(Phone, on_delete=models.CASCADE, null=True, related_name="languages")
    name = line_field()
    code = line_field()
    note = text_field()

    class Privacy:
        not_personal = (*SOURCE_FIELDS, "service", "location", "phone", "name", "code", "note")


class Accessibility(Listed):
    """How someone who walks, sees or hears differently gets in and around."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="accessibility")
    description = text_field()
    details = text_field()
    url = link_field()

    class Privacy:
        not_personal = (*SOURCE_FIELDS, "location", "description", "details", "url")
