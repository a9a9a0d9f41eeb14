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
        ("assessment", "0001_initial"),
        ("cases", "0001_initial"),
        ("people", "0001_initial"),
        ("planning", "0001_initial"),
        ("referrals", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Closure",
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
                    "reason",
                    models.CharField(
                        choices=[
                            ("goals-met", "They reached what they wanted"),
                            ("moved", "They moved away"),
                            ("declined-service", "They do not want this help any more"),
                            ("lost-contact", "We lost contact"),
                            ("transferred", "Somebody else helps them now"),
                            ("died", "They died"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("achievements", models.TextField(blank=True, verbose_name="what they achieved, in their own words")),
                ("supports_in_place", models.TextField(blank=True, verbose_name="who and what supports them now")),
                ("feedback_rating", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("feedback_words", models.TextField(blank=True)),
                (
                    "handed_over",
                    models.CharField(
                        choices=[
                            ("together", "We met all together"),
                            ("call", "We called them together"),
                            ("told", "We told them, and they agreed to call"),
                            ("letter", "A letter to take along"),
                            ("nobody", "Nobody takes over"),
                        ],
                        default="nobody",
                        max_length=10,
                    ),
                ),
                ("handover_to", models.CharField(blank=True, max_length=300, verbose_name="who takes over")),
                ("if_hard", models.TextField(blank=True, verbose_name="what to do if it gets hard again")),
                ("follow_up_agreed", models.BooleanField(default=False)),
                (
                    "overridden",
                    models.JSONField(blank=True, default=list, help_text="What was open all the same, by code."),
                ),
                ("overridden_because", models.CharField(blank=True, max_length=300)),
                ("closed_on", models.DateField()),
                ("reopened_at", models.DateTimeField(blank=True, null=True)),
                ("reopened_because", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closures", to="cases.case"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closures", to="agencies.staff"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closures", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "person", "-closed_on"], name="closure_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("feedback_rating", None), ("feedback_rating__range", (1, 5)), _connector="OR"
                        ),
                        name="feedback_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reopened_at", None), ("reopened_because", "")),
                            models.Q(
                                models.Q(("reopened_at__isnull", False)),
                                models.Q(("reopened_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reopened_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("overridden", []), ("overridden_because", "")),
                            models.Q(
                                models.Q(("overridden", []), _negated=True),
                                models.Q(("overridden_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="overridden_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_at", None)),
                        fields=("agency_id", "case"),
                        name="closed_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
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
                        choices=[("complaint", "Something went wrong"), ("compliment", "Something was good")],
                        default="complaint",
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(verbose_name="in their own words")),
                ("about_name", models.CharField(blank=True, max_length=120, verbose_name="whom it is about")),
                ("received_on", models.DateField()),
                ("acknowledge_by", models.DateField()),
                ("answer_by", models.DateField()),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "They were right"),
                            ("partly", "They were right in part"),
                            ("not-upheld", "We see it differently"),
                            ("thanked", "Thanked"),
                        ],
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="what they were told")),
                ("told_how", models.CharField(blank=True, max_length=120, verbose_name="how they were told")),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.staff",
                    ),
                ),
                (
                    "handler",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="complaints", to="people.person"
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="complaints", to="agencies.program"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "program", "answer_by"], name="complaints_by_program"),
                    models.Index(fields=["agency_id", "person", "-received_on"], name="complaints_by_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handler", None),
                            ("about", None),
                            models.Q(("handler", models.F("about")), _negated=True),
                            _connector="OR",
                        ),
                        name="never_handled_by_whom_it_is_about",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("outcome", "")),
                            models.Q(
                                models.Q(("answered_at__isnull", False)),
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="complaint_answered_with_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("acknowledged_at", None), ("handler__isnull", False), _connector="OR"),
                        name="somebody_looks_into_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer_by__gte", models.F("acknowledge_by"))),
                        name="answered_after_acknowledged",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExitPlan",
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
                ("criteria", models.TextField(blank=True, verbose_name="how we will know that it can end")),
                ("supports", models.TextField(blank=True, verbose_name="who and what will be there afterwards")),
                ("handover_to", models.CharField(blank=True, max_length=300, verbose_name="who takes over")),
                ("if_hard", models.TextField(blank=True, verbose_name="what to do if it gets hard again")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exit_plan", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exit_plans", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Feedback",
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
                ("month", models.DateField(verbose_name="the first day of the month")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("public", "On the open page, without a name"),
                            ("own-door", "On their own page"),
                            ("paper", "On paper"),
                            ("said", "Said to a worker"),
                        ],
                        max_length=10,
                    ),
                ),
                ("rating", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("keep", models.TextField(blank=True, verbose_name="what we should keep")),
                ("change", models.TextField(blank=True, verbose_name="what we should change")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="people.person",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="feedback", to="agencies.program"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "program", "-month", "-id"], name="feedback_by_program")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rating", None), ("rating__range", (1, 5)), _connector="OR"),
                        name="feedback_stars",
                    ),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="feedback_of_a_month"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rating__isnull", False),
                            models.Q(("keep", ""), _negated=True),
                            models.Q(("change", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="feedback_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
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
                ("due_on", models.DateField()),
                ("done_on", models.DateField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "We spoke, and they manage"),
                            ("wants-help", "They want help again"),
                            ("not-reached", "We tried, but did not reach them"),
                            ("declined", "They do not want to talk with us"),
                            ("reopened", "The case was opened again"),
                        ],
                        max_length=12,
                    ),
                ),
                ("still_well", models.BooleanField(blank=True, null=True)),
                ("words", models.TextField(blank=True, verbose_name="in their own words")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="cases.case"
                    ),
                ),
                (
                    "closure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="reviews.closure"
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="agencies.staff",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "way",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.contactpoint",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "person", "due_on"], name="follow_up_by_person"),
                    models.Index(
                        condition=models.Q(("done_on", None)),
                        fields=["agency_id", "program", "due_on"],
                        name="open_follow_ups",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_by", None), ("done_on", None), ("outcome", "")),
                            models.Q(
                                models.Q(("done_by__isnull", False), ("done_on__isnull", False)),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="follow_up_done_with_outcome",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Idea",
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
                ("what", models.CharField(max_length=500, verbose_name="what to do better")),
                ("due_on", models.DateField()),
                ("done_on", models.DateField(blank=True, null=True)),
                ("came_of_it", models.CharField(blank=True, max_length=500, verbose_name="what came of it")),
                (
                    "feedback",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ideas",
                        to="reviews.feedback",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ideas", to="agencies.staff"
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ideas", to="agencies.program"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "program", "due_on"], name="ideas_by_program")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came_of_it", ""), ("done_on", None)),
                            models.Q(models.Q(("done_on__isnull", False)), models.Q(("came_of_it", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="idea_done_with_a_result",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("output", "What was done, for example nights in shelter"),
                            ("outcome", "What it changed, for example days without a home"),
                        ],
                        default="outcome",
                        max_length=10,
                    ),
                ),
                ("unit", models.CharField(max_length=60, verbose_name="unit")),
                ("baseline", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("target", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("less_is_better", models.BooleanField(default=False)),
                ("at_intake", models.BooleanField(default=False)),
                ("at_review", models.BooleanField(default=False)),
                ("at_exit", models.BooleanField(default=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="indicators", to="agencies.program"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("agency_id", "program", "name"),
                        name="indicator_name_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("at_intake", True), ("at_review", True), ("at_exit", True), _connector="OR"
                        ),
                        name="indicator_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanReview",
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
                ("reviewed_on", models.DateField(verbose_name="the day of the review")),
                ("what_went_well", models.TextField(verbose_name="what went well, in their own words")),
                ("what_changed", models.TextField(blank=True, verbose_name="what has changed, what is hard")),
                ("celebrate", models.TextField(blank=True, verbose_name="what to celebrate")),
                ("next_review_on", models.DateField(verbose_name="next review")),
                (
                    "led_to",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="The number of the version it began.", null=True
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="people.person"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="planning.serviceplan"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews_held", to="agencies.staff"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "person", "-reviewed_on", "-id"], name="review_by_person")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what_went_well", ""), _negated=True), name="review_has_their_words"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("next_review_on__gt", models.F("reviewed_on"))), name="next_review_is_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeMeasure",
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
                ("reading", models.PositiveSmallIntegerField()),
                ("on", models.DateField()),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="planning.goal"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcome_measures", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="reviews.planreview"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "person", "lineage", "on"], name="readings_by_goal")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("reading__lte", 10)), name="reading_to_ten"),
                    models.UniqueConstraint(
                        fields=("agency_id", "review", "goal"), name="one_reading_a_goal_and_review"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorReading",
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
                    "moment",
                    models.CharField(
                        choices=[("intake", "At the start"), ("review", "At the review"), ("exit", "At the end")],
                        max_length=10,
                    ),
                ),
                ("value", models.DecimalField(decimal_places=2, max_digits=12)),
                ("on", models.DateField()),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="indicator_readings", to="cases.case"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="reviews.indicator"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicator_readings",
                        to="people.person",
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measured",
                        to="reviews.planreview",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "case", "indicator", "on"], name="indicator_readings_by_case"),
                    models.Index(fields=["agency_id", "program", "indicator"], name="indicator_readings_by_program"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("moment", "review"), ("review__isnull", False)),
                            models.Q(models.Q(("moment", "review"), _negated=True), ("review", None)),
                            _connector="OR",
                        ),
                        name="measured_at_which_review",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalReview",
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
                ("what_helped", models.TextField(blank=True, verbose_name="what helped")),
                ("barriers", models.TextField(blank=True, verbose_name="what stood in the way")),
                (
                    "onward",
                    models.CharField(
                        choices=[
                            ("go-on", "Go on as it is"),
                            ("change", "Change it"),
                            ("pause", "Pause it"),
                            ("reached", "It is reached"),
                            ("let-go", "Let it go"),
                        ],
                        default="go-on",
                        max_length=10,
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="planning.goal"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goal_reviews", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goals", to="reviews.planreview"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "review", "goal"), name="goal_reviewed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralAfter",
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
                    "arrived",
                    models.CharField(
                        choices=[
                            ("yes", "Yes, and it helps"),
                            ("no-help", "Yes, but it does not help"),
                            ("no", "They did not get there"),
                            ("not-known", "I do not know"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "follow_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="reviews.followup"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_after",
                        to="referrals.outgoingreferral",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency_id", "follow_up", "referral"), name="referral_asked_after_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewRules",
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
                ("low_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("medium_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("high_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("very_high_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "program",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review_rules", to="agencies.program"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("low_days", None), ("low_days__range", (1, 366)), _connector="OR"),
                        name="review_low_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("medium_days", None), ("medium_days__range", (1, 366)), _connector="OR"),
                        name="review_medium_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("high_days", None), ("high_days__range", (1, 366)), _connector="OR"),
                        name="review_high_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("very_high_days", None), ("very_high_days__range", (1, 366)), _connector="OR"
                        ),
                        name="review_very_high_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskReview",
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
                ("level", models.CharField(blank=True, max_length=60)),
                ("words", models.TextField(blank=True, verbose_name="what has changed about the risk")),
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessment.assessment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="risk", to="reviews.planreview"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
