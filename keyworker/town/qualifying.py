"""What Harbor House's colleagues may do and have learned: one license runs out soon, one has run out."""

from datetime import timedelta
from decimal import Decimal

from keyworker.base import clock
from keyworker.town.cast import Agencies
from keyworker.training.actions import (
    Held,
    Learned,
    log_course,
    note_credential,
    require_credentials,
    verify_credential,
)
from keyworker.training.models import CredentialKind

ASKED = {"housing": (CredentialKind.LICENSE,), "family": (CredentialKind.LICENSE, CredentialKind.CHECK)}
DEGREE, LICENSE, CHECK = CredentialKind.DEGREE, CredentialKind.LICENSE, CredentialKind.CHECK
BOARD, STATE = "State board of social work", "New York"
# Who, what, its name, from whom, issued and running out so many days from today, seen by whom.
HELD = (
    ("amina", DEGREE, "Master of Social Work", "City University", -2900, None, "ben"),
    ("amina", LICENSE, "Licensed Master Social Worker", BOARD, -1055, 40, "ben"),
    ("amina", CHECK, "Work with children", "The county", -30, 700, None),
    ("sam", LICENSE, "Licensed Baccalaureate Social Worker", BOARD, -1107, -12, "ben"),
    ("sam", CHECK, "Work with children", "The county", -300, 430, "ben"),
    ("ben", LICENSE, "Licensed Clinical Social Worker", BOARD, -500, 595, "priya"),
)
LEARNED = (
    ("amina", "Ethics and boundaries in case management", "State chapter", "3", -40),
    ("amina", "Listening to people who fled violence", "Harbor House", "6", -150),
    ("ben", "Supervising with care", "City University", "12", -210),
)


def note(house: Agencies) -> None:
    """Each notes their own; somebody else has seen most of the papers."""
    today = clock.today(house.house.time_zone)
    for slug, kinds in ASKED.items():
        require_credentials(actor=house.actor("priya"), program=house.programs[slug], kinds=kinds)
    for number, (who, kind, title, issuer, since, until, seen_by) in enumerate(HELD):
        held = Held(
            kind, title, today + timedelta(days=since), today + timedelta(days=until) if until else None, issuer,
            STATE if kind is LICENSE else "", f"{83120 + number}" if kind is LICENSE else "",
        )  # fmt: skip
        made = note_credential(actor=house.actor(who), member=house.staff[who], held=held)
        if seen_by:
            verify_credential(actor=house.actor(seen_by), credential=made, seen=made.version)
    for who, title, provider, hours, days in LEARNED:
        learned = Learned(title, Decimal(hours), today + timedelta(days=days), provider)
        log_course(actor=house.actor(who), member=house.staff[who], learned=learned)
