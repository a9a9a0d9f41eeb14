# First migration: all that stands before the first release.

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import keyworker.base.clock
import keyworker.base.context
import keyworker.base.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("assessment", "0001_initial"),
        ("cases", "0001_initial"),
        ("people", "0001_initial"),
        ("tasks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanTemplate",
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
                ("title", models.CharField(max_length=120)),
                ("about", models.CharField(blank=True, max_length=300)),
                (
                    "domains",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("prompts", models.TextField(blank=True)),
                ("steps", models.TextField(blank=True)),
                ("frequency", models.CharField(blank=True, max_length=200)),
                ("duration", models.CharField(blank=True, max_length=200)),
                ("contingency", models.TextField(blank=True)),
                ("example", models.JSONField(blank=True, default=dict)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_templates",
                        to="agencies.program",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("agency_id", "program", "title"),
                        name="one_template_of_a_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="template_has_a_title"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServicePlan",
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
                ("number", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("active", "Agreed"),
                            ("revoked", "Replaced by a newer plan"),
                            ("completed", "Finished"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=12, verbose_name="language of the plan")),
                ("strengths", models.TextField(blank=True, verbose_name="what already helps")),
                ("frequency", models.CharField(blank=True, max_length=200, verbose_name="how often we are in touch")),
                ("duration", models.CharField(blank=True, max_length=200, verbose_name="for how long")),
                ("resources", models.TextField(blank=True, verbose_name="what we need for it")),
                ("cost", models.CharField(blank=True, max_length=300, verbose_name="what it costs, and who pays")),
                ("contingency", models.TextField(blank=True, verbose_name="if things get worse")),
                ("snapshot", models.JSONField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="we look at the plan again on")),
                (
                    "approval",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approves",
                        to="tasks.task",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="planning.plantemplate",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans_written",
                        to="agencies.staff",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "person", "-created_at"], name="plan_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "case", "number"), name="plan_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "draft")), fields=("agency_id", "case"), name="one_draft_a_case"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "active")),
                        fields=("agency_id", "case"),
                        name="one_agreed_plan_a_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("digest", ""), ("signed_at", None), ("snapshot__isnull", True), ("status", "draft")
                            ),
                            models.Q(
                                models.Q(("status", "draft"), _negated=True),
                                models.Q(("digest", ""), _negated=True),
                                ("signed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="agreed_plan_is_signed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanSignature",
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
                    "signer",
                    models.CharField(
                        choices=[
                            ("client", "The client"),
                            ("guardian", "A parent or guardian"),
                            ("worker", "The case manager"),
                            ("supervisor", "The supervisor"),
                        ],
                        max_length=10,
                    ),
                ),
                ("signer_name", models.CharField(max_length=200)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("typed", "typed their name"),
                            ("drawn", "drew their name"),
                            ("verbal", "said yes aloud"),
                            ("on-paper", "signed on paper"),
                        ],
                        max_length=10,
                    ),
                ),
                ("witness", models.CharField(blank=True, max_length=120)),
                ("drawing", models.JSONField(blank=True, default=list)),
                ("signed_at", models.DateTimeField()),
                ("plan_version", models.PositiveSmallIntegerField(help_text="The plan's number when it was signed.")),
                ("digest", models.CharField(max_length=64)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plan_signatures", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_signatures",
                        to="agencies.staff",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="planning.serviceplan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "plan", "signer", "digest"), name="signed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("signer_name", ""), _negated=True), name="signature_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", "verbal"), _negated=True),
                            models.Q(("witness", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="spoken_yes_is_heard",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("how", "drawn")), models.Q(("drawing", []), _negated=True)),
                            models.Q(models.Q(("how", "drawn"), _negated=True), ("drawing", [])),
                            _connector="OR",
                        ),
                        name="drawn_name_is_there",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Goal",
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
                ("lineage", models.UUIDField(default=keyworker.base.ids.new_id, editable=False)),
                (
                    "horizon",
                    models.CharField(
                        choices=[
                            ("short-term", "Soon: something to reach in weeks or a few months"),
                            ("long-term", "Later: where they want to be one day"),
                        ],
                        default="short-term",
                        max_length=10,
                    ),
                ),
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
                ("words", models.TextField(verbose_name="in their own words")),
                ("specific", models.TextField(blank=True, verbose_name="what will be different")),
                ("measure", models.CharField(blank=True, max_length=300, verbose_name="how we will know")),
                ("baseline", models.CharField(blank=True, max_length=300, verbose_name="where things are today")),
                ("target", models.CharField(blank=True, max_length=300, verbose_name="where they should be")),
                ("less_is_better", models.BooleanField(default=False, verbose_name="a smaller number is better")),
                ("target_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                ("why_it_matters", models.TextField(blank=True, verbose_name="why it matters")),
                ("strengths", models.TextField(blank=True, verbose_name="strengths that help")),
                ("who_helps", models.CharField(blank=True, max_length=300, verbose_name="who helps")),
                ("priority", models.PositiveSmallIntegerField(default=1, verbose_name="place in their order")),
                ("decided_on", models.DateField(blank=True, null=True)),
                (
                    "progress",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10)]
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Being planned"),
                            ("active", "Working on it"),
                            ("on-hold", "Paused"),
                            ("completed", "Reached"),
                            ("cancelled", "Let go"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="assessment.need",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goals", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "serves",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="served_by",
                        to="planning.goal",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goals", to="planning.serviceplan"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "plan", "priority"], name="goal_by_plan")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="goal_has_words"),
                    models.CheckConstraint(
                        condition=models.Q(("progress", None), ("progress__lte", 10), _connector="OR"),
                        name="goal_progress_to_ten",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("serves", None), ("horizon", "short-term"), _connector="OR"),
                        name="a_near_goal_serves_a_far_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionStep",
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
                ("lineage", models.UUIDField(default=keyworker.base.ids.new_id, editable=False)),
                ("what", models.CharField(max_length=300, verbose_name="what will be done")),
                (
                    "who",
                    models.CharField(
                        choices=[
                            ("client", "The client"),
                            ("worker", "The case manager"),
                            ("family", "Family or friends"),
                            ("other", "Somebody else"),
                        ],
                        max_length=10,
                        verbose_name="who does it",
                    ),
                ),
                ("who_name", models.CharField(blank=True, max_length=120, verbose_name="their name")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                ("remind_on", models.DateField(blank=True, null=True, verbose_name="remind on")),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plan_steps", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "reminder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminds_of",
                        to="tasks.task",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_steps",
                        to="tasks.task",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="planning.goal"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="planning.serviceplan"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "plan", "due_on"], name="step_by_plan")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("what", ""), _negated=True), name="step_says_what"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("remind_on", None),
                            ("due_on", None),
                            ("remind_on__lte", models.F("due_on")),
                            _connector="OR",
                        ),
                        name="reminded_before_it_is_due",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalReading",
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
                ("lineage", models.UUIDField(editable=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("on", models.DateField()),
                (
                    "said_by",
                    models.CharField(
                        choices=[
                            ("client", "The client"),
                            ("family", "Family or friends"),
                            ("worker", "The case manager"),
                            ("other", "Somebody else"),
                        ],
                        default="client",
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="what they said to it")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goal_readings", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goal_readings", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "recorded_by",
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
                "indexes": [
                    models.Index(fields=["agency_id", "person", "lineage", "on"], name="goal_readings_by_goal")
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__lte", 10)), name="goal_reading_to_ten")
                ],
            },
        ),
    ]
