"""Where a page is, for links between apps that do not know each other, and for pages with many links."""

from functools import cache
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

KEYS = tuple(UUID(int=0xC0FFEE << 96 | n) for n in range(3))


def address(name: str, *arguments: object) -> str:
    """The page's address; empty when its app was taken out of this installation, so that no link is shown."""
    if not all(isinstance(each, UUID) for each in arguments) or len(arguments) > len(KEYS):
        return _reversed(name, *arguments)
    found = _with_keys(name, len(arguments), settings.ROOT_URLCONF)
    for key, argument in zip(KEYS, arguments, strict=False):
        found = found.replace(str(key), str(argument))
    return found


@cache
def _with_keys(name: str, many: int, _among: str) -> str:
    """The address of a page about some records, looked up once: a list may lead to a hundred of them."""
    return _reversed(name, *KEYS[:many])


def _reversed(name: str, *arguments: object) -> str:
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def address_for_clients(request: HttpRequest, name: str, *arguments: object) -> str:
    """The whole address of a page for people outside, under the neutral host name where there is one."""
    return neutral_address(name, *arguments) or request.build_absolute_uri(address(name, *arguments))


def neutral_address(name: str, *arguments: object) -> str:
    """The same where nobody asks for a page, as in a job: under the neutral host name, nothing where there is none."""
    if not settings.CLIENT_HOST:
        return ""
    return f"{'https' if settings.SECURE else 'http'}://{settings.CLIENT_HOST}{address(name, *arguments)}"
