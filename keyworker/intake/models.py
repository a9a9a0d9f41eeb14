"""Referrals that come in, places on the waiting list, what the referrer may hear, and the admission itself."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base import clock
from keyworker.base.belt import Belt, Door, Within
from keyworker.base.encryption import SealedTextField, new_salt
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.intake.codes import Arrived, DeclinedFor, HouseholdKind, Safe, StillWaits, TalkedBy, Whom
from keyworker.people.models import DatePrecision, Person


class SourceKind(models.TextChoices):
    SELF = "self", _("The person themselves")
    FAMILY = "family", _("Family or a friend")
    PROFESSIONAL = "professional", _("A professional, such as a school or a doctor")
    PARTNER = "partner", _("A partner organization")
    WORKER = "worker", _("One of our own staff")


class Urgency(models.TextChoices):
    """In alphabetical order of the code, the least pressing comes first: lists sort by it, backwards."""

    ROUTINE = "routine", _("Can wait")
    SOON = "soon", _("Soon")
    URGENT = "urgent", _("Urgent")


class ReferralStatus(models.TextChoices):
    RECEIVED = "received", _("New")
    ACCEPTED = "accepted", _("Accepted")
    WAITLISTED = "waitlisted", _("On the waiting list")
    DECLINED = "declined", _("Declined")
    ADMITTED = "admitted", _("Admitted")
    CLOSED = "closed", _("Closed")


OPEN = (ReferralStatus.RECEIVED, ReferralStatus.ACCEPTED, ReferralStatus.WAITLISTED)


class IncomingReferral(Record):
    """Somebody asks for help from a program, for themselves or for another.

    Nobody is a `Person` yet, so the row has a salt of its own for what is sealed. The public form may add a row and
    can never read one: it cannot tell anybody who is known here.
    """

    belt = Belt(
        door=(
            Door(
                "INSERT",
                Within.AGENCY,
                only="status = 'received' AND NOT referrer_verified AND first_contact_on IS NULL AND screened IS NULL",
            ),
        )
    )
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="referrals_in")
    reference = models.CharField(max_length=12)
    source_kind = models.CharField(max_length=12, choices=SourceKind.choices)
    referrer_name = models.CharField(max_length=120, blank=True)
    referrer_organization = models.CharField(max_length=160, blank=True)
    referrer_contact = SealedTextField(salt="key_salt", null=True, blank=True)
    referrer_verified = models.BooleanField(default=False)
    verified_how = models.CharField(max_length=200, blank=True)
    full_name = models.CharField(max_length=200)
    # Without a default of the database's: Django would read it back, and the outer door may read no referral.
    unnamed = models.BooleanField(default=False, help_text="The name only tells who is meant.")
    preferred_name = models.CharField(max_length=100, blank=True)
    born_on = models.DateField(null=True, blank=True)
    born_precision = models.CharField(max_length=10, choices=DatePrecision.choices, default=DatePrecision.DAY)
    language = models.CharField(max_length=12, blank=True)
    contact = SealedTextField(salt="key_salt", null=True, blank=True)
    safe_to_contact = models.CharField(max_length=500, blank=True)
    needs = models.TextField()
    help_kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True, help_text="Codes of HelpKind.")
    household = models.CharField(max_length=12, choices=HouseholdKind.choices, blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.ROUTINE)
    area = models.CharField(max_length=120, blank=True)
    consent_of_person = models.BooleanField(default=False)
    received_at = models.DateTimeField(default=clock.now)
    status = models.CharField(max_length=12, choices=ReferralStatus.choices, default=ReferralStatus.RECEIVED)
    first_contact_on = models.DateField(null=True, blank=True, help_text="When we first spoke with the person.")
    screened = models.JSONField(null=True, blank=True, help_text="Criterion → answer, as it stood when it was decided.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    declined_for = models.CharField(max_length=12, choices=DeclinedFor.choices, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)
    alternative_service_id = models.UUIDField(null=True, blank=True, help_text="A service of the directory.")
    alternative_text = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="incoming_referrals"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="incoming_referrals")
    key_salt = models.BinaryField(default=new_salt, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "reference"], name="referral_reference_once"),
            models.CheckConstraint(
                condition=models.Q(status="received", decided_at=None)
                | (~models.Q(status="received") & models.Q(decided_at__isnull=False)),
                name="decided_referral_has_a_date",
            ),
            models.CheckConstraint(
                condition=models.Q(status="admitted", person__isnull=False, case__isnull=False)
                | (~models.Q(status="admitted") & models.Q(person=None, case=None)),
                name="admitted_referral_has_its_case",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="declined") | ~models.Q(decision_reason=""),
                name="declined_referral_has_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "status", "-urgency", "received_at", "id"], name="referral_in_queue"),
            models.Index(
                fields=["agency_id", "program", "status", "-urgency", "received_at", "id"],
                name="referral_in_program_queue",
            ),
            models.Index(fields=["agency_id", "status", "-received_at", "-id"], name="referral_in_newest"),
            models.Index(fields=["agency_id", "person"], name="referral_in_by_person"),
        ]

    class Privacy:
        identifying = (
            "referrer_name", "referrer_contact", "full_name", "preferred_name", "born_on", "born_precision", "contact",
            "needs", "person", "unnamed",
        )  # fmt: skip
        sensitive: ClassVar = {
            "safe_to_contact": Category.SAFETY, "help_kinds": Category.SAFETY, "household": Category.FAMILY,
        }  # fmt: skip
        general = (
            "program", "reference", "source_kind", "referrer_organization", "referrer_verified", "verified_how",
            "language", "urgency", "area", "consent_of_person", "received_at", "status", "first_contact_on",
            "screened", "decided_at", "decided_by", "declined_for", "decision_reason", "alternative_service_id",
            "alternative_text", "case",
        )  # fmt: skip
        not_personal = ("key_salt",)

    @property
    def called(self) -> str:
        """What to call them on screen."""
        return self.preferred_name or self.full_name


class ReferralContact(Record):
    """We spoke with, or tried to reach, somebody about a referral: whom, when, how, and whether it worked."""

    referral = models.ForeignKey(IncomingReferral, on_delete=models.PROTECT, related_name="contacts")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    whom = models.CharField(max_length=10, choices=Whom.choices)
    how = models.CharField(max_length=10, choices=TalkedBy.choices)
    happened_on = models.DateField()
    reached = models.BooleanField()
    about = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "referral", "happened_on"], name="contacts_by_referral")]

    class Privacy:
        identifying = ("referral", "about")
        general = ("program", "whom", "how", "happened_on", "reached", "made_by")


class WaitlistPlace(Record):
    """Somebody waits for a place in a program; `review_on` is when we look again whether they still wait."""

    referral = models.ForeignKey(IncomingReferral, on_delete=models.PROTECT, related_name="waits")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    since = models.DateTimeField(default=clock.now)
    priority = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.ROUTINE)
    stands_at = models.DateTimeField(default=clock.now)
    moved_on = models.DateField(null=True, blank=True)
    moved_because = models.CharField(max_length=300, blank=True)
    review_on = models.DateField()
    asked_on = models.DateField(null=True, blank=True, help_text="When somebody last asked whether they still wait.")
    offered_on = models.DateField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True, help_text="How long the place that was offered is kept.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "referral"], condition=models.Q(ended_at=None), name="one_wait_a_referral"
            ),
            models.CheckConstraint(
                condition=models.Q(moved_on=None) | ~models.Q(moved_because=""), name="moved_in_line_with_a_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(offered_on=None, answer_by=None)
                | models.Q(offered_on__isnull=False, answer_by__isnull=False),
                name="offered_place_has_a_last_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "program", "review_on"],
                condition=models.Q(ended_at=None),
                name="waits_by_review",
            ),
            models.Index(
                fields=["agency_id", "program", "-priority", "stands_at", "id"],
                condition=models.Q(ended_at=None),
                name="waits_in_line",
            ),
        ]

    class Privacy:
        identifying = ("referral", "moved_because")
        general = (
            "program", "since", "priority", "stands_at", "moved_on", "review_on", "asked_on", "offered_on", "answer_by",
            "ended_at",
        )  # fmt: skip


class WaitReview(Record):
    """Somebody asked: do they still wait, are they safe, what helps meanwhile?"""

    place = models.ForeignKey(WaitlistPlace, on_delete=models.PROTECT, related_name="reviews")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    asked_on = models.DateField()
    answer = models.CharField(max_length=12, choices=StillWaits.choices)
    safe = models.CharField(max_length=10, choices=Safe.choices)
    other_help = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "place", "-asked_on"], name="wait_reviews_by_place")]

    class Privacy:
        identifying = ("place", "other_help")
        sensitive: ClassVar = {"safe": Category.SAFETY}
        general = ("program", "asked_on", "answer", "asked_by")


class DeclineFollowUp(Record):
    """A look back at somebody we could not help: did they find help elsewhere?"""

    referral = models.ForeignKey(IncomingReferral, on_delete=models.PROTECT, related_name="follow_ups")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    found = models.CharField(max_length=12, choices=Arrived.choices, blank=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "program", "due_on"], condition=models.Q(done_at=None), name="decline_follow_ups"
            )
        ]

    class Privacy:
        identifying = ("referral", "outcome")
        general = ("program", "due_on", "done_at", "found")


class News(models.TextChoices):
    """All that a referrer can ever hear of a referral."""

    RECEIVED = "received", _("We have received this.")
    ACCEPTED = "accepted", _("We can help, and will be in touch with them.")
    WAITLISTED = "waitlisted", _("They are on our waiting list.")
    DECLINED = "declined", _("We cannot help with this.")
    CLOSED = "closed", _("This is closed.")


class ReferrerNews(Record):
    """What the referrer is to hear, until a worker notes that they were told."""

    referral = models.ForeignKey(IncomingReferral, on_delete=models.PROTECT, related_name="news")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=News.choices)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "referral", "created_at"], name="news_by_referral")]

    class Privacy:
        identifying = ("referral",)
        general = ("program", "kind", "told_at", "told_by")


class Need(models.TextChoices):
    """What cannot wait, asked of everybody on the first day."""

    SAFETY = "safety", _("To be safe")
    SHELTER = "shelter", _("Somewhere to sleep")
    FOOD = "food", _("Food or water")
    HEALTH = "health", _("A doctor or medicine")
    CARE = "care", _("Care for a child or someone else")
    MONEY = "money", _("Money for the next days")
    CLOTHES = "clothes", _("Clothes or things to keep clean")
    PAPERS = "papers", _("Papers or documents")
    TRANSPORT = "transport", _("A way to travel")


class Admission(Record):
    """Intake done: what was needed at once, and that rights and the limits of confidentiality were explained.

    `rights_version` names the text that was read or read aloud (NASW Code of Ethics 1.03, 1.07).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="admissions")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="admission")
    referral = models.ForeignKey(IncomingReferral, on_delete=models.PROTECT, related_name="admissions")
    needs = models.JSONField(default=list, help_text="Codes of Need.")
    needs_note = models.TextField(blank=True)
    rights_version = models.CharField(max_length=40)
    explained_in = models.CharField(max_length=12, blank=True, help_text="The language it was explained in.")
    teach_back = models.TextField(blank=True, help_text="What it means to them, in their own words.")
    admitted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "person"], name="admissions_by_person")]

    class Privacy:
        identifying = ("person", "needs_note", "teach_back")
        sensitive: ClassVar = {"needs": Category.SAFETY}
        general = ("program", "case", "referral", "rights_version", "explained_in", "admitted_by")

    @property
    def need_names(self) -> list[str]:
        return [str(Need(code).label) for code in self.needs]
