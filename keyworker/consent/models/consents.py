"""Consents, and the disclosures that rest on them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import APPEND_ONLY, Belt, Door, Within
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.consent.signing import SignedHow
from keyworker.documents.models import Document
from keyworker.people.models import Person

AS_IT_WAS_ASKED = (
    "how = 'electronic' AND authority = 'self' AND authority_name = '' AND decided_by_id IS NULL"
    " AND recorded_by_id IS NULL AND withdrawn_at IS NULL AND withdrawn_because = '' AND witness = ''"
    " AND EXISTS (SELECT 1 FROM consent_consentasked asked WHERE asked.answered_at IS NULL"
    " AND asked.called_back_at IS NULL AND asked.program_id = consent_consent.program_id"
    " AND asked.purpose = consent_consent.purpose AND asked.recipient = consent_consent.recipient"
    " AND asked.recipient_id IS NOT DISTINCT FROM consent_consent.recipient_id"
    " AND asked.categories = consent_consent.categories AND asked.expires_on = consent_consent.expires_on)"
)


class Purpose(models.TextChoices):
    SERVICE = "service", _("To give and plan services with you")
    REFERRAL = "referral", _("To refer you to another service")
    COORDINATION = "coordination", _("To work together with others who help you")
    FUNDER = "funder", _("To report to those who pay for the service")
    PHOTO = "photo", _("To keep a photo of you in your file")
    VIRTUAL = "virtual", _("To meet you by telephone or video")


class How(models.TextChoices):
    WRITTEN = "written", _("Signed on paper")
    ELECTRONIC = "electronic", _("Signed on a screen")
    VERBAL = "verbal", _("Said aloud, with a witness")


class Authority(models.TextChoices):
    SELF = "self", _("The person themselves")
    GUARDIAN = "guardian", _("A parent or guardian")
    ATTORNEY = "attorney", _("Someone with power of attorney")
    SUPPORTER = "supporter", _("The person, with a supporter")


class Matter(models.TextChoices):
    """What somebody else may decide, or help to decide."""

    SHARING = "sharing", _("What may be told to others")
    PLAN = "plan", _("The plan, and the help they get")
    HEALTH = "health", _("Health care")
    MONEY = "money", _("Money")


class DecisionMaker(Record):
    """Somebody who may decide for the person, or with them: under which order or paper, in what, until when.

    `adverse`: they are a danger to the person or act against them, and decide nothing any more.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decision_makers")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=Authority.choices)
    name = models.CharField(max_length=120)
    rests_on = models.CharField(max_length=200, blank=True)
    matters = ArrayField(models.CharField(max_length=12), help_text="Codes of Matter.")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    adverse = models.BooleanField(default=False)
    ended_because = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")),
                name="authority_dates_in_order",
            ),
            models.CheckConstraint(condition=~models.Q(kind="self"), name="authority_is_somebody_elses"),
            models.CheckConstraint(
                condition=models.Q(kind="supporter") | ~models.Q(rests_on=""), name="authority_rests_on_a_paper"
            ),
            models.CheckConstraint(
                condition=models.Q(adverse=False) | models.Q(ended_at__isnull=False), name="adverse_decides_nothing"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "person"], name="decision_makers_by_person")]

    class Privacy:
        identifying = ("person", "name")
        sensitive: ClassVar = {
            "adverse": Category.SAFETY, "ended_because": Category.SAFETY, "kind": Category.LEGAL,
            "rests_on": Category.LEGAL, "matters": Category.LEGAL,
        }  # fmt: skip
        general = ("program", "from_on", "until_on", "ended_at", "recorded_by")


class DirectiveKind(models.TextChoices):
    HEALTH = "health", _("Wishes for health care")
    CRISIS = "crisis", _("Wishes for a crisis")
    END_OF_LIFE = "end-of-life", _("Wishes for the end of life")
    OTHER = "other", _("Other wishes")


