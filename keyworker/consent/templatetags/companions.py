"""What who comes in beside somebody may see, in words for the team."""

from django import template
from django.utils.functional import Promise

from keyworker.consent.companions.words import AS_WHOM_HERE, FOR_THE_TEAM

register = template.Library()


@register.filter
def granted_words(granted: list[str]) -> list[str | Promise]:
    """Each of the grants, in the order in which they are given."""
    return [words for code, words in FOR_THE_TEAM.items() if code in granted]


@register.filter
def as_whom(kind: str) -> str | Promise:
    """As whom they come in."""
    return AS_WHOM_HERE.get(kind, "")
