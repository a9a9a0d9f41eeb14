"""Loads the whole town, step by step along the path."""

from keyworker.town import cast


def load() -> dict[str, cast.Agencies]:
    """Make both agencies and everybody in them. Needs an empty database and the owner's login."""
    return {house.slug: cast.load(house) for house in cast.HOUSES}
