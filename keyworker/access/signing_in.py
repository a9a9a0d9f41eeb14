"""How allauth behaves here: no open sign-up, staff keep their second factor, sign-ins go into the trail."""

from base64 import b64decode, b64encode
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from keyworker.access import doors
from keyworker.access.middleware import actor_at, actor_of
from keyworker.access.models import DoorKind
from keyworker.access.pages import record_sign_in
from keyworker.base.keyring import ring
from keyworker.base.network import plain

SECRETS = b"second factors"
SPARE_CODES = Authenticator.Type.RECOVERY_CODES
# What allauth would write a letter about → the trail's word for it.
CHANGES = {
    "webauthn_added": "access.passkey_added",
    "webauthn_removed": "access.passkey_removed",
    "totp_activated": "access.code_app_added",
    "totp_deactivated": "access.code_app_removed",
    "recovery_codes_generated": "access.spare_codes_made",
    "password_changed": "access.password_changed",
    "password_set": "access.password_changed",
    "password_reset": "access.password_reset",
}
WAYS = {
    "reauthenticate": _("Use my password"),
    "mfa_reauthenticate": _("Use a code from my app or my sheet"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator or a worker, never by a stranger."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Tries are counted by it: written as IPv6, all addresses of IPv4 would be one place to allauth."""
        return plain(super().get_client_ip(request))

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        if (actor := actor_of(request)) is not None:
            record_sign_in(actor, "access.signed_in")
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated and (actor := actor_at(str(request.user.pk))) is not None:
            record_sign_in(actor, "access.signed_out")  # where they work, wherever they practised
        super().logout(request)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whether it is them. A password that is hashed anew on the way leaves the session that just proved itself."""
        before = user.password
        known = bool(super().reauthenticate(user, password))
        if known:
            user.refresh_from_db(fields=["password"])
            if user.password != before:
                self.request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        return known

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """Called for every change to how somebody signs in, so this is where it enters the trail."""
        verb = CHANGES.get(template_prefix.rpartition("/")[2])
        if verb and (actor := actor_at(str(user.pk))) is not None:
            transaction.on_commit(lambda: record_sign_in(actor, verb))
        super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """allauth's ways to show once more that it is you, in our words."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**method, "description": WAYS.get(method["id"], method["description"])} for method in methods]


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """A reset link never takes a second factor away (ASVS 6.4.3): only the owner or an administrator does."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "This is your only second step, so it stays. Set up another one first, then take this one away."
        ),
        "incorrect_code": _("That is not right. Try again, or use another way."),
    }

    def encrypt(self, text: str) -> str:
        """Whoever holds a copy of the database must not be able to make anybody's codes."""
        return b64encode(ring().seal(text.encode(), salt=SECRETS, bound_to="mfa")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return ring().open(b64decode(encrypted_text), salt=SECRETS, bound_to="mfa").decode()

    def build_totp_svg(self, url: str) -> str:
        """On white, so that a camera reads it from a dark page, too."""
        image = qrcode.make(url, image_factory=SvgPathFillImage)
        drawn: str = image.to_string(encoding="unicode")
        return drawn

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whoever must have a second factor keeps one. Spare codes are for the day it is lost: none to live on."""
        if authenticator.type == SPARE_CODES or not needs_second_factor(str(authenticator.user_id)):
            return True
        return bool(Authenticator.objects.filter(user=authenticator.user_id).exclude(type=SPARE_CODES).count() > 1)

    def generate_authenticator_name(self, user: Any, kind: str) -> str:
        """What a new key is called until its owner says otherwise."""
        keys = Authenticator.objects.filter(user_id=user.pk, type=kind).count()
        return gettext("Key {number}").format(number=keys + 1)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Keyworker"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """The device lists its keys by this name; the owner knows their own address."""
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.email}


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]
    """Signing out everywhere else stands in the trail like any other sign-out."""

    def end_sessions(self, sessions: list[Any]) -> None:
        super().end_sessions(sessions)
        if sessions and (actor := getattr(self.request, "actor", None)) is not None:
            record_sign_in(actor, "access.signed_out_elsewhere")


def needs_second_factor(user_key: str) -> bool:
    """Whether this sign-in opens a place of work, where a password alone is not enough."""
    return settings.SECOND_FACTOR_REQUIRED and doors.resolve(DoorKind.SIGN_IN, user_key) is not None
