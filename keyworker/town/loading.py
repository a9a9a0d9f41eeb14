"""Loads the whole town, person by person along the path, and says who may sign in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from keyworker.access.actions import grant_role
from keyworker.access.roles import Role
from keyworker.base import clock
from keyworker.interop.actions import send_directory_file
from keyworker.interop.hsds.importing import import_path
from keyworker.questionnaires.importing import import_library
from keyworker.town import (
    answering,
    beside,
    cast,
    conferring,
    cosigning,
    dangers,
    devices,
    distance,
    entitled,
    families,
    family_people,
    giving,
    groups,
    housing_people,
    identities,
    interpreters,
    keeping_back,
    learning,
    medicines,
    messages,
    moving_in,
    northside_people,
    onward,
    own_pages,
    papers,
    planning,
    qualifying,
    rights,
    standing_ready,
    teaching,
    texting,
    twice,
    walking,
)
from keyworker.town.neighbours import Stage
from keyworker.town.walking import Walk

BEGINNING = timedelta(days=400)
DIRECTORY = Path(__file__).parents[1] / "interop" / "samples" / "harbor-directory.json"
EVERYBODY = housing_people.PEOPLE + family_people.PEOPLE + northside_people.PEOPLE
# From which stage on each step has been taken, in the order of the path.
PATH: tuple[tuple[Stage, Callable[[Walk], object]], ...] = (
    (Stage.CONTACTED, walking.contact),
    (Stage.CONTACTED, rights.sign),
    (Stage.ASSESSED, planning.assess_at_intake),
    (Stage.PLANNED, planning.plan),
    (Stage.PLANNED, papers.hand_over),
    (Stage.WORKING, dangers.report),
    (Stage.WORKING, entitled.note),
    (Stage.WORKING, giving.give),
    (Stage.WORKING, conferring.sit_down_together),
    (Stage.WORKING, teaching.explain),
    (Stage.WORKING, medicines.take),
    (Stage.WORKING, walking.work),
    (Stage.PLANNED, walking.keep_in_touch),
    (Stage.REFERRED, onward.refer_on),
    (Stage.WORKING, planning.assess_again),
    (Stage.WORKING, planning.say_where_it_stands),
    (Stage.WORKING, answering.tell_of_danger),
    (Stage.CONTACTED, own_pages.open_own_page),
    (Stage.CONTACTED, answering.ask_at_own_door),
    (Stage.CONTACTED, messages.write_to_each_other),
    (Stage.REVIEWED, onward.look_back),
    (Stage.WORKING, distance.look_at_it),
    (Stage.WORKING, onward.agree_on_visit),
    (Stage.ADMITTED, onward.catch_up),
    (Stage.CLOSED, onward.say_goodbye),
    (Stage.FOLLOWED_UP, onward.ask_again),
)


def nobody_asks(done: int, whole: int) -> None:
    """How far it is, where nobody waits for it."""


def load() -> None:
    """Make both agencies and everybody in them. Needs an empty database and the owner's login."""
    now = clock.now()
    with clock.at(now - BEGINNING):
        houses = {house.slug: cast.load(house) for house in cast.HOUSES}
    harbor = houses["harbor-house"]
    fill(houses, now)
    texting.write_and_answer(harbor)
    moving_in.leave_a_list(harbor)
    moving_in.take_everything_along(harbor)


def fill(houses: dict[str, cast.Agencies], now: datetime, went_on: Callable[[int, int], object] = nobody_asks) -> None:
    """Let everybody's story happen who belongs to `houses`, Harbor House among them; `went_on` is told how far it is.

    Nothing of it leaves the machine.
    """
    harbor = houses["harbor-house"]
    with clock.at(now - BEGINNING):
        for house in houses.values():
            import_library(house.job)
            import_path(house.job, DIRECTORY)
    _leave_a_file_to_look_over(harbor)
    _leave_a_role_to_confirm(harbor)
    for house in houses.values():
        standing_ready.set_rotas(house, now)
        standing_ready.say_who_is_away(house, now)
        standing_ready.mark_answers(house)
        standing_ready.set_rules(house)
        standing_ready.offer_templates(house)
        giving.name_who_pays(house)
        devices.fill_the_store(house)
        interpreters.keep_the_list(house)
    here = [(number, who) for number, who in enumerate(EVERYBODY) if who.house in houses]
    for done, (number, who) in enumerate(here):
        went_on(done, len(here))
        lead(Walk(who, houses[who.house], number, now))
    families.gather(harbor)
    beside.let_in(harbor)
    keeping_back.keep_back(harbor)
    identities.tell(harbor)
    onward.say_what_they_think(harbor)
    twice.write_down_twice(harbor)
    for house in houses.values():
        groups.gather(house, now)
    cosigning.begin(harbor)
    entitled.declare_something(harbor)
    qualifying.note(harbor)
    learning.learn(harbor)
    for house in houses.values():
        standing_ready.plan_what_is_due(house)


def _leave_a_file_to_look_over(house: cast.Agencies) -> None:
    """Priya sent a newer list this morning and has not decided about it."""
    with clock.at(clock.now() - timedelta(hours=2)):
        send_directory_file(
            actor=house.actor("priya"),
            agency=house.agency,
            name=DIRECTORY.name,
            content=DIRECTORY.read_bytes(),
            source="directory",
            whole=False,
        )


def _leave_a_role_to_confirm(house: cast.Agencies) -> None:
    """Priya wants to stand in for Amina over the holidays; somebody else must say yes."""
    grant_role(
        actor=house.actor("priya"),
        member=house.staff["priya"],
        role=Role.CASE_MANAGER,
        program=house.programs["housing"],
        because="I stand in for Amina over the holidays.",
    )


def lead(walk: Walk) -> None:
    """As far along the path as they have come."""
    referral = walking.receive(walk)
    match walk.who.stage:
        case Stage.RECEIVED:
            return
        case Stage.WAITING:
            walking.wait(walk, referral)
        case Stage.DECLINED:
            walking.decline(walk, referral)
        case _:
            walking.admit(walk, referral)
            for stage, step in PATH:
                if walk.who.stage >= stage and not (step is onward.agree_on_visit and walk.who.stage >= Stage.CLOSED):
                    step(walk)


def sign_ins() -> list[tuple[str, str, str, str]]:
    """Who may sign in to the demonstration: name, what they do, address, password."""
    return [
        (colleague.name, f"{colleague.job_title}, {house.name}", colleague.email(house), cast.PASSWORD)
        for house in cast.HOUSES
        for colleague in house.staff
    ]


def own_pages_of() -> list[tuple[str, str, str]]:
    """Who has a page of their own: name, a code that opens it once, and the PIN."""
    return [(name, code, own_pages.PIN) for name, code in own_pages.codes()]
