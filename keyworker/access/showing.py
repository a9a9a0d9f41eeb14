"""What nobody may do with a page that was left open: first they show once more that it is them."""

from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import HttpRequest
from django.urls import reverse


def shown_lately(request: HttpRequest) -> bool:
    """Whether they gave their password, a code or a key again within minutes (`ACCOUNT_REAUTHENTICATION_TIMEOUT`)."""
    return bool(did_recently_reauthenticate(request))


def ask_again(onward: str) -> str:
    """Where they show that it is them, and from where they come to `onward`, an address of this house."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': onward})}"
