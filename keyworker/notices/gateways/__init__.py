"""Ways for texts to leave: one is chosen for the whole installation, by its settings."""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from keyworker.notices.gateways.africastalking import AfricasTalkingGateway
from keyworker.notices.gateways.contract import Gateway, Settings
from keyworker.notices.gateways.generic import GenericGateway
from keyworker.notices.gateways.log import LogGateway
from keyworker.notices.gateways.smpp import SmppGateway
from keyworker.notices.gateways.twilio import TwilioGateway
from keyworker.notices.gateways.vonage import VonageGateway

GATEWAYS: dict[str, Callable[[Settings], Gateway]] = {
    "log": LogGateway,
    "generic": GenericGateway,
    "smpp": SmppGateway,
    "twilio": TwilioGateway,
    "vonage": VonageGateway,
    "africastalking": AfricasTalkingGateway,
}


class NoSuchGateway(Exception):
    """KEYWORKER_TEXTS_GATEWAY names none that there is."""


def settings_in_use() -> Settings:
    held: dict[str, Any] = settings.TEXTS
    return Settings(**held)


def chosen() -> Gateway:
    """The installation's gateway. Raises `NoSuchGateway`."""
    held = settings_in_use()
    try:
        return GATEWAYS[held.gateway](held)
    except KeyError as error:
        raise NoSuchGateway(held.gateway) from error


def hang_up(gateway: Gateway) -> None:
    """Nothing more is sent for now: a line that was kept from one text to the next is closed."""
    if isinstance(gateway, SmppGateway):
        gateway.hang_up()


def lacking() -> list[str]:
    """The variables that the chosen gateway cannot do without, and that nobody set."""
    held = settings_in_use()
    return [f"KEYWORKER_TEXTS_{name.upper()}" for name in chosen().needs if not getattr(held, name)]


def texts_go_out() -> bool:
    """Whether a text written now would reach anybody."""
    try:
        return chosen().reaches_people and not lacking()
    except NoSuchGateway:
        return False
