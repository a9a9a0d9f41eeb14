"""Loads the whole town, step by step along the path, and says who may sign in."""

from keyworker.town import cast


def load() -> None:
    """Make both agencies and everybody in them. Needs an empty database and the owner's login."""
    for house in cast.HOUSES:
        cast.load(house)


def sign_ins() -> list[tuple[str, str, str, str]]:
    """Who may sign in to the demonstration: name, what they do, address, password."""
    return [
        (colleague.name, f"{colleague.job_title}, {house.name}", colleague.email(house), cast.PASSWORD)
        for house in cast.HOUSES
        for colleague in house.staff
    ]
