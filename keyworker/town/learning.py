"""How Harbor House does things, who looks after it, of whom it is asked, and who has done what."""

from datetime import timedelta

from keyworker.access.roles import Role
from keyworker.base import clock
from keyworker.town.cast import Agencies
from keyworker.training.learning.actions import (
    Written,
    finish_lesson,
    read_procedure,
    require_lesson,
    write_procedure,
)
from keyworker.training.learning.lessons import lesson

# What it is about, how it is done, who looks after it, and in how many days it is looked at again.
PROCEDURES = (
    (
        "When somebody does not come to a video visit",
        "Wait ten minutes in the room. Then call once, at the number that is safe now; leave no message unless the "
        "file says that you may.\n\nIf nobody answers, write down that they did not come, offer another time by the "
        "way they agreed to, and tell Ben the same day if you are worried.\n\nThree times in a row: talk with Ben "
        "before you write again. It may be that video does not suit them.",
        "ben",
        9,
    ),
    (
        "Working from home",
        "A closed door, headphones, the laptop of Harbor House. No paper with a name leaves the office.\n\nIf somebody "
        "comes in, end the call with the reason you agreed on.\n\nLost the laptop or the phone? Call Priya at once, "
        "also at night. Nobody is blamed for calling.",
        "priya",
        200,
    ),
)
CARRIERS = (Role.CASE_MANAGER, Role.SUPERVISOR)
DONE = (("amina", "engaging", -70), ("amina", "crisis", -69), ("ben", "privacy", -90), ("sam", "messages", -12))


def learn(house: Agencies) -> None:
    """Priya asks the lesson on crises of whoever carries cases, and the procedures of everybody."""
    now, priya = clock.now(), house.actor("priya")
    today = clock.today(house.house.time_zone)
    with clock.at(now - timedelta(days=100)):
        for slug, programs in (("crisis", ()), ("privacy", ("family",))):
            require_lesson(
                actor=priya, agency=house.agency, slug=slug, procedure=None, roles=CARRIERS,
                programs=[house.programs[each] for each in programs],
            )  # fmt: skip
    for title, text, owner, days in PROCEDURES:
        written = Written(title, text, today + timedelta(days=days))
        with clock.at(now - timedelta(days=100)):
            made = write_procedure(actor=priya, agency=house.agency, owner=house.staff[owner], written=written)
            require_lesson(
                actor=priya, agency=house.agency, slug="", procedure=made, roles=(*CARRIERS, Role.INTAKE_WORKER),
                programs=[],
            )  # fmt: skip
        with clock.at(now - timedelta(days=60)):
            for who in ("ben", "sam"):
                read_procedure(actor=house.actor(who), procedure=made, edition=1)
    for who, slug, days in DONE:
        right = [each.right for each in lesson(slug).questions]
        with clock.at(now + timedelta(days=days)):
            finish_lesson(actor=house.actor(who), member=house.staff[who], slug=slug, answers=right)
