"""What a phone is asked for a key, and whether its answer holds (WebAuthn level 2). Nothing is looked up here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST_ANSWER = 16_000  # signs; a phone's answer is about 1,000
VERIFIED = UserVerificationRequirement.REQUIRED


class Unreadable(ValueError):
    """An answer that no phone gave to what was asked."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the page stands: a key that is made there opens it there and nowhere else."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Asked:
    """`options` go to the browser, `state` waits in the session for the one answer."""

    options: dict[str, Any]
    state: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PhoneAnswer:
    """What a browser sent back, to what was asked of it."""

    site: Site
    state: Mapping[str, Any]
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A key as its phone tells it: name and public key (section 6.5.1), and how often it was used."""

    credential: bytes
    sign_count: int

    @property
    def name(self) -> str:
        return name_of(self.credential)


def read(typed: str) -> dict[str, Any]:
    """The answer that a form brought. Raises `Unreadable`."""
    try:
        given = json.loads(typed) if len(typed) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise Unreadable
    return given


def names(given: Mapping[str, Any]) -> tuple[str, UUID]:
    """The key's name, and what we call it, as the phone says without proof. Raises `Unreadable`."""
    try:
        handle = websafe_decode(given["response"]["userHandle"])
        return websafe_encode(websafe_decode(given["rawId"])), UUID(bytes=handle)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable from error


def name_of(credential: bytes) -> str:
    return websafe_encode(AttestedCredentialData(credential).credential_id)


def ask_for_key(site: Site, key: UUID, *, held: Sequence[bytes]) -> Asked:
    """A new key, that lies in the phone's list under words that say nothing, and that asks who touches it."""
    user = PublicKeyCredentialUserEntity(name=_("My page"), display_name=_("My page"), id=key.bytes)
    options, state = _server(site).register_begin(
        user,
        credentials=[AttestedCredentialData(each) for each in held],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=VERIFIED,
    )
    return Asked(dict(options), {**state, "key": str(key)})


def ask_who(site: Site) -> Asked:
    """Whoever it is: the phone offers the keys that it has for this site."""
    options, state = _server(site).authenticate_begin(user_verification=VERIFIED)
    return Asked(dict(options), dict(state))


def told_of_new(answer: PhoneAnswer) -> Told:
    """A key that was made now, here, by somebody whom the phone knew. Raises `Unreadable`."""
    try:
        made = _server(answer.site).register_complete(answer.state, answer.given)
    # The parsers under it raise whatever they stumble on in bytes that a stranger may have written.
    except Exception as error:
        raise Unreadable from error
    if made.credential_data is None:
        raise Unreadable
    return Told(bytes(made.credential_data), made.counter)


def count_told(answer: PhoneAnswer, credential: bytes) -> int:
    """How often this key says it was used, where its phone signed what was asked now, here. Raises `Unreadable`."""
    try:
        _server(answer.site).authenticate_complete(answer.state, [AttestedCredentialData(credential)], answer.given)
        data = websafe_decode(answer.given["response"]["authenticatorData"])
    except Exception as error:  # as above
        raise Unreadable from error
    return int.from_bytes(data[33:37], "big")


def _server(site: Site) -> Fido2Server:
    rp = PublicKeyCredentialRpEntity(name=_("Page"), id=site.host)
    # The library would take a key from any name below this host, and from plain HTTP on some.
    return Fido2Server(rp, verify_origin=lambda origin: origin == site.origin)
