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
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Questionnaire",
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
                ("form_version", models.CharField(max_length=60, verbose_name="version")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "In use"), ("retired", "No longer in use")],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("definition", models.JSONField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                ("retired_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["agency_id", "title"],
                        name="questionnaires_in_use",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "url", "form_version"), name="one_of_each_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "published")),
                        fields=("agency_id", "url"),
                        name="one_version_in_use",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at", None), ("retired_at", None), ("status", "draft")),
                            models.Q(("published_at__isnull", False), ("retired_at", None), ("status", "published")),
                            models.Q(
                                ("published_at__isnull", False), ("retired_at__isnull", False), ("status", "retired")
                            ),
                            _connector="OR",
                        ),
                        name="questionnaire_status_has_its_moments",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Response",
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
                ("person_id", models.UUIDField(editable=False, null=True)),
                ("asked_of_client", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[("in-progress", "Not finished"), ("completed", "Finished")],
                        default="in-progress",
                        max_length=11,
                    ),
                ),
                ("language", models.CharField(max_length=20)),
                ("content", models.JSONField()),
                ("scores", models.JSONField(default=list)),
                ("completed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "author",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="agencies.staff"),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="questionnaires.questionnaire",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("completed_at", None), ("status", "in-progress")),
                            models.Q(("completed_at__isnull", False), ("status", "completed")),
                            _connector="OR",
                        ),
                        name="response_status_has_its_moment",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerFile",
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
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answer_file", to="documents.document"
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="questionnaires.response"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
