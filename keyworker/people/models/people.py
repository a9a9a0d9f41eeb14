"""The person, their household and kin, how to reach them safely, and who cares for them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.access.roles import Beside
from keyworker.agencies.models import Program, Staff
from keyworker.base import clock
from keyworker.base.belt import OF_A_FILE, Belt, Door, Within
from keyworker.base.encryption import SealedTextField, new_salt
from keyworker.base.models import Record
from keyworker.base.privacy import Category


class DatePrecision(models.TextChoices):
    DAY = "day", _("Known to the day")
    MONTH = "month", _("Known to the month")
    YEAR = "year", _("Known to the year")
    ESTIMATED = "estimated", _("Estimated")


class Person(Record):
    """Somebody the agency serves, or somebody who matters to them.

    `full_name` is the name as the person says it; of somebody `unnamed` it only tells who is meant ("child, about 6"),
    and nobody is found by it. `given` and `family` only help matching. A birth date carries
    its precision: "about 1987" is kept as 1987-01-01, estimated.
    """

    belt = Belt(door=(Door("SELECT", Within.SELF),), takes_back="id")
    full_name = models.CharField(_("full name, as they say it"), max_length=200)
    unnamed = models.BooleanField(_("name not known yet"), default=False, db_default=False)
    preferred_name = models.CharField(_("what they like to be called"), max_length=100, blank=True)
    own_script_name = models.CharField(_("name in their own script"), max_length=200, blank=True)
    given = models.CharField(max_length=100, blank=True)
    family = models.CharField(max_length=100, blank=True)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    born_precision = models.CharField(max_length=10, choices=DatePrecision.choices, default=DatePrecision.DAY)
    language = models.CharField(_("language they prefer"), max_length=12, blank=True)
    reads = models.CharField(_("language they read"), max_length=12, blank=True, default="", db_default="")
    needs_interpreter = models.BooleanField(_("needs an interpreter"), default=False)
    about = models.TextField(_("in their own words"), blank=True)
    died_on = models.DateField(null=True, blank=True)
    died_precision = models.CharField(
        max_length=10, choices=DatePrecision.choices, default=DatePrecision.DAY, db_default="day"
    )
    died_told = models.CharField(_("who told us"), max_length=120, blank=True, default="", db_default="")
    key_salt = models.BinaryField(default=new_salt, editable=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "born_on"], name="person_by_birth"),
            models.Index(fields=["agency_id", "created_at", "id"], name="person_by_age_of_row"),
        ]

    class Privacy:
        identifying = (
            "full_name", "preferred_name", "own_script_name", "given", "family", "born_on", "born_precision",
            "pronouns", "about", "died_told",
        )  # fmt: skip
        general = ("unnamed", "language", "reads", "needs_interpreter", "died_on", "died_precision")
        not_personal = ("key_salt",)

    @property
    def called(self) -> str:
        """What to call them on screen and to their face."""
        return self.preferred_name or self.full_name


class Walled(Record):
    """A fact about a person that is no program's own: whoever sees the person sees it, unless it is `sealed_in`.

    What a sealed program learns (where somebody hides, with whom) stays there, whoever else serves the person.
    """

    sealed_in = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


class SafetyRule(Walled):
    """How careful everybody must be with somebody, as one program asks; without a `program` the whole agency asks.

    Each program has a row of its own, so that none wipes out what another one knows, and nobody can tell from a
    row that stays who asked for it. What is true of the person is the strictest of the rows (see `queries.safety`).
    `address_protected_at`: since when this row asks for it. `code_word` is the word by which they know that it is us;
    a name that is shielded is told only to who may open the file.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="safety_rules")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    address_protected = models.BooleanField(_("address is protected"), default=False)
    address_protected_at = models.DateTimeField(null=True, blank=True)
    name_shielded = models.BooleanField(_("name is shielded"), default=False, db_default=False)
    risk_if_contacted = models.TextField(_("risk if contacted"), blank=True)
    code_word = SealedTextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "person", "program"], nulls_distinct=False, name="one_safety_rule_a_program"
            ),
            models.CheckConstraint(
                condition=models.Q(sealed_in=None) | models.Q(program__isnull=False, sealed_in=models.F("program")),
                name="safety_sealed_where_it_was_asked",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person"], condition=models.Q(name_shielded=True), name="shielded_people")
        ]

    class Privacy:
        identifying = ("person",)
        sensitive: ClassVar = {
            "code_word": Category.SAFETY, "risk_if_contacted": Category.SAFETY, "address_protected": Category.SAFETY,
            "address_protected_at": Category.SAFETY, "name_shielded": Category.SAFETY, "program": Category.SAFETY,
        }  # fmt: skip
        general = ("sealed_in",)


