"""Whether a link leads to the platform that a program meets on; pure decisions."""

import re
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.visits.models import VisitKind

LONGEST_LINK = 1000
MOST_HOSTS = 8
# Whatever browsers read in two ways is no link here: a name before an @, a port, a backslash, a tab, another script.
LINK = re.compile(r"https://(?P<host>[a-z0-9.-]+)(?:[/?#][!-\[\]-~]*)?", re.IGNORECASE | re.ASCII)
LABEL = r"(?!-|xn--)[a-z0-9-]{1,63}(?<!-)"
HOST = re.compile(rf"(?:{LABEL}\.)+(?=[a-z]){LABEL}", re.ASCII)
LONGEST_HOST = 253
ELSEWHERE = _("The link does not lead to the platform. Copy all of it. It begins with https:// and one of: {hosts}")


def is_host(name: str) -> bool:
    """Whether it is the plain name of a host, in small letters: no number, no port, no name in disguise (xn--)."""
    return len(name) <= LONGEST_HOST and HOST.fullmatch(name) is not None


def host_of(link: str) -> str | None:
    """The host that a link leads to, in small letters; None for what is no plain https link."""
    found = LINK.fullmatch(link) if len(link) <= LONGEST_LINK else None
    return found["host"].lower() if found else None


def may_meet_there(kind: str, link: str, *, platform: str, hosts: Collection[str]) -> Decision:
    """Whether a visit of this kind is planned by that link, in a program that meets on `platform`, at these hosts."""
    if kind != VisitKind.VIDEO:
        return no(_("This is no visit by video."))
    if not platform:
        return no(_("This program does not meet on another company's platform."))
    return yes() if host_of(link) in hosts else no(ELSEWHERE.format(hosts=", ".join(hosts)))


def still_leads_there(told: str, link: str | None, *, platform: str, hosts: Collection[str]) -> bool:
    """Whether the program meets there yet: on the platform that they were told of, and at the host of the link."""
    return link is not None and told == platform and host_of(link) in hosts
