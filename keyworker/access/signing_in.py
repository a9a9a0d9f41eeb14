"""How allauth behaves here: no open sign-up, staff keep their second factor, sign-ins go into the trail."""

from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse

from keyworker.access.middleware import _actor
from keyworker.access.pages import record_sign_in
from keyworker.base.keyring import ring

SECRETS = b"second factors"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator or a worker, never by a stranger."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        if (actor := _actor(request)) is not None:
            record_sign_in(actor, "access.signed_in")
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def logout(self, request: HttpRequest) -> None:
        if (actor := getattr(request, "actor", None)) is not None:
            record_sign_in(actor, "access.signed_out")
        super().logout(request)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """A reset link never takes a second factor away (ASVS 6.4.3): only the owner or an administrator does."""

    def get_user_label(self, user: Any) -> str:
        return "Keyworker"

    def encrypt(self, text: str) -> str:
        """Whoever holds a copy of the database must not be able to make anybody's codes."""
        return b64encode(ring().seal(text.encode(), salt=SECRETS, bound_to="mfa")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return ring().open(b64decode(encrypted_text), salt=SECRETS, bound_to="mfa").decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Recovery codes are for the day the factor is lost: they are no factor to live on."""
        if authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return True
        factors = authenticator.user.authenticator_set.exclude(type=Authenticator.Type.RECOVERY_CODES)
        return bool(factors.count() > 1)