class Checked(models.TextChoices):
    """What the check digits of a number say."""

    UNKNOWN = "", _("No check is known")
    RIGHT = "right", _("Written right")
    DOUBTED = "doubted", _("Not checked")


class Identifier(Walled):
    """A number some scheme gave the person. Sealed; found by exact match through a keyed hash.

    `scheme` is a code of `people.details.schemes`, or what the number is called. `wrong_at`: it was never theirs.
    """

    belt = OF_A_FILE
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=60)
    value = SealedTextField()
    value_hash = models.BinaryField(editable=False)
    country = models.CharField(max_length=2, blank=True, default="", db_default="", help_text="ISO 3166, who gave it.")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    checked = models.CharField(max_length=8, choices=Checked.choices, blank=True, default="", db_default="")
    wrong_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "value_hash"], name="identifier_look_up"),
            models.Index(fields=["agency_id", "person"], name="identifiers_by_person"),
        ]

    class Privacy:
        identifying = ("person", "scheme", "value", "value_hash", "country", "valid_from", "valid_until")
        general = ("sealed_in", "checked", "wrong_at")


class Channel(models.TextChoices):
    PHONE = "phone", _("Telephone")
    SMS = "sms", _("Text message")
    EMAIL = "email", _("E-mail")
    POST = "post", _("Post")
    VISIT = "visit", _("Visit to this address")


class ContactPoint(Walled):
    """One way to reach the person and the rules that keep it safe. The number or address itself is sealed.

    `monitored`: somebody else reads it or listens in. `safe_days` are ISO weekdays ("135"), empty for every day, and
    together with the hours: a night belongs to the day on which it begins. `code_word` is used on this way alone;
    `interpreter` is the language of whom to have on the line. What all of it means is `rules.may_contact`.
    """

    belt = OF_A_FILE
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_points", db_index=False)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    value = SealedTextField()
    value_hash = models.BinaryField(editable=False)
    label = models.CharField(max_length=60, blank=True)
    safe = models.BooleanField(_("safe to use"), default=True)
    shared = models.BooleanField(_("others can see or hear it"), default=False)
    monitored = models.BooleanField(_("somebody else reads it or listens in"), default=False, db_default=False)
    voicemail_ok = models.BooleanField(_("may leave a voicemail"), default=False)
    post_ok = models.BooleanField(_("may send letters there"), default=False, db_default=False)
    reminders_ok = models.BooleanField(_("agreed to be reminded here"), default=False, db_default=False)
    safe_days = models.CharField(_("safe days"), max_length=7, blank=True, default="", db_default="")
    safe_from = models.TimeField(_("safe from"), null=True, blank=True)
    safe_until = models.TimeField(_("safe until"), null=True, blank=True)
    code_word = SealedTextField(null=True, blank=True)
    interpreter = models.CharField(_("interpreter for"), max_length=12, blank=True, default="", db_default="")
    texts_stopped_at = models.DateTimeField(null=True, blank=True, help_text="Whoever has the phone answered STOP.")
    preferred = models.BooleanField(default=False)
    confirmed_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person"], name="ways_by_person"),
            models.Index(fields=["agency_id", "value_hash"], name="contact_look_up"),
            models.Index(fields=["value_hash"], name="contact_by_number"),  # an answer says whose number it is, no more
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(safe_from=None, safe_until=None)
                | models.Q(safe_from__isnull=False, safe_until__isnull=False),
                name="safe_hours_both_or_neither",
            ),
            models.CheckConstraint(
                condition=models.Q(safe_days__regex=r"^1?2?3?4?5?6?7?$"), name="safe_days_are_weekdays"
            ),
        ]

    class Privacy:
        identifying = ("person", "value", "value_hash", "label")
        sensitive: ClassVar = {
            "safe": Category.SAFETY, "shared": Category.SAFETY, "voicemail_ok": Category.SAFETY,
            "texts_stopped_at": Category.SAFETY, "reminders_ok": Category.SAFETY,
            "safe_from": Category.SAFETY, "safe_until": Category.SAFETY, "safe_days": Category.SAFETY,
            "monitored": Category.SAFETY, "post_ok": Category.SAFETY, "code_word": Category.SAFETY,
        }  # fmt: skip
        general = ("channel", "interpreter", "preferred", "confirmed_on", "ended_at", "sealed_in")


