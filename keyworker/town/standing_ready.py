"""What the houses have set up so that nobody is left alone with an answer: who is on duty."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from keyworker.cases.actions import set_duty
from keyworker.town.cast import Agencies

# Program → (who set it, who is on duty this week, who next week).
ROTAS = {
    "harbor-house": {"housing": ("ben", "ben", "amina"), "family": ("ben", "sam", "amina")},
    "northside": {"community": ("nadia", "carl", "nadia")},
}
WEEK = timedelta(days=7)


def set_rotas(house: Agencies, now: datetime) -> None:
    """This week's worker and next week's, in every program but the shelter, which has one advocate."""
    first = now.astimezone(ZoneInfo(house.house.time_zone)).date() - timedelta(days=2)
    for slug, (by, *turns) in ROTAS[house.house.slug].items():
        for number, key in enumerate(turns):
            from_on = first + number * WEEK
            until_on = from_on + WEEK - timedelta(days=1)
            program, staff = house.programs[slug], house.staff[key]
            set_duty(actor=house.actor(by), program=program, staff=staff, from_on=from_on, until_on=until_on)
