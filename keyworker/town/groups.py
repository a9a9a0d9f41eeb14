"""The town's groups: who leads them, who comes, and how the last sessions went."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from keyworker.access.sight import facts
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.cases.models import Case, CaseStatus
from keyworker.delivery import grouped
from keyworker.delivery.actions import GroupWords, Mark, SessionTold, join_group, set_up_group, write_down_session
from keyworker.delivery.models import ClientGroup, How
from keyworker.town.cast import Agencies

LOOKING = "the town's groups are made of people who are there already"
WEEK = timedelta(days=7)
HELD = 3  # sessions before this week's
CAME = (How.CAME, How.CAME, How.LATE, How.CAME, How.EXCUSED, How.MISSED)
TOPICS = ("What we hope for", "Who can help", "One thing I will do this week")


@dataclass(frozen=True, slots=True)
class Circle:
    """A group of the town. `days_ago`: when it met last."""

    program: str
    leader: str
    name: str
    purpose: str
    place: str
    places: int
    people: int
    days_ago: int = 2


CIRCLES = {
    "harbor-house": (
        Circle("housing", "amina", "Good tenant, good home", "Rights, bills and neighbors", "Library, room 2", 6, 8, 7),
        Circle("family", "sam", "Parents' table", "Raising children without shouting", "Community kitchen", 10, 5),
        Circle("shelter", "grace", "Sewing circle", "To sit together", "", 8, 2),
    ),
    "northside": (Circle("community", "carl", "English for every day", "Speaking at work", "Room 4", 12, 5),),
}


def gather(house: Agencies, now: datetime) -> None:
    """Each group with the leader's own people, its last sessions written down; the fullest lets two wait."""
    today = now.astimezone(ZoneInfo(house.house.time_zone)).date()
    for circle in CIRCLES[house.house.slug]:
        last = today - timedelta(days=circle.days_ago)
        with clock.at(now - 6 * WEEK):
            group = _set_up(house, circle, last)
            _bring_people(house, circle, group, last - HELD * WEEK)
        for number in range(HELD):
            _hold(house, circle, group, last - (HELD - 1 - number) * WEEK, number)


def _set_up(house: Agencies, circle: Circle, last: date) -> ClientGroup:
    words = GroupWords(
        name=circle.name,
        purpose=circle.purpose,
        place=circle.place,
        leader=house.staff[circle.leader],
        places=circle.places,
        weekday=last.isoweekday(),
        at=time(10),
        minutes=90,
        from_on=last - HELD * WEEK,
        units=Decimal("1.5"),
        unit="hour",
    )
    return set_up_group(actor=house.actor(circle.leader), program=house.programs[circle.program], words=words)


def _bring_people(house: Agencies, circle: Circle, group: ClientGroup, since: date) -> None:
    leader = house.actor(circle.leader)
    with reading(leader):
        cases = facts(Case, because=LOOKING).filter(
            program=group.program_id, owner=house.staff[circle.leader], status=CaseStatus.ACTIVE
        )
        found = list(cases.order_by("opened_at", "id")[: circle.people])
    for number, case in enumerate(found):
        join_group(actor=leader, group=group, case=case, since=since, name_at_door=number % 3 != 0)


def _hold(house: Agencies, circle: Circle, group: ClientGroup, on: date, number: int) -> None:
    leader = house.actor(circle.leader)
    evening = datetime.combine(on, time(18), tzinfo=ZoneInfo(house.house.time_zone))
    with clock.at(min(evening, clock.now())):
        with reading(leader):
            places = grouped.members_on(leader, group, on)
        told = SessionTold(
            on, group.at, group.minutes, house.staff[circle.leader], topic=TOPICS[number], note="Calm, and on time."
        )
        marks = [Mark(place, CAME[(index + number) % len(CAME)]) for index, place in enumerate(places)]
        write_down_session(actor=leader, group=group, told=told, marks=marks)
