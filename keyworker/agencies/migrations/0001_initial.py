# First migration: all that stands before the first release.

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import keyworker.base.clock
import keyworker.base.context
import keyworker.base.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=keyworker.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=keyworker.base.clock.now, editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Short name used in the address of the public referral form.", unique=True
                    ),
                ),
                ("code", models.CharField(help_text="Begins every case number: HH in HH-2026-00042.", max_length=6)),
                ("time_zone", models.CharField(default="UTC", max_length=50)),
                ("language", models.CharField(default="en", max_length=12)),
                (
                    "currency",
                    models.CharField(
                        default="USD", help_text="What its costs are counted in (ISO 4217).", max_length=3
                    ),
                ),
                (
                    "distance_unit",
                    models.CharField(choices=[("mi", "Miles"), ("km", "Kilometers")], default="mi", max_length=2),
                ),
                (
                    "calls_people",
                    models.CharField(default="client", max_length=30, verbose_name="word for the people served"),
                ),
                (
                    "crisis_help",
                    models.TextField(blank=True, help_text="Who to call when someone is in danger, shown to clients."),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Site",
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
                ("name", models.CharField(max_length=120)),
                ("address", models.TextField(blank=True)),
                ("confidential", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Staff",
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
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("job_title", models.CharField(blank=True, max_length=80)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervises",
                        to="agencies.staff",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Program",
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
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("slug", models.SlugField()),
                ("description", models.TextField(blank=True)),
                ("sealed", models.BooleanField(default=False)),
                ("accepts_public_referrals", models.BooleanField(default=True)),
                ("minimum_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("maximum_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "area",
                    models.CharField(
                        blank=True, help_text="Places served, separated by commas; empty: any.", max_length=200
                    ),
                ),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        blank=True, help_text="Open cases it can hold; empty: no limit.", null=True
                    ),
                ),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        help_text="Kinds of help it gives; empty: any.",
                        size=None,
                    ),
                ),
                (
                    "households",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        help_text="Households it takes; empty: any.",
                        size=None,
                    ),
                ),
                ("first_contact_days", models.PositiveSmallIntegerField(default=3)),
                ("silence_limit_days", models.PositiveSmallIntegerField(default=30)),
                ("note_within_days", models.PositiveSmallIntegerField(default=3)),
                ("review_every_days", models.PositiveSmallIntegerField(default=90)),
                ("follow_up_after_days", models.PositiveSmallIntegerField(default=30)),
                (
                    "escalate_after_days",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="Days an important task may be late before it stands on the supervisor's page.",
                    ),
                ),
                ("supervisor_signs_plans", models.BooleanField(default=False)),
                ("supervisor_cosigns_notes", models.BooleanField(default=False)),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        help_text="ISO 639 codes of what its team speaks.",
                        size=None,
                    ),
                ),
                (
                    "forms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=400),
                        blank=True,
                        default=list,
                        help_text="Canonical addresses; empty: all forms.",
                        size=None,
                    ),
                ),
                (
                    "left_out",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("assessment", "Assessments"),
                                ("plan", "Plans with goals"),
                                ("review", "Plan reviews"),
                                ("risk", "Looking at the risk at every review"),
                                ("referrals", "Sending people on to other services"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        help_text="Codes of PathStep: what it works without.",
                        size=None,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.staff",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "slug"), name="program_slug_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("changed_at", None), ("changed_by", None)),
                            models.Q(("changed_at__isnull", False), ("changed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="program_change_has_an_author",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum_age", None),
                            ("maximum_age", None),
                            ("minimum_age__lte", models.F("maximum_age")),
                            _connector="OR",
                        ),
                        name="program_ages_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("left_out__contains", ["plan"]), _negated=True),
                            ("left_out__contains", ["review"]),
                            _connector="OR",
                        ),
                        name="no_plan_no_plan_reviews",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("escalate_after_days__gte", 1),
                            ("first_contact_days__gte", 1),
                            ("follow_up_after_days__gte", 1),
                            ("note_within_days__gte", 1),
                            ("review_every_days__gte", 1),
                            ("silence_limit_days__gte", 1),
                        ),
                        name="program_days_are_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Team",
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
                ("name", models.CharField(max_length=120)),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="teams", to="agencies.program"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="agencies.site"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="staff",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="agencies.team",
            ),
        ),
        migrations.AddIndex(
            model_name="staff",
            index=models.Index(fields=["agency_id", "name"], name="staff_by_name"),
        ),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("agency_id", "user"), name="one_place_an_agency"
            ),
        ),
    ]
