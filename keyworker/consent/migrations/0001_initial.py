# First migration: all that stands before the first release.

import django.contrib.postgres.fields
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
            name="DecisionMaker",
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
                            ("self", "The person themselves"),
                            ("guardian", "A parent or guardian"),
                            ("attorney", "Someone with power of attorney"),
                            ("supporter", "The person, with a supporter"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("rests_on", models.CharField(blank=True, max_length=200)),
                (
                    "matters",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), help_text="Codes of Matter.", size=None
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("adverse", models.BooleanField(default=False)),
                ("ended_because", models.CharField(blank=True, max_length=300)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decision_makers", to="people.person"
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
                "indexes": [models.Index(fields=["agency_id", "person"], name="decision_makers_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"),
                        name="authority_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "self"), _negated=True), name="authority_is_somebody_elses"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "supporter"), models.Q(("rests_on", ""), _negated=True), _connector="OR"
                        ),
                        name="authority_rests_on_a_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("adverse", False), ("ended_at__isnull", False), _connector="OR"),
                        name="adverse_decides_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("service", "To give and plan services with you"),
                            ("referral", "To refer you to another service"),
                            ("coordination", "To work together with others who help you"),
                            ("funder", "To report to those who pay for the service"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "recipient",
                    models.CharField(help_text="Who may be told: this agency, or a named service.", max_length=200),
                ),
                (
                    "recipient_id",
                    models.UUIDField(blank=True, help_text="The directory organization, when it is one.", null=True),
                ),
                ("categories", models.JSONField(help_text="Data categories it covers (base.privacy.Category).")),
                ("given_on", models.DateField()),
                ("expires_on", models.DateField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("written", "Signed on paper"),
                            ("electronic", "Signed on a screen"),
                            ("verbal", "Said aloud, with a witness"),
                        ],
                        max_length=12,
                    ),
                ),
                ("witness", models.CharField(blank=True, max_length=120)),
                ("language", models.CharField(default="en", max_length=12)),
                ("text_version", models.CharField(max_length=40)),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            ("self", "The person themselves"),
                            ("guardian", "A parent or guardian"),
                            ("attorney", "Someone with power of attorney"),
                            ("supporter", "The person, with a supporter"),
                        ],
                        default="self",
                        max_length=12,
                    ),
                ),
                ("authority_name", models.CharField(blank=True, max_length=120)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_because", models.CharField(blank=True, max_length=300)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="agencies.staff"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="consent.decisionmaker",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "person", "purpose"], name="consent_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gte", models.F("given_on"))), name="consent_dates"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", "verbal"), _negated=True),
                            models.Q(("witness", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="verbal_consent_has_witness",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("authority", "self"), ("decided_by__isnull", False), _connector="OR"),
                        name="consent_names_who_decided",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Disclosure",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("service", "To give and plan services with you"),
                            ("referral", "To refer you to another service"),
                            ("coordination", "To work together with others who help you"),
                            ("funder", "To report to those who pay for the service"),
                        ],
                        max_length=20,
                    ),
                ),
                ("recipient", models.CharField(max_length=200)),
                ("recipient_id", models.UUIDField(blank=True, null=True)),
                ("categories", models.JSONField()),
                ("what", models.CharField(max_length=200)),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            ("self", "The person themselves"),
                            ("guardian", "A parent or guardian"),
                            ("attorney", "Someone with power of attorney"),
                            ("supporter", "The person, with a supporter"),
                        ],
                        default="self",
                        max_length=12,
                    ),
                ),
                ("authority_name", models.CharField(blank=True, max_length=120)),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disclosures", to="consent.consent"
                    ),
                ),
                ("made_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.staff")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disclosures", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RightsAcknowledgement",
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
                ("text_version", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=12)),
                ("words", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("interpreter", models.CharField(blank=True, max_length=120)),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            ("self", "The person themselves"),
                            ("guardian", "A parent or guardian"),
                            ("attorney", "Someone with power of attorney"),
                            ("supporter", "The person, with a supporter"),
                        ],
                        default="self",
                        max_length=12,
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
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rights_acknowledged",
                        to="consent.decisionmaker",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rights_acknowledged",
                        to="people.person",
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.staff"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "person", "-signed_at"], name="rights_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("signer_name", ""), _negated=True), name="rights_signed_by_somebody"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", "verbal"), _negated=True),
                            models.Q(("witness", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="rights_said_aloud_are_heard",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("how", "drawn")), models.Q(("drawing", []), _negated=True)),
                            models.Q(models.Q(("how", "drawn"), _negated=True), ("drawing", [])),
                            _connector="OR",
                        ),
                        name="rights_drawn_name_is_there",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authority", "self"), ("decided_by", None)),
                            models.Q(models.Q(("authority", "self"), _negated=True), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="rights_name_who_decided",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdvanceDirective",
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
                            ("health", "Wishes for health care"),
                            ("crisis", "Wishes for a crisis"),
                            ("end-of-life", "Wishes for the end of life"),
                            ("other", "Other wishes"),
                        ],
                        max_length=12,
                    ),
                ),
                ("about", models.CharField(max_length=500)),
                ("made_on", models.DateField()),
                ("kept_where", models.CharField(max_length=200)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advance_directives",
                        to="people.person",
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
                "indexes": [models.Index(fields=["agency_id", "person"], name="directives_by_person")],
            },
        ),
    ]
