"""Who works where: agencies, their programs, teams and sites, and the staff."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.wording import PeopleWord, PlanWord, SessionWord
from keyworker.base import clock
from keyworker.base.belt import Belt, Door, Within
from keyworker.base.guarded import GuardedManager
from keyworker.base.ids import new_id
from keyworker.base.models import Record

MOST_DAYS_TO_ANSWER = 90  # nobody waits longer for what came of a complaint
SEEN_AT_DOORS = Belt(door=(Door("SELECT", Within.AGENCY),))


class DistanceUnit(models.TextChoices):
    MILE = "mi", _("Miles")
    KILOMETER = "km", _("Kilometers")


class Agency(models.Model):
    """An organization using this installation. Its own row is the only one it can see."""

    belt: ClassVar[Belt] = Belt(app="SELECT, UPDATE", door=(Door("SELECT", Within.AGENCY),))
    agency_column: ClassVar[str] = "id"
    locks: ClassVar[bool] = False  # a lock here would make all the agency's work wait in line

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(unique=True, help_text=_("Short name used in the address of the public referral form."))
    code = models.CharField(max_length=6, help_text=_("Begins every case number: HH in HH-2026-00042."))
    time_zone = models.CharField(max_length=50, default="UTC")
    language = models.CharField(max_length=12, default="en")
    currency = models.CharField(max_length=3, default="USD", help_text="What its costs are counted in (ISO 4217).")
    distance_unit = models.CharField(max_length=2, choices=DistanceUnit.choices, default=DistanceUnit.MILE)
    calls_people = models.CharField(
        _("word for the people served"), max_length=30, choices=PeopleWord.choices, default=PeopleWord.CLIENT
    )
    calls_plan = models.CharField(_("word for a plan"), max_length=30, choices=PlanWord.choices, default=PlanWord.PLAN)
    calls_sessions = models.CharField(
        _("word for a session"), max_length=30, choices=SessionWord.choices, default=SessionWord.VISIT
    )
    answer_complaints_days = models.PositiveSmallIntegerField(
        default=20, help_text="Days from a complaint to its answer, where a program says nothing else."
    )
    practice_until = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Its people are made up, and then it is thrown away."
    )
    crisis_help = models.TextField(blank=True, help_text=_("Who to call when someone is in danger, shown to clients."))
    crisis_help_in = ArrayField(
        ArrayField(models.TextField(), size=2), default=list, blank=True, help_text="The same, as (language, words)."
    )

    objects: ClassVar[GuardedManager] = GuardedManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    calls_people__in=PeopleWord.values,
                    calls_plan__in=PlanWord.values,
                    calls_sessions__in=SessionWord.values,
                ),
                name="agency_words_are_known",
            ),
            models.CheckConstraint(
                condition=models.Q(answer_complaints_days__range=(1, MOST_DAYS_TO_ANSWER)),
                name="agency_answers_complaints",
            ),
        ]

    class Privacy:
        not_personal = (
            "name", "slug", "code", "time_zone", "language", "currency", "distance_unit", "calls_people",
            "calls_plan", "calls_sessions", "answer_complaints_days", "practice_until", "crisis_help",
            "crisis_help_in",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_practice(self) -> bool:
        """Whether its people are made up: nothing leaves it, and it is marked on every page."""
        return self.practice_until is not None

    @property
    def help_now(self) -> str:
        """Whom to call in danger, in the language of whoever reads the page."""
        return self.help_in(get_language() or "")

    def help_in(self, language: str) -> str:
        """The same in a certain language; where nobody wrote it in that, as it is."""
        return dict(self.crisis_help_in).get(language.split("-")[0]) or self.crisis_help


class PathStep(models.TextChoices):
    """What a program may work without; the other steps of the path belong to every case."""

    ASSESSMENT = "assessment", _("Assessments")
    PLAN = "plan", _("Plans with goals")
    REVIEW = "review", _("Plan reviews")
    RISK = "risk", _("Looking at the risk at every review")
    REFERRALS = "referrals", _("Sending people on to other services")


class Program(Record):
    """A service the agency runs, with its own people, limits and wall inside the agency.

    `sealed`: its people appear in no index and no list outside it (for example domestic-violence shelter).
    `calls_people`, `calls_plan` and `calls_sessions` are its own words; empty for the agency's.
    """

    belt = Belt(door=(Door("SELECT", Within.PROGRAM),))
    locks: ClassVar[bool] = False  # a lock here would make all the program's work wait in line
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField()
    description = models.TextField(blank=True)
    sealed = models.BooleanField(default=False)
    accepts_public_referrals = models.BooleanField(default=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    area = models.CharField(max_length=200, blank=True, help_text=_("Places served, separated by commas; empty: any."))
    capacity = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Open cases it can hold; empty: no limit.")
    )
    needs = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, help_text="Kinds of help it gives; empty: any."
    )
    households = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, help_text="Households it takes; empty: any."
    )
    first_contact_days = models.PositiveSmallIntegerField(default=3)
    silence_limit_days = models.PositiveSmallIntegerField(default=30)
    note_within_days = models.PositiveSmallIntegerField(default=3)
    review_every_days = models.PositiveSmallIntegerField(default=90)
    follow_up_after_days = models.PositiveSmallIntegerField(default=30)
    escalate_after_days = models.PositiveSmallIntegerField(
        default=2, help_text="Days an important task may be late before it stands on the supervisor's page."
    )
    answer_complaints_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Days from a complaint to its answer; empty: as the agency says."
    )
    answer_messages_days = models.PositiveSmallIntegerField(
        default=2, db_default=2, help_text="Working days from a client's message to its answer."
    )
    supervisor_signs_plans = models.BooleanField(default=False)
    supervisor_cosigns_notes = models.BooleanField(default=False)
    languages = ArrayField(
        models.CharField(max_length=12), default=list, blank=True, help_text="ISO 639 codes of what its team speaks."
    )
    forms = ArrayField(
        models.CharField(max_length=400), default=list, blank=True, help_text="Canonical addresses; empty: all forms."
    )
    left_out = ArrayField(
        models.CharField(max_length=20, choices=PathStep.choices),
        default=list,
        blank=True,
        help_text="Codes of PathStep: what it works without.",
    )
    calls_people = models.CharField(max_length=30, choices=PeopleWord.choices, blank=True)
    calls_plan = models.CharField(max_length=30, choices=PlanWord.choices, blank=True)
    calls_sessions = models.CharField(max_length=30, choices=SessionWord.choices, blank=True)
    counselling = models.BooleanField(
        default=False, help_text="Counselling sessions are a kind of contact here, and notes begin in clinical parts."
    )
    platform = models.CharField(
        max_length=60, blank=True, default="", db_default="", help_text="Another company's, for video; empty: none."
    )
    platform_hosts = ArrayField(
        models.CharField(max_length=253), default=list, blank=True, help_text="Where its links may lead; no others."
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_id", "slug"], name="program_slug_once"),
            models.CheckConstraint(
                condition=models.Q(changed_at=None, changed_by=None)
                | models.Q(changed_at__isnull=False, changed_by__isnull=False),
                name="program_change_has_an_author",
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_age=None)
                | models.Q(maximum_age=None)
                | models.Q(minimum_age__lte=models.F("maximum_age")),
                name="program_ages_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(platform="", platform_hosts=[])
                | models.Q(~models.Q(platform=""), ~models.Q(platform_hosts=[])),
                name="program_platform_has_hosts",
            ),
            models.CheckConstraint(
                condition=~models.Q(left_out__contains=["plan"]) | models.Q(left_out__contains=["review"]),
                name="no_plan_no_plan_reviews",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    calls_people__in=["", *PeopleWord.values],
                    calls_plan__in=["", *PlanWord.values],
                    calls_sessions__in=["", *SessionWord.values],
                ),
                name="program_words_are_known",
            ),
            models.CheckConstraint(
                condition=models.Q(answer_complaints_days=None)
                | models.Q(answer_complaints_days__range=(1, MOST_DAYS_TO_ANSWER)),
                name="program_answers_complaints",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    first_contact_days__gte=1,
                    silence_limit_days__gte=1,
                    note_within_days__gte=1,
                    review_every_days__gte=1,
                    follow_up_after_days__gte=1,
                    escalate_after_days__gte=1,
                    answer_messages_days__gte=1,
                ),
                name="program_days_are_days",
            ),
        ]

    class Privacy:
        not_personal = (
            "name", "slug", "description", "sealed", "accepts_public_referrals", "minimum_age", "maximum_age", "area",
            "capacity", "needs", "households", "first_contact_days", "silence_limit_days", "note_within_days",
            "review_every_days", "follow_up_after_days", "escalate_after_days", "answer_complaints_days",
            "answer_messages_days", "supervisor_signs_plans",
            "supervisor_cosigns_notes",
            "languages", "forms", "left_out", "calls_people", "calls_plan", "calls_sessions", "counselling",
            "platform", "platform_hosts", "closed_at",
        )  # fmt: skip
        general = ("changed_at", "changed_by")

    def __str__(self) -> str:
        return self.name

    def uses(self, step: str) -> bool:
        """Whether the program takes this step of the path (a code of `PathStep`)."""
        return step not in self.left_out


class Site(Record):
    """A place the agency works from. A `confidential` one is never printed, exported or put on a map."""

    name = models.CharField(max_length=120)
    address = models.TextField(blank=True)
    confidential = models.BooleanField(default=False)

    class Privacy:
        not_personal = ("name", "address", "confidential")


class Team(Record):
    """Staff who share a supervisor."""

    name = models.CharField(max_length=120)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="teams")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True)

    class Privacy:
        not_personal = ("name", "program", "site")


class Staff(Record):
    """A person's place of work in this agency; ended, never deleted, so that old records keep their author."""

    belt = SEEN_AT_DOORS
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="places")
    name = models.CharField(_("name"), max_length=120)
    job_title = models.CharField(max_length=80, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    supervisor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="supervises")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "user"], condition=models.Q(ended_at=None), name="one_place_an_agency"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["agency_id", "name"], name="staff_by_name")]

    class Privacy:
        general = ("user", "name", "job_title", "team", "supervisor", "ended_at")

    def __str__(self) -> str:
        return self.name