class AdvanceDirective(Record):
    """What the person laid down for a time when they cannot say it: about what, when, and where the paper is."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="advance_directives")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=DirectiveKind.choices)
    about = models.CharField(max_length=500)
    made_on = models.DateField()
    kept_where = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "person"], name="directives_by_person")]

    class Privacy:
        identifying = ("person", "kept_where")
        sensitive: ClassVar = {"kind": Category.HEALTH, "about": Category.HEALTH}
        general = ("program", "made_on", "ended_at", "recorded_by")


class RightsAcknowledgement(Record):
    """Somebody read their rights, and when we cannot keep silent, and put their name under exactly those words.

    `words` are kept as they were shown, in `language`; `text_version` names them and `digest` proves them. `drawing` is
    a name drawn with a finger, as strokes of x, y in a box of 600 by 200. Never changed: who reads newer words signs
    those (NASW Code of Ethics 1.03, 1.07).
    """

    belt = Belt(
        app=APPEND_ONLY.app,
        door=(
            Door("SELECT", Within.PERSON),
            Door(
                "INSERT",
                Within.PERSON,
                only="recorded_by_id IS NULL AND authority = 'self' AND decided_by_id IS NULL AND how = 'typed'"
                " AND witness = '' AND interpreter = ''",
            ),
        ),
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="rights_acknowledged")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    text_version = models.CharField(max_length=40)
    language = models.CharField(max_length=12)
    words = models.JSONField()
    digest = models.CharField(max_length=64)
    interpreter = models.CharField(max_length=120, blank=True)
    authority = models.CharField(max_length=12, choices=Authority.choices, default=Authority.SELF)
    decided_by = models.ForeignKey(
        DecisionMaker, on_delete=models.PROTECT, null=True, blank=True, related_name="rights_acknowledged"
    )
    signer_name = models.CharField(max_length=200)
    how = models.CharField(max_length=10, choices=SignedHow.choices)
    witness = models.CharField(max_length=120, blank=True)
    drawing = models.JSONField(default=list, blank=True)
    signed_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(signer_name=""), name="rights_signed_by_somebody"),
            models.CheckConstraint(
                condition=~models.Q(how="verbal") | ~models.Q(witness=""), name="rights_said_aloud_are_heard"
            ),
            models.CheckConstraint(
                condition=models.Q(models.Q(how="drawn"), ~models.Q(drawing=[]))
                | models.Q(~models.Q(how="drawn"), drawing=[]),
                name="rights_drawn_name_is_there",
            ),
            models.CheckConstraint(
                condition=models.Q(authority="self", decided_by=None)
                | models.Q(~models.Q(authority="self"), decided_by__isnull=False),
                name="rights_name_who_decided",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "-signed_at"], name="rights_by_person")]

    class Privacy:
        identifying = ("person", "signer_name", "witness", "drawing", "interpreter")
        general = (
            "program", "text_version", "language", "words", "digest", "authority", "decided_by", "how", "signed_at",
            "recorded_by",
        )  # fmt: skip


class Consent(Record):
    """The person agreed: purpose × recipient × data categories × dates × how × text version × whose authority.

    `expires_on` is always set (42 CFR 2.31(a)(7), 34 USC 12291(b)(2)(B)(i): reasonably time-limited).
    """

    # The person takes it back at their own door, and gives there what the team asked for, in these words; nothing else.
    belt = Belt(
        door=(
            Door("SELECT, UPDATE", Within.PERSON, sets=("withdrawn_at", "withdrawn_because", "version")),
            Door("INSERT", Within.PERSON, only=AS_IT_WAS_ASKED),
        )
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    recipient = models.CharField(max_length=200, help_text=_("Who may be told: this agency, or a named service."))
    recipient_id = models.UUIDField(null=True, blank=True, help_text="The directory organization, when it is one.")
    categories = models.JSONField(help_text="Data categories it covers (base.privacy.Category).")
    given_on = models.DateField()
    expires_on = models.DateField()
    how = models.CharField(max_length=12, choices=How.choices)
    witness = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=12, default="en")
    text_version = models.CharField(max_length=40)
    authority = models.CharField(max_length=12, choices=Authority.choices, default=Authority.SELF)
    authority_name = models.CharField(max_length=120, blank=True)
    decided_by = models.ForeignKey(
        DecisionMaker, on_delete=models.PROTECT, null=True, blank=True, related_name="consents"
    )
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(expires_on__gte=models.F("given_on")), name="consent_dates"),
            models.CheckConstraint(
                condition=~models.Q(how="verbal") | ~models.Q(witness=""), name="verbal_consent_has_witness"
            ),
            models.CheckConstraint(
                condition=models.Q(authority="self") | models.Q(decided_by__isnull=False),
                name="consent_names_who_decided",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "purpose"], name="consent_by_person")]

    class Privacy:
        identifying = ("person", "witness", "authority_name")
        general = (
            "program", "purpose", "recipient", "recipient_id", "categories", "given_on", "expires_on", "how",
            "language", "text_version", "authority", "decided_by", "recorded_by", "withdrawn_at", "withdrawn_because",
        )  # fmt: skip


class ConsentAsked(Record):
    """A consent that the team asks for at the person's own door, and what they said; each is asked and answered once.

    `called_back_at`: it is not asked any more. Without an answer nothing may be told, as without a consent.
    """

    belt = Belt(door=(Door("SELECT, UPDATE", Within.PERSON, sets=("answered_at", "agreed", "consent_id", "version")),))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents_asked")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    recipient = models.CharField(max_length=200)
    recipient_id = models.UUIDField(null=True, blank=True)
    categories = models.JSONField(help_text="Data categories it would cover (base.privacy.Category).")
    expires_on = models.DateField()
    asked_on = models.DateField()
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(null=True, blank=True)
    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="asked_as")
    called_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "consents asked"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(answered_at=None, agreed=None, consent=None)
                | models.Q(answered_at__isnull=False, agreed=False, consent=None)
                | models.Q(answered_at__isnull=False, agreed=True, consent__isnull=False),
                name="consent_asked_is_answered_once",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None) | models.Q(called_back_at=None),
                name="consent_asked_or_not",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "-created_at"], name="consents_asked")]

    class Privacy:
        identifying = ("person",)
        general = (
            "program", "purpose", "recipient", "recipient_id", "categories", "expires_on", "asked_on", "asked_by",
            "answered_at", "agreed", "consent", "called_back_at",
        )  # fmt: skip

    @property
    def waits(self) -> bool:
        return self.answered_at is None and self.called_back_at is None


class Photo(Record):
    """A photo of the person, small and redrawn, in the file of one program, for as long as a consent to it is live.

    `alt` says in words what it shows. `deleted_at`: its bytes are gone for good.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="photos")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="photos")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(max_length=200)
    added_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "person", "program"],
                condition=models.Q(deleted_at=None),
                name="one_photo_a_program",
            )
        ]

    class Privacy:
        identifying = ("person", "alt", "document")
        general = ("program", "consent", "added_by", "deleted_at")


class Disclosure(Record):
    """Something about the person left the agency: the accounting of disclosures (45 CFR 164.528). Never changed."""

    belt = Belt(app=APPEND_ONLY.app, door=(Door("SELECT", Within.PERSON),))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="disclosures")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="disclosures")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    recipient = models.CharField(max_length=200)
    recipient_id = models.UUIDField(null=True, blank=True)
    categories = models.JSONField()
    what = models.CharField(max_length=200)
    authority = models.CharField(max_length=12, choices=Authority.choices, default=Authority.SELF)
    authority_name = models.CharField(max_length=120, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT)

    class Privacy:
        identifying = ("person", "authority_name")
        general = (
            "program", "consent", "purpose", "recipient", "recipient_id", "categories", "what", "authority", "made_by",
        )  # fmt: skip