NAMED = "staff_id <> ALL (ARRAY (SELECT keyworker_withheld()))"  # a colleague whose name is not kept back


class CareTeamMember(Record):
    """Why a member of staff can see a person: in which program, from when, until when, because of what."""

    # They read who is there for them. An answer given alone calls whoever is on duty, from now on and for three days.
    belt = Belt(
        door=(
            Door("SELECT", Within.PERSON, only=f"NOT emergency AND {NAMED}"),
            Door("SELECT", Within.BESIDE, granted=Beside.VISITS, only=f"NOT emergency AND until IS NULL AND {NAMED}"),
            Door(
                "INSERT",
                Within.ANSWERING,
                only="because = 'on duty' AND NOT emergency AND since <= now() + interval '1 day'"
                " AND until <= since + interval '3 days'",
            ),
        ),
        takes_back="person_id",
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="care_team")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="cares_for")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=200)
    emergency = models.BooleanField(default=False, help_text="Opened by breaking the glass; always ends.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(emergency=False) | models.Q(until__isnull=False), name="emergency_ends"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "program", "-since"],
                condition=models.Q(emergency=True),
                name="emergencies_by_program",
            ),
            models.Index(fields=["agency_id", "staff", "person", "program"], name="care_team_by_staff"),
            models.Index(fields=["agency_id", "person", "program", "staff"], name="care_team_by_person"),
        ]

    class Privacy:
        identifying = ("person",)
        general = ("program", "staff", "since", "until", "because", "emergency")


class Denial(Walled):
    """This member of staff must not see this person's file (kin, adverse, known to them). Wins over every grant.

    It counts in every program; why a sealed program asked for it stays there, and only there is it lifted.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="denials")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="denied_people")
    because = models.CharField(max_length=200)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "staff"], condition=models.Q(lifted_at=None), name="live_denials")
        ]

    class Privacy:
        identifying = ("person",)
        general = ("staff", "lifted_at", "sealed_in")
        sensitive: ClassVar = {"because": Category.SAFETY}


class AlertKind(models.TextChoices):
    SAFETY = "safety", _("Safety")
    HEALTH = "health", _("Health")
    STAFF_SAFETY = "staff-safety", _("Staff safety")
    ACCESS = "access", _("Access needs")


class Alert(Record):
    """Something everybody must know before they act; on the identity bar until it is ended."""

    # An answer given alone may speak of danger: nobody's name stands to it, and only staff end it.
    belt = Belt(
        door=(Door("INSERT", Within.ANSWERING, only="kind = 'safety' AND raised_by_id IS NULL AND ended_at IS NULL"),)
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="alerts")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20, choices=AlertKind.choices)
    text = models.CharField(max_length=300)
    raised_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "person", "ended_at"], name="alerts_by_person")]

    class Privacy:
        identifying = ("person",)
        sensitive: ClassVar = {"text": Category.SAFETY, "kind": Category.SAFETY}
        general = ("program", "raised_by", "ended_at")


class TimelineEntry(Record):
    """One line of the person's story, written by the action that made it, seen by whoever may see its source.

    `needs` is the permission of the source; `facts` fill the verb's sentence (dates, numbers, codes; short titles
    the worker wrote may be here, for the entry is as protected as its source).
    """

    belt = Belt(app="SELECT, INSERT", door=(Door("INSERT", Within.TOLD),), takes_back="person_id")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="timeline")
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    happened_at = models.DateTimeField(default=clock.now)
    verb = models.CharField(max_length=80)
    needs = models.CharField(max_length=40)
    actor_id = models.UUIDField(null=True)
    actor_kind = models.CharField(max_length=20)
    source_type = models.CharField(max_length=60)
    source_id = models.UUIDField()
    facts = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "person", "-happened_at", "-id"], name="timeline_by_person")
        ]

    class Privacy:
        identifying = ("person",)
        general = (
            "program", "happened_at", "verb", "needs", "actor_id", "actor_kind", "source_type", "source_id", "facts",
        )  # fmt: skip
