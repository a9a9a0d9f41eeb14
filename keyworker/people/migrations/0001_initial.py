# First migration: all that stands before the first release.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import keyworker.base.clock
import keyworker.base.context
import keyworker.base.encryption
import keyworker.base.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Household",
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
                ("name", models.CharField(blank=True, max_length=120)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                ("full_name", models.CharField(max_length=200, verbose_name="full name, as they say it")),
                (
                    "preferred_name",
                    models.CharField(blank=True, max_length=100, verbose_name="what they like to be called"),
                ),
                (
                    "own_script_name",
                    models.CharField(blank=True, max_length=200, verbose_name="name in their own script"),
                ),
                ("given", models.CharField(blank=True, max_length=100)),
                ("family", models.CharField(blank=True, max_length=100)),
                ("pronouns", models.CharField(blank=True, max_length=40, verbose_name="pronouns")),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="date of birth")),
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
                ("language", models.CharField(blank=True, max_length=12, verbose_name="language they prefer")),
                ("needs_interpreter", models.BooleanField(default=False, verbose_name="needs an interpreter")),
                ("about", models.TextField(blank=True, verbose_name="in their own words")),
                ("died_on", models.DateField(blank=True, null=True)),
                ("key_salt", models.BinaryField(default=keyworker.base.encryption.new_salt)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "born_on"], name="person_by_birth"),
                    models.Index(fields=["agency_id", "created_at", "id"], name="person_by_age_of_row"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HouseholdMember",
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
                ("role", models.CharField(blank=True, max_length=60)),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="people.household"
                    ),
                ),
                (
                    "sealed_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.program",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="household_places", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PortalAccount",
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
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="portal_accounts", to="people.person"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="portal_accounts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Relationship",
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
                            ("parent", "parent of"),
                            ("child", "child of"),
                            ("partner", "partner of"),
                            ("sibling", "brother or sister of"),
                            ("guardian", "guardian of"),
                            ("carer", "carer of"),
                            ("friend", "friend of"),
                            ("other", "otherwise related to"),
                        ],
                        max_length=20,
                    ),
                ),
                ("adverse", models.BooleanField(default=False)),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="related_to", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="relationships", to="people.person"
                    ),
                ),
                (
                    "sealed_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.program",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NameToken",
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
                ("token", models.CharField(db_collation="C", max_length=60)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="name_tokens", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "token", "person"], name="token_look_up")],
            },
        ),
        migrations.CreateModel(
            name="Identifier",
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
                ("scheme", models.CharField(max_length=60)),
                ("value", keyworker.base.encryption.SealedTextField(salt="person.key_salt")),
                ("value_hash", models.BinaryField()),
                (
                    "sealed_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.program",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="identifiers", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "scheme", "value_hash"], name="identifier_look_up")],
            },
        ),
        migrations.CreateModel(
            name="Denial",
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
                ("because", models.CharField(max_length=200)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "sealed_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.program",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="denied_people", to="agencies.staff"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="denials", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("lifted_at", None)), fields=["agency_id", "staff"], name="live_denials"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactPoint",
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
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Telephone"),
                            ("sms", "Text message"),
                            ("email", "E-mail"),
                            ("post", "Post"),
                            ("visit", "Visit to this address"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value", keyworker.base.encryption.SealedTextField(salt="person.key_salt")),
                ("value_hash", models.BinaryField()),
                ("label", models.CharField(blank=True, max_length=60)),
                ("safe", models.BooleanField(default=True, verbose_name="safe to use")),
                ("shared", models.BooleanField(default=False, verbose_name="others can see or hear it")),
                ("voicemail_ok", models.BooleanField(default=False, verbose_name="may leave a voicemail")),
                (
                    "reminders_ok",
                    models.BooleanField(db_default=False, default=False, verbose_name="agreed to be reminded here"),
                ),
                ("safe_from", models.TimeField(blank=True, null=True, verbose_name="safe from")),
                ("safe_until", models.TimeField(blank=True, null=True, verbose_name="safe until")),
                ("preferred", models.BooleanField(default=False)),
                ("confirmed_on", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "sealed_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.program",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contact_points", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "value_hash"], name="contact_look_up")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("safe_from", None), ("safe_until", None)),
                            models.Q(("safe_from__isnull", False), ("safe_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="safe_hours_both_or_neither",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CareTeamMember",
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
                ("until", models.DateTimeField(blank=True, null=True)),
                ("because", models.CharField(max_length=200)),
                (
                    "emergency",
                    models.BooleanField(default=False, help_text="Opened by breaking the glass; always ends."),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cares_for", to="agencies.staff"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="care_team", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("emergency", True)),
                        fields=["agency_id", "program", "-since"],
                        name="emergencies_by_program",
                    ),
                    models.Index(fields=["agency_id", "staff", "person", "program"], name="care_team_by_staff"),
                    models.Index(fields=["agency_id", "person", "program", "staff"], name="care_team_by_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("emergency", False), ("until__isnull", False), _connector="OR"),
                        name="emergency_ends",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Alert",
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
                            ("safety", "Safety"),
                            ("health", "Health"),
                            ("staff-safety", "Staff safety"),
                            ("access", "Access needs"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "raised_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="agencies.staff"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "person", "ended_at"], name="alerts_by_person")],
            },
        ),
        migrations.CreateModel(
            name="SafetyRule",
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
                ("address_protected", models.BooleanField(default=False, verbose_name="address is protected")),
                ("risk_if_contacted", models.TextField(blank=True, verbose_name="risk if contacted")),
                ("code_word", keyworker.base.encryption.SealedTextField(blank=True, null=True, salt="person.key_salt")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="safety_rules", to="people.person"
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.program",
                    ),
                ),
                (
                    "sealed_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.program",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency_id", "person", "program"),
                        name="one_safety_rule_a_program",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sealed_in", None),
                            models.Q(("program__isnull", False), ("sealed_in", models.F("program"))),
                            _connector="OR",
                        ),
                        name="safety_sealed_where_it_was_asked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TimelineEntry",
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
                ("happened_at", models.DateTimeField(default=keyworker.base.clock.now)),
                ("verb", models.CharField(max_length=80)),
                ("needs", models.CharField(max_length=40)),
                ("actor_id", models.UUIDField(null=True)),
                ("actor_kind", models.CharField(max_length=20)),
                ("source_type", models.CharField(max_length=60)),
                ("source_id", models.UUIDField()),
                ("facts", models.JSONField(default=dict)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="timeline", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "person", "-happened_at", "-id"], name="timeline_by_person")
                ],
            },
        ),
    ]
