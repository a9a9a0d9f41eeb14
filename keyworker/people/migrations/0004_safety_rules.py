"""What each program asks of everybody for somebody's safety, in rows of their own."""

import django.db.models.deletion
from django.db import migrations, models

import keyworker.base.clock
import keyworker.base.context
import keyworker.base.encryption
import keyworker.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("people", "0003_what_a_sealed_program_notes"),
    ]

    operations = [
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
    ]
