# First migration: all that stands before the first release.

import django.db.models.deletion
from django.db import migrations, models

import keyworker.base.clock
import keyworker.base.context
import keyworker.base.encryption
import keyworker.base.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("cases", "0001_initial"),
        ("consent", "0001_initial"),
        ("delivery", "0001_initial"),
        ("directory", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutgoingReferral",
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
                ("service_name", models.CharField(max_length=500)),
                ("organization", models.CharField(max_length=500)),
                ("reason", models.TextField()),
                ("what_shared", models.JSONField(help_text="Data categories (base.privacy.Category).")),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("routine", "In the usual time"),
                            ("urgent", "Soon, please"),
                            ("asap", "Today, if at all possible"),
                        ],
                        default="routine",
                        max_length=10,
                    ),
                ),
                ("share_salt", models.BinaryField(default=keyworker.base.encryption.new_salt)),
                ("snapshot", keyworker.base.encryption.SealedTextField(salt="share_salt")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Waiting for an answer"),
                            ("accepted", "The answer is yes"),
                            ("rejected", "The answer is no"),
                            ("in-progress", "The person arrived"),
                            ("completed", "Help was given"),
                            ("failed", "It did not work out"),
                            ("cancelled", "Called off"),
                        ],
                        default="requested",
                        max_length=12,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "seen_at",
                    models.DateTimeField(blank=True, help_text="When a worker read the newest answer.", null=True),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals_out", to="cases.case"
                    ),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="consent.disclosure"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals_out", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals_sent", to="agencies.staff"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="directory.service"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "person", "-sent_at", "-id"], name="referrals_out_by_person"),
                    models.Index(fields=["agency_id", "service", "status"], name="referrals_out_by_service"),
                    models.Index(
                        condition=models.Q(("answered_at__isnull", False), ("seen_at", None)),
                        fields=["agency_id", "sent_by", "answered_at"],
                        name="unseen_answers",
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ["requested", "accepted", "in-progress"])),
                        fields=["agency_id", "case"],
                        name="open_referrals_by_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Advocacy",
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
                            ("denied", "It was denied"),
                            ("cut", "It was cut or stopped"),
                            ("late", "It takes too long"),
                            ("treatment", "They were treated badly or unfairly"),
                            ("obstacle", "Something else stands in the way"),
                        ],
                        max_length=10,
                    ),
                ),
                ("what", models.CharField(max_length=300)),
                ("by_whom", models.CharField(max_length=120)),
                ("happened_on", models.DateField()),
                ("letter_on", models.DateField(blank=True, null=True)),
                ("deadline_on", models.DateField(blank=True, null=True)),
                ("wants", models.TextField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("won", "Won"),
                            ("partly", "Partly won"),
                            ("lost", "Lost"),
                            ("withdrawn", "Taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("outcome_words", models.TextField(blank=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="advocacy_begun", to="agencies.staff"
                    ),
                ),
                (
                    "benefit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advocacy",
                        to="delivery.benefit",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="advocacy", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="advocacy", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "referral",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advocacy",
                        to="referrals.outgoingreferral",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "advocacy",
                "indexes": [
                    models.Index(fields=["agency_id", "person", "-happened_on", "-id"], name="advocacy_by_person")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what", ""), _negated=True),
                            models.Q(("by_whom", ""), _negated=True),
                            models.Q(("wants", ""), _negated=True),
                        ),
                        name="advocacy_says_what_by_whom_and_wishes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on", None), ("outcome", "")),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("ended_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="advocacy_ends_with_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("benefit", None), ("referral", None), _connector="OR"),
                        name="advocacy_is_about_one_thing_at_most",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralReply",
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
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Waiting for an answer"),
                            ("accepted", "The answer is yes"),
                            ("rejected", "The answer is no"),
                            ("in-progress", "The person arrived"),
                            ("completed", "Help was given"),
                            ("failed", "It did not work out"),
                            ("cancelled", "Called off"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                (
                    "by",
                    models.CharField(
                        choices=[("partner", "By the link"), ("staff", "Told to a worker")], max_length=10
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referral_replies", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="referrals.outgoingreferral",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="agencies.staff"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "referral", "at"], name="replies_by_referral")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", "partner"), ("staff", None)),
                            models.Q(("by", "staff"), ("staff__isnull", False)),
                            _connector="OR",
                        ),
                        name="staff_reply_has_its_staff",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceStop",
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
                ("provider", models.CharField(max_length=200)),
                ("what", models.CharField(max_length=200)),
                ("stopped_on", models.DateField()),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("money", "The money or the approval ran out"),
                            ("closed", "The provider closed, or has no staff"),
                            ("rules", "They say the person does not fit, or broke a rule"),
                            ("moved", "The person moved"),
                            ("wished", "The person did not want it any more"),
                            ("unknown", "We do not know yet"),
                        ],
                        max_length=10,
                    ),
                ),
                ("why_words", models.TextField(blank=True)),
                ("tell_by", models.DateField()),
                ("told_on", models.DateField(blank=True, null=True)),
                (
                    "told_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in-person", "In person"),
                            ("phone", "By telephone"),
                            ("message", "By message"),
                            ("letter", "By letter"),
                        ],
                        max_length=10,
                    ),
                ),
                ("their_words", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="service_stops", to="cases.case"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stops_noted", to="agencies.staff"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="service_stops", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "referral",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stops",
                        to="referrals.outgoingreferral",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stops_told",
                        to="agencies.staff",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "person", "-stopped_on", "-id"], name="stops_by_person"),
                    models.Index(
                        condition=models.Q(("told_on", None)),
                        fields=["agency_id", "program", "tell_by"],
                        name="stops_not_told_by_program",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provider", ""), _negated=True), models.Q(("what", ""), _negated=True)
                        ),
                        name="stop_names_who_and_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("told_by", None), ("told_how", ""), ("told_on", None)),
                            models.Q(
                                ("told_by__isnull", False),
                                ("told_on__isnull", False),
                                models.Q(("told_how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="stop_told_by_somebody_somehow",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdvocacyStep",
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
                ("done_on", models.DateField()),
                ("what", models.CharField(max_length=500)),
                (
                    "advocacy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="referrals.advocacy"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="advocacy_steps", to="agencies.staff"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="advocacy_steps", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "advocacy", "done_on", "id"], name="steps_by_advocacy")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="advocacy_step_is_something"
                    )
                ],
            },
        ),
    ]
