"""Areas of life that a maker may say an answer tells of. Whoever keeps strengths and needs names them at start."""

from collections.abc import Iterable

from django.utils.functional import Promise

_offered: list[tuple[str, str | Promise]] = []


def offer_domains(domains: Iterable[tuple[str, str | Promise]]) -> None:
    """Name the areas of life: code and words."""
    _offered[:] = domains


def domains() -> list[tuple[str, str | Promise]]:
    """The areas of life that were named."""
    return list(_offered)
