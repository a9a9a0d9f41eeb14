"""allauth's pages where Keyworker asks for more: nobody takes away their last second factor, or their own address."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.views import DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from fido2.webauthn import UserVerificationRequirement

from keyworker.accounts.models import User


class RemoveKey(RemoveWebAuthnView):  # type: ignore[misc]
    """allauth asks only of code apps whether they may go; here a key is asked the same."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            _hold(request)
            response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        if (refused := self._refusal()) is not None:
            form.add_error(None, refused)
            return self.form_invalid(form)  # type: ignore[no-any-return]
        response: HttpResponse = super().form_valid(form)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refused = self._refusal()
        return {**super().get_context_data(**kwargs), "refused": "" if refused is None else refused.message}

    def _refusal(self) -> ValidationError | None:
        adapter = get_adapter()
        if adapter.can_delete_authenticator(self.object):
            return None
        error: ValidationError = adapter.validation_error("cannot_delete_authenticator")
        return error


class TakeCodesAway(DeactivateTOTPView):  # type: ignore[misc]
    """Asks while nobody else can take the other factor away."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            _hold(request)
            response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class ShowKeyAgain(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """A key left in the machine shows that somebody is there; only a finger, a face or a code shows who."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)
        asked, state = webauthn.get_server().authenticate_begin(
            credentials=webauthn.get_credentials(self.request.user),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        webauthn.set_state(state)
        return {**found, "js_data": {"request_options": dict(asked)}}


def _hold(request: HttpRequest) -> None:
    """Two factors taken away in two tabs at the same moment would leave none: one waits for the other."""
    User.objects.select_for_update().get(pk=str(request.user.pk))


def own_address(request: HttpRequest) -> HttpResponse:
    """Where allauth lets people change their e-mail address: here an administrator does, who knows whose it is."""
    raise Http404(_("There is nothing here, or it is not yours to see."))


remove_key = RemoveKey.as_view()
take_codes_away = TakeCodesAway.as_view()
show_key_again = ShowKeyAgain.as_view()
