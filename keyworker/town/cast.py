"""Harbor House and Northside next door: agencies, programs and staff. The wall between them is what we test."""

from dataclasses import dataclass, field

from keyworker.access import actions as access
from keyworker.access.permissions import Permission
from keyworker.access.roles import JOBS, Entitlement, Reach, Role
from keyworker.accounts.models import User
from keyworker.agencies.models import Agency, Program, Staff
from keyworker.base import actor as actors
from keyworker.base.actor import Actor

PASSWORD = "harbor-lights-and-tides"  # noqa: S105 - the demonstration's one known password
JOB = "town"
# Whoever loads the town may do everything in it. Only processes that load it know of such a job: the demonstration's,
# and the worker that makes practice agencies.
JOBS[JOB] = tuple(Entitlement(permission, Reach.AGENCY) for permission in Permission)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff: `roles` are (role, program slug or "" for the whole agency)."""

    key: str
    name: str
    job_title: str
    roles: tuple[tuple[Role, str], ...]

    def email(self, agency: "House") -> str:
        return f"{self.key}@{agency.slug}.example"


HELP_NOW = {
    "en": "In danger now? Call 911. To talk to someone at any hour, call or text 988.",
    "es": "¿En peligro ahora? Llame al 911. Para hablar con alguien a cualquier hora, llame o escriba al 988.",
    "ar": "هل أنت في خطر الآن؟ اتصل بالرقم 911. للحديث مع أحد في أي ساعة، اتصل بالرقم 988 أو راسله.",
}


@dataclass(frozen=True, slots=True)
class House:
    """An agency of the town."""

    slug: str
    name: str
    code: str
    time_zone: str
    crisis_help: dict[str, str]
    programs: tuple[dict[str, object], ...]
    staff: tuple[Colleague, ...]


HARBOR_HOUSE = House(
    "harbor-house",
    "Harbor House",
    "HH",
    "America/New_York",
    HELP_NOW,
    (
        {"slug": "housing", "name": "Housing Support", "minimum_age": 18, "capacity": 60, "silence_limit_days": 30},
        {
            "slug": "family",
            "name": "Family Support",
            "capacity": 60,
            "silence_limit_days": 21,
            "calls_people": "family",
            "calls_plan": "action-plan",
            "calls_sessions": "meeting",
        },
        {
            "slug": "shelter",
            "name": "Safe Shelter",
            "sealed": True,
            "accepts_public_referrals": False,
            "capacity": 12,
            "silence_limit_days": 7,
            "calls_people": "resident",
            "calls_plan": "support-plan",
        },
    ),
    (
        Colleague(
            "amina", "Amina Yusuf", "Case manager", ((Role.CASE_MANAGER, "housing"), (Role.CASE_MANAGER, "family"))
        ),
        Colleague("sam", "Sam Reyes", "Case manager", ((Role.CASE_MANAGER, "family"),)),
        Colleague("ben", "Ben Carter", "Supervisor", ((Role.SUPERVISOR, "housing"), (Role.SUPERVISOR, "family"))),
        Colleague("flo", "Flo Martin", "Front desk", ((Role.INTAKE_WORKER, "housing"), (Role.INTAKE_WORKER, "family"))),
        Colleague("grace", "Grace Okafor", "Shelter advocate", ((Role.CASE_MANAGER, "shelter"),)),
        Colleague("priya", "Priya Nair", "Agency administrator", ((Role.AGENCY_ADMINISTRATOR, ""),)),
        Colleague("oskar", "Oskar Lind", "Auditor", ((Role.AUDITOR, ""),)),
    ),
)
NORTHSIDE = House(
    "northside",
    "Northside Community Services",
    "NS",
    "America/Chicago",
    HELP_NOW,
    (
        {
            "slug": "community",
            "name": "Community Support",
            "capacity": 40,
            "calls_people": "participant",
            "calls_sessions": "session",
            "counselling": True,
            "platform": "Commons Meet",
            "platform_hosts": ["meet.example.org"],
        },
    ),
    (
        Colleague("carl", "Carl Jensen", "Case manager", ((Role.CASE_MANAGER, "community"),)),
        Colleague("nadia", "Nadia Haddad", "Supervisor", ((Role.SUPERVISOR, "community"),)),
        Colleague("pavel", "Pavel Novak", "Agency administrator", ((Role.AGENCY_ADMINISTRATOR, ""),)),
    ),
)
HOUSES = (HARBOR_HOUSE, NORTHSIDE)


@dataclass(slots=True)
class Agencies:
    """The agency as loaded: its row, and its programs and staff by short name."""

    house: House
    agency: Agency
    programs: dict[str, Program] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)

    @property
    def job(self) -> Actor:
        return actors.job(JOB, agency_id=self.agency.id)

    def actor(self, key: str) -> Actor:
        return actors.staff(agency_id=self.agency.id, staff_id=self.staff[key].id)


def load(house: House, *, owner_alias: str = "owner") -> Agencies:
    """Set up one agency. Its own row is written by the owner of the tables: no one inside may make an agency."""
    agency = Agency(
        name=house.name, slug=house.slug, code=house.code, time_zone=house.time_zone,
        crisis_help=house.crisis_help["en"],
        crisis_help_in=[[code, words] for code, words in house.crisis_help.items() if code != "en"],
    )  # fmt: skip
    agency.save(using=owner_alias, force_insert=True)
    agency._state.db = "default"
    access.open_public_form(actor=actors.job(JOB, agency_id=agency.id), agency=agency)
    return move_in(house, agency, password=PASSWORD)


def move_in(house: House, agency: Agency, *, password: str | None) -> Agencies:
    """Programs and staff. Without a password nobody signs in as one of them."""
    loaded = Agencies(house, agency)
    for settings in house.programs:
        _open_program(loaded, settings)
    for colleague in house.staff:
        _employ(loaded, colleague, password)
    return loaded


def _open_program(loaded: Agencies, settings: dict[str, object]) -> None:
    program = Program(agency_id=loaded.agency.id, **settings)
    loaded.programs[program.slug] = access.open_program(actor=loaded.job, agency=loaded.agency, program=program)


def _employ(loaded: Agencies, colleague: Colleague, password: str | None) -> None:
    email = f"{colleague.key}@{loaded.agency.slug}.example"
    user = User.objects.create_user(email, password, is_active=password is not None)
    member = access.add_staff(
        actor=loaded.job, agency=loaded.agency, user=user, name=colleague.name, job_title=colleague.job_title
    )
    loaded.staff[colleague.key] = member
    for role, slug in colleague.roles:
        program = loaded.programs[slug] if slug else None
        access.grant_role(actor=loaded.job, member=member, role=role, program=program)
