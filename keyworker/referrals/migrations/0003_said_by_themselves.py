"""People say at their own door how it went. They come without a partner's link, so no consent's end shuts them out."""

from django.db import migrations, models

NO_LINK = "nullif(current_setting('keyworker.share', true), '') IS NULL"
LIVE = "(SELECT keyworker_share_is_live())"
TABLES = ("referrals_outgoingreferral", "referrals_referralreply")
FORWARD = ";".join(f"ALTER POLICY consent_is_live ON {table} USING ({NO_LINK} OR {LIVE})" for table in TABLES)
BACK = ";".join(f"ALTER POLICY consent_is_live ON {table} USING ({LIVE})" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_answering_messages"),
        ("people", "0015_address_protected_at"),
        ("referrals", "0002_links_die_with_consent"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="referralreply",
            name="staff_reply_has_its_staff",
        ),
        migrations.AddField(
            model_name="referralreply",
            name="said",
            field=models.CharField(
                blank=True,
                choices=[
                    ("there", "They got there"),
                    ("not-there", "They did not get there"),
                    ("help", "They want help with it"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="referralreply",
            name="why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no-way", "They had no way to get there"),
                    ("time", "They could not at that time"),
                    ("sent-away", "They were sent away"),
                    ("not-safe", "They did not feel safe"),
                    ("not-wanted", "They do not want it now"),
                    ("other", "Something else"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="referralreply",
            name="by",
            field=models.CharField(
                choices=[
                    ("partner", "By the link"),
                    ("staff", "Told to a worker"),
                    ("client", "By themselves, on their own page"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="referralreply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by__in", ["partner", "client"]), ("staff", None)),
                    models.Q(("by", "staff"), ("staff__isnull", False)),
                    _connector="OR",
                ),
                name="staff_reply_has_its_staff",
            ),
        ),
        migrations.AddConstraint(
            model_name="referralreply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by", "client"), ("said__in", ["there", "not-there", "help"])),
                    models.Q(models.Q(("by", "client"), _negated=True), ("said", ""), ("why", "")),
                    _connector="OR",
                ),
                name="reply_says_who_arrived",
            ),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
