# First migration: all that stands before the first release.

import django.contrib.postgres.fields
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
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="IncomingReferral",
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
                ("reference", models.CharField(max_length=12)),
                (
                    "source_kind",
                    models.CharField(
                        choices=[
                            ("self", "The person themselves"),
                            ("family", "Family or a friend"),
                            ("professional", "A professional, such as a school or a doctor"),
                            ("partner", "A partner organization"),
                            ("worker", "One of our own staff"),
                        ],
                        max_length=12,
                    ),
                ),
                ("referrer_name", models.CharField(blank=True, max_length=120)),
                ("referrer_organization", models.CharField(blank=True, max_length=160)),
                ("referrer_contact", keyworker.base.encryption.SealedTextField(blank=True, null=True, salt="key_salt")),
                ("referrer_verified", models.BooleanField(default=False)),
                ("verified_how", models.CharField(blank=True, max_length=200)),
                ("full_name", models.CharField(max_length=200)),
                ("preferred_name", models.CharField(blank=True, max_length=100)),
                ("born_on", models.DateField(blank=True, null=True)),
                (
                    "born_precision",
                    models.CharField(
                        choices=[
                            ("day", "Known to the day"),
                            ("month", "Known to the month"),
                            ("year", "Known to the year"),
                            ("estimated", "Estimated"),
                        ],
                        default="day",
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=12)),
                ("contact", keyworker.base.encryption.SealedTextField(blank=True, null=True, salt="key_salt")),
                ("safe_to_contact", models.CharField(blank=True, max_length=500)),
                ("needs", models.TextField()),
                (
                    "help_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        help_text="Codes of HelpKind.",
                        size=None,
                    ),
                ),
                (
                    "household",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("alone", "One person alone"),
                            ("couple", "Two partners without children"),
                            ("children", "A family with children"),
                            ("adults", "Several grown-ups"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("routine", "Can wait"), ("soon", "Soon"), ("urgent", "Urgent")],
                        default="routine",
                        max_length=10,
                    ),
                ),
                ("area", models.CharField(blank=True, max_length=120)),
                ("consent_of_person", models.BooleanField(default=False)),
                ("received_at", models.DateTimeField(default=keyworker.base.clock.now)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "New"),
                            ("accepted", "Accepted"),
                            ("waitlisted", "On the waiting list"),
                            ("declined", "Declined"),
                            ("admitted", "Admitted"),
                            ("closed", "Closed"),
                        ],
                        default="received",
                        max_length=12,
                    ),
                ),
                (
                    "first_contact_on",
                    models.DateField(blank=True, help_text="When we first spoke with the person.", null=True),
                ),
                (
                    "screened",
                    models.JSONField(
                        blank=True, help_text="Criterion → answer, as it stood when it was decided.", null=True
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "declined_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("age", "Too young or too old"),
                            ("area", "Lives outside our places"),
                            ("need", "We do not give this help"),
                            ("household", "We do not take this household"),
                            ("places", "No free place"),
                            ("safety", "We cannot keep them, or others, safe here"),
                            ("wish", "They do not want this program"),
                            ("better", "Another service helps better"),
                            ("other", "Another reason"),
                        ],
                        max_length=12,
                    ),
                ),
                ("decision_reason", models.CharField(blank=True, max_length=500)),
                (
                    "alternative_service_id",
                    models.UUIDField(blank=True, help_text="A service of the directory.", null=True),
                ),
                ("alternative_text", models.CharField(blank=True, max_length=300)),
                ("key_salt", models.BinaryField(default=keyworker.base.encryption.new_salt)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incoming_referrals",
                        to="cases.case",
                    ),
                ),
                (
                    "decided_by",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incoming_referrals",
                        to="people.person",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals_in", to="agencies.program"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["agency_id", "status", "-urgency", "received_at", "id"], name="referral_in_queue"
                    ),
                    models.Index(
                        fields=["agency_id", "program", "status", "-urgency", "received_at", "id"],
                        name="referral_in_program_queue",
                    ),
                    models.Index(fields=["agency_id", "status", "-received_at", "-id"], name="referral_in_newest"),
                    models.Index(fields=["agency_id", "person"], name="referral_in_by_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "reference"), name="referral_reference_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("status", "received")),
                            models.Q(models.Q(("status", "received"), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="decided_referral_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", False), ("person__isnull", False), ("status", "admitted")),
                            models.Q(models.Q(("status", "admitted"), _negated=True), ("case", None), ("person", None)),
                            _connector="OR",
                        ),
                        name="admitted_referral_has_its_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "declined"), _negated=True),
                            models.Q(("decision_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="declined_referral_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeclineFollowUp",
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
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "found",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("arrived", "They get help there"),
                            ("waiting", "They wait for help there"),
                            ("other", "They found other help"),
                            ("none", "They have no help yet"),
                            ("not-reached", "We did not reach them"),
                        ],
                        max_length=12,
                    ),
                ),
                ("outcome", models.CharField(blank=True, max_length=300)),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="intake.incomingreferral",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["agency_id", "program", "due_on"],
                        name="decline_follow_ups",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Admission",
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
                ("needs", models.JSONField(default=list, help_text="Codes of Need.")),
                ("needs_note", models.TextField(blank=True)),
                ("rights_version", models.CharField(max_length=40)),
                (
                    "explained_in",
                    models.CharField(blank=True, help_text="The language it was explained in.", max_length=12),
                ),
                ("teach_back", models.TextField(blank=True, help_text="What it means to them, in their own words.")),
                (
                    "admitted_by",
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="admission", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="admissions", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="admissions",
                        to="intake.incomingreferral",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "person"], name="admissions_by_person")],
            },
        ),
        migrations.CreateModel(
            name="ReferralContact",
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
                    "whom",
                    models.CharField(
                        choices=[
                            ("person", "The person"),
                            ("referrer", "The referrer"),
                            ("service", "Another service"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("phone", "By telephone"),
                            ("voicemail", "By voicemail"),
                            ("sms", "By text message"),
                            ("email", "By e-mail"),
                            ("post", "By letter"),
                            ("meeting", "Face to face"),
                        ],
                        max_length=10,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("reached", models.BooleanField()),
                ("about", models.CharField(blank=True, max_length=500)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.staff",
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="intake.incomingreferral",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "referral", "happened_on"], name="contacts_by_referral")],
            },
        ),
        migrations.CreateModel(
            name="ReferrerNews",
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
                            ("received", "We have received this."),
                            ("accepted", "We can help, and will be in touch with them."),
                            ("waitlisted", "They are on our waiting list."),
                            ("declined", "We cannot help with this."),
                            ("closed", "This is closed."),
                        ],
                        max_length=12,
                    ),
                ),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="news", to="intake.incomingreferral"
                    ),
                ),
                (
                    "told_by",
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
                "indexes": [models.Index(fields=["agency_id", "referral", "created_at"], name="news_by_referral")],
            },
        ),
        migrations.CreateModel(
            name="WaitlistPlace",
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
                ("since", models.DateTimeField(default=keyworker.base.clock.now)),
                (
                    "priority",
                    models.CharField(
                        choices=[("routine", "Can wait"), ("soon", "Soon"), ("urgent", "Urgent")],
                        default="routine",
                        max_length=10,
                    ),
                ),
                ("stands_at", models.DateTimeField(default=keyworker.base.clock.now)),
                ("moved_on", models.DateField(blank=True, null=True)),
                ("moved_because", models.CharField(blank=True, max_length=300)),
                ("review_on", models.DateField()),
                (
                    "asked_on",
                    models.DateField(
                        blank=True, help_text="When somebody last asked whether they still wait.", null=True
                    ),
                ),
                ("offered_on", models.DateField(blank=True, null=True)),
                (
                    "answer_by",
                    models.DateField(blank=True, help_text="How long the place that was offered is kept.", null=True),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="waits", to="intake.incomingreferral"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["agency_id", "program", "review_on"],
                        name="waits_by_review",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["agency_id", "program", "-priority", "stands_at", "id"],
                        name="waits_in_line",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("agency_id", "referral"),
                        name="one_wait_a_referral",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("moved_on", None), models.Q(("moved_because", ""), _negated=True), _connector="OR"
                        ),
                        name="moved_in_line_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer_by", None), ("offered_on", None)),
                            models.Q(("answer_by__isnull", False), ("offered_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="offered_place_has_a_last_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitReview",
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
                ("asked_on", models.DateField()),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("yes", "Yes, they still wait"),
                            ("no", "No, they no longer want the place"),
                            ("not-reached", "We did not reach them"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "safe",
                    models.CharField(
                        choices=[
                            ("yes", "Yes"),
                            ("no", "No, or they are not sure"),
                            ("not-asked", "Could not be asked"),
                        ],
                        max_length=10,
                    ),
                ),
                ("other_help", models.CharField(blank=True, max_length=300)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.staff",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="intake.waitlistplace"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "place", "-asked_on"], name="wait_reviews_by_place")],
            },
        ),
    ]
