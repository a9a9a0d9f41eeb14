# First migration: all that stands before the first release.

import django.db.models.deletion
import django.db.models.functions.text
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
        ("documents", "0001_initial"),
        ("people", "0001_initial"),
        ("tasks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseConference",
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
                ("held_on", models.DateField()),
                ("about", models.CharField(max_length=200)),
                (
                    "client_part",
                    models.CharField(
                        choices=[
                            ("present", "They took part"),
                            ("sent-word", "They could not come, and told us before what they think"),
                            ("chose-not", "They chose not to come, and told us what they think"),
                        ],
                        max_length=10,
                    ),
                ),
                ("client_view", models.TextField()),
                ("outside_agreed", models.CharField(blank=True, max_length=200)),
                ("discussed", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conferences_held",
                        to="agencies.staff",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conferences", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conferences", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "person", "-held_on", "-id"], name="conferences_by_person")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("client_view", ""), _negated=True), name="conference_heard_the_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("about", ""), _negated=True), models.Q(("discussed", ""), _negated=True)
                        ),
                        name="conference_was_about_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseContact",
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
                            ("visit", "In person"),
                            ("phone", "By telephone"),
                            ("video", "By video"),
                            ("message", "By message"),
                            ("letter", "By letter"),
                            ("collateral", "With somebody else, about them"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("outgoing", "We reached out"), ("incoming", "They reached us")],
                        default="outgoing",
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("reached", "We were in contact"), ("attempted", "We tried, but did not reach them")],
                        max_length=10,
                    ),
                ),
                ("why_failed", models.CharField(blank=True, max_length=300)),
                ("happened_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("travel_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("distance_meters", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "distance_unit",
                    models.CharField(blank=True, choices=[("mi", "Miles"), ("km", "Kilometers")], max_length=2),
                ),
                ("who_took_part", models.CharField(blank=True, max_length=300)),
                ("safe_to_talk", models.BooleanField(blank=True, null=True)),
                ("summary", models.CharField(blank=True, max_length=300)),
                ("noted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts_made", to="agencies.staff"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "person", "-happened_at", "-id"], name="contacts_by_person"),
                    models.Index(fields=["agency_id", "case", "-happened_at"], name="contacts_by_case"),
                    models.Index(
                        condition=models.Q(("noted_at", None), ("outcome", "reached")),
                        fields=["agency_id", "by", "happened_at"],
                        name="notes_owed_by_worker",
                    ),
                    models.Index(
                        condition=models.Q(("noted_at", None), ("outcome", "reached")),
                        fields=["agency_id", "program", "happened_at"],
                        name="notes_owed_by_program",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome", "attempted"), ("why_failed", ""), _connector="OR"),
                        name="reached_contact_did_not_fail",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("distance_meters", None), ("distance_unit", "")),
                            models.Q(
                                ("distance_meters__isnull", False), models.Q(("distance_unit", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="distance_is_in_a_unit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseDocument",
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
                ("number", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("letter", "Letter or notice"),
                            ("agreement", "Lease or agreement"),
                            ("identity", "Identity paper"),
                            ("decision", "Decision of a court or an office"),
                            ("health", "From a doctor or clinic"),
                            ("money", "About money or work"),
                            ("picture", "Picture"),
                            ("other", "Something else"),
                        ],
                        default="other",
                        max_length=10,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=300)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_because", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="cases.case"
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holder", to="documents.document"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="older",
                        to="delivery.casedocument",
                    ),
                ),
                (
                    "withdrawn_by",
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
                    models.Index(fields=["agency_id", "person", "-created_at", "-id"], name="documents_by_person")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="document_has_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("superseded_by", models.F("id")), _negated=True),
                        name="document_does_not_replace_itself",
                    ),
                    models.UniqueConstraint(fields=("agency_id", "lineage", "number"), name="document_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_because", ""), ("withdrawn_by", None)),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="withdrawn_document_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseNote",
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
                    "format",
                    models.CharField(
                        choices=[
                            ("free", "In one piece"),
                            ("soap", "SOAP: subjective, objective, assessment, plan"),
                            ("dap", "DAP: data, assessment, plan"),
                            ("birp", "BIRP: behavior, intervention, response, plan"),
                            ("girp", "GIRP: goal, intervention, response, plan"),
                        ],
                        default="free",
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "parts",
                    models.JSONField(
                        blank=True, default=dict, help_text="Its parts by name, where it is laid out in parts."
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("general", "general"),
                            ("identity", "identity"),
                            ("contact", "contact"),
                            ("health", "health"),
                            ("mental-health", "mental-health"),
                            ("substance-use", "substance-use"),
                            ("safety", "safety"),
                            ("legal", "legal"),
                            ("money-and-work", "money-and-work"),
                            ("housing", "housing"),
                            ("family", "family"),
                        ],
                        default="general",
                        max_length=20,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("signed", "Signed")], default="draft", max_length=10
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("amendment_reason", models.CharField(blank=True, max_length=300)),
                ("edited_in", models.CharField(blank=True, max_length=40)),
                (
                    "amends",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="delivery.casenote",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes_written", to="agencies.staff"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="cases.case"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="delivery.casecontact",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "signed")),
                        fields=["agency_id", "person", "-signed_at", "-id"],
                        name="signed_notes_by_person",
                    ),
                    models.Index(
                        condition=models.Q(("status", "draft")),
                        fields=["agency_id", "author", "-saved_at"],
                        name="drafts_by_author",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("status", "draft")),
                            models.Q(
                                ("signed_at__isnull", False),
                                ("status", "signed"),
                                models.Q(("text", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="signed_note_has_words_and_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amendment_reason", ""), ("amends", None)),
                            models.Q(("amends__isnull", False), models.Q(("amendment_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="amendment_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConferenceDecision",
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
                ("what", models.CharField(max_length=300)),
                (
                    "who",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("client", "The client"),
                            ("worker", "The case manager"),
                            ("family", "Family or friends"),
                            ("other", "Somebody else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("who_name", models.CharField(blank=True, max_length=120)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("lineage", models.UUIDField(blank=True, null=True)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="delivery.caseconference",
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
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("what", ""), _negated=True), name="decision_says_what"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_on", None), ("task", None), ("who", "")),
                            models.Q(models.Q(("who", ""), _negated=True), ("due_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="decision_for_somebody_has_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConferenceParticipant",
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
                            ("staff", "From our agency"),
                            ("family", "Family and people they trust"),
                            ("outside", "From outside"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("role", models.CharField(blank=True, max_length=120)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participants",
                        to="delivery.caseconference",
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
                    "staff",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="participant_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "outside"), ("role", ""), _negated=True),
                        name="outside_participant_has_a_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "staff"), ("staff__isnull", False)),
                            models.Q(models.Q(("kind", "staff"), _negated=True), ("staff", None)),
                            _connector="OR",
                        ),
                        name="participant_of_staff_is_staff",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoSignature",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a supervisor"),
                            ("returned", "Sent back: something is to be added"),
                            ("given", "Co-signed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("words", models.CharField(blank=True, max_length=240)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.staff"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "note",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="co_signature", to="delivery.casenote"
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
                    "settled_by",
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
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["agency_id", "program", "asked_at"],
                        name="co_signatures_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", None), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="settled_co_signature_names_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_by", None),
                            models.Q(("settled_by", models.F("author")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_co_signs_their_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "returned"), ("words", ""), _negated=True),
                        name="sent_back_with_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EducationGiven",
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
                ("material", models.CharField(max_length=200)),
                ("language", models.CharField(max_length=12)),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("paper", "On paper"),
                            ("easy-read", "With pictures, or easy to read"),
                            ("spoken", "Explained aloud"),
                            ("shown", "Shown how it is done"),
                            ("video", "A film"),
                            ("online", "On a website"),
                        ],
                        max_length=10,
                    ),
                ),
                ("given_on", models.DateField()),
                ("said_back", models.TextField()),
                (
                    "understood",
                    models.CharField(
                        choices=[("yes", "They have understood it"), ("repeat", "We go through it again")],
                        max_length=10,
                    ),
                ),
                ("repeat_on", models.DateField(blank=True, null=True)),
                (
                    "again_of",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gone_through_again",
                        to="delivery.educationgiven",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.staff"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="education", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="education", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "person", "-given_on", "-id"], name="education_by_person")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("material", ""), _negated=True), models.Q(("said_back", ""), _negated=True)
                        ),
                        name="education_was_said_back",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("repeat_on", None), ("understood", "yes")),
                            models.Q(("repeat_on__isnull", False), ("understood", "repeat")),
                            _connector="OR",
                        ),
                        name="education_is_repeated_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Equipment",
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
                            ("phone", "Phone"),
                            ("tablet", "Tablet or computer"),
                            ("walking", "Walking aid or wheelchair"),
                            ("home", "Bed, cooker, furniture"),
                            ("health", "Something for health"),
                            ("travel", "Bicycle, seat, travel card"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("serial", keyworker.base.encryption.SealedTextField(blank=True, null=True, salt="person.key_salt")),
                ("lent", models.BooleanField()),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("good", "Good"),
                            ("worn", "Worn, but it works"),
                            ("broken", "Broken"),
                        ],
                        max_length=10,
                    ),
                ),
                ("handed_on", models.DateField()),
                ("due_back_on", models.DateField(blank=True, null=True)),
                ("returned_on", models.DateField(blank=True, null=True)),
                (
                    "returned_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("good", "Good"),
                            ("worn", "Worn, but it works"),
                            ("broken", "Broken"),
                            ("lost", "It is lost or was stolen"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="equipment", to="cases.case"
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="equipment_handed",
                        to="agencies.staff",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="equipment", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "verbose_name_plural": "equipment",
                "indexes": [
                    models.Index(fields=["agency_id", "person", "-handed_on", "-id"], name="equipment_by_person")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="equipment_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_back_on__isnull", False), ("lent", True)),
                            models.Q(("due_back_on", None), ("lent", False), ("returned_on", None)),
                            _connector="OR",
                        ),
                        name="only_what_is_lent_comes_back",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("returned_how", ""), ("returned_on", None)),
                            models.Q(
                                ("returned_on__gte", models.F("handed_on")),
                                models.Q(("returned_how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="equipment_came_back_somehow",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundingSource",
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
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="funding_has_a_name"),
                    models.UniqueConstraint(
                        models.F("agency_id"),
                        django.db.models.functions.text.Lower("name"),
                        condition=models.Q(("ended_at", None)),
                        name="funding_name_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Budget",
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
                ("name", models.CharField(max_length=120)),
                ("wishes", models.TextField(blank=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=10)),
                ("currency", models.CharField(max_length=3)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="budgets", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="budgets", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="budgets_set", to="agencies.staff"
                    ),
                ),
                (
                    "funding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budgets",
                        to="delivery.fundingsource",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "person", "-until_on", "-id"], name="budgets_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("currency", ""), _negated=True)
                        ),
                        name="budget_is_named_and_in_a_currency",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="budget_is_some_money"),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))), name="budget_ends_after_it_begins"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Benefit",
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
                            ("income", "Money to live on"),
                            ("food", "Help with food"),
                            ("housing", "Help with rent or heating"),
                            ("health", "Health insurance"),
                            ("disability", "Help because of a disability"),
                            ("children", "Help for children"),
                            ("approval", "A payer's approval of services"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("payer", models.CharField(blank=True, max_length=120)),
                ("reference", keyworker.base.encryption.SealedTextField(blank=True, null=True, salt="person.key_salt")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("to-apply", "To be applied for"),
                            ("applied", "Applied for"),
                            ("in-force", "In force"),
                            ("refused", "Refused"),
                            ("ended", "Ended"),
                        ],
                        max_length=10,
                    ),
                ),
                ("look_again_on", models.DateField(blank=True, null=True)),
                ("from_on", models.DateField(blank=True, null=True)),
                ("until_on", models.DateField(blank=True, null=True)),
                ("remind_days", models.PositiveSmallIntegerField(default=30)),
                ("units", models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True)),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hour", "Hours"),
                            ("night", "Nights"),
                            ("ride", "Rides"),
                            ("meal", "Meals"),
                            ("session", "Sessions"),
                            ("item", "Items"),
                        ],
                        max_length=40,
                    ),
                ),
                ("money", models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="benefits", to="cases.case"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="benefits_noted", to="agencies.staff"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="benefits", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "renews",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewed_by",
                        to="delivery.benefit",
                    ),
                ),
                (
                    "funding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benefits",
                        to="delivery.fundingsource",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "person", "-created_at", "-id"], name="benefits_by_person"),
                    models.Index(
                        condition=models.Q(("funding__isnull", False)),
                        fields=["agency_id", "case", "funding"],
                        name="benefits_by_funding",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="benefit_has_a_name"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "in-force"), _negated=True), ("from_on__isnull", False), _connector="OR"
                        ),
                        name="benefit_in_force_has_begun",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["to-apply", "applied"]), _negated=True),
                            ("look_again_on__isnull", False),
                            _connector="OR",
                        ),
                        name="benefit_waited_for_is_seen_to",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on", None),
                            models.Q(("from_on__isnull", False), ("until_on__gte", models.F("from_on"))),
                            _connector="OR",
                        ),
                        name="benefit_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unit", ""), ("units", None)),
                            models.Q(("units__gt", 0), models.Q(("unit", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="benefit_units_are_of_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("currency", ""), ("money", None)),
                            models.Q(("money__gt", 0), models.Q(("currency", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="benefit_money_is_in_a_currency",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MandatedReport",
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
                    "danger",
                    models.CharField(
                        choices=[
                            ("child-abuse", "A child is hurt or abused"),
                            ("child-neglect", "A child is not cared for"),
                            ("adult-abuse", "An adult who cannot protect themselves is hurt, used or neglected"),
                            ("suicide", "Somebody may end their life"),
                            ("threat", "Somebody may seriously hurt another person"),
                            ("other", "Something else that must be reported"),
                        ],
                        max_length=15,
                        verbose_name="what kind of danger",
                    ),
                ),
                ("what", models.TextField(verbose_name="what was seen, heard or said")),
                ("noticed_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("noticed", "To be reported"),
                            ("told", "Reported; to be sent in writing"),
                            ("written", "Reported; waiting for what comes of it"),
                            ("closed", "Closed"),
                            ("not-reported", "Decided: no report"),
                        ],
                        default="noticed",
                        max_length=12,
                    ),
                ),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("told_to", models.CharField(blank=True, max_length=200, verbose_name="which authority")),
                ("spoke_with", models.CharField(blank=True, max_length=120, verbose_name="with whom")),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "By telephone"),
                            ("online", "On their website"),
                            ("in-person", "In person"),
                            ("police", "Through the emergency number"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="their number for it")),
                ("written_due_at", models.DateTimeField(blank=True, null=True)),
                ("written_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.TextField(blank=True, verbose_name="what came of it")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mandated_reports", to="cases.case"
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
                    "noticed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dangers_noticed", to="agencies.staff"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mandated_reports", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "told_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports_made",
                        to="agencies.staff",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "person", "-noticed_at", "-id"], name="reports_by_person"),
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["agency_id", "program", "due_at"],
                        name="open_reports_by_program",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("what", ""), _negated=True), name="danger_is_described"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", ""), ("told_at", None), ("told_to", "")),
                            models.Q(
                                ("told_at__isnull", False),
                                models.Q(("told_to", ""), _negated=True),
                                models.Q(("how", ""), _negated=True),
                                ("told_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="report_names_whom_it_was_made_to",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("stage__in", ["noticed", "told", "written"])),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("stage__in", ["closed", "not-reported"]),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="closed_report_says_what_came_of_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "not-reported"), _negated=True),
                            models.Q(("decided_by__isnull", False), ("told_at", None)),
                            _connector="OR",
                        ),
                        name="no_report_is_somebodys_decision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OtherWork",
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
                            ("court", "Court report or hearing"),
                            ("travel", "Travel"),
                            ("calls", "Calls to others"),
                            ("writing", "Writing and forms"),
                            ("meeting", "Meeting"),
                            ("search", "Looking for services"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                ("worked_on", models.DateField()),
                ("what", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="other_work", to="agencies.staff"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="other_work",
                        to="cases.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="other_work",
                        to="people.person",
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "verbose_name_plural": "other work",
                "indexes": [
                    models.Index(fields=["agency_id", "person", "-worked_on", "-id"], name="other_work_by_person"),
                    models.Index(fields=["agency_id", "by", "-worked_on", "-id"], name="other_work_by_worker"),
                    models.Index(fields=["agency_id", "program", "worked_on"], name="other_work_by_program"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)), name="other_work_fits_in_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case", None), ("person", None)),
                            models.Q(("case__isnull", False), ("person__isnull", False)),
                            _connector="OR",
                        ),
                        name="other_work_of_a_case_is_about_its_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceProvided",
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
                ("what", models.CharField(max_length=200)),
                ("units", models.DecimalField(decimal_places=2, default=1, max_digits=8)),
                ("unit", models.CharField(blank=True, help_text="Of what: hours, tickets, parcels.", max_length=40)),
                ("cost", models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("provided_on", models.DateField()),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_because", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services_provided",
                        to="agencies.staff",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="cases.case"
                    ),
                ),
                (
                    "funding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services_paid",
                        to="delivery.fundingsource",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "struck_by",
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
                    models.Index(fields=["agency_id", "person", "-provided_on", "-id"], name="services_by_person")
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("units__gt", 0)), name="service_is_some_amount"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cost", None), ("currency", "")),
                            models.Q(("cost__gte", 0), models.Q(("currency", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="service_cost_is_in_a_currency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at", None), ("struck_because", ""), ("struck_by", None)),
                            models.Q(
                                ("struck_at__isnull", False),
                                ("struck_by__isnull", False),
                                models.Q(("struck_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="struck_service_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetEntry",
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
                ("spent_on", models.DateField()),
                ("what", models.CharField(max_length=200)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=10)),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="delivery.budget"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="budget_entries", to="agencies.staff"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="budget_entries", to="people.person"
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "budget", "-spent_on", "-id"], name="entries_by_budget")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what", ""), _negated=True), models.Q(("amount", 0), _negated=True)
                        ),
                        name="budget_entry_is_money_for_something",
                    )
                ],
            },
        ),
    ]
