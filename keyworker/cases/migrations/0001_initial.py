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
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
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
                ("number", models.CharField(max_length=30)),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "Open"), ("finished", "Closed")], default="active", max_length=10
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("intake", "Intake"),
                            ("assessment", "Assessment"),
                            ("planning", "Plan"),
                            ("delivery", "Working the plan"),
                            ("review", "Review"),
                            ("exit", "Exit"),
                            ("follow-up", "Follow-up"),
                        ],
                        default="intake",
                        max_length=12,
                    ),
                ),
                ("opened_at", models.DateTimeField(default=keyworker.base.clock.now)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("last_contact_at", models.DateTimeField(blank=True, null=True)),
                ("next_step_on", models.DateField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="owned_cases", to="agencies.staff"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "owner", "status", "-opened_at", "-id"], name="case_by_owner"),
                    models.Index(
                        fields=["agency_id", "program", "status", "-opened_at", "-id"], name="case_by_program"
                    ),
                    models.Index(fields=["agency_id", "-opened_at", "-id"], name="case_by_opening"),
                    models.Index(fields=["agency_id", "person"], name="case_by_person"),
                    models.Index(
                        condition=models.Q(("status", "active")),
                        fields=["agency_id", "program", "next_step_on"],
                        name="case_by_next_step",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "number"), name="case_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "active")),
                        fields=("agency_id", "person", "program"),
                        name="one_open_case_a_program",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("status", "active")),
                            models.Q(("closed_at__isnull", False), ("status", "finished")),
                            _connector="OR",
                        ),
                        name="closed_case_has_a_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
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
                ("role", models.CharField(default="case-manager", max_length=30)),
                ("since", models.DateTimeField(default=keyworker.base.clock.now)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("because", models.CharField(blank=True, max_length=200)),
                (
                    "handover",
                    models.TextField(blank=True, help_text="What whoever carried the case before leaves to this one."),
                ),
                ("read_at", models.DateTimeField(blank=True, help_text="When they had read it.", null=True)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.person")),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="agencies.staff"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "case", "since"], name="assignments_by_case")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("agency_id", "case", "role"),
                        name="one_holder_a_role",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseNumber",
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
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agency_id", "year"), name="one_counter_a_year")],
            },
        ),
        migrations.CreateModel(
            name="DutyTurn",
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
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duty_turns", to="agencies.program"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duty_turns", to="agencies.staff"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["agency_id", "program", "until_on"],
                        name="duty_by_program",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))), name="duty_has_a_last_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
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
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="covers", to="agencies.staff"
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="absences", to="agencies.program"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="absences", to="agencies.staff"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["agency_id", "cover", "until_on"],
                        name="absences_by_cover",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["agency_id", "program", "until_on"],
                        name="absences_by_program",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))), name="absence_has_a_last_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cover", models.F("staff")), _negated=True),
                        name="nobody_covers_for_themselves",
                    ),
                ],
            },
        ),
    ]
