# First migration: all that stands before the first release.

import datetime

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
        ("questionnaires", "0001_initial"),
        ("tasks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
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
                ("title", models.CharField(max_length=300, verbose_name="instrument")),
                (
                    "status",
                    models.CharField(
                        choices=[("in-progress", "Not finished"), ("completed", "Finished")],
                        default="in-progress",
                        max_length=12,
                    ),
                ),
                (
                    "answered_by",
                    models.CharField(
                        choices=[
                            ("client", "The client"),
                            ("worker", "The case manager"),
                            ("together", "Both together"),
                        ],
                        default="together",
                        max_length=10,
                        verbose_name="who answers",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("in-person", "In person"),
                            ("phone", "By telephone"),
                            ("video", "By video"),
                            ("on-their-own", "On their own"),
                        ],
                        default="in-person",
                        max_length=12,
                        verbose_name="how",
                    ),
                ),
                ("present", models.CharField(blank=True, max_length=200, verbose_name="who else was there")),
                (
                    "interpreter",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nobody"),
                            ("trained", "A trained interpreter"),
                            ("colleague", "A colleague"),
                            ("known", "Somebody they know"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="who interpreted",
                    ),
                ),
                ("asked_of_client", models.BooleanField(default=False)),
                ("asked_until", models.DateField(blank=True, null=True, verbose_name="best answered by")),
                ("words_to_client", models.CharField(blank=True, max_length=300, verbose_name="words to the client")),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("raised_for", models.JSONField(blank=True, default=list)),
                (
                    "total",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="score"),
                ),
                ("band_code", models.CharField(blank=True, max_length=60)),
                ("band", models.CharField(blank=True, max_length=200, verbose_name="what the score means")),
                ("meaning", models.TextField(blank=True)),
                ("edited_in", models.CharField(blank=True, max_length=40)),
                ("saved_at", models.DateTimeField(blank=True, null=True)),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="agencies.staff",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="questionnaires.questionnaire",
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.staff",
                    ),
                ),
                (
                    "response",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessment",
                        to="questionnaires.response",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "person", "-created_at"], name="assessment_by_person"),
                    models.Index(
                        condition=models.Q(("asked_of_client", True), ("read_at", None), ("status", "completed")),
                        fields=["agency_id", "program", "completed_at"],
                        name="assessments_to_be_read",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("completed_at", None), ("status", "in-progress")),
                            models.Q(("completed_at__isnull", False), ("status", "completed")),
                            _connector="OR",
                        ),
                        name="assessment_finished_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked_of_client", True),
                            models.Q(("asked_until", None), ("words_to_client", "")),
                            _connector="OR",
                        ),
                        name="asked_by_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("read_at", None), ("read_by", None)),
                            models.Q(("asked_of_client", True), ("read_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="read_after_it_was_asked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentRule",
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
                ("url", models.CharField(max_length=400)),
                ("title", models.CharField(max_length=300)),
                ("first_within_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("again_every_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("at_exit", models.BooleanField(default=False)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessment_rules",
                        to="agencies.program",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("agency_id", "program", "url"),
                        name="one_rule_a_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_within_days__isnull", False),
                            ("again_every_days__gte", 1),
                            ("at_exit", True),
                            _connector="OR",
                        ),
                        name="rule_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CriticalAnswer",
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
                ("link_id", models.CharField(max_length=255)),
                ("question", models.TextField()),
                ("answer", models.TextField()),
                ("message", models.TextField(blank=True)),
                ("next_form", models.CharField(max_length=400)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="critical_answers", to="people.alert"
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="critical_answers",
                        to="assessment.assessment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="critical_answers", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="critical_answers", to="tasks.task"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "assessment", "link_id"), name="danger_raised_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
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
                ("place", models.CharField(blank=True, max_length=300)),
                ("question", models.TextField(blank=True)),
                (
                    "domain",
                    models.CharField(
                        choices=[
                            ("housing", "A place to live"),
                            ("safety", "Being safe"),
                            ("money", "Money"),
                            ("work", "Work"),
                            ("learning", "Learning"),
                            ("health", "Health"),
                            ("mental-health", "Feeling well in mind"),
                            ("substance-use", "Alcohol and drugs"),
                            ("family", "Family and children"),
                            ("friends", "Friends and community"),
                            ("daily-life", "Everyday life"),
                            ("legal", "Law and papers"),
                            ("culture", "Culture, faith and belonging"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                        verbose_name="area of life",
                    ),
                ),
                ("text", models.TextField(verbose_name="in their words")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="assessment.assessment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.staff",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "person", "-created_at"], name="need_by_person")],
            },
        ),
        migrations.CreateModel(
            name="ReadingHours",
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
                ("days", models.CharField(default="12345", max_length=7)),
                ("by", models.TimeField(default=datetime.time(10, 0))),
                (
                    "program",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reading_hours", to="agencies.program"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__regex", "^1?2?3?4?5?6?7?$"), models.Q(("days", ""), _negated=True)),
                        name="reading_days",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SetLevel",
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
                ("link_id", models.CharField(max_length=255)),
                ("result", models.CharField(max_length=300)),
                ("computed", models.CharField(max_length=200)),
                ("code", models.CharField(blank=True, max_length=60)),
                ("level", models.CharField(max_length=200, verbose_name="level")),
                ("because", models.TextField(verbose_name="why")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="levels", to="assessment.assessment"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.staff"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "assessment", "created_at"], name="levels_by_assessment"),
                    models.Index(fields=["agency_id", "program", "-created_at"], name="levels_by_program"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Strength",
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
                ("place", models.CharField(blank=True, max_length=300)),
                ("question", models.TextField(blank=True)),
                (
                    "domain",
                    models.CharField(
                        choices=[
                            ("housing", "A place to live"),
                            ("safety", "Being safe"),
                            ("money", "Money"),
                            ("work", "Work"),
                            ("learning", "Learning"),
                            ("health", "Health"),
                            ("mental-health", "Feeling well in mind"),
                            ("substance-use", "Alcohol and drugs"),
                            ("family", "Family and children"),
                            ("friends", "Friends and community"),
                            ("daily-life", "Everyday life"),
                            ("legal", "Law and papers"),
                            ("culture", "Culture, faith and belonging"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                        verbose_name="area of life",
                    ),
                ),
                ("text", models.TextField(verbose_name="in their words")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="assessment.assessment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.staff",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "person", "-created_at"], name="strength_by_person")],
            },
        ),
        migrations.CreateModel(
            name="AgencyCriticalItem",
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
                ("url", models.CharField(max_length=400)),
                ("title", models.CharField(max_length=300)),
                ("link_id", models.CharField(max_length=255)),
                ("question", models.CharField(max_length=300)),
                (
                    "operator",
                    models.CharField(choices=[("is", "is"), ("at-least", "is at least")], default="is", max_length=10),
                ),
                ("value", models.CharField(max_length=300)),
                ("value_words", models.CharField(max_length=300)),
                ("message", models.CharField(max_length=200, verbose_name="what to do then")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "marked_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.staff"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("agency_id", "url", "link_id", "operator", "value"),
                        name="one_mark_an_answer",
                    )
                ],
            },
        ),
    ]
