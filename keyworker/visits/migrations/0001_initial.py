# First migration: all that stands before the first release.

import django.db.models.deletion
from django.db import migrations, models

import keyworker.base.clock
import keyworker.base.context
import keyworker.base.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("cases", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
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
                    models.CharField(choices=[("in-person", "In person"), ("phone", "By telephone")], max_length=12),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "travel_minutes",
                    models.PositiveSmallIntegerField(default=0, help_text="How long the worker takes to get there."),
                ),
                ("place", models.CharField(blank=True, max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("held", "Held"),
                            ("missed", "Missed"),
                            ("cancelled", "Called off"),
                        ],
                        default="planned",
                        max_length=12,
                    ),
                ),
                ("because", models.CharField(blank=True, help_text="Why it was called off or missed.", max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="agencies.staff",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "staff", "starts_at"], name="visits_by_staff"),
                    models.Index(fields=["agency_id", "case", "starts_at"], name="visits_by_case"),
                    models.Index(fields=["agency_id", "program", "starts_at"], name="visits_by_program"),
                    models.Index(fields=["agency_id", "person", "starts_at"], name="visits_by_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="visit_takes_some_time"
                    )
                ],
            },
        ),
    ]
