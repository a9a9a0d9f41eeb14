"""Categories: the publisher's own words for kinds of help, and which service is of which kind."""

from typing import ClassVar

from django.db import models

from keyworker.directory.models.listing import SOURCE_FIELDS, Lasting, Listed, line_field, link_field, text_field
from keyworker.directory.models.providers import Service


class Taxonomy(Lasting):
    name = line_field()
    description = text_field()
    uri = link_field()
    version_name = models.CharField(max_length=500, blank=True, help_text="HSDS `version`; ours counts edits.")

    class Privacy:
        not_personal = (*SOURCE_FIELDS, "withdrawn_at", "name", "description", "uri", "version_name")


class TaxonomyTerm(Lasting):
    """A kind of help. `path` names it and those above it, so that a whole branch is one range of text."""

    name = line_field()
    description = text_field()
    code = line_field()
    taxonomy_name = models.CharField(max_length=500, blank=True, help_text="HSDS `taxonomy`: its name in words.")
    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, null=True, related_name="terms")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    language = line_field()
    term_uri = link_field()
    path = models.TextField(blank=True, db_collation="C", editable=False)

    class Meta(Lasting.Meta):
        indexes: ClassVar = [models.Index(fields=["agency_id", "name"], name="term_by_name")]

    class Privacy:
        not_personal = (
            *SOURCE_FIELDS, "withdrawn_at", "name", "description", "code", "taxonomy_name", "taxonomy", "parent",
            "language", "term_uri", "path",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class ServiceCategory(Listed):
    """A service is of this kind (an HSDS attribute that links a service to a taxonomy term)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="categories")
    taxonomy_term = models.ForeignKey(TaxonomyTerm, on_delete=models.PROTECT, related_name="services")
    link_type = line_field()
    value = text_field()

    class Privacy:
        not_personal = (*SOURCE_FIELDS, "service", "taxonomy_term", "link_type", "value")
