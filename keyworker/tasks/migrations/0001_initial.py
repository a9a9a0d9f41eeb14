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
            name="Task",
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
                            ("to-do", "To do"),
                            ("first-contact", "First contact"),
                            ("assessment", "Assessment"),
                            ("plan", "Plan"),
                            ("plan-step", "Step of the plan"),
                            ("review", "Review"),
                            ("follow-up", "Follow-up"),
                            ("call-back", "Call back"),
                            ("handover", "Read a handover"),
                        ],
                        default="to-do",
                        max_length=20,
                    ),
                ),
                ("what", models.CharField(max_length=300, verbose_name="what is to be done")),
                ("worded", models.JSONField(blank=True, default=dict)),
                (
                    "who",
                    models.CharField(
                        choices=[
                            ("client", "The client"),
                            ("worker", "The case manager"),
                            ("family", "Family or friends"),
                            ("other", "Somebody else"),
                        ],
                        default="worker",
                        max_length=10,
                        verbose_name="who does it",
                    ),
                ),
                ("who_name", models.CharField(blank=True, max_length=120, verbose_name="their name")),
                (
                    "important",
                    models.BooleanField(default=False, help_text="Late, it stands on the supervisor's page."),
                ),
                ("due_on", models.DateField(verbose_name="by when")),
                ("repeat_every", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "repeat_unit",
                    models.CharField(
                        blank=True, choices=[("day", "Days"), ("week", "Weeks"), ("month", "Months")], max_length=5
                    ),
                ),
                ("repeat_from", models.DateField(blank=True, null=True)),
                ("repeat_turn", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("repeat_until", models.DateField(blank=True, null=True)),
                ("repeat_left", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("source_type", models.CharField(blank=True, help_text="The record that asked for it.", max_length=60)),
                ("source_id", models.UUIDField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=300)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="agencies.staff",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="cases.case",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks_done",
                        to="agencies.staff",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("cancelled_at", None), ("done_at", None)),
                        fields=["agency_id", "case", "due_on"],
                        name="open_tasks_by_case",
                    ),
                    models.Index(
                        condition=models.Q(("cancelled_at", None), ("done_at", None)),
                        fields=["agency_id", "assignee", "due_on"],
                        name="open_tasks_by_assignee",
                    ),
                    models.Index(fields=["agency_id", "person", "due_on"], name="tasks_by_person"),
                    models.Index(
                        condition=models.Q(("cancelled_at", None), ("done_at", None)),
                        fields=["agency_id", "program", "due_on"],
                        name="open_tasks_by_program",
                    ),
                    models.Index(
                        condition=models.Q(("cancelled_at", None), ("done_at", None)),
                        fields=["agency_id", "source_type", "program", "due_on"],
                        name="open_tasks_by_source",
                    ),
                    models.Index(
                        condition=models.Q(("cancelled_at", None), ("done_at", None), ("important", True)),
                        fields=["agency_id", "program", "due_on"],
                        name="important_open_tasks",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("done_by", None)), ("done_at__isnull", False), _connector="OR"
                        ),
                        name="task_done_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("case__isnull", False), ("assignee__isnull", False), _connector="OR"),
                        name="task_is_somebodys",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("repeat_every__isnull", False),
                                ("repeat_every__range", (1, 366)),
                                ("repeat_from__isnull", False),
                                ("repeat_turn__isnull", False),
                                ("repeat_unit__in", ["day", "week", "month"]),
                            ),
                            models.Q(
                                ("repeat_every__isnull", True),
                                ("repeat_from__isnull", True),
                                ("repeat_left__isnull", True),
                                ("repeat_turn__isnull", True),
                                ("repeat_unit", ""),
                                ("repeat_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="task_repeats_wholly_or_not",
                    ),
                ],
            },
        ),
    ]
