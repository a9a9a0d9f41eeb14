"""What a program calls its people, its plan and its sessions: chosen from lists that every language has its words for.

Each word comes in the forms that sentences ask for, translated whole, because articles and endings differ by language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PeopleWord(models.TextChoices):
    CLIENT = "client", _("Client")
    PARTICIPANT = "participant", _("Participant")
    RESIDENT = "resident", _("Resident")
    MEMBER = "member", _("Member")
    FAMILY = "family", _("Family")
    YOUNG_PERSON = "young-person", _("Young person")
    GUEST = "guest", _("Guest")


class PlanWord(models.TextChoices):
    PLAN = "plan", _("Plan")
    SERVICE = "service-plan", _("Service plan")
    SUPPORT = "support-plan", _("Support plan")
    CARE = "care-plan", _("Care plan")
    TREATMENT = "treatment-plan", _("Treatment plan")
    ACTION = "action-plan", _("Action plan")


class SessionWord(models.TextChoices):
    VISIT = "visit", _("Visit")
    SESSION = "session", _("Session")
    APPOINTMENT = "appointment", _("Appointment")
    MEETING = "meeting", _("Meeting")


class Chosen(Protocol):
    """An agency or a program: codes of the lists above; of a program empty for the agency's word."""

    calls_people: str
    calls_plan: str
    calls_sessions: str


class Codes(NamedTuple):
    """What was chosen, as codes."""

    people: str
    plan: str
    sessions: str


@dataclass(frozen=True, slots=True)
class People:
    """`bare` stands alone, `the` in a sentence."""

    bare: Promise
    the: Promise


@dataclass(frozen=True, slots=True)
class Plan:
    """`yours` is said to the person, `mine` by them."""

    bare: Promise
    the: Promise
    yours: Promise
    mine: Promise


@dataclass(frozen=True, slots=True)
class Session:
    """`one` is any of them, `the` a certain one."""

    bare: Promise
    one: Promise
    the: Promise


PEOPLE: Mapping[str, People] = {
    PeopleWord.CLIENT: People(pgettext_lazy("said of people", "client"), _("the client")),
    PeopleWord.PARTICIPANT: People(pgettext_lazy("said of people", "participant"), _("the participant")),
    PeopleWord.RESIDENT: People(pgettext_lazy("said of people", "resident"), _("the resident")),
    PeopleWord.MEMBER: People(pgettext_lazy("said of people", "member"), _("the member")),
    PeopleWord.FAMILY: People(pgettext_lazy("said of people", "family"), _("the family")),
    PeopleWord.YOUNG_PERSON: People(pgettext_lazy("said of people", "young person"), _("the young person")),
    PeopleWord.GUEST: People(pgettext_lazy("said of people", "guest"), _("the guest")),
}
PLANS: Mapping[str, Plan] = {
    PlanWord.PLAN: Plan(pgettext_lazy("said of a plan", "plan"), _("the plan"), _("your plan"), _("my plan")),
    PlanWord.SERVICE: Plan(
        pgettext_lazy("said of a plan", "service plan"),
        _("the service plan"), _("your service plan"), _("my service plan"),
    ),
    PlanWord.SUPPORT: Plan(
        pgettext_lazy("said of a plan", "support plan"),
        _("the support plan"), _("your support plan"), _("my support plan"),
    ),
    PlanWord.CARE: Plan(
        pgettext_lazy("said of a plan", "care plan"),
        _("the care plan"), _("your care plan"), _("my care plan"),
    ),
    PlanWord.TREATMENT: Plan(
        pgettext_lazy("said of a plan", "treatment plan"),
        _("the treatment plan"), _("your treatment plan"), _("my treatment plan"),
    ),
    PlanWord.ACTION: Plan(
        pgettext_lazy("said of a plan", "action plan"),
        _("the action plan"), _("your action plan"), _("my action plan"),
    ),
}  # fmt: skip
SESSIONS: Mapping[str, Session] = {
    SessionWord.VISIT: Session(pgettext_lazy("said of sessions", "visit"), _("a visit"), _("the visit")),
    SessionWord.SESSION: Session(pgettext_lazy("said of sessions", "session"), _("a session"), _("the session")),
    SessionWord.APPOINTMENT: Session(
        pgettext_lazy("said of sessions", "appointment"), _("an appointment"), _("the appointment")
    ),
    SessionWord.MEETING: Session(pgettext_lazy("said of sessions", "meeting"), _("a meeting"), _("the meeting")),
}


@dataclass(frozen=True, slots=True)
class Called:
    """The words for one page or paper."""

    people: People
    plan: Plan
    session: Session
    agency: Codes

    def by(self, program: Chosen) -> "Called":
        """The same page's words for what belongs to one program."""
        return _in_words(self.agency, [codes_of(program)])


def called(agency: Chosen, *programs: Chosen) -> Called:
    """The words of the programs where they all say the same, else the agency's."""
    return called_by(agency, map(codes_of, programs))


def called_by(agency: Chosen, chosen: Iterable[Codes]) -> Called:
    """The same, of programs known by their codes only."""
    return _in_words(codes_of(agency), chosen)


def codes_of(chosen: Chosen) -> Codes:
    """What an agency or a program has chosen."""
    return Codes(chosen.calls_people, chosen.calls_plan, chosen.calls_sessions)


def _in_words(default: Codes, chosen: Iterable[Codes]) -> Called:
    said = list(chosen)
    people, plan, sessions = (
        _agreed({each[place] or usual for each in said}, usual) for place, usual in enumerate(default)
    )
    return Called(PEOPLE[people], PLANS[plan], SESSIONS[sessions], default)


def _agreed(said: set[str], usual: str) -> str:
    return said.pop() if len(said) == 1 else usual
