"""Words for the pages about signing in."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()

# In this order: nearly every browser also calls itself Safari and Chrome, and every Android is a Linux.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def in_fours(secret: str) -> str:
    """A long secret as it is typed: four signs at a time. Code apps pass over the gaps."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


@register.filter
def device(user_agent: str) -> str | Promise:
    """The browser and the kind of machine, as its owner would call them: "Firefox, Windows"."""
    known = [next((name for mark, name in names if mark in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in known if name) or _("A browser we do not know")
