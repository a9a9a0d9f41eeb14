"""What templates ask of the words a program has chosen."""

from django import template

from keyworker.agencies.models import Program
from keyworker.agencies.wording import Called

register = template.Library()


@register.filter
def by(called: Called, program: Program) -> Called:
    """The page's words for what belongs to one program."""
    return called.by(program)
