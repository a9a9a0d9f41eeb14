# First migration: all that stands before the first release.

import django.db.models.deletion
from django.db import migrations, models

import keyworker.base.clock
import keyworker.base.context
import keyworker.base.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(editable=False, help_text="The name the agency gave the list.", max_length=80),
                ),
                ("source_id", models.CharField(editable=False, max_length=200)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("name", models.CharField(blank=True, max_length=500)),
                ("alternate_name", models.CharField(blank=True, max_length=500)),
                ("description", models.TextField(blank=True)),
                ("email", models.EmailField(blank=True, max_length=500)),
                ("website", models.URLField(blank=True, max_length=500)),
                ("tax_status", models.CharField(blank=True, max_length=500)),
                ("tax_id", models.CharField(blank=True, max_length=500)),
                ("year_incorporated", models.PositiveSmallIntegerField(null=True)),
                ("legal_status", models.CharField(blank=True, max_length=500)),
                ("logo", models.URLField(blank=True, max_length=500)),
                ("uri", models.URLField(blank=True, max_length=500)),
                (
                    "parent_organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="branches",
                        to="directory.organization",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency_id", "source", "source_id"), name="organization_listed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(editable=False, help_text="The name the agency gave the list.", max_length=80),
                ),
                ("source_id", models.CharField(editable=False, max_length=200)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "location_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("physical", "A place to go to"),
                            ("postal", "By post"),
                            ("virtual", "Online or by telephone"),
                        ],
                        max_length=20,
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500)),
                ("name", models.CharField(blank=True, max_length=500)),
                ("alternate_name", models.CharField(blank=True, max_length=500)),
                ("description", models.TextField(blank=True)),
                ("transportation", models.TextField(blank=True)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("external_identifier", models.CharField(blank=True, max_length=500)),
                ("external_identifier_type", models.CharField(blank=True, max_length=500)),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="locations",
                        to="directory.organization",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "source", "source_id"), name="location_listed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(editable=False, help_text="The name the agency gave the list.", max_length=80),
                ),
                ("source_id", models.CharField(editable=False, max_length=200)),
                ("name", models.CharField(blank=True, max_length=500)),
                ("title", models.CharField(blank=True, max_length=500)),
                ("department", models.CharField(blank=True, max_length=500)),
                ("email", models.EmailField(blank=True, max_length=500)),
                (
                    "location",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="directory.location",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="directory.organization",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(editable=False, help_text="The name the agency gave the list.", max_length=80),
                ),
                ("source_id", models.CharField(editable=False, max_length=200)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("name", models.CharField(blank=True, max_length=500)),
                ("alternate_name", models.CharField(blank=True, max_length=500)),
                ("description", models.TextField(blank=True)),
                ("url", models.URLField(blank=True, max_length=500)),
                ("email", models.EmailField(blank=True, max_length=500)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Open"),
                            ("inactive", "Not running now"),
                            ("defunct", "Ended"),
                            ("temporarily closed", "Closed for now"),
                        ],
                        max_length=20,
                    ),
                ),
                ("interpretation_services", models.TextField(blank=True)),
                ("application_process", models.TextField(blank=True)),
                ("fees_description", models.TextField(blank=True)),
                ("wait_time", models.TextField(blank=True)),
                ("fees", models.TextField(blank=True)),
                ("accreditations", models.TextField(blank=True)),
                ("eligibility_description", models.TextField(blank=True)),
                ("minimum_age", models.FloatField(help_text="In years; half a year is 0.5.", null=True)),
                ("maximum_age", models.FloatField(null=True)),
                ("assured_date", models.DateField(null=True)),
                ("assurer_email", models.EmailField(blank=True, max_length=500)),
                ("licenses", models.TextField(blank=True)),
                ("alert", models.TextField(blank=True)),
                ("last_modified", models.DateTimeField(null=True)),
                ("sort_name", models.CharField(blank=True, db_collation="C", editable=False, max_length=500)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="directory.organization",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["active", "temporarily closed"]), ("withdrawn_at", None)),
                        fields=["agency_id", "sort_name", "id"],
                        name="offered_service_by_name",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "source", "source_id"), name="service_listed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RequiredDocument",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(editable=False, help_text="The name the agency gave the list.", max_length=80),
                ),
                ("source_id", models.CharField(editable=False, max_length=200)),
                ("document", models.TextField(blank=True)),
                ("uri", models.URLField(blank=True, max_length=500)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="required_documents",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency_id", "source", "source_id"), name="requireddocument_listed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Phone",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(editable=False, help_text="The name the agency gave the list.", max_length=80),
                ),
                ("source_id", models.CharField(editable=False, max_length=200)),
                ("number", models.CharField(blank=True, max_length=500)),
                ("extension", models.CharField(blank=True, max_length=500)),
                ("type", models.CharField(blank=True, max_length=500)),
                ("description", models.TextField(blank=True)),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to="directory.contact",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to="directory.location",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to="directory.organization",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Language",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(editable=False, help_text="The name the agency gave the list.", max_length=80),
                ),
                ("source_id", models.CharField(editable=False, max_length=200)),
                ("name", models.CharField(blank=True, max_length=500)),
                ("code", models.CharField(blank=True, max_length=500)),
                ("note", models.TextField(blank=True)),
                (
                    "location",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="languages",
                        to="directory.location",
                    ),
                ),
                (
                    "phone",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="languages",
                        to="directory.phone",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="languages",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "source", "source_id"), name="language_listed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CostOption",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(editable=False, help_text="The name the agency gave the list.", max_length=80),
                ),
                ("source_id", models.CharField(editable=False, max_length=200)),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("option", models.TextField(blank=True)),
                ("currency", models.CharField(blank=True, max_length=500)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ("amount_description", models.TextField(blank=True)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cost_options", to="directory.service"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "source", "source_id"), name="costoption_listed_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="contact",
            name="service",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="directory.service"
            ),
        ),
        migrations.CreateModel(
            name="ServiceArea",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(editable=False, help_text="The name the agency gave the list.", max_length=80),
                ),
                ("source_id", models.CharField(editable=False, max_length=200)),
                ("name", models.TextField(blank=True)),
                ("description", models.TextField(blank=True)),
                ("extent", models.TextField(blank=True)),
                ("extent_type", models.CharField(blank=True, max_length=500)),
                ("uri", models.URLField(blank=True, max_length=500)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="service_areas",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "source", "source_id"), name="servicearea_listed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceAtLocation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(editable=False, help_text="The name the agency gave the list.", max_length=80),
                ),
                ("source_id", models.CharField(editable=False, max_length=200)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("description", models.TextField(blank=True)),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="directory.location"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="at_locations", to="directory.service"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency_id", "source", "source_id"), name="serviceatlocation_listed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(editable=False, help_text="The name the agency gave the list.", max_length=80),
                ),
                ("source_id", models.CharField(editable=False, max_length=200)),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("dtstart", models.DateField(null=True)),
                (
                    "timezone",
                    models.FloatField(
                        help_text="Hours from UTC, as HSDS has it; not used to shift the hours.", null=True
                    ),
                ),
                ("until", models.DateField(null=True)),
                ("count", models.PositiveIntegerField(null=True)),
                ("wkst", models.CharField(blank=True, max_length=2)),
                (
                    "freq",
                    models.CharField(
                        blank=True, choices=[("WEEKLY", "Every week"), ("MONTHLY", "Every month")], max_length=10
                    ),
                ),
                ("interval", models.PositiveSmallIntegerField(null=True)),
                ("byday", models.CharField(blank=True, max_length=500)),
                ("byweekno", models.CharField(blank=True, max_length=500)),
                ("bymonthday", models.CharField(blank=True, max_length=500)),
                ("byyearday", models.CharField(blank=True, max_length=500)),
                ("description", models.TextField(blank=True)),
                ("opens_at", models.TimeField(null=True)),
                ("closes_at", models.TimeField(null=True)),
                ("schedule_link", models.URLField(blank=True, max_length=500)),
                ("attending_type", models.TextField(blank=True)),
                ("notes", models.TextField(blank=True)),
                (
                    "location",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="schedules",
                        to="directory.location",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="schedules",
                        to="directory.service",
                    ),
                ),
                (
                    "service_at_location",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="schedules",
                        to="directory.serviceatlocation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "source", "source_id"), name="schedule_listed_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="phone",
            name="service_at_location",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="phones",
                to="directory.serviceatlocation",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="service_at_location",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contacts",
                to="directory.serviceatlocation",
            ),
        ),
        migrations.CreateModel(
            name="ServiceToken",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("name", "name, organization or category"),
                            ("text", "description and the rest"),
                            ("place", "town, postcode or area served"),
                        ],
                        max_length=5,
                    ),
                ),
                ("token", models.CharField(db_collation="C", max_length=40)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to="directory.service"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "token", "kind", "service"], name="service_by_word")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency_id", "service", "kind", "token"), name="word_once_a_service"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Taxonomy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(editable=False, help_text="The name the agency gave the list.", max_length=80),
                ),
                ("source_id", models.CharField(editable=False, max_length=200)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("name", models.CharField(blank=True, max_length=500)),
                ("description", models.TextField(blank=True)),
                ("uri", models.URLField(blank=True, max_length=500)),
                (
                    "version_name",
                    models.CharField(blank=True, help_text="HSDS `version`; ours counts edits.", max_length=500),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "source", "source_id"), name="taxonomy_listed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxonomyTerm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(editable=False, help_text="The name the agency gave the list.", max_length=80),
                ),
                ("source_id", models.CharField(editable=False, max_length=200)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("name", models.CharField(blank=True, max_length=500)),
                ("description", models.TextField(blank=True)),
                ("code", models.CharField(blank=True, max_length=500)),
                (
                    "taxonomy_name",
                    models.CharField(blank=True, help_text="HSDS `taxonomy`: its name in words.", max_length=500),
                ),
                ("language", models.CharField(blank=True, max_length=500)),
                ("term_uri", models.URLField(blank=True, max_length=500)),
                ("path", models.TextField(blank=True, db_collation="C", editable=False)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="directory.taxonomyterm",
                    ),
                ),
                (
                    "taxonomy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="directory.taxonomy",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["agency_id", "name"], name="term_by_name")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency_id", "source", "source_id"), name="taxonomyterm_listed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceCategory",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(editable=False, help_text="The name the agency gave the list.", max_length=80),
                ),
                ("source_id", models.CharField(editable=False, max_length=200)),
                ("link_type", models.CharField(blank=True, max_length=500)),
                ("value", models.TextField(blank=True)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="categories", to="directory.service"
                    ),
                ),
                (
                    "taxonomy_term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="directory.taxonomyterm",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency_id", "source", "source_id"), name="servicecategory_listed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(editable=False, help_text="The name the agency gave the list.", max_length=80),
                ),
                ("source_id", models.CharField(editable=False, max_length=200)),
                ("attention", models.CharField(blank=True, max_length=500)),
                ("address_1", models.CharField(blank=True, max_length=500)),
                ("address_2", models.CharField(blank=True, max_length=500)),
                ("city", models.CharField(blank=True, max_length=500)),
                ("region", models.CharField(blank=True, max_length=500)),
                ("state_province", models.CharField(blank=True, max_length=500)),
                ("postal_code", models.CharField(blank=True, max_length=500)),
                ("country", models.CharField(blank=True, max_length=500)),
                (
                    "address_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("physical", "A place to go to"),
                            ("postal", "By post"),
                            ("virtual", "Online or by telephone"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="addresses", to="directory.location"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "source", "source_id"), name="address_listed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Accessibility",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField(default=keyworker.base.context.agency_id, editable=False)),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.CharField(editable=False, help_text="The name the agency gave the list.", max_length=80),
                ),
                ("source_id", models.CharField(editable=False, max_length=200)),
                ("description", models.TextField(blank=True)),
                ("details", models.TextField(blank=True)),
                ("url", models.URLField(blank=True, max_length=500)),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accessibility",
                        to="directory.location",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency_id", "source", "source_id"), name="accessibility_listed_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="phone",
            constraint=models.UniqueConstraint(fields=("agency_id", "source", "source_id"), name="phone_listed_once"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(fields=("agency_id", "source", "source_id"), name="contact_listed_once"),
        ),
    ]
