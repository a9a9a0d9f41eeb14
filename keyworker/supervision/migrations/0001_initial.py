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
            name="Declaration",
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
                            ("conflict", "I know them outside work, or I have an interest"),
                            ("gift", "I was given or offered something"),
                            ("boundary", "A boundary was crossed, or nearly"),
                        ],
                        max_length=10,
                    ),
                ),
                ("provider", models.CharField(blank=True, max_length=200)),
                ("what", models.TextField()),
                ("done", models.TextField(blank=True)),
                ("happened_on", models.DateField()),
                ("value", models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("noted", "Noted, nothing more is needed"),
                            ("guidance", "Do it like this"),
                            ("reassign", "Somebody else takes this on"),
                            ("refuse", "No, it must not be so: give it back, or stop"),
                        ],
                        max_length=10,
                    ),
                ),
                ("answer_words", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.staff",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="declarations", to="agencies.staff"
                    ),
                ),
                (
                    "denial",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.denial",
                    ),
                ),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.program")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "by", "-created_at", "-id"], name="declarations_by_worker"),
                    models.Index(
                        condition=models.Q(("answered_at", None)),
                        fields=["agency_id", "program", "created_at"],
                        name="open_declarations",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="declaration_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("currency", ""), ("value", None)),
                            models.Q(("value__gte", 0), models.Q(("currency", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="declared_value_is_in_a_currency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None), ("denial", None)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="declaration_answered_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by", None),
                            models.Q(("answered_by", models.F("by")), _negated=True),
                            _connector="OR",
                        ),
                        name="declaration_answered_by_another",
                    ),
                ],
            },
        ),
    ]
