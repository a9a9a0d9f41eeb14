"""Every address of the product, walked out of the resolver: what it takes, and who guards it."""

import re
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver

# django-allauth's own pages: signing in has its tests in tests/access.
NOT_OURS = "accounts/"
ARGUMENT = re.compile(r"<(?:[a-z]+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """One address: "planning:plan" at "plans/<uuid:plan_id>/"."""

    name: str
    route: str
    view: object

    @property
    def app(self):
        return self.name.partition(":")[0]

    @property
    def arguments(self):
        return ARGUMENT.findall(self.route)

    @property
    def guard(self):
        return getattr(self.view, "guard", None)

    def __str__(self):
        return self.name


def every_address(patterns=None):
    """All addresses below some patterns; without any, all of the product's own."""
    found = list(_walk(get_resolver().url_patterns if patterns is None else patterns, "", ""))
    return [address for address in found if not address.route.startswith(NOT_OURS)]


def _walk(patterns, route, space):
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Address(f"{space}{pattern.name}", here, pattern.callback)
        else:
            yield from _walk(pattern.url_patterns, here, f"{pattern.namespace}:" if pattern.namespace else space)


def unguarded(addresses):
    return [address.name for address in addresses if address.guard is None]
