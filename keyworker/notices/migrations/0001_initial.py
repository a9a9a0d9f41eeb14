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
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
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
                            ("visit", "Reminder of an appointment"),
                            ("step", "Reminder of a step they took on"),
                        ],
                        max_length=10,
                    ),
                ),
                ("about", models.UUIDField()),
                ("happens_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waits for its time"),
                            ("sending", "On its way"),
                            ("sent", "Sent"),
                            ("withheld", "Not sent"),
                            ("failed", "Could not be sent"),
                            ("cancelled", "No longer needed"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no-way", "There is no safe way that they agreed to. Remind them yourself."),
                            ("no-consent", "No consent to be in touch with them is in force."),
                            ("sealed", "From this program nothing is sent."),
                            ("too-late", "There was no time left for it."),
                            ("not-taken", "The mail server did not take it."),
                        ],
                        max_length=12,
                    ),
                ),
                ("next_try_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="people.person"
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="people.contactpoint",
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("queued", "sending"))),
                        fields=["agency_id", "next_try_at"],
                        name="notices_waiting",
                    ),
                    models.Index(fields=["agency_id", "person"], name="notices_by_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "kind", "about"), name="reminded_of_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state__in", ("withheld", "failed"))), models.Q(("why", ""), _negated=True)
                            ),
                            models.Q(models.Q(("state__in", ("withheld", "failed")), _negated=True), ("why", "")),
                            _connector="OR",
                        ),
                        name="notice_not_sent_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("point__isnull", False), ("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                            _connector="OR",
                        ),
                        name="sent_notice_went_somewhere",
                    ),
                ],
            },
        ),
    ]
